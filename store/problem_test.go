package store

import (
	"slices"
	"testing"
)

func TestKnownProblemsAreSortedAndWithoutDuplicates(t *testing.T) {
	a, b, c := Problem{1 << 63, 1}, Problem{1, 2}, Problem{1, 1}
	list := []Problem{a, b, a, c}
	got, ok := KnownProblems(list)
	if !ok || !slices.Equal(got, []Problem{c, b, a}) {
		t.Errorf("%v, %v", got, ok)
	}
	if !slices.Equal(list, []Problem{a, b, a, c}) {
		t.Error("the caller's list was changed")
	}
	if got, ok := KnownProblems(nil); !ok || got == nil {
		t.Errorf("no problems: %v, %v", got, ok)
	}
}

func TestTooManyProblemsAreNotKept(t *testing.T) {
	many := make([]Problem, MaxProblems+1)
	if _, ok := KnownProblems(many[1:]); !ok {
		t.Error("as many as possible are not kept")
	}
	if got, ok := KnownProblems(many); ok || got != nil {
		t.Errorf("%d are kept", len(got))
	}
}

func TestForgettingAKeyForgetsItsProblems(t *testing.T) {
	other := Problem{KeyedRow("other"), 1}
	got := ForgetProblems([]Problem{{KeyedRow("k"), 1}, other, {KeyedRow("k"), 2}}, "k")
	if !slices.Equal(got, []Problem{other}) {
		t.Errorf("%v", got)
	}
}
