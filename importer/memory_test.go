package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store"
)

// What the state remembers of what was written, and what it must not conclude from it.

// fullRow is a row whose lists have several values.
func fullRow(company, mobile, office, email, tags string) string {
	return fmt.Sprintf("1,Maya,Okafor,%s,Owner,%s,%s,%s,7,%s", company, mobile, office, email, tags)
}

// What somebody removed in Quo stays away while the row changes in other cells, and each
// of these nights says so; a value that is new in the file is written.
func TestWhatPeopleRemovedStaysAwayAndIsReported(t *testing.T) {
	const a, b = "415-555-0001", "415-555-0002"
	for name, remove := range map[string]func(*sandbox.Contact){
		"a number": func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers = c.DefaultFields.PhoneNumbers[:1] },
		"an email": func(c *sandbox.Contact) { c.DefaultFields.Emails = nil },
		"a choice": func(c *sandbox.Contact) {
			i := slices.IndexFunc(c.CustomFields, func(v sandbox.CustomValue) bool { return v.Key == "tags" })
			c.CustomFields[i].Value = []string{"x"}
		},
		"a text": func(c *sandbox.Contact) { c.DefaultFields.Role = nil },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.imports(fullRow("Acme", a, b, "maya@okafor.example", "x;y"))
				w.sandbox.Edit(w.contact("1").ID, remove)
				left := w.remote()["1"]
				for night, company := range []string{"Acme Ltd", "Acme Inc"} {
					w.expect(w.imports(fullRow(company, a, b, "maya@okafor.example", "x;y")), event.Counts{Read: 1, Updated: 1, Drifts: 1})
					is := w.remote()["1"]
					if fmt.Sprint(len(is.DefaultFields.PhoneNumbers), len(is.DefaultFields.Emails), is.DefaultFields.Role == nil, tagsOf(is)) !=
						fmt.Sprint(len(left.DefaultFields.PhoneNumbers), len(left.DefaultFields.Emails), left.DefaultFields.Role == nil, tagsOf(left)) {
						t.Errorf("night %d: it came back: %s %s %v", night, numbers(is), itemList(is.DefaultFields.Emails), tagsOf(is))
					}
					if d := w.events[0].Drifts; len(d) != 1 || d[0].Quo != "" || !d[0].Kept {
						t.Errorf("night %d: it is not reported as removed: %+v", night, d)
					}
				}
				w.opts.Overwrite = true
				w.expect(w.imports(fullRow("Acme", a, b, "maya@okafor.example", "x;y")), event.Counts{Read: 1, Updated: 1, Drifts: 1})
				if is := w.contact("1"); len(is.DefaultFields.PhoneNumbers) != 2 || len(is.DefaultFields.Emails) != 1 || is.DefaultFields.Role == nil || len(tagsOf(is)) != 2 {
					t.Errorf("the file wins, and did not put it back: %s %s %v", numbers(is), itemList(is.DefaultFields.Emails), tagsOf(is))
				}
			})
		})
	}
}

func tagsOf(c sandbox.Contact) []string {
	for _, v := range c.CustomFields {
		if tags, ok := v.Value.([]string); ok && v.Key == "tags" {
			return tags
		}
	}
	return nil
}

// A number that somebody corrected in Quo stays beside the one that the file gets later,
// and the wrong one does not come back.
func TestANumberThatPeopleCorrectedIsNotWrittenAgain(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(fullRow("Acme", "415-555-0001", "", "", ""))
		w.sandbox.Edit(w.contact("1").ID, func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers[0].Value = new("+14155550009") })
		w.imports(fullRow("Acme Ltd", "415-555-0001", "", "", ""))
		if got, want := numbers(w.contact("1")), "mobile +14155550009"; got != want || len(w.events[0].Drifts) != 1 {
			t.Errorf("numbers %s, want %s, reported %+v", got, want, w.events[0].Drifts)
		}
		w.imports(fullRow("Acme Ltd", "415-555-0003", "", "", ""))
		if got, want := numbers(w.contact("1")), "mobile +14155550009, mobile +14155550003"; got != want {
			t.Errorf("numbers %s, want %s", got, want)
		}
	})
}

