package importer_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store"
)

// In these tests the rows have a second key, No, which was the key before ID is.
const (
	rekeyHeader = "No," + testHeader
	oldKey      = "\nkey: No\n"
	newKey      = "\nkey: ID\n"
	derivedKey  = "\nkey: {derived: true}\n"
)

// keyed gives a world the header with both keys, and one of them as the key.
func (w *world) keyed(by string) {
	w.header = rekeyHeader
	for _, key := range []string{oldKey, newKey, derivedKey} {
		w.mapping = strings.Replace(w.mapping, key, by, 1)
	}
}

// rekeyed is keyed for a run that moves the contacts to these keys.
func (w *world) rekeyed(by string) {
	w.keyed(by)
	w.opts.Rekey = true
}

// numbered are n rows with both keys: n0003 and k0003.
func numbered(n int) []string {
	list := manyRows(n)
	for i := range list {
		list[i] = fmt.Sprintf("n%04d,%s", i, list[i])
	}
	return list
}

// ids are the contacts by their keys in Quo.
func (w *world) ids() map[string]string {
	ids := map[string]string{}
	for key, c := range w.remote() {
		ids[key] = c.ID
	}
	return ids
}

// recorded are the keys of the state with their contacts.
func (w *world) recorded() map[string]string {
	ids := map[string]string{}
	w.opened(func(_ *importer.Importer, s openedState) {
		err := s.View(context.Background(), "crm", func(snap store.Snapshot) error {
			for r, err := range snap.All() {
				if err != nil {
					return err
				}
				ids[r.Key] = r.Record.ContactID
			}
			return nil
		})
		if err != nil {
			w.t.Error(err)
		}
	})
	return ids
}

// movedKeys checks that Quo and the state have the contacts of before under other keys.
func (w *world) movedKeys(before map[string]string, renamed func(string) string) {
	w.t.Helper()
	want := map[string]string{}
	for key, id := range before {
		want[renamed(key)] = id
	}
	if diff := gocmp.Diff(want, w.ids()); diff != "" {
		w.t.Errorf("Quo: %s", diff)
	}
	if diff := gocmp.Diff(want, w.recorded()); diff != "" {
		w.t.Errorf("the state: %s", diff)
	}
	w.once()
}

// toNew is the new key of an old one, and toOld the reverse.
func toNew(key string) string { return strings.Replace(key, "n", "k", 1) }

func (w *world) noticed(kind string) (text string) {
	for _, n := range w.plan.Notices {
		if n.Kind == kind {
			text += n.Text
		}
	}
	return text
}

func TestAnotherKeyIsRefusedUntilItIsSaidThatKeysMove(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(3)...)
		w.keyed(newKey)
		_, err := w.run(context.Background(), w.file(numbered(3)...))
		if _, refused := errors.AsType[*plan.KeyError](err); !refused || !strings.Contains(err.Error(), "--rekey") {
			t.Errorf("it ended with %v", err)
		}
	})
}

