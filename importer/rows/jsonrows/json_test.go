package jsonrows_test

import (
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/delimited"
	"github.com/quo-import/quo-import/importer/rows/jsonrows"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
)

func TestJSON(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		in     string
		opts   rows.Options
		format string
		path   string
		rows   []string
	}{
		"a list on one line":                      {in: `[{"a":1},{"a":2}]`, format: jsonrows.Document.Name, rows: []string{`1[0]: {"a":1}`, `1[1]: {"a":2}`}},
		"a list over lines has true lines":        {in: "\n[\n  {\"a\":1},\n  {\n    \"a\": 2\n  }\n]\n", format: jsonrows.Document.Name, rows: []string{`3[0]: {"a":1}`, "4[1]: {\n    \"a\": 2\n  }"}},
		"an empty list has no rows":               {in: `[]`, format: jsonrows.Document.Name},
		"an object around one list":               {in: `{"next":null,"contacts":[{"a":1}],"n":[1]}`, format: jsonrows.Document.Name, path: "contacts", rows: []string{`1[0]: {"a":1}`}},
		"a list one level below":                  {in: `{"meta":{"n":1},"data":{"items":[{"a":1}]}}`, format: jsonrows.Document.Name, path: "data.items", rows: []string{`1[0]: {"a":1}`}},
		"lists within the rows do not count":      {in: `{"data":[{"phones":[{"n":1}]}]}`, format: jsonrows.Document.Name, path: "data", rows: []string{`1[0]: {"phones":[{"n":1}]}`}},
		"an empty list around no rows":            {in: `{"data":[],"ok":true}`, format: jsonrows.Document.Name, path: "data"},
		"the path may be given":                   {in: `{"a":[{"x":1}],"b":{"c":[{"x":2}]}}`, opts: rows.Options{JSONPath: "b.c"}, format: jsonrows.Document.Name, path: "b.c", rows: []string{`1[0]: {"x":2}`}},
		"a dot in a name is escaped":              {in: `{"a.b":[{"x":1}]}`, format: jsonrows.Document.Name, path: `a\.b`, rows: []string{`1[0]: {"x":1}`}},
		"an escaped dot is found":                 {in: `{"a.b":[{"x":1}],"c":[{}]}`, opts: rows.Options{JSONPath: `a\.b`}, format: jsonrows.Document.Name, path: `a\.b`, rows: []string{`1[0]: {"x":1}`}},
		"what is no object costs its row":         {in: `[1,{"a":1},"x",null,[{}]]`, format: jsonrows.Document.Name, rows: []string{"1[0]! object: 1", `1[1]: {"a":1}`, `1[2]! object: "x"`, "1[3]! object: null", "1[4]! object: [{}]"}},
		"a doubled name is tolerated":             {in: `[{"a":1,"a":2}]`, format: jsonrows.Document.Name, rows: []string{`1[0]: {"a":1,"a":2}`}},
		"a byte that is not UTF-8 costs its row":  {in: "[{\"a\":\"J\xfcrgen\"},{\"a\":\"\u00fc\"}]", opts: rows.Options{Encoding: "utf-8"}, format: jsonrows.Document.Name, rows: []string{"1[0]! encoding: {\"a\":\"J\xfcrgen\"}", "1[1]: {\"a\":\"\u00fc\"}"}},
		"a broken list ends at its line":          {in: "[\n{\"a\":1},\n{\"a\" 2}\n]", format: jsonrows.Document.Name, rows: []string{`2[0]: {"a":1}`, "end: FILE line 3: this is not valid JSON: invalid character '2' after object name (expecting ':'); fix it there; nothing after it can be read"}},
		"a cut-off list ends with that":           {in: "[\n{\"a\":1},\n{\"a\":", format: jsonrows.Document.Name, rows: []string{`2[0]: {"a":1}`, "end: FILE line 3: the file ends too early: the JSON is cut off; it was not written or copied completely: get it again"}},
		"two lists joined end with that":          {in: "[{}]\n[{}]", format: jsonrows.Document.Name, rows: []string{"1[0]: {}", "end: FILE line 1: something follows the end of the JSON; were two files joined? Pass them one by one"}},
		"objects one after another over lines":    {in: "{\n\"a\":1}\n{\n\"a\":2}", format: jsonrows.Document.Name, rows: []string{"1[0]: {\n\"a\":1}", "3[1]: {\n\"a\":2}"}},
		"a byte order mark before a list":         {in: "\ufeff[{}]", format: jsonrows.Document.Name, rows: []string{"1[0]: {}"}},
		"JSON in a .csv is JSON":                  {file: "x.csv", in: `[{"a":1}]`, format: jsonrows.Document.Name, rows: []string{`1[0]: {"a":1}`}},
		"a header that begins with [ is CSV":      {file: "x.csv", in: "[id],name\n1,Ann\n", format: delimited.Format.Name, rows: []string{"2: 1|Ann"}},
		"JSON lines":                              {in: "{\"a\":1}\r\n\n {\"a\":2}", format: jsonrows.Lines.Name, rows: []string{`1: {"a":1}`, `3: {"a":2}`}},
		"one line, called .jsonl":                 {file: "x.jsonl", in: `{"a":[{}]}`, format: jsonrows.Lines.Name, rows: []string{`1: {"a":[{}]}`}},
		"one line, called .ndjson.gz":             {file: "x.ndjson", in: `{"a":[{}]}`, format: jsonrows.Lines.Name, rows: []string{`1: {"a":[{}]}`}},
		"a list, called .jsonl":                   {file: "x.jsonl", in: "[\n{\"a\":1}\n]", format: jsonrows.Document.Name, rows: []string{`2[0]: {"a":1}`}},
		"spread objects, called .jsonl":           {file: "x.jsonl", in: "{\n\"a\":1\n}\n{\n}", format: jsonrows.Document.Name, rows: []string{"1[0]: {\n\"a\":1\n}", "4[1]: {\n}"}},
		"a broken line costs its row":             {in: "{\"a\":1}\n{\"a\":\n{\"a\":3}\n", format: jsonrows.Lines.Name, rows: []string{`1: {"a":1}`, `2! syntax: {"a":`, `3: {"a":3}`}},
		"a broken first line, called .jsonl":      {file: "x.jsonl", in: "{a:1}\n{\"a\":2}\n", format: jsonrows.Lines.Name, rows: []string{`1! syntax: {a:1}`, `2: {"a":2}`}},
		"a line that is no object costs its row":  {in: "{\"a\":1}\n[1]\n7\n", format: jsonrows.Lines.Name, rows: []string{`1: {"a":1}`, `2! object: [1]`, `3! object: 7`}},
		"a line that is not UTF-8 costs its row":  {in: "{\"a\":1}\n{\"a\":\"\xff\"}\n", opts: rows.Options{Encoding: "utf-8"}, format: jsonrows.Lines.Name, rows: []string{`1: {"a":1}`, "2! encoding: {\"a\":\"\xff\"}"}},
		"a line that is too long costs its row":   {in: "{\"a\":1}\n{\"a\":\"" + strings.Repeat("x", 1<<18) + "\"}\n{\"a\":3}\n", opts: rows.Options{MaxRow: 1 << 17}, format: jsonrows.Lines.Name, rows: []string{`1: {"a":1}`, "2! too big: {\"a\":\"" + strings.Repeat("x", 4<<10-6), `3: {"a":3}`}},
		"a line longer than the buffer is read":   {in: "{\"a\":1}\n{\"a\":\"" + strings.Repeat("x", 1<<17) + "\"}\n", format: jsonrows.Lines.Name, rows: []string{`1: {"a":1}`, "2: {\"a\":\"" + strings.Repeat("x", 1<<17) + "\"}"}},
		"a line of a million brackets is refused": {in: "{\"a\":1}\n" + strings.Repeat("[", 1<<20) + "\n", format: jsonrows.Lines.Name, rows: []string{`1: {"a":1}`, "2! syntax: " + strings.Repeat("[", 1<<20)}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.file == "" {
				c.file = "x.json"
			}
			f := rowstest.Open(t, rowstest.File(t, c.file, c.in), c.opts)
			if f.Format != c.format || f.JSONPath != c.path {
				t.Errorf("%s at %q, not %s at %q", f.Format, f.JSONPath, c.format, c.path)
			}
			rowstest.Want(t, "rows", rowstest.Render(f), c.rows)
			rowstest.Want(t, "rows of a second pass", rowstest.Render(f), c.rows)
		})
	}
}