// After a column is renamed, what its old name wrote is still the file's to replace.
func TestARenamedColumnReplacesWhatItWrote(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(fullRow("Acme", "415-555-0001", "415-555-0002", "", ""))
		w.mapping = strings.Replace(w.mapping, "column: Mobile", "column: Cell", 1)
		w.header = strings.Replace(testHeader, "Mobile", "Cell", 1)
		w.imports(fullRow("Acme", "415-555-0001", "415-555-0002", "", ""))
		w.imports(fullRow("Acme", "415-555-0003", "415-555-0002", "", ""))
		if got, want := numbers(w.contact("1")), "work +14155550002, mobile +14155550003"; got != want {
			t.Errorf("numbers %s, want %s", got, want)
		}
	})
}

// A mapping that no longer has one of two columns of a list takes its value away with the
// next change of the row; what people added stays.
func TestAColumnThatLeftAListTakesItsValueAlong(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(fullRow("Acme", "415-555-0001", "415-555-0002", "", ""))
		w.peopleAdd()
		w.mapping = strings.Replace(w.mapping, "    - {column: Office, name: work}\n", "", 1)
		w.imports(fullRow("Acme Ltd", "415-555-0001", "415-555-0002", "", ""))
		if got, want := numbers(w.contact("1")), "mobile +14155550001, home +12125550000"; got != want {
			t.Errorf("numbers %s, want %s", got, want)
		}
	})
}

// What a mapping wrote into a field that it no longer feeds stays, or is cleared where
// that is wanted; what people put there since stays.
func TestAFieldThatIsNotMappedAnyMore(t *testing.T) {
	for _, c := range []struct {
		unmapped       policy.Unmapped
		people         bool
		company, email string
		tags           int
	}{
		{policy.KeepUnmapped, false, "Acme", "work maya@okafor.example", 2},
		{policy.ClearUnmapped, false, "", "", 0},
		{policy.ClearUnmapped, true, "By hand", "home by@hand.example", 1},
	} {
		t.Run(fmt.Sprintf("%s, changed by people: %v", c.unmapped, c.people), func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				row := func(last string) string {
					return strings.Replace(fullRow("Acme", "415-555-0001", "", "maya@okafor.example", "x;y"), "Okafor", last, 1)
				}
				w.imports(row("Okafor"))
				if c.people {
					w.sandbox.Edit(w.contact("1").ID, func(c *sandbox.Contact) {
						c.DefaultFields.Company = new("By hand")
						c.DefaultFields.Emails = append(c.DefaultFields.Emails, sandbox.Item{Name: "home", Value: new("by@hand.example")})
						i := slices.IndexFunc(c.CustomFields, func(v sandbox.CustomValue) bool { return v.Key == "tags" })
						c.CustomFields[i].Value = []string{"x", "y", "z"}
					})
				}
				for _, line := range []string{"  company: Company\n", "  emails:\n    - {column: Email, name: work}\n", "  Tags: {column: Tags, split: \";\"}\n"} {
					w.mapping = strings.Replace(w.mapping, line, "", 1)
				}
				w.opts.Unmapped = c.unmapped
				w.imports(row("O."))
				is := w.contact("1")
				company := ""
				if is.DefaultFields.Company != nil {
					company = *is.DefaultFields.Company
				}
				if company != c.company || itemList(is.DefaultFields.Emails) != c.email || len(tagsOf(is)) != c.tags {
					t.Errorf("company %q, emails %s, tags %v", company, itemList(is.DefaultFields.Emails), tagsOf(is))
				}
			})
		})
	}
}

