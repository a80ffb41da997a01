package mapping_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping"
)

// yardstick is the mapping of the benchmark's files: two numbers with a
// country column, two emails, a date, a score and tags.
const yardstick = `version: 1
source: yardstick
key: id
region: {column: country, default: US}
contact:
  firstName: first_name
  lastName: last_name
  company: company
  role: job_title
  phoneNumbers:
    - {column: mobile, name: mobile}
    - {column: work_phone, name: work}
  emails:
    - {column: email, name: work}
    - {column: email2, name: home}
custom:
  Signup Date: {column: signup, format: [YYYY-MM-DD, DD/MM/YYYY]}
  Lead Score: {column: score, format: "1,234.5"}
  Tags: {column: tags, split: ";"}
`

var yardstickColumns = mapping.Columns{File: "y.csv", Names: []string{
	"id", "first_name", "last_name", "company", "job_title", "country", "mobile", "work_phone", "email", "email2", "signup", "score", "tags", "notes"}}

var yardstickRow = mapping.Row{Cells: []string{
	"C-000123", "Maya", "Okafor", "Okafor Plumbing", "Owner", "US", "(415) 555-0134", "415-555-0136", "maya@okafor.example", "m.okafor@mail.example",
	"2024-03-12", "42", "vip;newsletter", "Prefers texts"}}

func yardstickWorker(t testing.TB) *mapping.Worker {
	return compile(t, load(t, yardstick), yardstickColumns, mapping.CompileOptions{Catalogue: catalogue}).Worker()
}

// TestHash: the hash is that of the mapped cells, wherever the file has them,
// and of nothing else.
func TestHash(t *testing.T) {
	w := yardstickWorker(t)
	hash := func(w *mapping.Worker, row mapping.Row) uint64 { w.Load(row); return w.Hash() }
	want := hash(w, yardstickRow)

	moved := mapping.Columns{}
	cells := []string{}
	for i := range yardstickColumns.Names {
		j := len(yardstickColumns.Names) - 1 - i
		moved.Names, cells = append(moved.Names, yardstickColumns.Names[j]), append(cells, yardstickRow.Cells[j])
	}
	other := compile(t, load(t, yardstick), moved, mapping.CompileOptions{Catalogue: catalogue}).Worker()
	if hash(other, mapping.Row{Cells: cells}) != want {
		t.Error("the order of the file's columns changes the hash")
	}
	for i, name := range yardstickColumns.Names {
		row := mapping.Row{Cells: append([]string(nil), yardstickRow.Cells...)}
		row.Cells[i] += "x"
		if changed := hash(w, row) != want; changed != (name != "notes") {
			t.Errorf("a change of %s changes the hash: %v", name, changed)
		}
	}
	// The bounds of the cells count, too.
	a := append([]string(nil), yardstickRow.Cells...)
	a[1], a[2] = "MayaO", "kafor"
	if hash(w, mapping.Row{Cells: a}) == want {
		t.Error("Maya|Okafor and MayaO|kafor have the same hash")
	}
}

// TestFingerprint: what bears on the contact changes it, what does not does
// not.
func TestFingerprint(t *testing.T) {
	of := func(text string, opts mapping.CompileOptions) uint64 {
		return compile(t, load(t, text), yardstickColumns, opts).Fingerprint()
	}
	opts := mapping.CompileOptions{Catalogue: catalogue}
	want := of(yardstick, opts)
	same := map[string]string{
		"comments and empty lines":                     "# x\n\n" + yardstick,
		"options that bear on nothing that is written": yardstick + "options: {rate: 5}\n",
		"the source":                    strings.Replace(yardstick, "source: yardstick", "source: elsewhere", 1),
		"the words for the same region": strings.Replace(yardstick, "default: US", "default: usa", 1),
	}
	for name, text := range same {
		if of(text, opts) != want {
			t.Errorf("%s: the fingerprint changes", name)
		}
	}
	differ := map[string]string{
		"a label":  strings.Replace(yardstick, "name: home", "name: private", 1),
		"a format": strings.Replace(yardstick, `"1,234.5"`, `"1.234,5"`, 1),
		"a where":  yardstick + "where: 'id != \"\"'\n",
		"a region": strings.Replace(yardstick, "default: US", "default: CA", 1),
		"the key":  strings.Replace(yardstick, "key: id", "key: [id, email]", 1),
		"blank":    yardstick + "options: {blank: clear}\n",
	}
	for name, text := range differ {
		if of(text, opts) == want {
			t.Errorf("%s: the fingerprint stays", name)
		}
	}
	renamed := append(catalogue[:0:0], catalogue...)
	renamed[6].Name = "Other" // not mapped
	if of(yardstick, mapping.CompileOptions{Catalogue: renamed}) != want {
		t.Error("a custom field that is not mapped changes the fingerprint")
	}
	renamed[0].Key = "other"
	if of(yardstick, mapping.CompileOptions{Catalogue: renamed}) == want {
		t.Error("a custom field with another key leaves the fingerprint")
	}
	if of(yardstick, mapping.CompileOptions{Catalogue: catalogue, Region: "CA"}) == want {
		t.Error("--region leaves the fingerprint")
	}
}