// The contacts stay, with what people did to them, and what is ours stays ours.
func TestKeysMove(t *testing.T) {
	for name, before := range map[string]string{"from another column": oldKey, "from derived keys": derivedKey} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				const n = 30
				w.keyed(before)
				w.imports(numbered(n)...)
				was := w.ids()
				w.sandbox.Edit(w.idOf("First3"), func(c *sandbox.Contact) { c.DefaultFields.Role = new("Boss") })
				w.sandbox.Edit(w.idOf("First4"), func(c *sandbox.Contact) { c.DefaultFields.Emails = nil })

				w.keyed(newKey)
				w.opts.Rekey, w.opts.Recheck = true, false
				file := append(numbered(n), "n0099,"+row(99, ""))
				file[5] = strings.Replace(file[5], "p5@", "q5@", 1)
				previewed, changes := w.preview(true, file...)
				w.expect(w.imports(file...), event.Counts{Read: n + 1, Created: 1, Updated: n, Drifts: 1})
				w.sameAsPlanned(previewed, changes, event.Counts{Read: n + 1, Created: 1, Updated: n})
				if previewed.Moves != n || w.plan.Moves != n || !strings.HasPrefix(w.noticed("keys-move"), fmt.Sprint(n, " keys move (")) {
					t.Errorf("%d and %d of %d keys move: %q", previewed.Moves, w.plan.Moves, n, w.noticed("keys-move"))
				}
				for _, e := range w.events {
					if e.Action == event.Updated && !strings.HasPrefix(e.Message, "its key was ") {
						t.Errorf("%s: %q", e.Key, e.Message)
					}
				}
				for key, id := range w.ids() {
					if key != "k0099" && !contains(was, id) {
						t.Errorf("%s is a new contact", key)
					}
				}
				if got := len(w.sandbox.Contacts()); got != n+1 {
					t.Errorf("%d contacts", got)
				}
				if c := w.contact("k0003"); *c.DefaultFields.Role != "Boss" {
					t.Errorf("the role that somebody wrote is gone: %v", c.DefaultFields)
				}
				if c := w.contact("k0004"); len(c.DefaultFields.Emails) != 0 {
					t.Errorf("an email that somebody removed came back: %v", c.DefaultFields.Emails)
				}
				if got := itemList(w.contact("k0005").DefaultFields.Emails); got != "work q5@example.com" {
					t.Errorf("the email that was ours did not go: %s", got)
				}

				w.opts.Rekey = false
				w.sandbox.ResetCounts()
				w.expect(w.imports(file...), event.Counts{Read: n + 1, Unchanged: n + 1})
				if sent := w.sandbox.Counts().Requests; len(sent) > 0 {
					t.Errorf("the next night cost %v", sent)
				}
				file[6] = strings.Replace(file[6], "415-555-1006", "415-555-2006", 1)
				w.expect(w.imports(file...), event.Counts{Read: n + 1, Unchanged: n, Updated: 1})
				if got := numbers(w.contact("k0006")); got != "mobile +14155552006" {
					t.Errorf("a number that we wrote under the old key stays: %s", got)
				}
				w.loseState() // and Quo alone knows who is who
				w.expect(w.imports(file...), event.Counts{Read: n + 1, Unchanged: n, Updated: 1})
				w.once()
			})
		})
	}
}

func contains(ids map[string]string, id string) bool {
	for _, other := range ids {
		if id == other {
			return true
		}
	}
	return false
}

// --rekey is consent to move every key, not to change every contact.
func TestMovesAreNoChangesForMaxChange(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(10)...)
		w.keyed(newKey)
		w.opts.Rekey, w.opts.MaxChange = true, policy.Limit{N: 1, Set: true}
		file := numbered(10)
		file[1], file[2] = strings.Replace(file[1], "Acme", "Globex", 1), strings.Replace(file[2], "Acme", "Globex", 1)
		w.stops(event.StopGuard, file...)
		file[2] = numbered(10)[2]
		w.expect(w.imports(file...), event.Counts{Read: 10, Updated: 10})
	})
}

// idOf returns the contact with a first name.
func (w *world) idOf(first string) string {
	w.t.Helper()
	for _, c := range w.sandbox.Contacts() {
		if c.DefaultFields.FirstName != nil && *c.DefaultFields.FirstName == first {
			return c.ID
		}
	}
	w.t.Fatalf("nobody is called %s", first)
	return ""
}

// A change of keys is killed at each of its steps, and what continues it, with the flag
// or without, at each of its own.
func TestAChangeOfKeysThatIsKilledAnywhereIsFinishedByTheNext(t *testing.T) {
	kills := 0
	for steps, survived := 0, false; !survived; steps++ {
		bubble(t, sandbox.Options{AllowDoubles: steps%2 == 0}, func(w *world) {
			w.keyed(oldKey)
			w.opts.Workers = 1 + steps%3
			w.imports(numbered(4)...)
			before := w.ids()
			w.rekeyed(newKey)
			if survived = w.killed(steps, numbered(4)...); !survived {
				kills++
				for again := steps % 7; !w.killed(again, numbered(4)...); again += 7 {
					kills++
				}
			}
			w.imports(numbered(4)...)
			w.movedKeys(before, toNew)
			w.opts.Rekey = false
			w.expect(w.imports(numbered(4)...), event.Counts{Read: 4, Unchanged: 4})
		})
	}
	t.Logf("%d kills: no contact twice, none under its old key", kills)
	if kills < 20 {
		t.Errorf("only %d kills", kills)
	}
}