// What an earlier mapping left in fields that are not mapped any more is counted and
// named, every night, until it is cleared: then also in rows that did not change.
func TestAFieldThatIsNotMappedAnyMoreIsNoticed(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(3)...)
		for _, line := range []string{"  company: Company\n", "  Tags: {column: Tags, split: \";\"}\n"} {
			w.mapping = strings.Replace(w.mapping, line, "", 1)
		}
		for night, known := range []bool{false, true} {
			w.imports(manyRows(3)...)
			notices := slices.DeleteFunc(slices.Clone(w.plan.Notices), func(n event.Notice) bool { return n.Kind != "unmapped" })
			if len(notices) != 1 || notices[0].Known != known || !strings.HasPrefix(notices[0].Text, "3 contacts") || !strings.Contains(notices[0].Text, "(company, custom.tags)") {
				t.Errorf("night %d: %+v", night, notices)
			}
		}
		w.sandbox.Edit(w.contact("k0001").ID, func(c *sandbox.Contact) { c.DefaultFields.Company = new("By hand") })
		w.sandbox.Edit(w.contact("k0002").ID, func(c *sandbox.Contact) { c.DefaultFields.Company, c.CustomFields = nil, nil })
		w.opts.Unmapped = policy.ClearUnmapped
		w.expect(w.imports(manyRows(3)...), event.Counts{Read: 3, Updated: 2, Unchanged: 1, Drifts: 1}) // the score is gone, too
		if c := w.contact("k0000"); c.DefaultFields.Company != nil || len(tagsOf(c)) > 0 {
			t.Errorf("it is still there: %v, %v", *c.DefaultFields.Company, tagsOf(c))
		}
		if c := w.contact("k0001"); c.DefaultFields.Company == nil || len(tagsOf(c)) > 0 {
			t.Errorf("what people put there is gone, or ours is not: %v", tagsOf(c))
		}
		w.sandbox.ResetCounts()
		for _, w.opts.Unmapped = range []policy.Unmapped{policy.ClearUnmapped, policy.KeepUnmapped} {
			w.expect(w.imports(manyRows(3)...), event.Counts{Read: 3, Unchanged: 3})
			if got := w.sandbox.Counts().Total; got > 0 || strings.Contains(fmt.Sprint(w.plan.Notices), "earlier mapping") {
				t.Errorf("%s: %d requests, %v", w.opts.Unmapped, got, w.plan.Notices)
			}
		}
	})
}

// The last run is the one that the state numbered last, whatever the clock says: here it
// went back, so that the id of the second run sorts before that of the first.
func TestTheLastRunIsNotChosenByTheClock(t *testing.T) {
	bubble(t, sandbox.Options{FreeDeletedPairs: true}, func(w *world) {
		w.runs = 900
		w.imports(manyRows(3)...)
		w.runs = 100
		w.imports(append(manyRows(3), row(3, ""), row(4, ""))...)
		w.expect(w.undoes(undo.Last), event.Counts{Read: 2, Deleted: 2})
		for i := range 3 {
			w.contact(row(i, "")[:5])
		}
	})
}

// skewedState is a state whose intents were begun by another clock.
type skewedState struct {
	importer.State
	skew time.Duration
}

func (s skewedState) Intents(ctx context.Context, source string) ([]store.Intent, error) {
	intents, err := s.State.Intents(ctx, source)
	for i := range intents {
		intents[i].Begun = intents[i].Begun.Add(s.skew)
	}
	return intents, err
}

// After a kill the clock may be wrong, either way: the next run waits for the lag of the
// lists, not longer, and not shorter.
func TestAfterAKillTheClockMayBeWrong(t *testing.T) {
	for _, skew := range []time.Duration{time.Hour, -time.Hour} {
		t.Run(skew.String(), func(t *testing.T) {
			bubble(t, sandbox.Options{AllowDoubles: true, ListLag: 9 * time.Second}, func(w *world) {
				w.opts.Workers = 1
				w.killed(5, manyRows(3)...)
				w.state = func(s importer.State) importer.State { return skewedState{s, skew} }
				began := time.Now()
				w.imports(manyRows(3)...)
				if took := time.Since(began); took > 15*time.Second {
					t.Errorf("it took %s", took)
				}
				w.once()
				if got := len(w.sandbox.Contacts()); got != 3 {
					t.Errorf("%d contacts for 3 rows", got)
				}
			})
		})
	}
}