func TestJSONThatDoesNotOpen(t *testing.T) {
	for name, c := range map[string]struct {
		in      string
		opts    rows.Options
		err     error
		message string
	}{
		"several lists":        {in: `{"a":[{}],"b":{"c":[{}]}}`, err: rows.ErrOption, message: "FILE: there are several lists in this JSON: a, b.c; choose one, as in --json-path a"},
		"very many lists":      {in: `{"a":[{}],"b":[{}],"c":[{}],"d":[{}],"e":[{}],"f":[{}],"g":[{}],"h":[{}],"i":[{}],"j":[{}],"k":[{}],"l":[{}]}`, err: rows.ErrOption, message: "FILE: there are several lists in this JSON: a, b, c, d, e, f, g, h, i, j and 2 more; choose one, as in --json-path a"},
		"no list":              {in: `{"error":"no"}`, err: rows.ErrOption, message: "FILE: there is no list of objects in this JSON object, nor in an object directly in it; name it with --json-path, as in --json-path data.items; a single contact goes between [ and ]"},
		"a path that is wrong": {in: "{\"a\":\n[{}]}", opts: rows.Options{JSONPath: "a.b"}, err: rows.ErrOption, message: "FILE line 1: there is no list at a.b in this JSON; check --json-path: names joined by dots, as in data.items; without it the list is searched for"},
		"a path into a list":   {in: `[{}]`, opts: rows.Options{JSONPath: "a"}, err: rows.ErrOption, message: "FILE: the file is a list already; leave out --json-path"},
		"a cut-off object":     {in: "{\"a\":[{}],\n\"b\":", err: rows.ErrTruncated, message: "FILE line 2: the file ends too early: the JSON is cut off; it was not written or copied completely: get it again"},
		"a broken object":      {in: "{\"a\":[{}],\nb:1}", err: rows.ErrSyntax, message: "FILE line 2: this is not valid JSON: invalid character 'b' at start of value; fix it there; nothing after it can be read"},
		"a string":             {in: `"x"`, err: rows.ErrSyntax, message: "FILE line 1: this JSON is neither a list nor an object; export it as a list of objects, or as CSV"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rowstest.OpenError(t, rowstest.File(t, "x.json", c.in), c.opts, c.err); got != c.message {
				t.Errorf("got  %s\nwant %s", got, c.message)
			}
		})
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`[{"a":1},2]`, `{"a":[{}],"b":1}`, "{\"a\":1}\n{\"b\"\n[3]\n", `{"a":{"b":[{"c":"\u00fc"}]}}`, "{\n}{\n}", `[{}`, `[{}][{}]`, `{"a.b":[],"c":[1]}`, "[\"\xff\",{\"a\":\"\xff\"}]",
	} {
		f.Add([]byte(s), "")
	}
	f.Add([]byte(`{"a.b":[{}],"c":{"d":[{}]}}`), `c.d`)
	f.Fuzz(func(t *testing.T, in []byte, path string) {
		rowstest.Fuzz(t, in, rows.Options{JSONPath: path})
	})
}
