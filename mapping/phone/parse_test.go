package phone

import (
	"fmt"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping/phone/internal/plans"
)

func TestANumberBecomesE164(t *testing.T) {
	for _, tc := range []struct{ name, raw, region, want, ext string }{
		{"a national number takes the country code of its region", "(415) 555-0134", "US", "+14155550134", ""},
		{"a national prefix is not part of the number", "020 7946 0958", "GB", "+442079460958", ""},
		{"an international number needs no region", "+44 20 7946 0958", "", "+442079460958", ""},
		{"an international number keeps its country in a foreign column", "+49 151 12345678", "US", "+4915112345678", ""},
		{"an international prefix is the one that the region dials", "011 49 151 12345678", "US", "+4915112345678", ""},
		{"00 is an international prefix in Europe", "0049 151 12345678", "GB", "+4915112345678", ""},
		{"a bracketed zero inside an international number goes", "+44 (0)20 7946 0958", "", "+442079460958", ""},
		{"an Italian zero stays", "06 698 1234", "IT", "+39066981234", ""},
		{"a number of Jersey is valid in a British column", "01534 123456", "GB", "+441534123456", ""},
		{"a slash after a German area code is punctuation", "089/1234567", "DE", "+49891234567", ""},
		{"even where both sides would be valid numbers", "+49 69434/6891769", "DE", "+49694346891769", ""},
		{"a region without telephones still reads international numbers", "+1 415 555 0134", "AQ", "+14155550134", ""},

		{"a tel: link is a number (RFC 3966)", "tel:+1-415-555-0134", "", "+14155550134", ""},
		{"a tel: link may name its context (RFC 3966)", "tel:415-555-0134;phone-context=+1", "", "+14155550134", ""},

		{"invisible direction marks are no part of it", "\u202a+1 415 555 0134\u202c", "", "+14155550134", ""},
		{"spaces of any width are spaces", "+1\u00a0415\u202f555\u20090134", "", "+14155550134", ""},
		{"an apostrophe that made a cell text is no part of it", "'4155550134", "US", "+14155550134", ""},
		{"nor is a formula that made it text", `="4155550134"`, "US", "+14155550134", ""},
		{"nor are quotes and what trails behind", ` "415-555-0134" ,; `, "US", "+14155550134", ""},
		{"full-width digits are digits", "＋１ ４１５ ５５５ ０１３４", "", "+14155550134", ""},
		{"Arabic-Indic digits are digits", "٠١٠٠١٢٣٤٥٦٧", "EG", "+201001234567", ""},
		{"a number that was wrapped in its cell is one", "415-555-\n0134", "US", "+14155550134", ""},

		{"letters are keypad letters", "1-800-FLOWERS", "US", "+18003569377", ""},

		{"x is an extension", "415-555-0134 x12", "US", "+14155550134", "12"},
		{"ext. is an extension", "415-555-0134, ext. 12", "US", "+14155550134", "12"},
		{"extension is one", "415-555-0134 extension 012", "US", "+14155550134", "012"},
		{"# is one", "415-555-0134 #12", "US", "+14155550134", "12"},
		{"a Russian доб. is one", "8 (495) 123-45-67 доб. 12", "RU", "+74951234567", "12"},
		{"a Spanish anexo is one", "+56 2 2345 6789 anexo 12", "CL", "+56223456789", "12"},
		{"an RFC 3966 extension is one", "tel:+1-415-555-0134;ext=12", "", "+14155550134", "12"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := Parse(tc.raw, tc.region)
			if want := (Number{E164(tc.want), tc.ext}); err != nil || got != want {
				t.Fatalf("Parse(%q, %q) = %+v, %v; want %+v", tc.raw, tc.region, got, err, want)
			}
		})
	}
}

