package values

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestUnwrap(t *testing.T) {
	for _, tc := range []struct{ name, cell, want string }{
		{"a text that is no formula", `="Ana"`, "Ana"},
		{"a number", `="00491712345678"`, "00491712345678"},
		{"with a quote inside", `="5"" Pipe"`, `5" Pipe`},
		{"with nothing", `=""`, ""},
		{"a formula", `="a"&"b"`, `="a"&"b"`},
		{"an equals sign", "=Ana", "=Ana"},
		{"an entity", "Smith &amp; Sons", "Smith & Sons"},
		{"a numeric entity", "O&#39;Brien", "O'Brien"},
		{"a hexadecimal entity", "O&#x27;Brien", "O'Brien"},
		{"a letter", "Jos&eacute;", "José"},
		{"both", `="Smith &amp; Sons"`, "Smith & Sons"},
		{"an ampersand", "AT&T; Bell", "AT&T; Bell"},
		{"no entity", "R&D;", "R&D;"},
		{"nothing around", "Ana", "Ana"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Unwrap(tc.cell); got != tc.want {
				t.Errorf("Unwrap(%q) = %q, want %q", tc.cell, got, tc.want)
			}
		})
	}
}

func TestUnlink(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"a relation of Notion", "Acme (https://www.notion.so/Acme-0123456789abcdef?pvs=21)", "Acme"},
		{"two relations", "Acme (https://n.example/1), Bolt (https://n.example/2)", "Acme, Bolt"},
		{"a link of Markdown", "[Acme](https://acme.example)", "Acme"},
		{"a name with its address", "Maya Okafor <maya@okafor.example>", "Maya Okafor"},
		{"in quotes", `"Okafor, Maya" <maya@okafor.example>`, "Okafor, Maya"},
		{"an address alone", "<maya@okafor.example>", "<maya@okafor.example>"},
		{"an address with a link", "maya@okafor.example (mailto:maya@okafor.example)", "maya@okafor.example"},
		{"a remark", "Maya Okafor (Acme)", "Maya Okafor (Acme)"},
		{"a link alone", "(https://acme.example)", "(https://acme.example)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := UnlinkName(tc.text); got != tc.want {
				t.Errorf("UnlinkName(%q) = %q, want %q", tc.text, got, tc.want)
			}
		})
	}
}

// TestAnAddressKeepsItsBrackets: they are for the reader of addresses.
func TestAnAddressKeepsItsBrackets(t *testing.T) {
	const mailbox = "Maya Okafor <maya@okafor.example>"
	if got := Unlink(mailbox); got != mailbox {
		t.Errorf("Unlink(%q) = %q", mailbox, got)
	}
}

func TestList(t *testing.T) {
	for _, tc := range []struct {
		name, cell string
		want       []string
		ok         bool
	}{
		{"of JSON", `["vip", "lead"]`, []string{"vip", "lead"}, true},
		{"with a comma inside", `["a, b"]`, []string{"a, b"}, true},
		{"of numbers", `[1, 2.50]`, []string{"1", "2.50"}, true},
		{"with a null", `[null, "a"]`, []string{"a"}, true},
		{"empty", `[]`, nil, true},
		{"of Python", `['vip', 'lead']`, []string{"vip", "lead"}, true},
		{"of PostgreSQL", `{vip,"a, b"}`, []string{"vip", "a, b"}, true},
		{"of objects", `[{"a": 1}]`, nil, false},
		{"an object", `{"a": 1}`, nil, false},
		{"a remark", "[deceased] Maya", nil, false},
		{"a text", "vip, lead", nil, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, ok := List(tc.cell)
			if diff := cmp.Diff(tc.want, got); ok != tc.ok || diff != "" {
				t.Errorf("%q: %v, -want +got\n%s", tc.cell, ok, diff)
			}
		})
	}
}

// TestWhatIsNotWrappedStays: letters, digits and spaces are never changed.
func TestWhatIsNotWrappedStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[A-Za-zÀ-ž0-9 .,'+@-]*`).Draw(t, "cell")
		if got := UnlinkName(Unwrap(s)); got != s {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

func FuzzUnwrap(f *testing.F) {
	for _, s := range []string{`="a"`, `["a"]`, "a <b@c.example>", "&#x110000;", "{a}", "['a']", "[x](http://y)"} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		UnlinkName(Unwrap(s))
		List(s)
	})
}
