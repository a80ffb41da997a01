package rows

import (
	"strings"
	"testing"
)

func TestJSON(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		in     string
		opts   Options
		format Format
		path   string
		rows   []string
	}{
		"a list on one line":                      {in: `[{"a":1},{"a":2}]`, format: JSON, rows: []string{`1[0]: {"a":1}`, `1[1]: {"a":2}`}},
		"a list over lines has true lines":        {in: "\n[\n  {\"a\":1},\n  {\n    \"a\": 2\n  }\n]\n", format: JSON, rows: []string{`3[0]: {"a":1}`, "4[1]: {\n    \"a\": 2\n  }"}},
		"an empty list has no rows":               {in: `[]`, format: JSON},
		"an object around one list":               {in: `{"next":null,"contacts":[{"a":1}],"n":[1]}`, format: JSON, path: "contacts", rows: []string{`1[0]: {"a":1}`}},
		"a list one level below":                  {in: `{"meta":{"n":1},"data":{"items":[{"a":1}]}}`, format: JSON, path: "data.items", rows: []string{`1[0]: {"a":1}`}},
		"lists within the rows do not count":      {in: `{"data":[{"phones":[{"n":1}]}]}`, format: JSON, path: "data", rows: []string{`1[0]: {"phones":[{"n":1}]}`}},
		"an empty list around no rows":            {in: `{"data":[],"ok":true}`, format: JSON, path: "data"},
		"the path may be given":                   {in: `{"a":[{"x":1}],"b":{"c":[{"x":2}]}}`, opts: Options{JSONPath: "b.c"}, format: JSON, path: "b.c", rows: []string{`1[0]: {"x":2}`}},
		"a dot in a name is escaped":              {in: `{"a.b":[{"x":1}]}`, format: JSON, path: `a\.b`, rows: []string{`1[0]: {"x":1}`}},
		"an escaped dot is found":                 {in: `{"a.b":[{"x":1}],"c":[{}]}`, opts: Options{JSONPath: `a\.b`}, format: JSON, path: `a\.b`, rows: []string{`1[0]: {"x":1}`}},
		"what is no object costs its row":         {in: `[1,{"a":1},"x",null,[{}]]`, format: JSON, rows: []string{"1[0]! object: 1", `1[1]: {"a":1}`, `1[2]! object: "x"`, "1[3]! object: null", "1[4]! object: [{}]"}},
		"a doubled name is tolerated":             {in: `[{"a":1,"a":2}]`, format: JSON, rows: []string{`1[0]: {"a":1,"a":2}`}},
		"a byte that is not UTF-8 costs its row":  {in: "[{\"a\":\"J\xfcrgen\"},{\"a\":\"\u00fc\"}]", opts: Options{Encoding: "utf-8"}, format: JSON, rows: []string{"1[0]! encoding: {\"a\":\"J\xfcrgen\"}", "1[1]: {\"a\":\"\u00fc\"}"}},
		"a broken list ends at its line":          {in: "[\n{\"a\":1},\n{\"a\" 2}\n]", format: JSON, rows: []string{`2[0]: {"a":1}`, "end: FILE line 3: this is not valid JSON: invalid character '2' after object name (expecting ':'); mend it there; nothing behind it can be read"}},
		"a cut-off list ends with that":           {in: "[\n{\"a\":1},\n{\"a\":", format: JSON, rows: []string{`2[0]: {"a":1}`, "end: FILE line 3: the file ends too early: the JSON is cut off; it was not written or copied to its end: get it again"}},
		"two lists joined end with that":          {in: "[{}]\n[{}]", format: JSON, rows: []string{"1[0]: {}", "end: FILE line 1: something follows the end of the JSON; were two files joined? Give them one by one"}},
		"objects one after another over lines":    {in: "{\n\"a\":1}\n{\n\"a\":2}", format: JSON, rows: []string{"1[0]: {\n\"a\":1}", "3[1]: {\n\"a\":2}"}},
		"a byte order mark before a list":         {in: "\ufeff[{}]", format: JSON, rows: []string{"1[0]: {}"}},
		"JSON in a .csv is JSON":                  {file: "x.csv", in: `[{"a":1}]`, format: JSON, rows: []string{`1[0]: {"a":1}`}},
		"a header that begins with [ is CSV":      {file: "x.csv", in: "[id],name\n1,Ann\n", format: CSV, rows: []string{"2: 1|Ann"}},
		"JSON lines":                              {in: "{\"a\":1}\r\n\n {\"a\":2}", format: JSONL, rows: []string{`1: {"a":1}`, `3: {"a":2}`}},
		"one line, called .jsonl":                 {file: "x.jsonl", in: `{"a":[{}]}`, format: JSONL, rows: []string{`1: {"a":[{}]}`}},
		"one line, called .ndjson.gz":             {file: "x.ndjson", in: `{"a":[{}]}`, format: JSONL, rows: []string{`1: {"a":[{}]}`}},
		"a list, called .jsonl":                   {file: "x.jsonl", in: "[\n{\"a\":1}\n]", format: JSON, rows: []string{`2[0]: {"a":1}`}},
		"spread objects, called .jsonl":           {file: "x.jsonl", in: "{\n\"a\":1\n}\n{\n}", format: JSON, rows: []string{"1[0]: {\n\"a\":1\n}", "4[1]: {\n}"}},
		"a broken line costs its row":             {in: "{\"a\":1}\n{\"a\":\n{\"a\":3}\n", format: JSONL, rows: []string{`1: {"a":1}`, `2! syntax: {"a":`, `3: {"a":3}`}},
		"a broken first line, called .jsonl":      {file: "x.jsonl", in: "{a:1}\n{\"a\":2}\n", format: JSONL, rows: []string{`1! syntax: {a:1}`, `2: {"a":2}`}},
		"a line that is no object costs its row":  {in: "{\"a\":1}\n[1]\n7\n", format: JSONL, rows: []string{`1: {"a":1}`, `2! object: [1]`, `3! object: 7`}},
		"a line that is not UTF-8 costs its row":  {in: "{\"a\":1}\n{\"a\":\"\xff\"}\n", opts: Options{Encoding: "utf-8"}, format: JSONL, rows: []string{`1: {"a":1}`, "2! encoding: {\"a\":\"\xff\"}"}},
		"a line that is too long costs its row":   {in: "{\"a\":1}\n{\"a\":\"" + strings.Repeat("x", 1<<18) + "\"}\n{\"a\":3}\n", opts: Options{MaxRow: 1 << 17}, format: JSONL, rows: []string{`1: {"a":1}`, "2! too big: {\"a\":\"" + strings.Repeat("x", 4<<10-6), `3: {"a":3}`}},
		"a line longer than the buffer is read":   {in: "{\"a\":1}\n{\"a\":\"" + strings.Repeat("x", 1<<17) + "\"}\n", format: JSONL, rows: []string{`1: {"a":1}`, "2: {\"a\":\"" + strings.Repeat("x", 1<<17) + "\"}"}},
		"a line of a million brackets is refused": {in: "{\"a\":1}\n" + strings.Repeat("[", 1<<20) + "\n", format: JSONL, rows: []string{`1: {"a":1}`, "2! syntax: " + strings.Repeat("[", 1<<20)}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.file == "" {
				c.file = "x.json"
			}
			f := open(t, file(t, c.file, c.in), c.opts)
			if f.Format != c.format || f.JSONPath != c.path {
				t.Errorf("%s at %q, not %s at %q", f.Format, f.JSONPath, c.format, c.path)
			}
			want(t, "rows", render(f), c.rows)
			want(t, "rows of a second pass", render(f), c.rows)
		})
	}
}

