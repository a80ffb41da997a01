package importer_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/go-json-experiment/json"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/memory"
)

// A shape is something that a server may do to values, or to what it shows of them.
type shape struct {
	name string
	opts func(*sandbox.Options)
	// rereads: answers to updates are no evidence, so that the contact is read once more.
	rereads bool
	// idle: nothing that the mapping makes is changed by it.
	idle bool
	// visible: a person would call it another value, so that a warning names it.
	visible bool
}

func shapes() []shape {
	var list []shape
	for _, n := range sandbox.Normalisations() {
		list = append(list, shape{name: string(n), opts: func(o *sandbox.Options) { o.Normalise = append(o.Normalise, n) }, idle: idleShapes[n],
			visible: n == sandbox.DropEmoji || n == sandbox.TidyURLs})
	}
	return append(list,
		shape{name: "all of them", opts: func(o *sandbox.Options) { o.Normalise = sandbox.Normalisations() }, visible: true},
		shape{name: "stale answers", opts: func(o *sandbox.Options) { o.StaleAnswers = true }, rereads: true},
		shape{name: "answers without custom fields and emails", opts: func(o *sandbox.Options) { o.LeanAnswers = []string{"customFields", "emails"} }, rereads: true},
		shape{name: "whole seconds", opts: func(o *sandbox.Options) { o.CoarseReads = true }},
	)
}

// idleShapes change nothing that an import writes: package mapping tidies texts itself.
var idleShapes = map[sandbox.Normalisation]bool{sandbox.TrimTexts: true, sandbox.ComposeUnicode: true}

const shapedMapping = `
version: 1
source: crm
key: ID
region: US
contact:
  firstName: First
  lastName: Last
  company: Company
  role: Role
  phoneNumbers:
    - {column: Mobile, name: Mobile}
    - {column: Office, name: Work}
  emails:
    - {column: Email, name: Work}
custom:
  Score: Score
  Tags: {column: Tags, split: ";"}
  Site: Site
  Since: {column: Since, format: YYYY-MM-DD}
  VIP: VIP
`

const shapedHeader = "ID,First,Last,Company,Role,Mobile,Office,Email,Score,Tags,Site,Since,VIP\n"

var shapedFields = append(slices.Clone(testFields),
	sandbox.Field{Name: "Site", Key: "site", Type: "url"},
	sandbox.Field{Name: "Since", Key: "since", Type: "date"},
	sandbox.Field{Name: "VIP", Key: "vip", Type: "boolean"},
)

// shapedWorld is a world whose mapping has a field of every kind.
func shapedWorld(t *testing.T, opts sandbox.Options) *world {
	w := newWorldWith(t, opts, shapedFields)
	w.mapping, w.header = shapedMapping, shapedHeader
	return w
}

// person is a row of every kind of value, each written as a server may not keep it.
type person struct {
	key, role, number, office, email, tags, site string
	score                                        int
}

func somebody(i int) person {
	return person{
		key: fmt.Sprintf("k%04d", i), role: "Head🎉 of  Sales", number: fmt.Sprintf("415-555-%04d", 1000+i), email: fmt.Sprintf("John.Doe%d@Example.COM", i),
		tags: "b;a\u0301;c  d", site: fmt.Sprintf("HTTPS://Example.COM/%d", i), score: i,
	}
}

func (p person) row() string {
	return fmt.Sprintf("%s,Zoe\u0308  Ann,O'Neil 🎉,Acme  Ltd,%s,%s,%s,%s,%d,%s,%s,2024-03-31,yes",
		p.key, p.role, p.number, p.office, p.email, p.score, p.tags, p.site)
}

func rowsOf(people []person) []string {
	list := make([]string, len(people))
	for i := range people {
		list[i] = people[i].row()
	}
	return list
}

func somebodies(n int) []person {
	list := make([]person, n)
	for i := range list {
		list[i] = somebody(i)
	}
	return list
}

// bodies returns what lists show of every contact, by key. A list may miss some.
func (w *world) bodies() map[string]sandbox.Contact {
	w.t.Helper()
	keys := 0
	for _, c := range w.sandbox.Contacts() {
		if c.ExternalID != nil {
			keys++
		}
	}
	all := map[string]sandbox.Contact{}
	for range 50 {
		for _, c := range w.listed("") {
			slices.SortFunc(c.CustomFields, func(a, b sandbox.CustomValue) int { return strings.Compare(a.Key, b.Key) })
			if c.ExternalID != nil {
				all[*c.ExternalID] = c
			}
		}
		if len(all) == keys {
			return all
		}
	}
	w.t.Fatalf("lists show %d of %d keys", len(all), keys)
	return nil
}