// The state knows both kinds of keys meanwhile: the next night needs no flag.
func TestWhatAChangeOfKeysDidNotReachMovesInTheNextNight(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(6)...)
		before := w.ids()
		w.keyed(newKey)
		w.opts.Rekey, w.opts.MaxWrites = true, 2
		w.expect(w.imports(numbered(6)...), event.Counts{Read: 6, Updated: 2, NotReached: 4})
		w.opts.Rekey, w.opts.MaxWrites = false, 0
		broken := numbered(6)
		broken[4] = strings.Replace(broken[4], "415-555-1004", "415", 1)
		w.expect(w.imports(broken[:5]...), event.Counts{Read: 5, Unchanged: 2, Updated: 2, Rejected: 1})
		w.expect(w.imports(numbered(6)...), event.Counts{Read: 6, Unchanged: 4, Updated: 2})
		w.movedKeys(before, toNew)
	})
}

// A row that was not in the file when the keys moved is not missing for good, nor deleted.
func TestARowThatComesBackAfterTheKeysMovedHasItsContact(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(5)...)
		before := w.ids()
		w.keyed(newKey)
		w.opts.Rekey, w.opts.OnMissing = true, policy.ReportMissing
		w.expect(w.imports(numbered(4)...), event.Counts{Read: 4, Updated: 4})
		if got := w.noticed("gone"); !strings.Contains(got, "n0004") || strings.Contains(got, "n0003") {
			t.Errorf("missing rows: %q", got)
		}
		w.opts.Rekey = false
		w.expect(w.imports(numbered(5)...), event.Counts{Read: 5, Unchanged: 4, Updated: 1})
		w.movedKeys(before, toNew)
	})
}

func TestAFormerKeyThatTwoRowsClaimIsNotGuessed(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(3)...)
		before := w.ids()
		file := numbered(4)
		file[3] = strings.Replace(file[3], "n0003", "n0001", 1) // as n0001, k0001
		w.rekeyed(newKey)
		for range 2 { // and again in the next night
			previewed, _ := w.preview(true, file...)
			counts := w.imports(file...)
			if previewed.Counts.Updated != counts.Updated || previewed.Counts.Rejected != 2 || counts.Rejected != 2 || len(w.sandbox.Contacts()) != 3 {
				t.Fatalf("%+v, %d contacts%s", counts, len(w.sandbox.Contacts()), w.story())
			}
			said := w.rejections()
			if !strings.Contains(said["k0001"], "line 5") || !strings.Contains(said["k0003"], "line 3") || !strings.Contains(said["k0003"], `"n0001"`) {
				t.Errorf("it says %q", said)
			}
			w.opts.Rekey = false
		}
		// The way out that the message names.
		w.expect(w.imports(file[:3]...), event.Counts{Read: 3, Unchanged: 2, Updated: 1})
		w.movedKeys(before, toNew)
		w.expect(w.imports(file...), event.Counts{Read: 4, Unchanged: 3, Created: 1})
		w.once()
	})
}

// Rows that have one key now, as they had before, are decided by --on-duplicate alone.
func TestRowsThatAreTwiceInTheFileMoveOnce(t *testing.T) {
	for rule, want := range map[policy.OnDuplicate]event.Counts{
		policy.RejectDuplicates: {Read: 4, Updated: 2, Rejected: 2},
		policy.KeepFirst:        {Read: 4, Updated: 3, Skipped: 1},
		policy.KeepLast:         {Read: 4, Updated: 3, Skipped: 1},
		policy.MergeDuplicates:  {Read: 4, Updated: 3, Skipped: 1},
	} {
		t.Run(string(rule), func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.keyed(oldKey)
				w.imports(numbered(3)...)
				before := w.ids()
				w.keyed(newKey)
				w.opts.Rekey, w.opts.OnDuplicate = true, rule
				file := append(numbered(3), numbered(2)[1])
				previewed, _ := w.preview(true, file...)
				w.expect(w.imports(file...), want)
				if previewed.Moves != want.Updated || previewed.Counts.Updated != want.Updated {
					t.Errorf("previewed: %d move, %+v", previewed.Moves, previewed.Counts)
				}
				w.opts.Rekey = false
				w.imports(numbered(3)...)
				w.movedKeys(before, toNew)
			})
		})
	}
}

