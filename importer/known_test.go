package importer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// customerRow returns a row with a key, a number and a score, any of which may be wrong.
func customerRow(key, number, score string) string {
	return fmt.Sprintf("%s,First,Last,Acme,,%s,,,%s,", key, number, score)
}

// tells checks how many rows a night reports as rejected and failed, how many of them as
// new, and the keys of these.
func (w *world) tells(c event.Counts, want string, news ...string) {
	w.t.Helper()
	if got := fmt.Sprintf("rejected %d (%d new), failed %d (%d new)", c.Rejected, c.RejectedNew, c.Failed, c.FailedNew); got != want {
		w.t.Errorf("it says %s\nwant    %s%s", got, want, w.story())
	}
	var keys []string
	for _, e := range w.events {
		if e.New {
			keys = append(keys, e.Key)
		}
	}
	slices.Sort(keys)
	if diff := gocmp.Diff(news, keys); diff != "" {
		w.t.Errorf("new rows (-want +got):\n%s", diff)
	}
}

func TestARejectIsNewOnce(t *testing.T) {
	good, short, wrong := customerRow("k1", "415-555-0001", ""), customerRow("k2", "415", ""), customerRow("k3", "415-555-0003", "many")
	for name, c := range map[string]struct {
		before, then []string
		want         string
		news         []string
	}{
		"the same rows":                      {[]string{good, short, wrong}, []string{good, short, wrong}, "rejected 2 (0 new), failed 0 (0 new)", nil},
		"on other lines":                     {[]string{good, short, wrong}, []string{wrong, short, good}, "rejected 2 (0 new), failed 0 (0 new)", nil},
		"after a night without any":          {[]string{good}, []string{good, short, wrong}, "rejected 2 (2 new), failed 0 (0 new)", []string{"k2", "k3"}},
		"one more":                           {[]string{good, short}, []string{good, short, wrong}, "rejected 2 (1 new), failed 0 (0 new)", []string{"k3"}},
		"another wrong value in the cell":    {[]string{short}, []string{customerRow("k2", "416", "")}, "rejected 1 (0 new), failed 0 (0 new)", nil},
		"another cell of the row":            {[]string{short}, []string{customerRow("k2", "415-555-0002", "many")}, "rejected 1 (1 new), failed 0 (0 new)", []string{"k2"}},
		"a second cell of the row":           {[]string{short}, []string{customerRow("k2", "415", "many")}, "rejected 1 (1 new), failed 0 (0 new)", []string{"k2"}},
		"a key that stands on two rows":      {[]string{good, good}, []string{short, good, good}, "rejected 3 (1 new), failed 0 (0 new)", []string{"k2"}},
		"a row without a key":                {[]string{customerRow("", "415-555-0001", "")}, []string{good, customerRow("", "415-555-0001", "")}, "rejected 1 (0 new), failed 0 (0 new)", nil},
		"a row without a key, other content": {[]string{customerRow("", "415-555-0001", "")}, []string{customerRow("", "415-555-0002", "")}, "rejected 1 (1 new), failed 0 (0 new)", []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				if w.imports(c.before...); w.plan.Known.Since != "" {
					t.Errorf("the first night compares with run %q", w.plan.Known.Since)
				}
				counts := w.imports(c.then...)
				w.tells(counts, c.want, c.news...)
				if w.plan.Known.Since != "20260101T000001Z-test" {
					t.Errorf("the second night compares with run %q", w.plan.Known.Since)
				}
			})
		})
	}
}

func TestOnTheFirstNightAllIsNew(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.tells(w.imports(customerRow("k1", "415", ""), customerRow("k2", "415-555-0002", "")), "rejected 1 (1 new), failed 0 (0 new)", "k1")
	})
}

func TestWhatWasMendedAndBreaksAgainIsNewAgain(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(customerRow("k1", "415", ""))
		w.imports(customerRow("k1", "415-555-0001", ""))
		w.tells(w.imports(customerRow("k1", "415", "")), "rejected 1 (1 new), failed 0 (0 new)", "k1")
	})
}

// A night is compared with the last one that processed the whole file.
func TestARunOfAPartIsNoMeasure(t *testing.T) {
	short, wrong := customerRow("k2", "415", ""), customerRow("k3", "415-555-0003", "many")
	for name, part := range map[string]func(w *world){
		"with --limit": func(w *world) {
			w.opts.MaxWrites = 1
			w.imports(wrong, row(1, ""), row(2, ""))
			w.opts.MaxWrites = 0
		},
		"of a file of rejects": func(w *world) {
			path := w.file(wrong)
			w.rejectsOf(path)
		},
		"interrupted": func(w *world) {
			ctx, cancel := context.WithCancel(context.Background())
			w.inBetween = cancel
			if _, err := w.run(ctx, w.file(wrong, row(1, ""), row(2, ""))); err == nil {
				w.t.Error("it was not interrupted")
			}
			w.inBetween = nil
		},
		"that a guard stopped": func(w *world) {
			w.opts.Strict = true
			w.stops(event.StopGuard, wrong)
			w.opts.Strict = false
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.imports(short)
				part(w)
				w.tells(w.imports(short, wrong), "rejected 2 (1 new), failed 0 (0 new)", "k3")
			})
		})
	}
}