// listed returns what a list shows, as it is on the wire. The sandbox counts the
// requests.
func (w *world) listed(query string) (all []sandbox.Contact) {
	w.t.Helper()
	for token := ""; ; {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://127.0.0.1:1/v1/contacts?maxResults=50"+query+token, nil)
		if err != nil {
			w.t.Fatal(err)
		}
		r.Header.Set("Authorization", "test-key")
		answer, err := w.sandbox.RoundTripper().RoundTrip(r)
		if err != nil {
			w.t.Fatal(err)
		}
		var page struct {
			Data          []sandbox.Contact `json:"data"`
			NextPageToken string            `json:"nextPageToken"`
		}
		err = json.UnmarshalRead(answer.Body, &page)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			w.t.Fatal(answer.Status, err)
		}
		all = append(all, page.Data...)
		if page.NextPageToken == "" {
			return all
		}
		token = "&pageToken=" + page.NextPageToken
	}
}

// valuesOnly leaves out of a comparison of bodies what every write changes.
var valuesOnly = gocmp.FilterPath(func(p gocmp.Path) bool {
	switch p.Last().String() {
	case ".ID", ".CreatedAt", ".UpdatedAt", ".CreatedByUserID":
		return true
	}
	return false
}, gocmp.Ignore())

// wouldBe returns what a server makes of rows that are imported for the first time.
func wouldBe(t *testing.T, s shape, rows ...string) map[string]sandbox.Contact {
	t.Helper()
	var opts, values sandbox.Options
	s.opts(&opts)
	values.Normalise = opts.Normalise
	w := shapedWorld(t, values)
	w.state = func(importer.State) importer.State { return memory.New() }
	w.imports(rows...)
	return w.bodies()
}

// A value that the server keeps or shows in another form is the file's value: it costs
// nothing on a night without changes, is no change made in Quo, and is there once
// however often its row is updated. A new value in the file reaches Quo.
func TestAnotherFormOfAValueIsNoChange(t *testing.T) {
	plain := shape{opts: func(*sandbox.Options) {}}
	for _, s := range shapes() {
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var opts sandbox.Options
				s.opts(&opts)
				w := shapedWorld(t, opts)
				people := somebodies(3)
				w.imports(rowsOf(people)...)
				changes := gocmp.Diff(wouldBe(t, plain, rowsOf(people)...), w.bodies(), valuesOnly) != ""
				if changed := len(opts.Normalise) > 0 && !s.idle; changes != changed {
					t.Errorf("it changes values: %v, want %v", changes, changed)
				}
				nights := []struct {
					name string
					edit func(*person)
				}{
					{"another cell", func(p *person) { p.score += 100 }},
					{"another cell again", func(p *person) { p.score += 100 }},
					{"the text", func(p *person) { p.role = "Vice  President 🎈" }},
					{"the email", func(p *person) { p.email = "Jane." + p.key + "@Example.COM" }},
					{"the choices", func(p *person) { p.tags = "z;b;c  d" }},
					{"the address of the page", func(p *person) { p.site = "HTTPS://Example.ORG/" + p.key }},
					{"the number", func(p *person) { p.number = strings.Replace(p.number, "415", "212", 1) }},
					{"a second number", func(p *person) { p.office = strings.Replace(p.number, "212-555", "212-556", 1) }},
				}
				for _, night := range nights {
					for i := range 2 {
						night.edit(&people[i])
					}
					w.sandbox.ResetCounts()
					counts := w.imports(rowsOf(people)...)
					if s.visible {
						counts.Warnings = 0 // of the night in which the value was sent
					}
					w.expect(counts, event.Counts{Read: 3, Updated: 2, Unchanged: 1})
					budget := 2 + 1 + 1 // the updates, one look-up for twenty, the guard of the workspace
					if s.rereads {
						budget += 2
					}
					if got := w.sandbox.Counts(); got.Total > budget {
						t.Errorf("%s: %d requests for 2 rows, want %d: %v", night.name, got.Total, budget, got.Requests)
					}
					if diff := gocmp.Diff(wouldBe(t, s, rowsOf(people)...), w.bodies(), valuesOnly, sortItems); diff != "" {
						t.Errorf("%s: (-as new +as updated)%s", night.name, diff)
					}
					w.sandbox.ResetCounts()
					w.expect(w.imports(rowsOf(people)...), event.Counts{Read: 3, Unchanged: 3})
					if got := w.sandbox.Counts().Total; got != 0 {
						t.Errorf("%s: %d requests on a night without changes", night.name, got)
					}
				}
				w.opts.Recheck = true
				w.expect(w.imports(rowsOf(people)...), event.Counts{Read: 3, Unchanged: 3})
				w.once()
			})
		})
	}
}

// sortItems compares lists without their order.
var sortItems = gocmp.Options{
	gocmp.Transformer("items", func(items []sandbox.Item) map[string]int {
		n := map[string]int{}
		for _, i := range items {
			n[i.Name+" "+*i.Value]++
		}
		return n
	}),
	gocmp.FilterValues(func(a, b any) bool {
		_, x := a.([]any)
		_, y := b.([]any)
		return x && y
	}, gocmp.Transformer("choices", func(v any) map[any]int {
		n := map[any]int{}
		for _, choice := range v.([]any) {
			n[choice]++
		}
		return n
	})),
}