// TestSameRowSameContact: a worker that mapped other rows before maps a row like
// a new one.
func TestSameRowSameContact(t *testing.T) {
	used := yardstickWorker(t)
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(rapid.SampledFrom(yardstickRow.Cells), rapid.SampledFrom([]string{"", " ", "x", "+44 20 7946 0018", "1;2", "DE", "a@b.example"}), rapid.String())
		row := mapping.Row{Cells: rapid.SliceOfN(cell, 0, 16).Draw(t, "cells")}
		used.Load(row)
		hash, got := used.Hash(), used.Map()
		desired, text := got.Desired.Hash(), show(got)

		fresh := yardstickWorkerOf(t)
		fresh.Load(row)
		want := fresh.Map()
		if text != show(want) || desired != want.Desired.Hash() || hash != fresh.Hash() {
			t.Fatalf("used worker:\n%s\nfresh worker:\n%s", text, show(want))
		}
	})
}

func yardstickWorkerOf(t *rapid.T) *mapping.Worker {
	m, err := mapping.Load("", strings.NewReader(yardstick))
	if err != nil {
		t.Fatal(err)
	}
	mapper, err := m.Compile(yardstickColumns, mapping.CompileOptions{Catalogue: catalogue})
	if err != nil {
		t.Fatal(err)
	}
	return mapper.Worker()
}

// TestCloneOutlivesTheRow holds what Worker promises about its memory.
func TestCloneOutlivesTheRow(t *testing.T) {
	w := yardstickWorker(t)
	w.Load(yardstickRow)
	m := w.Map()
	kept, want := m.Desired.Clone(), showDesired(&m.Desired)
	w.Load(mapping.Row{Cells: []string{"x", "y", "z", "", "", "", "+442079460018"}})
	w.Map()
	if got := showDesired(&kept); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func FuzzMap(f *testing.F) {
	f.Add(strings.Join(yardstickRow.Cells, "\x1f"), `{"id":1,"phones":[{"number":"1"}]}`)
	f.Add("\xff\x1f\x00\x1f=1+1\x1f", `{"a":[[[]]]}`)
	workers := []*mapping.Worker{yardstickWorker(f)}
	m := load(f, "version: 1\nkey: {derived: true}\nregion: US\ncontact: {firstName: a.b, company: \"c.#.d\", phoneNumbers: {column: phones.#.number, name: {column: phones.#.type}}, emails: {expr: 'e.f'}}\n")
	workers = append(workers, compile(f, m, mapping.Columns{JSON: true}, mapping.CompileOptions{}).Worker())
	f.Fuzz(func(t *testing.T, cells, object string) {
		for _, w := range workers {
			w.Load(mapping.Row{Cells: strings.Split(cells, "\x1f"), JSON: []byte(object)})
			w.Hash()
			m := w.Map()
			if len(m.Key) > 4*75 {
				t.Errorf("a key of %d bytes", len(m.Key))
			}
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add(yardstick)
	f.Add("version: 1\nkey: &a [x]\nwhere: *a\ncontact: {firstName: {expr: 'a[\"b\"].c(d) ?? let x = 1; x'}}\n")
	f.Add("a: &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := mapping.Load("f.yaml", strings.NewReader(text))
		if err != nil {
			return
		}
		var file strings.Builder
		if err := m.Write(&file); err != nil {
			t.Fatal(err)
		}
		if _, err := mapping.Load("again.yaml", strings.NewReader(file.String())); err != nil {
			t.Fatalf("%v\n%s", err, file.String())
		}
		if mapper, err := m.Compile(yardstickColumns, mapping.CompileOptions{Catalogue: catalogue}); err == nil {
			w := mapper.Worker()
			w.Load(yardstickRow)
			w.Map()
		}
	})
}

// What an unchanged row costs: load, key, hash.
func BenchmarkUnchanged(b *testing.B) {
	w := yardstickWorker(b)
	b.ReportAllocs()
	for b.Loop() {
		w.Load(yardstickRow)
		if _, err := w.Key(); err != nil {
			b.Fatal(err)
		}
		w.Hash()
	}
}

// What a new or changed row costs.
func BenchmarkMap(b *testing.B) {
	w := yardstickWorker(b)
	b.ReportAllocs()
	for b.Loop() {
		w.Load(yardstickRow)
		if m := w.Map(); len(m.Errors) > 0 {
			b.Fatal(m.Errors)
		}
	}
}

func BenchmarkMapJSON(b *testing.B) {
	cols := mapping.Columns{JSON: true}
	w := compile(b, load(b, yardstick), cols, mapping.CompileOptions{Catalogue: catalogue}).Worker()
	var object strings.Builder
	for i, name := range yardstickColumns.Names {
		object.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + `"` + name + `":"` + yardstickRow.Cells[i] + `"`)
	}
	row := mapping.Row{JSON: []byte(object.String() + "}")}
	b.ReportAllocs()
	for b.Loop() {
		w.Load(row)
		if m := w.Map(); len(m.Errors) > 0 {
			b.Fatal(m.Errors)
		}
	}
}

func BenchmarkDesiredHash(b *testing.B) {
	w := yardstickWorker(b)
	w.Load(yardstickRow)
	m := w.Map()
	b.ReportAllocs()
	for b.Loop() {
		m.Desired.Hash()
	}
}

// TestWorkersShareAMapper is what Mapper promises about concurrency; run it
// with -race.
func TestWorkersShareAMapper(t *testing.T) {
	mapper := compile(t, load(t, strings.Replace(yardstick, "key: id", "key: {expr: 'upper(id)'}", 1)), yardstickColumns, mapping.CompileOptions{Catalogue: catalogue})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			w := mapper.Worker()
			for range 200 {
				w.Load(yardstickRow)
				if m := w.Map(); m.Key != "C-000123" || len(m.Errors) > 0 {
					t.Errorf("got %s", show(m))
					return
				}
			}
		})
	}
	group.Wait()
}