// Rows that are only to be compared are no changes before they are: neither of a
// --recheck nor after a rebuild of the state.
func TestWhatIsOnlyComparedIsNoChange(t *testing.T) {
	const n = 150
	for name, prepare := range map[string]func(w *world){
		"--recheck":                func(w *world) { w.opts.Recheck = true },
		"a state that was rebuilt": func(w *world) { w.loseState(); w.rebuilds() },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{FreeDeletedPairs: true}, func(w *world) {
				w.imports(manyRows(n)...)
				w.opts.MaxChange = policy.Limit{Percent: 50, Percentage: true, From: 100, Set: true} // as the command sets it
				prepare(w)
				w.sandbox.ResetCounts()
				w.expect(w.imports(manyRows(n)...), event.Counts{Read: n, Unchanged: n})
				// One listing in pages of fifty, or look-ups of twenty, and the guard.
				if got := w.sandbox.Counts(); got.Of(sandbox.Create, sandbox.Update) != 0 || got.Total > n/20+2 {
					t.Errorf("requests: %v", got.Requests)
				}
				w.stops(event.StopGuard, edited(n)...) // and what differs is a change
				if name == "--recheck" {
					// The run that wrote nothing does not keep the one before from being undone.
					w.expect(w.undoes("20260101T000001Z-test"), event.Counts{Read: n, Deleted: n})
				}
			})
		})
	}
}

// A label that people changed is theirs in every later run: what a run has only read does not
// become what it wrote.
func TestALabelThatWasChangedInQuoIsReportedInEachRun(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(row(1, ""))
		w.sandbox.Edit(w.contact("k0001").ID, func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers[0].Name = "private" })
		w.opts.Recheck = true
		for range 2 {
			w.expect(w.imports(row(1, "")), event.Counts{Read: 1, Unchanged: 1, Drifts: 1})
		}
		w.expect(w.imports(row(1, "Buyer")), event.Counts{Read: 1, Updated: 1, Drifts: 1})
		w.opts.Overwrite = true
		w.expect(w.imports(row(1, "Buyer")), event.Counts{Read: 1, Updated: 1, Drifts: 1})
		w.expect(w.imports(row(1, "Buyer")), event.Counts{Read: 1, Unchanged: 1})
	})
}

// An email of ours that somebody wrote in another case is still ours to replace.
func TestAnEmailThatGotAnotherCaseInQuoIsStillOurs(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		mail := func(address string) string { return "1,Ann,Lee,,,,," + address + ",," }
		w.imports(mail("Ann.Lee@example.com"))
		w.sandbox.Edit(w.contact("1").ID, func(c *sandbox.Contact) { c.DefaultFields.Emails[0].Value = new("ann.lee@example.com") })
		w.opts.Recheck = true
		w.expect(w.imports(mail("Ann.Lee@example.com")), event.Counts{Read: 1, Unchanged: 1, Phoneless: 1})
		w.imports(mail("ann@example.com"))
		if got := w.contact("1").DefaultFields.Emails; len(got) != 1 || *got[0].Value != "ann@example.com" {
			t.Errorf("%d emails, the first %s", len(got), *got[0].Value)
		}
	})
}

// Nothing is created under --mode update: nobody has to be asked about, and neither the plan
// nor --on-deleted says otherwise.
func TestNothingIsCreatedInModeUpdate(t *testing.T) {
	bubble(t, sandbox.Options{AllowDoubles: true}, func(w *world) {
		w.inApp("First1", "Last1", "+14155551001")
		w.opts.Mode, w.opts.Recreate = policy.UpdateOnly, true
		w.expect(w.imports(manyRows(3)...), event.Counts{Read: 3, Skipped: 3})
		if c := w.plan.Counts; c.Created != 0 || c.Skipped != 3 {
			t.Errorf("the plan counts %+v", c)
		}
		w.opts.Mode, w.opts.Adopt = policy.Upsert, policy.AdoptNone
		w.imports(manyRows(3)...)
		w.sandbox.Remove(w.contact("k0002").ID)
		w.opts.Mode = policy.UpdateOnly
		w.expect(w.imports(edited(3)...), event.Counts{Read: 3, Updated: 2, Skipped: 1})
	})
}