// Two contacts are not merged because their rows have one key now.
func TestTwoContactsWhoseRowsGotOneKeyStayTwo(t *testing.T) {
	for _, rule := range []policy.OnDuplicate{policy.RejectDuplicates, policy.MergeDuplicates} {
		bubble(t, sandbox.Options{}, func(w *world) {
			w.keyed(oldKey)
			w.imports(numbered(3)...)
			before := w.ids()
			w.keyed(newKey)
			w.opts.Rekey, w.opts.OnDuplicate = true, rule
			file := numbered(3)
			file[2] = strings.Replace(file[2], "k0002", "k0001", 1)
			w.expect(w.imports(file...), event.Counts{Read: 3, Updated: 1, Rejected: 2})
			w.movedKeys(before, func(key string) string {
				if key == "n0000" {
					return "k0000"
				}
				return key
			})
		})
	}
}

// A new key that is the old one of somebody else leads to nobody's contact. Where that
// one moves away the next night continues; where two rows change places it never can.
func TestANewKeyThatWasAnothersIsNotTaken(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		key := func(no, id string, i int) string {
			return no + "," + strings.Replace(row(i, ""), fmt.Sprintf("k%04d", i), id, 1)
		}
		w.keyed(oldKey)
		file := []string{key("1", "2", 1), key("2", "3", 2), key("7", "8", 3), key("8", "7", 4)}
		w.imports(file...)
		before := w.ids()
		w.rekeyed(newKey)
		for night, want := range []event.Counts{
			{Read: 4, Updated: 1, Rejected: 3},               // 2 → 3
			{Read: 4, Updated: 1, Unchanged: 1, Rejected: 2}, // 1 → 2
			{Read: 4, Unchanged: 2, Rejected: 2},
		} {
			previewed, changes := w.preview(true, file...)
			counts := w.imports(file...)
			w.expect(counts, want)
			if previewed.Counts.Rejected != counts.Rejected || night == 0 && len(changes) != 1 {
				t.Errorf("previewed: %+v", previewed.Counts)
			}
		}
		w.movedKeys(before, func(key string) string { return map[string]string{"1": "2", "2": "3", "7": "7", "8": "8"}[key] })
		// The way out that the message names: a prefix.
		w.mapping = strings.Replace(w.mapping, newKey, "\nkey: {expr: '\"new-\" + ID'}\n", 1)
		w.expect(w.imports(file...), event.Counts{Read: 4, Updated: 4})
		w.movedKeys(before, func(key string) string {
			return map[string]string{"1": "new-2", "2": "new-3", "7": "new-8", "8": "new-7"}[key]
		})
	})
}

// A column that was renamed has the same keys: nothing moves, nothing is made.
func TestAKeyColumnThatWasRenamedKeepsItsKeys(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(5)...)
		before := w.ids()
		w.header = strings.Replace(testHeader, "ID", "Customer", 1)
		w.mapping = strings.Replace(w.mapping, newKey, "\nkey: Customer\n", 1)
		w.opts.Rekey = true
		file := manyRows(6)
		file[2] = row(2, "Clerk")
		w.expect(w.imports(file...), event.Counts{Read: 6, Unchanged: 4, Updated: 1, Created: 1})
		w.opts.Rekey = false
		w.expect(w.imports(file...), event.Counts{Read: 6, Unchanged: 6})
		for key, id := range before {
			if w.ids()[key] != id {
				t.Errorf("%s is another contact", key)
			}
		}
		w.undoes("20260101T000002Z-test") // and back again
		w.header, w.mapping = testHeader, strings.Replace(w.mapping, "key: Customer", "key: ID", 1)
		w.expect(w.imports(file...), event.Counts{Read: 6, Unchanged: 4, Updated: 1, Created: 1})
	})
}

