package policy

import (
	"testing"
	"time"
)

// Computing the defaults is pure: doing it twice changes nothing.
func TestDefaultsArePure(t *testing.T) {
	for name, o := range map[string]Options{
		"nothing set":       {},
		"lists never lag":   {ListLag: -1},
		"everything set":    {Mode: CreateOnly, OnDuplicate: MergeDuplicates, OnMissing: DeleteMissing, Workers: 3, ListLag: time.Second, Grace: time.Minute},
		"nonsensical limit": {Workers: -4, Grace: -time.Second},
	} {
		once := o.WithDefaults()
		if twice := once.WithDefaults(); twice != once {
			t.Errorf("%s: a second time changes %+v to %+v", name, once, twice)
		}
	}
	if lag := (Options{ListLag: -1}).WithDefaults().ListLag; lag > 0 {
		t.Errorf("no list lag became %v", lag)
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		text     string
		n, total int
		exceeded bool
	}{
		{"", 1000, 1000, false},
		{"0", 0, 10, false},
		{"0", 1, 10, true},
		{"100", 100, 1000, false},
		{"100", 101, 1000, true},
		{"5%", 50, 1000, false},
		{"5%", 51, 1000, true},
		{"2.5%", 26, 1000, true},
	} {
		l, err := ParseLimit(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := l.Exceeded(c.n, c.total); got != c.exceeded {
			t.Errorf("%d of %d with limit %q: exceeded is %v", c.n, c.total, c.text, got)
		}
		if again, err := ParseLimit(l.String()); err != nil || again != l {
			t.Errorf("%q is written as %q and read back as %+v, %v", c.text, l, again, err)
		}
	}
	for _, wrong := range []string{"-1", "x", "101%", "-5%", "1.5", "%"} {
		if l, err := ParseLimit(wrong); err == nil {
			t.Errorf("%q is taken as %+v", wrong, l)
		}
	}
	if l := (Limit{Set: true, Percentage: true, Percent: 50, From: 100}); l.Exceeded(99, 99) || !l.Exceeded(51, 100) {
		t.Error("a limit from 100 on limits below it, or not above")
	}
}