// A contact that was deleted is created again under --mode create, whether its row changed
// or not, where --on-deleted says so, and the plan counts it as created; not under --mode
// update.
func TestDeletedContactsAndModes(t *testing.T) {
	for mode, want := range map[policy.Mode]event.Counts{
		policy.Upsert:     {Read: 3, Created: 2, Unchanged: 1},
		policy.CreateOnly: {Read: 3, Created: 2, Unchanged: 1},
		policy.UpdateOnly: {Read: 3, Skipped: 2, Unchanged: 1},
	} {
		t.Run(string(mode), func(t *testing.T) {
			bubble(t, sandbox.Options{FreeDeletedPairs: true}, func(w *world) {
				w.imports(manyRows(3)...)
				for _, key := range []string{"k0001", "k0002"} {
					w.sandbox.Remove(w.contact(key).ID)
				}
				gone := append(slices.Clone(manyRows(3)[:1]), edited(3)[1:]...)
				w.imports(gone...)
				rows := append(slices.Clone(manyRows(3)[:2]), gone[2]) // one that changed since, one as it was
				w.opts.Mode, w.opts.Recreate, w.opts.Adopt = mode, true, policy.AdoptNone
				w.expect(w.imports(rows...), want)
				if c := w.plan.Counts; c.Created != want.Created {
					t.Errorf("the plan counts %+v", c)
				}
			})
		})
	}
}

// That a contact was deleted in Quo is remembered: it costs requests and time once.
func TestAContactThatIsGoneCostsNothingTheNextNight(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.imports(manyRows(3)...)
		w.sandbox.Remove(w.contact("k0001").ID)
		w.expect(w.imports(edited(3)...), event.Counts{Read: 3, Updated: 2, Skipped: 1})
		for range 3 {
			w.sandbox.ResetCounts()
			began := time.Now()
			w.expect(w.imports(edited(3)...), event.Counts{Read: 3, Unchanged: 2, Skipped: 1})
			if got := w.sandbox.Counts(); got.Total != 0 || time.Since(began) > 0 {
				t.Errorf("%d requests and %s", got.Total, time.Since(began))
			}
		}
		w.opts.Recreate = true
		w.expect(w.imports(edited(3)...), event.Counts{Read: 3, Unchanged: 2, Failed: 1}) // Quo keeps the key of a deleted contact
	})
}

// Values of a custom field that was deleted in the app block no update.
func TestAFieldThatWasDeletedInTheAppBlocksNothing(t *testing.T) {
	for _, keeps := range []bool{false, true} {
		t.Run(fmt.Sprint("the server keeps them: ", keeps), func(t *testing.T) {
			bubble(t, sandbox.Options{KeepDeletedFields: keeps}, func(w *world) {
				w.imports(manyRows(3)...)
				w.peopleAdd() // a note
				w.sandbox.SetFields(slices.DeleteFunc(slices.Clone(testFields), func(f sandbox.Field) bool { return f.Name == "Note" })...)
				counts := w.imports(edited(3)...)
				if counts.Updated != 3 || counts.Failed != 0 {
					t.Errorf("%+v%s", counts, w.story())
				}
			})
		})
	}
}

// The export of each night has its date in its name: a key that left is missing all the
// same.
func TestTheExportsOfTwoNightsAreOneFile(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.opts.OnMissing, w.opts.MaxChange = policy.DeleteMissing, policy.Limit{N: 2, Set: true}
		for night, n := range []int{4, 3, 3} {
			w.fileName = fmt.Sprintf("export-2026-11-%02d.csv", 20+night)
			w.imports(manyRows(n)...)
		}
		if got := len(w.sandbox.Contacts()); got != 3 {
			t.Errorf("%d contacts for 3 rows", got)
		}
	})
}