// rejectsOf imports a file of rejects. Such a run is compared with the last complete one
// but does not replace it.
func (w *world) rejectsOf(path string) {
	w.t.Helper()
	in := w.input(path)
	in.Header = append(slices.Clone(in.Header), "quo_import_error")
	w.opened(func(im *importer.Importer, _ openedState) {
		planned, err := im.Plan(context.Background(), in)
		if err != nil {
			w.t.Fatal(err)
		}
		defer planned.Close()
		plan := planned.Plan
		if plan.Counts.Rejected != 1 || plan.Counts.RejectedNew != 1 || plan.Known.Since == "" {
			w.t.Errorf("it says %+v, since %q", plan.Counts, plan.Known.Since)
		}
		if _, err := planned.Apply(context.Background()); err != nil {
			w.t.Fatal(err)
		}
	})
}

// A different message or trace of the server does not make a failure new.
func TestAFailureIsNewOnce(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		refuse := func(status, times int) {
			w.sandbox.Queue(sandbox.Fault{Op: sandbox.Create, Status: status, Times: times})
		}
		refuse(400, 1)
		w.tells(w.imports(row(1, "")), "rejected 0 (0 new), failed 1 (1 new)", "k0001")
		refuse(400, 2)
		w.tells(w.imports(row(1, ""), row(2, "")), "rejected 0 (0 new), failed 2 (1 new)", "k0002")
		refuse(422, 1)
		w.tells(w.imports(row(1, "")), "rejected 0 (0 new), failed 1 (1 new)", "k0001")
		w.once()
	})
}

// A check reports a row that Quo will refuse as new before the night in which it is
// refused, and not after it.
func TestPreviewShowsWhatIsNew(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.put("another-tool", "k0001", "Taken")
		w.imports(row(2, ""))
		plan, _ := w.preview(true, row(1, ""), row(2, ""))
		w.tells(plan.Counts, "rejected 0 (0 new), failed 1 (1 new)")
		w.tells(w.imports(row(1, ""), row(2, "")), "rejected 0 (0 new), failed 1 (1 new)", "k0001")
		plan, _ = w.preview(true, row(1, ""), row(2, ""))
		w.tells(plan.Counts, "rejected 0 (0 new), failed 1 (0 new)", "k0001") // of the import before
	})
}

func TestADryRunTellsWhatIsNewAndRemembersNothing(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		short, wrong := customerRow("k2", "415", ""), customerRow("k3", "415-555-0003", "many")
		w.imports(short)
		for range 2 {
			plan, _ := w.preview(true, short, wrong)
			w.events = nil
			w.tells(plan.Counts, "rejected 2 (1 new), failed 0 (0 new)")
		}
	})
}

// Undoing a run fixes no row of the file.
func TestAnUndoLeavesKnownWhatWasRejected(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		rows := []string{customerRow("k1", "415-555-0001", ""), customerRow("k2", "415", "")}
		w.imports(rows...)
		w.undoes(undo.Last)
		w.tells(w.imports(rows...), "rejected 1 (0 new), failed 0 (0 new)")
	})
}

// After a change of the mapping, only rows with other problems than before are new.
func TestAMappingThatChanged(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		rows := []string{customerRow("k1", "415", ""), customerRow("k2", "415-555-0002", "many")}
		w.imports(rows...)
		w.mapping = strings.Replace(w.mapping, "  role: Role\n", "", 1)
		w.tells(w.imports(rows...), "rejected 2 (0 new), failed 0 (0 new)")
		w.mapping = strings.Replace(w.mapping, "  Score: Score\n", "", 1)
		w.tells(w.imports(rows...), "rejected 1 (0 new), failed 0 (0 new)")
	})
}

// Thirty nights over rows that break, change their problem and are fixed, some of them
// cut short: what is new is always relative to the last complete night.
func TestThirtyNightsTellWhatIsNew(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		random := rand.New(rand.NewPCG(6, 3))
		number, score := []string{"415-555-%04d", "415-%04d"}, []string{"1", "many"}
		var broken [12][2]int // of each row: whether its number and its score are wrong
		before := map[string][2]int{}
		for night := range 30 {
			var rows []string
			now := map[string][2]int{}
			for i := range broken {
				if random.IntN(5) == 0 {
					broken[i] = [2]int{random.IntN(2), random.IntN(2)}
				}
				key := fmt.Sprintf("k%02d", i)
				rows = append(rows, customerRow(key, fmt.Sprintf(number[broken[i][0]], 1000+i), score[broken[i][1]]))
				if broken[i] != [2]int{} {
					now[key] = broken[i]
				}
			}
			var fresh []string
			for key, mistakes := range now {
				if before[key] != mistakes {
					fresh = append(fresh, key)
				}
			}
			slices.Sort(fresh)
			w.opts.MaxWrites = night % 4 // 0 for none
			counts := w.imports(rows...)
			w.tells(counts, fmt.Sprintf("rejected %d (%d new), failed 0 (0 new)", len(now), len(fresh)), fresh...)
			if counts.NotReached == 0 {
				before = now
			}
		}
	})
}
