package importer_test

import (
	"flag"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// allColumns tries every fault on every kind of server.
var allColumns = flag.Bool("faults.columns", false, "try every fault on every kind of server, not only one")

// A column of the matrix is a kind of server.
type column struct {
	shape
	ops []sandbox.Op // in which it can show; nil: all
	key string       // that it is hard on
	put func(*world) // others' contacts
	// except are faults that are not tried, and why.
	except map[string]string
	// fired reports whether the server did what it is here for.
	fired func(w *world) bool
}

func columns() []column {
	var list []column
	for _, s := range shapes() {
		c := column{shape: s}
		switch {
		case s.idle:
			c.fired = func(*world) bool { return true }
		case s.name == "stale answers":
			c.ops = []sandbox.Op{sandbox.Update, sandbox.Lookup}
			c.fired = func(w *world) bool { return w.sandbox.Counts().Of(sandbox.Update) > 0 }
		case s.name == "whole seconds":
			c.fired = func(w *world) bool { return w.sandbox.Counts().Of(sandbox.Lookup, sandbox.Get, sandbox.List) > 0 }
		case s.rereads:
			c.fired = func(w *world) bool { return w.sandbox.Counts().Of(sandbox.Create, sandbox.Update) > 0 }
		}
		if s.rereads {
			c.except = map[string]string{"404 on PATCH, the list is empty": "another contact is read meanwhile, and takes the fault"}
		}
		list = append(list, c)
	}
	refused := map[string]string{"strangers in a look-up": "the look-up is refused, and takes the fault"}
	answered := func(op sandbox.Op, status int) func(*world) bool {
		return func(w *world) bool { return w.sandbox.Counts().Requests[op][status] > 0 }
	}
	return append(list,
		column{
			shape: shape{name: "ids without case", opts: func(o *sandbox.Options) { o.FoldIDs = true }},
			put:   func(w *world) { w.put("crm", "K0001", "Somebody else") },
			fired: func(w *world) bool { return len(w.listed("&externalIds=k0001")) == 2 },
		},
		column{
			shape:  shape{name: "ids split at commas", opts: func(o *sandbox.Options) { o.SplitIDs = true }},
			except: refused, key: "k0001,k0002", ops: []sandbox.Op{sandbox.Update, sandbox.Lookup},
			fired: func(w *world) bool { return len(w.listed("&externalIds=k0001%2Ck0002")) == 2 },
		},
		column{
			shape:  shape{name: "an id that is refused", opts: func(o *sandbox.Options) { o.RefuseID = func(id string) bool { return id == "bad" } }},
			except: refused, key: "bad", ops: []sandbox.Op{sandbox.Update, sandbox.Lookup},
			fired: answered(sandbox.Lookup, http.StatusBadRequest),
		},
		column{
			shape: shape{name: "short addresses", opts: func(o *sandbox.Options) { o.MaxURL = 200 }},
			fired: answered(sandbox.Lookup, http.StatusRequestURITooLong),
		},
		column{
			shape: shape{name: "lists that miss contacts", opts: func(o *sandbox.Options) { o.ListSkip = 0.5 }},
			ops:   []sandbox.Op{sandbox.Create, sandbox.Lookup},
			fired: func(w *world) bool { return w.sandbox.Counts().Of(sandbox.List) > 0 },
		},
	)
}

// scene is a world with a column's server, and rows on which every normalisation shows.
func (c column) scene(t *testing.T) scene {
	s := scene{
		world: func(opts sandbox.Options) *world { return shapedWorld(t, opts) }, put: c.put, rows: func(string) []string { return nil },
		row: func(i int, role string) string { return somebodyAs(i, role).row() },
	}
	if c.key != "" {
		s.rows = func(role string) []string {
			p := somebodyAs(900, role)
			p.key = `"` + c.key + `"`
			return []string{p.row()}
		}
	}
	s.landed = func(w *world, file []string) {
		want := wouldBe(t, c.shape, file[len(s.rows("")):]...)
		if diff := gocmp.Diff(want, w.ofFile(want), valuesOnly, sortItems); diff != "" {
			t.Errorf("Quo is not as the file says (-want +got):\n%s", diff)
		}
		for _, is := range w.sandbox.Contacts() {
			if w.added[is.ID] && (!strings.Contains(strings.ToLower(numbers(is)), "home +1212555") || !slices.ContainsFunc(is.CustomFields, isNote)) {
				t.Errorf("key %s lost what people added: %s %v", *is.ExternalID, numbers(is), is.CustomFields)
			}
		}
	}
	c.opts(&s.opts)
	if s.put == nil {
		s.put = func(*world) {}
	}
	return s
}

// somebodyAs returns somebody with a role.
func somebodyAs(i int, role string) person {
	p := somebody(i)
	if role != "" {
		p.role = role + "🎈 of  Sales"
	}
	return p
}

func isNote(v sandbox.CustomValue) bool { return v.Key == "note" && v.Value == "by hand" }

// ofFile returns what Quo shows of some keys, without what peopleAdd added.
func (w *world) ofFile(keys map[string]sandbox.Contact) map[string]sandbox.Contact {
	is := w.bodies()
	for key, c := range is {
		if _, ok := keys[key]; !ok {
			delete(is, key)
			continue
		}
		d := &c.DefaultFields
		d.PhoneNumbers = slices.DeleteFunc(d.PhoneNumbers, func(i sandbox.Item) bool { return strings.HasPrefix(*i.Value, "+1212555") })
		c.CustomFields = slices.DeleteFunc(c.CustomFields, isNote)
		is[key] = c
	}
	return is
}

// TestFaultMatrixOfServers tries faults on every kind of server. No contact may exist
// twice, no row may be lost or end without a word, what people added must stay, and the
// server must have done what it is here for.
func TestFaultMatrixOfServers(t *testing.T) {
	var tried, fired int
	for i, col := range columns() {
		t.Run(col.name, func(t *testing.T) {
			for _, c := range faultCases() {
				if !*allColumns && c.name != []string{"reset after", "truncated answer", "502 before"}[i%3] {
					continue
				}
				ops := c.ops
				if ops == nil {
					ops = everywhere
				}
				for _, op := range ops {
					if col.ops != nil && !slices.Contains(col.ops, op) || col.except[c.name] != "" {
						continue
					}
					t.Run(c.name+"/"+string(op), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							tried++
							s := col.scene(t)
							w := tryFault(t, c, op, s)
							if col.fires(t, w, op, s) {
								fired++
							}
						})
					})
				}
			}
		})
	}
	if t.Logf("%d cells, %d fired", tried, fired); tried != fired {
		t.Errorf("%d cells in which the server did nothing of its kind", tried-fired)
	}
}

// fires reports whether the server of a column showed itself: by default, whether it
// made something else of the rows than another one.
func (c column) fires(t *testing.T, w *world, op sandbox.Op, s scene) bool {
	if c.fired != nil {
		return c.fired(w)
	}
	_, file := faultFiles(op, s)
	plain := wouldBe(t, shape{opts: func(*sandbox.Options) {}}, file...)
	return gocmp.Diff(plain, w.ofFile(plain), valuesOnly) != ""
}