// What a killed update wrote is the file's to replace, and what people removed before it
// stays away, although the next run learns of the update only from Quo.
func TestAKilledUpdateForgetsNothing(t *testing.T) {
	const a, b, c = "415-555-0001", "415-555-0002", "415-555-0003"
	row := func(company, mobile, office string) string {
		return fullRow(company, mobile, office, "maya@okafor.example", "x;y")
	}
	addNumber := func(c *sandbox.Contact) {
		c.DefaultFields.PhoneNumbers = append(c.DefaultFields.PhoneNumbers, sandbox.Item{Name: "home", Value: new("+12125550000")})
	}
	for name, c := range map[string]struct {
		before, between func(*sandbox.Contact)
		then            string // the row of the night after
		want            string
	}{
		"a number of the update is replaced": {
			then: row("Acme Ltd", c, a), want: "work +14155550001, mobile +14155550003",
		},
		"a number of the update is replaced, after people added one before the next run": {
			between: addNumber, then: row("Acme Ltd", c, a), want: "home +12125550000, mobile +14155550003, work +14155550001",
		},
		"a number that people removed before": {
			before: func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers = c.DefaultFields.PhoneNumbers[:1] },
			then:   row("Acme Inc", b, a), want: "mobile +14155550002",
		},
	} {
		t.Run(name, func(t *testing.T) {
			for steps := 4; steps < 9; steps++ {
				bubble(t, sandbox.Options{}, func(w *world) {
					w.imports(row("Acme", "415-555-0009", a))
					for _, edit := range []func(*sandbox.Contact){c.before, c.between} {
						if edit != nil {
							w.sandbox.Edit(w.contact("1").ID, edit)
						}
						if w.sandbox.Counts().Of(sandbox.Update) == 0 {
							w.killed(steps, row("Acme Ltd", b, a))
						}
					}
					w.imports(row("Acme Ltd", b, a))
					w.imports(c.then)
					if got := numbers(w.contact("1")); sorted(got) != sorted(c.want) {
						t.Errorf("killed at step %d: numbers %s, want %s", steps, got, c.want)
					}
				})
			}
		})
	}
}

func sorted(list string) string {
	items := strings.Split(list, ", ")
	slices.Sort(items)
	return strings.Join(items, ", ")
}

// What an update wrote is the file's to replace, also where its answer was lost.
func TestALostAnswerForgetsNothing(t *testing.T) {
	for _, f := range []sandbox.Fault{
		{Reset: true, After: true}, {Hang: true, After: true}, {Truncate: true}, {Status: 502, HTML: true, After: true},
	} {
		f.Op = sandbox.Update
		t.Run(f.String(), func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				row := func(number, email string) string { return fullRow("Acme", number, "", email, "") }
				w.imports(row("415-555-0001", "maya@okafor.example"))
				w.sandbox.Queue(f)
				w.expect(w.imports(row("415-555-0002", "m.okafor@mail.example")), event.Counts{Read: 1, Updated: 1})
				w.imports(row("415-555-0003", "maya@acme.example"))
				is := w.contact("1")
				if got, want := numbers(is)+", "+itemList(is.DefaultFields.Emails), "mobile +14155550003, work maya@acme.example"; got != want {
					t.Errorf("%s, want %s", got, want)
				}
				w.once()
			})
		})
	}
}

// After a killed create, what the file says next reaches Quo, although the server keeps
// values in another form than they were sent.
func TestAKilledCreateOnAServerThatShapesValues(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := shapedWorld(t, sandbox.Options{AllowDoubles: true, Normalise: sandbox.Normalisations()})
		p := somebody(1)
		w.killed(5, p.row())
		if got := len(w.sandbox.Contacts()); got != 1 {
			t.Fatalf("%d contacts when the process was killed", got)
		}
		w.expect(w.imports(p.row()), event.Counts{Read: 1, Unchanged: 1})
		p.role, p.email, p.site = "Vice  President", "Jane.Roe@Example.COM", "HTTPS://Example.ORG"
		counts := w.imports(p.row())
		counts.Warnings = 0 // of the address, which is shown in another form
		w.expect(counts, event.Counts{Read: 1, Updated: 1})
		want := wouldBe(t, shape{opts: func(o *sandbox.Options) { o.Normalise = sandbox.Normalisations() }}, p.row())
		if diff := gocmp.Diff(want, w.bodies(), valuesOnly, sortItems); diff != "" {
			t.Errorf("(-as new +as updated)%s", diff)
		}
	})
}

