package importer_test

import (
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// Three rows with the key 1 among others; the second has another number.
var doubled = []string{
	"1,Maya,Okafor,Acme,,415-555-0134,,maya@okafor.example,7,a",
	"2,Ben,Li,,,212-555-0171,,,,",
	"1,,,Acme Ltd,Owner,415-555-0135,,m.okafor@mail.example,8,b",
	"1,Maya,O.,,,415-555-0134,,,,c",
}

func TestTheSameKeyOnSeveralRows(t *testing.T) {
	for _, c := range []struct {
		policy      policy.OnDuplicate
		want, again event.Counts
		company     string
		numbers     string
		message     string
	}{
		{
			policy.RejectDuplicates, event.Counts{Read: 4, Created: 1, Rejected: 3}, event.Counts{Read: 4, Unchanged: 1, Rejected: 3},
			"", "", `is also the key of line`,
		},
		{
			policy.KeepFirst, event.Counts{Read: 4, Created: 2, Skipped: 2}, event.Counts{Read: 4, Unchanged: 2, Skipped: 2},
			"Acme", "mobile +14155550134", "same key as line 2, which is imported",
		},
		{
			policy.KeepLast, event.Counts{Read: 4, Created: 2, Skipped: 2}, event.Counts{Read: 4, Unchanged: 2, Skipped: 2},
			"", "mobile +14155550134", "same key as line 5, which is imported",
		},
		{
			policy.MergeDuplicates, event.Counts{Read: 4, Created: 2, Skipped: 2}, event.Counts{Read: 4, Unchanged: 2, Skipped: 2},
			"Acme", "mobile +14155550134, mobile +14155550135", "merged into",
		},
	} {
		t.Run(string(c.policy), func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.opts.OnDuplicate = c.policy
				w.expect(w.imports(doubled...), c.want)
				if !strings.Contains(w.story(), c.message) {
					t.Errorf("no word of %q%s", c.message, w.story())
				}
				if c.numbers != "" {
					got := w.contact("1")
					if numbers(got) != c.numbers {
						t.Errorf("numbers %s, want %s", numbers(got), c.numbers)
					}
					if company := got.DefaultFields.Company; (company == nil) != (c.company == "") || company != nil && *company != c.company {
						t.Errorf("company %v, want %q", company, c.company)
					}
				}
				// The same file again changes nothing, whatever the policy.
				w.sandbox.ResetCounts()
				w.expect(w.imports(doubled...), c.again)
				if got := w.sandbox.Counts().Of(sandbox.Create, sandbox.Update); got != 0 {
					t.Errorf("%d writes for the same file", got)
				}
				w.once()
			})
		})
	}
}

func TestARowThatIsWrongTakesItsDoublesWithIt(t *testing.T) {
	for _, policy := range []policy.OnDuplicate{policy.RejectDuplicates, policy.KeepFirst, policy.KeepLast, policy.MergeDuplicates} {
		bubble(t, sandbox.Options{}, func(w *world) {
			w.opts.OnDuplicate = policy
			w.expect(w.imports("1,Maya,,,,415-555-0134,,,,", "1,Maya,,,,415-55,,,,", "2,Ben,,,,212-555-0171,,,,"),
				event.Counts{Read: 3, Created: 1, Rejected: 2})
		})
	}
}

// A row that was imported before and now has a duplicate is unchanged when it is read,
// so that it is not in the spool: it is reported nevertheless.
func TestADoubleOfARowThatWasImportedBefore(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(doubled[0], doubled[1])
		w.expect(w.imports(doubled[0], doubled[1], doubled[2]), event.Counts{Read: 3, Unchanged: 1, Rejected: 2})
		for _, e := range w.events {
			if e.Action == event.Rejected && len(e.Cells) == 0 {
				t.Errorf("%s: without its cells it cannot be in the file of rejects", e.Pos)
			}
		}
	})
}

func TestRowsThatWereMergedFailTogether(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.OnDuplicate = policy.MergeDuplicates
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Create, Status: 400, Times: 2})
		w.expect(w.imports(doubled...), event.Counts{Read: 4, Failed: 4})
	})
}

// Rows beyond the limit are not counted as writes: if they share a key, the counts of the
// plan do not change.
func TestTheSameKeyOnSeveralRowsPastTheLimit(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.MaxWrites = 1
		w.expect(w.imports(doubled[1], doubled[0], doubled[2]), event.Counts{Read: 3, Created: 1, Rejected: 2})
		w.expect(w.plan.Counts, event.Counts{Read: 3, Created: 1, Rejected: 2})
		if w.plan.Writes != 1 {
			t.Errorf("%d writes are announced, 1 was done", w.plan.Writes)
		}
	})
}