// TestDropsIsWhatDropDoes: a row all of whose errors say that the value can be left out
// is imported with --on-invalid drop, and no other row is.
func TestDropsIsWhatDropDoes(t *testing.T) {
	cell := func(t *rapid.T, name string, values ...string) string { return rapid.SampledFrom(values).Draw(t, name) }
	columns := mapping.Columns{Names: []string{"id", "name", "mobile", "email", "signup", "plan"}}
	for name, key := range map[string]string{"an id": "id", "a derived key": "{derived: true}"} {
		m := load(t, `version: 1
source: s
key: `+key+`
region: US
fallback: [phone]
contact:
  firstName: name
  phoneNumbers: mobile
  emails: {column: email, required: true}
custom:
  Signup Date: {column: signup, format: YYYY-MM-DD}
  Plan: {column: plan, required: true, allow: [Basic, Pro]}
`)
		reject := compile(t, m, columns, mapping.CompileOptions{Catalogue: catalogue}).Worker()
		drop := compile(t, m, columns, mapping.CompileOptions{Catalogue: catalogue, OnInvalid: "drop"}).Worker()
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				row := mapping.Row{Cells: []string{
					cell(t, "id", "1", ""), cell(t, "name", "Maya", ""), cell(t, "mobile", "415-555-0134", "415-55", ""),
					cell(t, "email", "m@okafor.example", "nobody", ""), cell(t, "signup", "2024-03-12", "soon"), cell(t, "plan", "Pro", "Gold", ""),
				}}
				reject.Load(row)
				drops, rejected := true, reject.Map().Errors
				for _, e := range rejected {
					drops = drops && e.Drops
				}
				drop.Load(row)
				if left := drop.Map().Errors; drops != (len(left) == 0) {
					t.Fatalf("%q: %+v are to be left out (%t), and leaving them out leaves %+v", row.Cells, rejected, drops, left)
				}
			})
		})
	}
}

func TestResultsAreWhatTheColumnsBecame(t *testing.T) {
	w := yardstickWorker(t)
	w.Load(yardstickRow)
	w.Map()
	got := map[string]string{}
	for _, r := range w.Results() {
		got[strings.Join(r.Columns, "+")] = r.Field + ": " + strings.Join(r.Values, ", ")
	}
	for column, want := range map[string]string{
		"first_name": "firstName: Maya", "mobile": "phoneNumbers: +14155550134", "email": "emails: maya@okafor.example",
		"signup": "custom.Signup Date: 2024-03-12T00:00:00.000Z", "score": "custom.Lead Score: 42", "tags": "custom.Tags: vip, newsletter",
	} {
		if got[column] != want {
			t.Errorf("%s became %q, not %q", column, got[column], want)
		}
	}
	nameless := slices.Clone(yardstickRow.Cells)
	nameless[1], nameless[2], nameless[6] = "", "", "nonsense"
	w.Load(mapping.Row{Cells: nameless})
	w.Map()
	for _, r := range w.Results() {
		if (r.Field == "firstName" || r.Columns[0] == "mobile") && len(r.Values) > 0 {
			t.Errorf("%v: %v, and the cells hold nothing that is imported", r.Columns, r.Values)
		}
	}
}