func TestJSONThatDoesNotOpen(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		opts Options
		err  error
		says string
	}{
		"several lists":        {in: `{"a":[{}],"b":{"c":[{}]}}`, err: ErrOption, says: "FILE: there are several lists in this JSON: a, b.c; say which is meant, as in --json-path a"},
		"no list":              {in: `{"error":"no"}`, err: ErrOption, says: "FILE: there is no list of objects in this JSON object, nor in an object directly in it; name it with --json-path, as in --json-path data.items; a single contact goes between [ and ]"},
		"a path that is wrong": {in: "{\"a\":\n[{}]}", opts: Options{JSONPath: "a.b"}, err: ErrOption, says: "FILE line 1: there is no list at a.b in this JSON; look at --json-path: names joined by dots, as in data.items; without it the list is searched for"},
		"a path into a list":   {in: `[{}]`, opts: Options{JSONPath: "a"}, err: ErrOption, says: "FILE: the file is a list already; leave --json-path out"},
		"a cut-off object":     {in: "{\"a\":[{}],\n\"b\":", err: ErrTruncated, says: "FILE line 2: the file ends too early: the JSON is cut off; it was not written or copied to its end: get it again"},
		"a broken object":      {in: "{\"a\":[{}],\nb:1}", err: ErrSyntax, says: "FILE line 2: this is not valid JSON: invalid character 'b' at start of value; mend it there; nothing behind it can be read"},
		"a string":             {in: `"x"`, err: ErrSyntax, says: "FILE line 1: this JSON is neither a list nor an object; export it as a list of objects, or as CSV"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := openError(t, file(t, "x.json", c.in), c.opts, c.err); got != c.says {
				t.Errorf("got  %s\nwant %s", got, c.says)
			}
		})
	}
}
