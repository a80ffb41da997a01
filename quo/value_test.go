package quo

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestDecodeGivesTheCanonicalFormOfAValue(t *testing.T) {
	tests := []struct {
		name string
		typ  FieldType
		json string
		text string
		list []string
	}{
		{"null is blank", Number, `null`, "", nil},
		{"an empty list is blank", MultiSelect, `[]`, "", nil},
		{"text is its text, spaces and all", String, `" a\nb "`, " a\nb ", nil},
		{"so is an address", Address, `"123 Main St"`, "123 Main St", nil},
		{"and a URL", URL, `"https://a.example"`, "https://a.example", nil},
		{"a whole number", Number, `42`, "42", nil},
		{"a fraction of nothing is a whole number", Number, `42.0`, "42", nil},
		{"an exponent is written out", Number, `4.2e1`, "42", nil},
		{"to the left too", Number, `-4.2E-3`, "-0.0042", nil},
		{"a tenth is a tenth", Number, `0.1`, "0.1", nil},
		{"no digit is lost", Number, `123456789012345678901234567890`, "123456789012345678901234567890", nil},
		{"there is one zero", Number, `-0.0e5`, "0", nil},
		{"a boolean", Boolean, `false`, "false", nil},
		{"a date is in UTC", Date, `"2024-09-11T02:00:00+02:00"`, "2024-09-11T00:00:00.000Z", nil},
		{"a date without a time is midnight UTC", Date, `"2024-09-11"`, "2024-09-11T00:00:00.000Z", nil},
		{"a number as text is a number", Number, `"42"`, "42", nil},
		{"to the last digit", Number, `" 12345678901234567890.10 "`, "12345678901234567890.1", nil},
		{"an empty text is no number", Number, `""`, "", nil},
		{"a boolean as text is a boolean", Boolean, `"True"`, "true", nil},
		{"a boolean as a number too", Boolean, `0`, "false", nil},
		{"an empty text is no boolean", Boolean, `""`, "", nil},
		{"a text as a number is its digits", String, `1.50`, "1.50", nil},
		{"a text as a boolean is its word", String, `true`, "true", nil},
		{"a date without milliseconds", Date, `"2024-09-11T00:00:00Z"`, "2024-09-11T00:00:00.000Z", nil},
		{"a date without a zone is in UTC", Date, `"2024-09-11T07:30:00"`, "2024-09-11T07:30:00.000Z", nil},
		{"a date as a database writes it", Date, `"2024-09-11 07:30:00.5"`, "2024-09-11T07:30:00.500Z", nil},
		{"an empty text is no date", Date, `""`, "", nil},
		{"choices keep their order", MultiSelect, `["b","a","b"]`, "", []string{"b", "a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, list, ok := tt.typ.decode(json.RawMessage(tt.json))
			if !ok || text != tt.text {
				t.Errorf("got %q, %v", text, ok)
			}
			if diff := cmp.Diff(tt.list, list, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAValueThatDoesNotFitItsTypeGoesBackAsItCame(t *testing.T) {
	tests := []struct {
		name  string
		typ   FieldType
		value string
	}{
		{"a type that is not known", "geo", `{"lat":1.50,"names":["<é>"]}`},
		{"no type at all", "", `"text"`},
		{"a number in words", Number, `"forty-two"`},
		{"a number with a separator, which is read in two ways", Number, `"1,234"`},
		{"a boolean for a number", Number, `true`},
		{"a number too long to write out", Number, `1e999999999`},
		{"another word for a boolean", Boolean, `"yes"`},
		{"a number that is no boolean", Boolean, `2`},
		{"an object for text", String, `{"street":"1 Main St"}`},
		{"a list for text", String, `["a"]`},
		{"a date that is none", Date, `"soon"`},
		{"a date that is read in two ways", Date, `"11/09/2024"`},
		{"a number for a date, of an unknown unit", Date, `1726012800`},
		{"a date finer than a millisecond", Date, `"2024-09-11T00:00:00.0001Z"`},
		{"one choice without its list", MultiSelect, `"a"`},
		{"a null among choices", MultiSelect, `["a",null]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := decodeValue(CustomField{"N", "k", tt.typ}, json.RawMessage(" "+tt.value+" "))
			if v.Text != tt.value || v.Blank() {
				t.Errorf("its text is %q, so that a change of it would not be seen", v.Text)
			}
			if sent, err := v.encode(); err != nil || string(sent) != tt.value {
				t.Errorf("sent back %s, %v", sent, err)
			}
			c := Contact{Custom: []CustomValue{v}}
			c.SetText(Custom("k"), "", nil)
			if sent, err := c.Custom[0].encode(); err != nil || string(sent) != "null" {
				t.Errorf("once cleared, sent %s, %v", sent, err)
			}
		})
	}
}

// A server may show a value in another form than it takes. What is sent back is
// what it takes.
func TestAValueIsSentBackAsItsTypeInWhateverFormItIsShown(t *testing.T) {
	quoted := func(s string) string { return `"` + s + `"` }
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`(0|-?[1-9][0-9]{0,20})(\.[0-9]{0,5}[1-9])?`).Draw(t, "number")
		boolean := rapid.SampledFrom([]string{"true", "false"}).Draw(t, "boolean")
		day := time.Unix(86400*rapid.Int64Range(0, 40_000).Draw(t, "day"), 0).UTC()
		date := quoted(day.Format(dateLayout))
		for typ, forms := range map[FieldType][]string{
			Number:  {number, quoted(number), quoted(" " + number), quoted(number + "e0")},
			Boolean: {boolean, quoted(boolean), quoted(strings.ToUpper(boolean)), map[string]string{"true": "1", "false": "0"}[boolean]},
			Date: {date, quoted(day.Format(time.RFC3339)), quoted(day.Format(time.DateOnly)), quoted(day.Format(time.DateTime)),
				quoted(day.In(time.FixedZone("", 7200)).Format(time.RFC3339Nano))},
		} {
			for _, form := range forms {
				v := decodeValue(CustomField{"N", "k", typ}, json.RawMessage(form))
				if sent, err := v.encode(); err != nil || string(sent) != forms[0] {
					t.Fatalf("a %s shown as %s is sent as %s, %v", typ, form, sent, err)
				}
			}
		}
	})
}

func TestEncodeRefusesTextThatIsNotOfItsType(t *testing.T) {
	for typ, texts := range map[FieldType][]string{
		Number:  {"many", "1,5", "1e", ".", "-", "0x1", "NaN", "1e500", "1 000", "٣"},
		Boolean: {"yes", "TRUE", "1"},
		Date:    {"11/09/2024", "2024-13-01", "0000-01-01T00:00:00+01:00"},
	} {
		for _, text := range texts {
			if value, err := typ.encode(text, nil); err == nil {
				t.Errorf("%s %q became %s", typ, text, value)
			}
		}
	}
}

func TestNumbersKeepTheirValueToTheLastDigit(t *testing.T) {
	plain := regexp.MustCompile(`^(0|-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?)$`)
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringMatching(`-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "number")
		out, ok := plainNumber(in)
		if !ok || !plain.MatchString(out) {
			t.Fatalf("%s became %q, %v", in, out, ok)
		}
		want, _ := new(big.Rat).SetString(in)
		got, _ := new(big.Rat).SetString(out)
		if want.Cmp(got) != 0 {
			t.Fatalf("%s became %s", in, out)
		}
		if again, _ := plainNumber(out); again != out {
			t.Fatalf("%s became %s the second time", out, again)
		}
	})
}

func TestContactSurvivesEncodeAndDecode(t *testing.T) {
	want := ada()
	want.CreatedAt = time.Date(2026, 11, 23, 7, 13, 0, 123456789, time.UTC)
	want.UpdatedAt = want.CreatedAt.Add(time.Hour)
	got, err := Decode(want.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeIsLenientWhereNothingIsLost(t *testing.T) {
	got, err := Decode([]byte(`{"id":"c1","source":null,"createdAt":"yesterday","updatedAt":1700000000,"new":[1],
		"defaultFields":{"firstName":null,"emails":[{"id":"e1","name":"work","value":"a@b.c","verified":true},{"name":"old","value":null}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := Contact{ID: "c1", Emails: []Item{{"work", "a@b.c"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCanonicalFormsForComparing(t *testing.T) {
	tests := []struct {
		name  string
		field Field
		a, b  string
		same  bool
	}{
		{"a number is its digits", PhoneNumbers, "+14155550100", " +1 (415) 555-0100", true},
		{"with or without the plus", PhoneNumbers, "+14155550100", "14155550100", true},
		{"another number is another", PhoneNumbers, "+14155550100", "+14155550101", false},
		{"a number of letters is a text", PhoneNumbers, "ANONYMOUS ", "ANONYMOUS", true},
		{"the domain of an address has no case", Emails, "Ada@Example.COM", " Ada@example.com", true},
		{"the rest of it has", Emails, "Ada@example.com", "ada@example.com", false},
		{"text without an @ has", Emails, "Ada", "ada", false},
		{"spaces around a text do not count", FirstName, "\u00a0Ada ", "Ada", true},
		{"nor how an accent is written", LastName, "Jose\u0301", "José", true},
		{"case counts", Company, "Acme", "ACME", false},
		{"custom fields are texts", Custom("phoneNumbers"), "+1 2", "+12", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := Canonical(tt.field, tt.a), Canonical(tt.field, tt.b)
			if (a == b) != tt.same {
				t.Errorf("%q and %q", a, b)
			}
			if again := Canonical(tt.field, a); again != a {
				t.Errorf("%q becomes %q the second time", a, again)
			}
		})
	}
}

func TestOlder(t *testing.T) {
	tests := []struct {
		name, a, b   string
		older, newer bool
	}{
		{"both with milliseconds", "07:30:00.700", "07:30:00.701", true, false},
		{"the same", "07:30:00.700", "07:30:00.700", false, false},
		{"the same, with microseconds in one", "07:30:00.700", "07:30:00.700999", false, false},
		{"a list cuts the milliseconds off", "07:30:00", "07:30:00.700", false, false},
		{"a list rounds them up", "07:30:01", "07:30:00.700", false, false},
		{"a list shows an earlier second", "07:29:59", "07:30:00.200", true, false},
		{"a list shows a later second", "07:30:02", "07:30:00.700", false, true},
		{"both in seconds", "07:30:00", "07:30:01", true, false},
		{"both in seconds, the same", "07:30:00", "07:30:00", false, false},
	}
	at := func(clock string) time.Time {
		parsed, err := time.Parse(time.RFC3339Nano, "2026-11-23T"+clock+"Z")
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if a, b := at(tt.a), at(tt.b); Older(a, b) != tt.older || Older(b, a) != tt.newer {
				t.Errorf("older %v, newer %v; want %v, %v", Older(a, b), Older(b, a), tt.older, tt.newer)
			}
		})
	}
	if !Older(time.Time{}, at("07:30:00.700")) || Older(time.Time{}, time.Time{}) {
		t.Error("a time that is not there is not older than one that is")
	}
}

// A version is never older than itself in whatever precision a server shows it,
// nor than an earlier version; and one that is two seconds earlier always is.
func TestOlderIsCertain(t *testing.T) {
	full := func(t time.Time) time.Time { return t }
	milliseconds := func(t time.Time) time.Time { return t.Truncate(time.Millisecond) }
	start := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	for name, seconds := range map[string]func(time.Time) time.Time{
		"a server that cuts fractions off":      func(t time.Time) time.Time { return t.Truncate(time.Second) },
		"a server that rounds to whole seconds": func(t time.Time) time.Time { return t.Round(time.Second) },
	} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			forms := rapid.SampledFrom([]func(time.Time) time.Time{full, milliseconds, seconds})
			earlier := start.Add(time.Duration(rapid.Int64Range(0, 3e9).Draw(t, "earlier")))
			later := earlier.Add(time.Duration(rapid.Int64Range(0, 4e9).Draw(t, "later by")))
			a, b := forms.Draw(t, "form")(earlier), forms.Draw(t, "other form")(later)
			if Older(b, a) {
				t.Fatalf("%v is taken for older than %v", b, a)
			}
			if later.Sub(earlier) > 2*time.Second && !Older(a, b) {
				t.Fatalf("%v is not taken for older than %v", a, b)
			}
			if a, b = milliseconds(a), milliseconds(b); !isWhole(a) && !isWhole(b) && Older(a, b) != a.Before(b) {
				t.Fatalf("milliseconds are not compared exactly: %v and %v", a, b)
			}
		}))
	}
}

func FuzzContactDecode(f *testing.F) {
	f.Add(ada().Encode())
	f.Add([]byte(`{"customFields":[{"key":"k","type":"number","value":1e-400},{"type":"date","value":"9999-12-31T23:59:59-01:00"}]}`))
	f.Add([]byte(`{"createdAt":"9999-12-31T23:59:59-01:00","defaultFields":{"emails":[{"name":null,"value":""}]}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, encoded []byte) {
		c, err := Decode(encoded)
		if err != nil {
			return
		}
		again, err := Decode(c.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, again, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		for _, v := range c.Custom {
			if _, err := v.wire(); err != nil && !strings.Contains(err.Error(), "without a key") {
				t.Fatalf("what came cannot be sent back: %v", err)
			}
		}
	})
}