// Where the old key is not in the file, nobody can be found by it.
func TestKeysThatCannotBeComputedStopTheRun(t *testing.T) {
	for name, c := range map[string]struct {
		key, header string
		row         func(i int) string
		says        string
	}{
		"the column is gone": {newKey, testHeader, func(i int) string { return row(i, "") }, `there is no column "No"`},
		"the new keys are those of other people": {newKey, testHeader, func(i int) string {
			return strings.Replace(row(i+50, ""), fmt.Sprintf("k%04d", i+50), fmt.Sprintf("n%04d", i), 1)
		}, `there is no column "No"`},
		"the column is blank": {newKey, rekeyHeader, func(i int) string { return "," + row(i, "") }, "no row has one of the 5 known keys"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.keyed(oldKey)
				w.imports(numbered(5)...)
				w.keyed(c.key)
				w.header, w.opts.Rekey = c.header, true
				var file []string
				for i := range 5 {
					file = append(file, c.row(i))
				}
				w.stops(event.StopTurnover, file...)
				if !strings.Contains(w.plan.Stop.Text, c.says) || !strings.Contains(w.plan.Stop.Text, "--accept-new-keys") {
					t.Errorf("it says %s", w.plan.Stop.Text)
				}
				if got := len(w.sandbox.Contacts()); got != 5 {
					t.Errorf("%d contacts", got)
				}
				w.opts.AcceptNewKeys = true // the way out
				if _, err := w.run(context.Background(), w.file(file...)); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// An undo moves the contacts back, and the old key is the key of the source again.
func TestAChangeOfKeysIsUndone(t *testing.T) {
	kills := 0
	for steps, survived := 0, false; !survived; steps++ {
		bubble(t, sandbox.Options{AllowDoubles: steps%2 == 0}, func(w *world) {
			w.keyed(oldKey)
			w.imports(numbered(4)...)
			before, ids := w.remote(), w.ids()
			w.rekeyed(newKey)
			file := append(numbered(4), "n0099,"+row(99, ""))
			file[2] = strings.Replace(file[2], "Acme", "Globex", 1)
			w.expect(w.imports(file...), event.Counts{Read: 5, Updated: 4, Created: 1})
			if survived = w.killedUndo(steps); !survived {
				kills++
				for again := steps % 5; !w.killedUndo(again); again += 5 {
					kills++
				}
			}
			counts := w.undoes("20260101T000002Z-test")
			if counts.Failed+counts.Skipped > 0 {
				t.Errorf("killed at step %d: %+v%s", steps, counts, w.story())
			}
			if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
				t.Errorf("killed at step %d: Quo after the undo: %s", steps, diff)
			}
			w.movedKeys(ids, func(key string) string { return key })
			w.keyed(oldKey)
			w.opts.Rekey = false
			w.expect(w.imports(numbered(4)...), event.Counts{Read: 4, Unchanged: 4})
			w.rekeyed(newKey)
			w.expect(w.imports(numbered(4)...), event.Counts{Read: 4, Updated: 4})
			w.movedKeys(ids, toNew)
		})
	}
	if kills < 20 {
		t.Errorf("only %d kills", kills)
	}
}

// An undo of a part leaves what people changed; the next import with the old key moves
// that back, too.
func TestWhatAnUndoLeftMovesBackWithItsRow(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(4)...)
		before := w.ids()
		w.rekeyed(newKey)
		w.imports(numbered(4)...)
		w.editRole("k0002", "Boss")
		w.undoes(undo.Last)
		if got := w.left(); len(got) != 1 || !strings.HasPrefix(got[0], "k0002") {
			t.Errorf("left alone: %q", got)
		}
		w.keyed(oldKey)
		w.opts.Rekey = false
		w.expect(w.imports(numbered(4)...), event.Counts{Read: 4, Unchanged: 3, Updated: 1})
		w.movedKeys(before, func(key string) string { return key })
	})
}

