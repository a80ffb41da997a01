package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// plainRow has a name, a number and nothing else.
func plainRow(i int) string {
	return fmt.Sprintf("k%04d,First%d,Last%d,,,415-555-%04d,,,,", i, i, i, 1000+i)
}

// sheetToTry are rows of which few are worth looking at.
func sheetToTry() []string {
	var list []string
	for i := range 60 {
		list = append(list, plainRow(i))
	}
	list[20] = row(20, "")                                       // custom fields, and an email
	list[30] = "k0030,Zoë,Müller,,,415-555-1030,415-555-2030,,," // two numbers, and letters beyond ASCII
	list[40] = "k0040,Nora,Berg,,,,,nora@berg.example,,"         // no number
	list[50] = "k0050,,,,,415-555-1050,,,,"                      // no name
	return list
}

func keysOf(samples []plan.Sample) string {
	var keys []string
	for _, s := range samples {
		keys = append(keys, s.Key)
	}
	return strings.Join(keys, " ")
}

func TestATrialTakesRowsThatDiffer(t *testing.T) {
	for name, c := range map[string]struct {
		rows  func([]string) []string
		limit int
		want  string
	}{
		"the first, one of each kind, and the next":      {nil, 7, "k0000 k0001 k0002 k0020 k0030 k0040 k0050"},
		"a small one takes what matters most":            {nil, 3, "k0000 k0020 k0030"},
		"one row":                                        {nil, 1, "k0000"},
		"a row that cannot be imported is not one of it": {func(l []string) []string { l[0], l[30] = "k0000,A,B,,,nonsense,,,,", l[20]; return l }, 4, "k0001 k0002 k0040 k0050"},
		"no more than there are":                         {func(l []string) []string { return l[:2] }, 5, "k0000 k0001"},
		"a budget takes rows as they come":               {nil, 21, ""},
	} {
		for mode, dry := range map[string]bool{"check": true, "import": false} {
			t.Run(name+", "+mode, func(t *testing.T) {
				bubble(t, sandbox.Options{}, func(w *world) {
					rows := sheetToTry()
					if c.rows != nil {
						rows = c.rows(rows)
					}
					var warned int
					conf := plan.Config{Source: "crm", Options: policy.Options{DryRun: dry, MaxWrites: c.limit}, Emit: func(event.Event) { warned++ }}
					p, err := plan.Make(context.Background(), conf, []plan.Input{w.input(w.file(rows...))})
					if err != nil {
						t.Fatal(err)
					}
					defer p.Close()
					if got := keysOf(p.Samples); got != c.want && c.want != "" {
						t.Errorf("chose %s, not %s", got, c.want)
					}
					n := min(c.limit, len(rows))
					if got := p.Counts; got.Created+got.Ready != n || p.Writes != n || got.Sum() != len(rows) || p.Trial() != (c.want != "") {
						t.Errorf("counts %+v, %d writes", got, p.Writes)
					}
				})
			})
		}
	}
}

func TestATrialWritesWhatItPlansAndTheNextRunTheRest(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		rows := sheetToTry()
		rows[7] = rows[3] // the same key twice
		w.opts.MaxWrites = 5
		w.expect(w.imports(rows...), event.Counts{Read: 60, Created: 5, Rejected: 2, NotReached: 53})
		var keys []string
		for _, c := range w.sandbox.Contacts() {
			keys = append(keys, *c.ExternalID)
		}
		slices.Sort(keys)
		if got := strings.Join(keys, " "); got != "k0000 k0020 k0030 k0040 k0050" || got != keysOf(w.plan.Samples) {
			t.Errorf("wrote %s, planned %s", got, keysOf(w.plan.Samples))
		}
		// A second trial takes others.
		w.expect(w.imports(rows...), event.Counts{Read: 60, Created: 5, Unchanged: 5, Rejected: 2, NotReached: 48})
		w.opts.MaxWrites = 0
		w.expect(w.imports(rows...), event.Counts{Read: 60, Created: 48, Unchanged: 10, Rejected: 2})
	})
}

func TestATrialShowsWhatAnAdoptionDoes(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		number := "+14155551055"
		w.sandbox.Put(sandbox.Contact{DefaultFields: sandbox.DefaultFields{
			FirstName: new("First55"), LastName: new("Last55"), PhoneNumbers: []sandbox.Item{{Name: "cell", Value: &number}}}})
		w.opts.MaxWrites, w.opts.Adopt = 7, policy.AdoptPhone
		w.expect(w.imports(sheetToTry()...), event.Counts{Read: 60, Created: 6, Updated: 1, Adopted: 1, NotReached: 53})
		if got := keysOf(w.plan.Samples); got != "k0000 k0001 k0020 k0030 k0040 k0050 k0055" {
			t.Errorf("chose %s", got)
		}
		if c := w.contact("k0055"); *c.DefaultFields.LastName != "Last55" {
			t.Errorf("%+v", c)
		}
	})
}