func TestWhatIsNoNumberIsNamed(t *testing.T) {
	for _, tc := range []struct {
		name, raw, region string
		kind              Kind
		says              string
	}{
		{"too few digits", "415-555", "US", TooShort, "is too short for a US number"},
		{"too few digits of a foreign number", "+1 555 123", "GB", TooShort, "is too short for a +1 number"},
		{"too many digits", "415-555-26123456", "US", TooLong, "is too long for a US number"},
		{"an area code left out", "555-2368", "US", NoAreaCode, "has no area code"},
		{"no such area", "(123) 456-7890", "US", Invalid, "is not a valid US number"},
		{"no such country code", "+999 12345678", "US", NoSuchCode, "country code that does not exist"},

		{"a national number without a region", "415-555-0134", "", NoRegion, "set the region"},
		{"an international prefix without a region, since each has its own", "0049 151 12345678", "", NoRegion, "set the region"},
		{"a national number of a region without telephones", "672 123 4567", "AQ", NoRegion, "AQ has no phone numbers of its own"},

		{"a national number where all have a country code", "030 901820", International, NoRegion, "has no country code"},
		{"a number that is too long for its country code", "1 415 555 01345", International, TooLong, "is too long for a +1 number"},

		{"nothing", "", "US", NotANumber, "is not a phone number"},
		{"a dash", "-", "US", NotANumber, "is not a phone number"},
		{"words", "call me", "US", NotANumber, "is not a phone number"},
		{"not available", "N/A", "US", NotANumber, "is not a phone number"},

		{"a rounded quantity", "4.15555E+09", "US", Damaged, "digits are lost"},
		{"a rounded quantity with a decimal comma", "4,91512E+12", "DE", Damaged, "format the column as text"},
		{"a decimal", "4155550134.0", "US", Damaged, "ends in .0"},
		{"a decimal that would be another number of Germany", "30123456.0", "DE", Damaged, "ends in .0"},
		{"thousands separators", "4,155,550,134", "US", Damaged, "thousands separators"},
		{"a lost plus", "4915112345678", "US", Damaged, "looks as if it lost its +"},
		{"an error of the spreadsheet", "#REF!", "US", Damaged, "fix the cell"},
		{"a column too narrow", "########", "US", Damaged, "fix the cell"},

		{"two numbers and a slash", "415-555-0134 / 415-555-0135", "US", Several, "split"},
		{"two numbers and an or", "415-555-0134; or 415-555-0135", "US", Several, "split"},
		{"two numbers on two lines", "415-555-0134\n415-555-0135", "US", Several, "split"},
		{"two numbers and a space", "415-555-0134 415-555-0135", "US", Several, "split"},
		{"two numbers that would be one long number of Berlin", "030 12345 / 030 12346", "DE", Several, "split"},

		{"a word beside a number", "415-555-0134 cell", "US", WordsBeside, "leave only the number"},
		{"a word that would be digits of a long number of Berlin", "030 123456 home", "DE", WordsBeside, "leave only the number"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := Parse(tc.raw, tc.region)
			if got != (Number{}) || err == nil || err.Kind != tc.kind || !strings.Contains(err.Message, tc.says) {
				t.Errorf("Parse(%q, %q) = %+v, %+v; want %s saying %q", tc.raw, tc.region, got, err, tc.kind, tc.says)
			}
		})
	}
}

func TestAMessageDoesNotQuoteTheValue(t *testing.T) {
	for _, raw := range []string{"415-555-9999", "4155559999.0", "415-555-9999 / 415-555-9998", "+999 5559999", "5559999"} {
		if _, err := Parse(raw, "US"); err != nil && strings.Contains(err.Error(), "9999") {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

func TestTheVersionNamesRulesAndPlans(t *testing.T) {
	if v, want := MetadataVersion(), fmt.Sprintf("phone rules %d, plans %s", rules, plans.Fingerprint()); v != want {
		t.Errorf("MetadataVersion() = %q; want %q", v, want)
	}
}

func TestNumbersMayLackTheirPlus(t *testing.T) {
	for raw, want := range map[string]string{
		"447911123456": "+447911123456", "(44) 7911 123456": "+447911123456", "0049 151 12345678": "+4915112345678",
		"+1 415 555 0134": "+14155550134", "1-415-555-0134": "+14155550134",
	} {
		if n, err := Parse(raw, International); err != nil || string(n.E164) != want || !Valid(raw, International) {
			t.Errorf("%s: got %s, %v", raw, n.E164, err)
		}
	}
	if region, ok := Region(" International "); !ok || region != International {
		t.Errorf("got %q, %v", region, ok)
	}
}
