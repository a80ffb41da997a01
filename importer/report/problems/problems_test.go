package problems

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

func at(line int) rows.Position { return rows.Position{File: "a.csv", Line: line, Index: -1} }

func TestProblemsAreGroupedByColumnAndKind(t *testing.T) {
	var gs Groups
	for line := range 5 {
		gs.Add(at(line), &mapping.FieldError{Column: "Mobile", Kind: "phone-too-short", Value: fmt.Sprint(line), Message: "is too short"}, false)
	}
	gs.Add(at(7), &mapping.FieldError{Kind: "row-too-long", Message: "has 9 cells, the header 7"}, false)
	gs.Add(at(8), &mapping.FieldError{Field: "company", Kind: "required", Message: "is blank"}, false)
	gs.Add(at(9), &mapping.FieldError{Column: "Mobile", Kind: "required", Message: "is blank"}, false)
	var got []string
	for _, g := range gs.Sorted() {
		got = append(got, fmt.Sprintf("%d %s %s, %d examples", g.Count, g.Column, g.Kind, len(g.Examples)))
	}
	want := []string{"5 Mobile phone-too-short, 3 examples", "1  row-too-long, 1 examples", "1 Mobile required, 1 examples", "1 company required, 1 examples"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("groups, the largest first (-want +got):\n%s", diff)
	}
	if gs.Total() != 8 {
		t.Errorf("total %d, not 8", gs.Total())
	}
}

func TestExamplesPreferProblemsOfNewRows(t *testing.T) {
	var gs Groups
	for line := range 20 {
		gs.Add(at(line), &mapping.FieldError{Kind: "x"}, line == 9 || line == 12)
	}
	g := gs.Sorted()[0]
	var lines []int
	for _, e := range g.Examples {
		lines = append(lines, e.Pos.Line)
	}
	if !slices.Equal(lines, []int{2, 9, 12}) || g.New != 2 {
		t.Errorf("examples of lines %v, %d new", lines, g.New)
	}
}

func TestGroupsDoNotGrowWithTheInput(t *testing.T) {
	var gs Groups
	long := strings.Repeat("x", 1<<20)
	for line := range 2 * MaxGroups {
		gs.Add(at(line), &mapping.FieldError{Column: fmt.Sprint("c", line), Value: long, Message: long}, true)
	}
	list := gs.Sorted()
	if len(list) != MaxGroups || gs.Total() != 2*MaxGroups {
		t.Errorf("%d groups of %d problems", len(list), gs.Total())
	}
	for _, g := range list {
		if e := g.Examples[0]; len(g.Message) > maxText || len(e.Value) > maxText || len(e.Message) > maxText {
			t.Fatalf("%d bytes of message, %d of value", len(e.Message), len(e.Value))
		}
	}
}

func TestTheMessageOfAGroupIsWhatAllHaveInCommon(t *testing.T) {
	for _, c := range []struct {
		want     string
		messages []string
	}{
		{"is also the key of line …: give each its own", []string{
			"is also the key of line 62: give each its own", "is also the key of line 9: give each its own", "is also the key of line 7: give each its own"}},
		{"is too short for a … number", []string{"is too short for a US number", "is too short for a GB number"}},
		{"is too short for a … number, …", []string{
			"is too short for a US number", "is too short for a GB number", "is too short for a GB number of London"}},
		{"is not a date: there is no month 13, …", []string{
			"is not a date: there is no month 13", "is not a date: February 2021 has no day 30", "is not a date: there is no month 14", "is blank"}},
		{"is not a number, …", []string{"is not a number", "has several decimal points", "is not a number"}},
		{"holds a letter, …", []string{"holds a letter", "has two signs"}},
		{"is blank", []string{"is blank", "is blank"}},
	} {
		var gs Groups
		for line, m := range c.messages {
			gs.Add(at(line), &mapping.FieldError{Kind: "x", Message: m}, false)
		}
		if got := gs.Sorted()[0].Message; got != c.want {
			t.Errorf("%q: %q, not %q", c.messages, got, c.want)
		}
	}
}