// There and back again, several times: every record knows by which key it is.
func TestKeysMoveThereAndBack(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(4)...)
		before := w.ids()
		w.opts.Rekey = true
		for range 3 {
			w.keyed(newKey)
			w.expect(w.imports(numbered(3)...), event.Counts{Read: 3, Updated: 3}) // n0003 stays behind
			w.keyed(oldKey)
			w.expect(w.imports(numbered(4)...), event.Counts{Read: 4, Unchanged: 1, Updated: 3})
			w.movedKeys(before, func(key string) string { return key })
		}
	})
}

// Of a contact that was deleted in Quo nothing comes back, and the next night costs nothing.
func TestADeletedContactDoesNotMove(t *testing.T) {
	bubble(t, sandbox.Options{FreeDeletedPairs: true}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(3)...)
		w.sandbox.Remove(w.contact("n0001").ID)
		w.rekeyed(newKey)
		w.expect(w.imports(numbered(3)...), event.Counts{Read: 3, Updated: 2, Skipped: 1})
		w.opts.Rekey = false
		w.sandbox.ResetCounts()
		w.expect(w.imports(numbered(3)...), event.Counts{Read: 3, Unchanged: 2, Skipped: 1})
		if sent := w.sandbox.Counts().Requests; len(sent) > 0 {
			t.Errorf("the next night cost %v", sent)
		}
		w.opts.Recreate = true
		w.expect(w.imports(numbered(3)...), event.Counts{Read: 3, Unchanged: 2, Created: 1})
		w.once()
	})
}

// A state that was rebuilt from Quo in the middle does not know by which definition a key
// is: both are tried.
func TestAStateThatIsRebuiltInTheMiddleFindsBothKindsOfKeys(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(4)...)
		before := w.ids()
		w.keyed(newKey)
		w.opts.Rekey, w.opts.MaxWrites = true, 2
		w.imports(numbered(4)...)
		w.opened(func(_ *importer.Importer, s openedState) {
			for key := range before {
				if err := s.Commit(context.Background(), store.Forget("crm", key), store.Forget("crm", toNew(key))); err != nil {
					t.Fatal(err)
				}
			}
		})
		w.rebuilds()
		w.opts.Rekey, w.opts.MaxWrites = false, 0
		w.imports(numbered(4)...)
		w.movedKeys(before, toNew)
	})
}

// The state is lost in the middle: Quo has some contacts under old keys and some under new
// ones. Nobody is made again, whichever key the next run has: people are found by number
// and name.
func TestAStateThatIsLostWhileKeysMoveMakesNobodyTwice(t *testing.T) {
	for name, key := range map[string]string{"with the new key": newKey, "with the old key": oldKey} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.keyed(oldKey)
				w.imports(numbered(6)...)
				before := w.ids()
				w.keyed(newKey)
				w.opts.Rekey, w.opts.MaxWrites = true, 2
				w.imports(numbered(6)...)
				w.loseState()
				w.opts.Rekey, w.opts.MaxWrites = false, 0
				w.keyed(key)
				w.stops(event.StopAdopt, numbered(6)...)
				w.opts.Adopt = policy.AdoptPhone // as a person answers
				previewed, _ := w.preview(true, numbered(6)...)
				counts := w.imports(numbered(6)...)
				if previewed.Counts.Updated != counts.Updated || counts.Created != 0 || counts.Updated+counts.Unchanged != 6 {
					t.Errorf("previewed %+v, imported %+v", previewed.Counts, counts)
				}
				w.movedKeys(before, func(k string) string {
					if key == newKey {
						return toNew(k)
					}
					return k
				})
			})
		})
	}
}

// A row whose former key cannot be told, because its number is broken, is no row that is
// missing: its contact is not deleted.
func TestABrokenRowIsNotMissingBecauseItsKeyChanged(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(derivedKey)
		w.imports(numbered(4)...)
		before := w.ids()
		w.keyed(newKey)
		w.opts.Rekey, w.opts.OnMissing = true, policy.DeleteMissing
		broken := numbered(4)
		broken[2] = strings.Replace(broken[2], "415-555-1002", "415", 1)
		for range 3 {
			if counts := w.imports(broken...); counts.Deleted > 0 || counts.Rejected != 1 {
				t.Fatalf("%+v", counts)
			}
			w.opts.Rekey = false
		}
		w.expect(w.imports(numbered(4)...), event.Counts{Read: 4, Unchanged: 3, Updated: 1})
		for key, id := range w.ids() {
			if !contains(before, id) {
				t.Errorf("%s is a new contact", key)
			}
		}
		w.once()
	})
}

