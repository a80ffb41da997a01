package values_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping/values"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"plain text is kept", "Okafor Plumbing", "Okafor Plumbing"},
		{"space around goes", " \t\u00a0Okafor\r\n", "Okafor"},
		{"space inside stays", "Okafor  Plumbing", "Okafor  Plumbing"},
		{"lines end in one way", "1 Main St\r\nOakland\rCA", "1 Main St\nOakland\nCA"},
		{"control characters go, tabs stay", "a\x00b\x1b[31m\tc\u0085", "ab[31m\tc"},
		{"byte order marks and zero-width spaces go", "\ufeffMa\u200bya", "Maya"},
		{"accents are composed", "Jose\u0301", "José"},
		{"emoji are kept whole", "👩\u200d🔧 Maya", "👩\u200d🔧 Maya"},
		{"bytes that are no text are shown as such", "Jos\xe9", "Jos\ufffd"},
		{"a spreadsheet's apostrophe goes before a digit", "'0123", "0123"},
		{"before a plus", "'+1 415", "+1 415"},
		{"before an equals sign", "'=A1", "=A1"},
		{"an apostrophe of a name stays", "'t Hooft", "'t Hooft"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := values.Text(c.raw); got != c.want {
				t.Errorf("Text(%q) = %q; want %q", c.raw, got, c.want)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"Maya", " 'x", "'0", "a\r\n\r\nb", "Jose\u0301\x00", "\u200b '1", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once := values.Text(raw)
		if twice := values.Text(once); twice != once || !utf8.ValidString(once) {
			t.Fatalf("Text(%q) = %q, read again %q", raw, once, twice)
		}
		if blank := values.Blank(raw); blank != (once == "") {
			t.Fatalf("Blank(%q) = %v, but Text returns %q", raw, blank, once)
		}
		if slow := slowText(raw); slow != once {
			t.Fatalf("Text(%q) = %q; step by step it is %q", raw, once, slow)
		}
		if key := values.ShortenKey(values.Key(raw)); len(utf16.Encode([]rune(key))) > 75 || values.ShortenKey(key) != key {
			t.Fatalf("ShortenKey(%q) = %q", raw, key)
		}
		if name := values.NormaliseName(raw); values.NormaliseName(name) != name {
			t.Fatalf("NormaliseName(%q) = %q, again %q", raw, name, values.NormaliseName(name))
		}
		bare := strings.NewReplacer(`"`, "", ",", "").Replace(raw)
		if items := values.Split(raw, ","); len(items) == 0 && !values.Blank(bare) {
			t.Fatalf("Split(%q) lost everything", raw)
		}
	})
}

// slowText returns what Text does by its slow path: a zero-width space,
// which is dropped, is not on its fast path.
func slowText(raw string) string { return values.Text(raw + "\u200b") }

func TestTextKnowsEveryCharacter(t *testing.T) {
	for r := rune(0); r <= 0x1FFFF; r++ {
		for _, raw := range []string{string(r), "a" + string(r), string(r) + "e\u0301", "e" + string(r) + "z"} {
			if got, want := values.Text(raw), slowText(raw); got != want {
				t.Fatalf("Text(%q) = %q; step by step it is %q", raw, got, want)
			}
			if got, want := values.Blank(raw), slowText(raw) == ""; got != want {
				t.Fatalf("Blank(%q) = %v", raw, got)
			}
		}
	}
}

func TestTextKnowsEveryByteInEveryPlace(t *testing.T) {
	for length := range 27 {
		for at := range length {
			for c := range 0x100 {
				b := []byte(strings.Repeat("a", length))
				b[at] = byte(c)
				if got, want := values.Text(string(b)), slowText(string(b)); got != want {
					t.Fatalf("Text(%q) = %q; step by step it is %q", b, got, want)
				}
			}
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, raw, sep string
		want           []string
	}{
		{"a blank cell has no items", "", ";", nil},
		{"separators alone are no items", " ; ;", ";", nil},
		{"one item", "vip", ";", []string{"vip"}},
		{"items are trimmed", "vip; webinar 2024 ;EMEA", ";", []string{"vip", "webinar 2024", "EMEA"}},
		{"repeats and blanks go", "vip;;vip; vip", ";", []string{"vip"}},
		{"items differ by case", "VIP;vip", ";", []string{"VIP", "vip"}},
		{"composed and decomposed accents do not", "é;e\u0301", ";", []string{"é"}},
		{"quoted items, as Mailchimp has them", `"VIP","Newsletter"`, ",", []string{"VIP", "Newsletter"}},
		{"a quoted item may hold the separator", `"Oakland, CA", "a ""b"""`, ",", []string{"Oakland, CA", `a "b"`}},
		{"a quote that is none", `5" pipe,"open,"a"b`, ",", []string{`5" pipe`, `"open`, `"a"b`}},
		{"a long separator", "a ::: b", " ::: ", []string{"a", "b"}},
		{"without a separator there is one", "a;b", "", []string{"a;b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, values.Split(c.raw, c.sep)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKeyKeepsCaseAndZeros(t *testing.T) {
	for raw, want := range map[string]string{" 00Ab ": "00Ab", "'007": "007", "E\u0301-1": "É-1"} {
		if got := values.Key(raw); got != want {
			t.Errorf("Key(%q) = %q; want %q", raw, got, want)
		}
	}
}

// The state of a user holds these: another answer is a new KeyNormaliser.
func TestShortenKeyIsStable(t *testing.T) {
	long := strings.Repeat("acme/", 16)
	for _, c := range []struct{ name, key, want string }{
		{"a key of 75 is kept", long[:75], long[:75]},
		{"one of 76 keeps its beginning", long[:76], long[:48] + "~lzjczlgo6m6565ep2gs77we6ru"},
		{"75 characters in more bytes are kept", strings.Repeat("é", 75), strings.Repeat("é", 75)},
		{"characters that are two units count two", strings.Repeat("👩", 38), strings.Repeat("👩", 24) + "~oueawi6vbnn3ecedk7u4flw2s4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := values.ShortenKey(c.key); got != c.want {
				t.Errorf("ShortenKey = %q; want %q", got, c.want)
			}
		})
	}
}

func TestShortenedKeysStayApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringN(70, 200, -1).Draw(t, "a"), rapid.StringN(70, 200, -1).Draw(t, "b")
		if a != b && values.ShortenKey(a) == values.ShortenKey(b) {
			t.Fatalf("%q and %q become one", a, b)
		}
	})
}

