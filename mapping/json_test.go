package mapping_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping"
)

func TestJSONColumns(t *testing.T) {
	rows := objects(`{"id":7,"name":{"first":"Maya","a.b":1},"phones":[{"number":"1","type":"x"},{"number":"2","main":true}],"tags":["a"],"x.y":null}
{"x.y":"z","name":{"last":"Okafor"},"empty":[],"none":{}}`)
	want := []string{"id", "name.first", `name.a\.b`, "phones.#.number", "phones.#.type", "phones.#.main", "tags", "x.y", "name.last"}
	if diff := cmp.Diff(want, jsonColumns("", rows).Names); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestJSONFinder: a column that first appears far down is a column, and is told from
// those before it.
func TestJSONFinder(t *testing.T) {
	f := mapping.NewJSONFinder("x.json")
	first := []byte(`{"id":1,"tags":["a"],"phones":[]}`)
	if !f.Add(first) || f.Add(first) || f.Add([]byte(`{"id":2,"tags":[],"note":null}`)) {
		t.Error("columns are new once, when they have a value")
	}
	if !f.Add([]byte(`{"phones":[{"n":1}],"tags":[{"t":1}]}`)) {
		t.Error("lists of objects have columns of their own")
	}
	want := []string{"id", "tags", "phones.#.n", "tags.#.t"}
	if diff := cmp.Diff(want, f.Columns().Names); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestJSONFinderFindsEveryColumn that a walk over all objects finds, though it
// looks at one object of a shape.
func TestJSONFinderFindsEveryColumn(t *testing.T) {
	names := rapid.SampledFrom([]string{"a", "b", "c d", "x.y"})
	var value func(depth int) *rapid.Generator[any]
	object := func(depth int) *rapid.Generator[any] {
		return rapid.Map(rapid.MapOfN(names, value(depth), 0, 3), func(m map[string]any) any { return m })
	}
	value = func(depth int) *rapid.Generator[any] {
		plain := rapid.SampledFrom([]any{nil, 1, "n", "a\"b", true, "{}", []any{}, []any{"x", "y"}, []any{"x", nil}})
		if depth == 0 {
			return plain
		}
		list := rapid.Map(rapid.SliceOfN(rapid.Deferred(func() *rapid.Generator[any] { return value(depth - 1) }), 0, 3), func(l []any) any { return l })
		return rapid.OneOf(plain, rapid.Deferred(func() *rapid.Generator[any] { return object(depth - 1) }), list)
	}
	rapid.Check(t, func(t *rapid.T) {
		f := mapping.NewJSONFinder("")
		want := map[string]bool{}
		for _, o := range rapid.SliceOfN(object(3), 1, 8).Draw(t, "objects") {
			text, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			f.Add(text)
			for _, name := range jsonColumns("", []mapping.Row{{JSON: text}}).Names {
				want[name] = true
			}
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(slices.Values(f.Columns().Names))); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}

// TestMapJSON: paths, lists, and labels beside values.
func TestMapJSON(t *testing.T) {
	for _, test := range []struct{ name, mapping, rows, want string }{
		{
			"paths, numbers, null, and names with dots by the letter",
			"version: 1\nkey: id\ncontact: {firstName: name.first, lastName: last.name, company: org.0.title}\n",
			`{"id":7,"name":{"first":"Maya"},"last.name":"Okafor","last":{"name":"no"},"org":[{"title":"Acme"}]}
{"id":12345678901234567,"name":{"first":null},"last":{"name":"Li"}}`,
			"key: 7\ncompany: Acme\nfirstName: Maya\nlastName: Okafor\nkey: 12345678901234567\nlastName: Li\n",
		},
		{
			"labels stay with their values where some have none",
			"version: 1\nkey: id\nregion: US\ncontact:\n  firstName: n\n  phoneNumbers: {column: phones.#.number, name: {column: phones.#.type, default: other}}\n  emails: emails\n",
			`{"id":1,"n":"M","phones":[{"number":"415-555-0134"},{"type":"x"},{"number":4155550135,"type":"work"}],"emails":["a@b.example",null,"c@d.example"]}
{"id":2,"n":"M","phones":null,"emails":[]}`,
			"key: 1\nfirstName: M\nphoneNumbers[phones.#.number]: other=+14155550134 work=+14155550135\nemails[emails]: email=a@b.example email=c@d.example\n" +
				"key: 2\nfirstName: M\nphoneNumbers[phones.#.number]: keep\nemails[emails]: keep\n",
		},
		{
			"a list where one value belongs, an object where a text does",
			"version: 1\nkey: id\ncontact: {firstName: n, company: c, role: {column: r, join: \", \", split: \"|\"}, lastName: l}\n",
			`{"id":1,"n":["Maya"],"c":["a","b"],"r":["x","y"],"l":{"a":1}}`,
			"key: 1\nerror object-unexpected: l: \"{\\\"a\\\":1}\" is an object: write which of its values is meant, such as l.value\n" +
				"error several-values: c: \"[\\\"a\\\",\\\"b\\\"]\" holds several values, and the field one: write in the mapping join: \", \" or which of them is meant\n",
		},
		{
			"a list is no key",
			"version: 1\nkey: id\ncontact: {firstName: n}\n",
			`{"id":["a","b"],"n":"Maya"}`,
			"error key-list: id: \"[\\\"a\\\",\\\"b\\\"]\" is a list: a key is one value\n",
		},
		{
			"expressions see paths",
			"version: 1\nkey: {expr: 'id'}\nwhere: 'state.open == \"true\"'\ncontact: {firstName: {expr: 'upper(name.first)'}, company: {expr: 'let l = fromJSON(tags); l[0]'}}\n",
			`{"id":1,"name":{"first":"Maya"},"state":{"open":true},"tags":["a","b"]}`,
			"key: 1\ncompany: a\nfirstName: MAYA\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows := objects(test.rows)
			w := compile(t, load(t, test.mapping), jsonColumns("x.jsonl", rows), mapping.CompileOptions{}).Worker()
			var got strings.Builder
			for _, row := range rows {
				w.Load(row)
				got.WriteString(show(w.Map()))
			}
			if diff := cmp.Diff(test.want, got.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