// Whether a contact is as the run left it is decided by its values where the server moves
// its time: those that were ours before have hashes of the old key.
func TestAMoveIsUndoneThoughTheServerMovedTheTime(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(3)...)
		before := w.remote()
		w.rekeyed(newKey)
		file := numbered(3)
		file[1] = strings.Replace(file[1], "p1@", "q1@", 1)
		w.imports(file...)
		for _, c := range w.sandbox.Contacts() {
			w.sandbox.Edit(c.ID, func(*sandbox.Contact) {})
		}
		w.undoes(undo.Last)
		if got := w.left(); len(got) > 0 {
			t.Errorf("left alone: %q", got)
		}
		if diff := gocmp.Diff(before, w.remote(), whatPeopleSee...); diff != "" {
			t.Errorf("Quo after the undo: %s", diff)
		}
	})
}

// A contact that answers 404 is looked for under both of its keys before it is called gone.
func TestAContactThatMovesIsLookedForUnderBothKeys(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(1)...)
		before := w.ids()
		w.rekeyed(newKey)
		w.sandbox.Queue(sandbox.Fault{Op: sandbox.Update, Status: 404}, sandbox.Fault{Op: sandbox.Get, Status: 404, Times: -1})
		w.expect(w.imports(numbered(1)...), event.Counts{Read: 1, Updated: 1})
		w.movedKeys(before, toNew)
	})
}

// Before anything has moved, the old key can be taken again: after a change of mind, or where the
// new column is gone.
func TestAChangeOfKeysThatMovedNothingIsTakenBack(t *testing.T) {
	for name, header := range map[string]string{"the new column is there": rekeyHeader, "the new column is gone": strings.Replace(rekeyHeader, "ID,", "Other,", 1)} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.keyed(oldKey)
				w.imports(numbered(4)...)
				before := w.ids()
				w.rekeyed(newKey)
				w.killed(3, numbered(4)...) // the definition is written, nothing else
				w.keyed(oldKey)
				w.header, w.opts.Rekey = header, false
				if _, err := w.run(context.Background(), w.file(numbered(4)...)); err == nil {
					t.Error("the definition was not written")
				}
				w.opts.Rekey = true
				w.expect(w.imports(numbered(4)...), event.Counts{Read: 4, Unchanged: 4})
				w.movedKeys(before, func(key string) string { return key })
			})
		})
	}
}

// A server that does not change external ids is noticed at the first contact. The undo
// brings back what was.
func TestAServerWhereKeysDoNotMoveIsNoticed(t *testing.T) {
	for name, opts := range map[string]sandbox.Options{
		"it answers with the former key": {FixedIDs: true},
		"its answers lack the key":       {FixedIDs: true, LeanAnswers: []string{"externalId"}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, opts, func(w *world) {
				w.keyed(oldKey)
				w.imports(numbered(30)...)
				ids := w.ids()
				w.rekeyed(newKey)
				counts := w.stops(event.StopKeys, numbered(30)...)
				if counts.Updated != 1 || counts.NotReached != 29 {
					t.Errorf("%+v", counts)
				}
				if counts := w.undoes("20260101T000002Z-test"); counts.Failed+counts.Skipped > 0 {
					t.Errorf("%+v%s", counts, w.story())
				}
				w.movedKeys(ids, func(key string) string { return key })
				w.keyed(oldKey)
				w.opts.Rekey = false
				w.expect(w.imports(numbered(30)...), event.Counts{Read: 30, Unchanged: 30})
			})
		})
	}
}

func TestALateAnswerIsNoSignThatKeysDoNotMove(t *testing.T) {
	bubble(t, sandbox.Options{StaleAnswers: true}, func(w *world) {
		w.keyed(oldKey)
		w.imports(numbered(5)...)
		ids := w.ids()
		w.rekeyed(newKey)
		w.expect(w.imports(numbered(5)...), event.Counts{Read: 5, Updated: 5})
		w.movedKeys(ids, toNew)
	})
}