// The number by which a contact was found stays away when people remove it.
func TestAnAdoptedNumberThatPeopleRemoveStaysAway(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		maya := w.inApp("Maya", "Okafor", "+14155550001")
		w.opts.Adopt = policy.AdoptPhone
		w.imports(fullRow("Acme", "415-555-0001", "", "", ""))
		w.sandbox.Edit(maya.ID, func(c *sandbox.Contact) { c.DefaultFields.PhoneNumbers = nil })
		w.expect(w.imports(fullRow("Acme Ltd", "415-555-0001", "", "", "")), event.Counts{Read: 1, Updated: 1, Drifts: 1})
		if got := numbers(w.contact("1")); got != "" {
			t.Errorf("it came back: %s", got)
		}
	})
}

// After the state was lost, a value that the server keeps in another form is the file's
// all the same: nothing is written, and nothing is there twice.
func TestALostStateOnAServerThatShapesValues(t *testing.T) {
	for _, s := range shapes() {
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var opts sandbox.Options
				s.opts(&opts)
				w := shapedWorld(t, opts)
				people := somebodies(3)
				w.imports(rowsOf(people)...)
				before := w.bodies()
				w.loseState()
				w.imports(rowsOf(people)...)
				if diff := gocmp.Diff(before, w.bodies(), valuesOnly); diff != "" {
					t.Errorf("(-before +after)%s", diff)
				}
			})
		})
	}
}

// escaping is a server that escapes the ampersands of a text with every write, also those
// that it shows itself.
type escaping struct{ send.API }

func escaped(c quo.Contact) quo.Contact {
	c = c.Clone()
	escape := func(s string) string { return strings.ReplaceAll(s, "&", "&amp;") }
	c.Company, c.Role = escape(c.Company), escape(c.Role)
	for i := range c.Custom {
		for k := range c.Custom[i].Items {
			c.Custom[i].Items[k] = escape(c.Custom[i].Items[k])
		}
	}
	return c
}

func (e escaping) Create(ctx context.Context, c quo.Contact) (quo.Contact, error) {
	return e.API.Create(ctx, escaped(c))
}

func (e escaping) Update(ctx context.Context, id string, c quo.Contact) (quo.Contact, error) {
	return e.API.Update(ctx, id, escaped(c))
}

// A server that changes a value once more with every write makes it nobody's change.
func TestAFormThatChangesWithEveryWriteIsNoChange(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.api = func(api send.API) send.API { return escaping{api} }
		row := func(score int, company, tags string) string {
			return fmt.Sprintf("1,Maya,Okafor,%s,Owner,415-555-0001,,,%d,%s", company, score, tags)
		}
		w.imports(row(1, "Okafor & Co", "x&y;z"))
		for score := range 4 {
			counts := w.imports(row(score+2, "Okafor & Co", "x&y;z"))
			counts.Warnings = 0 // the answers show another form
			w.expect(counts, event.Counts{Read: 1, Updated: 1})
		}
		w.opts.Recheck = true
		w.expect(w.imports(row(5, "Okafor & Co", "x&y;z")), event.Counts{Read: 1, Unchanged: 1})
		w.imports(row(5, "Okafor", "z"))
		if is := w.contact("1"); *is.DefaultFields.Company != "Okafor" || len(tagsOf(is)) != 1 {
			t.Errorf("company %s, tags %v", *is.DefaultFields.Company, tagsOf(is))
		}
	})
}