func TestNormaliseName(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"case goes", "Maya OKAFOR", "maya okafor"},
		{"punctuation is space, apostrophes go", "O’Brien-Smith, J.", "obrien smith j"},
		{"space is one", "  Maya \t Okafor ", "maya okafor"},
		{"accents go", "José Müller Łukasz", "jose muller łukasz"},
		{"sharp s is two", "Strauß", "strauss"},
		{"a final sigma is a sigma", "ΓΙΏΡΓΟΣ Γιώργος", "γιωργοσ γιωργοσ"},
		{"full width is plain", "Ｍａｙａ", "maya"},
		{"a dotted I is an i", "İpek", "ipek"},
		{"marks that make another letter stay", "がん", "がん"},
		{"punctuation alone is nothing", "-- .", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := values.NormaliseName(c.raw); got != c.want {
				t.Errorf("NormaliseName(%q) = %q; want %q", c.raw, got, c.want)
			}
		})
	}
}

func TestBoolean(t *testing.T) {
	for _, c := range []struct {
		name, raw     string
		truthy, falsy []string
		want          string
	}{
		{"true", "TRUE", nil, nil, "true"},
		{"an x", "x", nil, nil, "true"},
		{"Spanish", "Sí", nil, nil, "true"},
		{"German, from a spreadsheet", "FALSCH", nil, nil, "false"},
		{"no", "no", nil, nil, "false"},
		{"a word that says neither", "maybe", nil, nil, "boolean-invalid"},
		{"blank says neither", "", nil, nil, "boolean-invalid"},
		{"blank that the mapping lists", "", nil, []string{""}, "false"},
		{"words of the mapping", "Gekündigt", []string{"aktiv"}, []string{"gekündigt"}, "false"},
		{"they replace the known ones", "yes", []string{"aktiv"}, nil, "boolean-invalid"},
		{"of their side only", "no", []string{"aktiv"}, nil, "false"},
		{"they may turn a known one round", "1", []string{"2"}, []string{"1"}, "false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := values.Boolean(c.raw, c.truthy, c.falsy)
			if err != nil {
				got = err.Kind
			}
			if got != c.want {
				t.Errorf("Boolean(%q) = %s; want %s", c.raw, got, c.want)
			}
		})
	}
}

func TestURL(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"an address is kept", "https://www.example.com/a?b=c#d", "https://www.example.com/a?b=c#d"},
		{"a blank cell is blank", " ", ""},
		{"space around goes", " http://example.com ", "http://example.com"},
		{"case is kept", "HTTPS://Example.com/Ab", "HTTPS://Example.com/Ab"},
		{"letters beyond ASCII are encoded after the host", "https://example.com/é?q=ü", "https://example.com/%C3%A9?q=%C3%BC"},
		{"a host without a dot", "http://crm/contacts/1", "http://crm/contacts/1"},
		{"without a scheme", "www.example.com", "https://www.example.com"},
		{"without a scheme, with a port", "example.com:8080/a", "https://example.com:8080/a"},
		{"without a scheme, with a query", "example.com?a=b", "https://example.com?a=b"},
		{"a word with a dot", "e.g.", "url-invalid"},
		{"another scheme", "ftp://example.com", "url-scheme"},
		{"a script", "javascript:alert(1)", "url-scheme"},
		{"a mail address", "maya@okafor.example", "url-invalid"},
		{"a word", "n/a", "url-invalid"},
		{"without a host", "https:///a", "url-invalid"},
		{"a percent sign of its own", "https://example.com/100%", "url-invalid"},
		{"two", "https://a.example https://b.example", "url-space"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := values.URL(c.raw)
			if err != nil {
				got = err.Kind
			} else if again, err := values.URL(got); err != nil || again != got {
				t.Errorf("URL(%q) = %q, read again %q, %v", c.raw, got, again, err)
			}
			if got != c.want {
				t.Errorf("URL(%q) = %q; want %q", c.raw, got, c.want)
			}
		})
	}
	if _, err := values.SourceURL("https://example.com/" + strings.Repeat("a", 180)); err != nil {
		t.Errorf("an address of 200: %v", err)
	}
	if _, err := values.SourceURL("https://example.com/" + strings.Repeat("a", 181)); err == nil || err.Kind != "url-too-long" {
		t.Errorf("an address of 201: %v", err)
	}
}
