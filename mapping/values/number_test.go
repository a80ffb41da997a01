package values_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping/values"
)

var (
	point = values.NumberFormat{}
	comma = values.NumberFormat{DecimalComma: true}
)

func TestNumberIsRead(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		format    values.NumberFormat
		want      string
	}{
		{"a plain integer is kept", "87", point, "87"},
		{"zero", "0", point, "0"},
		{"a blank cell is blank", " ", point, ""},
		{"zeros that say nothing go", "007.50", point, "7.5"},
		{"a minus zero is zero", "-0.00", point, "0"},
		{"a plus goes", "+12", point, "12"},
		{"a typographic minus", "−12", point, "-12"},
		{"thousands with a point", "1,234,567.50", point, "1234567.5"},
		{"thousands with a comma", "1.234.567,50", comma, "1234567.5"},
		{"thousands with spaces", "1 234 567,5", comma, "1234567.5"},
		{"thousands with narrow spaces", "1\u202f234,5", comma, "1234.5"},
		{"thousands with no-break spaces", "12\u00a0345", point, "12345"},
		{"thousands as in Switzerland", "1’234.50", point, "1234.5"},
		{"thousands as in India", "12,34,567.5", point, "1234567.5"},
		{"a fraction without a zero", ".5", point, "0.5"},
		{"a point at the end", "5.", point, "5"},
		{"scientific, as a spreadsheet writes it", "1.5E+3", point, "1500"},
		{"scientific, small", "25e-4", point, "0.0025"},
		{"a spreadsheet's apostrophe goes", "'42", point, "42"},
		{"a unit that the format names goes", "€ 1.234,50", values.NumberFormat{DecimalComma: true, Unit: "€"}, "1234.5"},
		{"behind the number too", "12 %", values.NumberFormat{Unit: "%"}, "12"},
		{"with the sign before it", "-$5", values.NumberFormat{Unit: "$"}, "-5"},
		{"with the sign after it", "$-5", values.NumberFormat{Unit: "$"}, "-5"},
		{"a number without the unit is taken too", "5", values.NumberFormat{Unit: "$"}, "5"},
		{"17 digits that a double holds", "0.30000000000000004", point, "0.30000000000000004"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := values.Number(c.raw, c.format)
			if err != nil || got != c.want {
				t.Errorf("Number(%q, %s) = %q, %v; want %q", c.raw, c.format, got, err, c.want)
			}
		})
	}
}

func TestNumberIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		format    values.NumberFormat
		kind      string
	}{
		{"a word", "many", point, "number-invalid"},
		{"a sign alone", "-", point, "number-invalid"},
		{"two signs", "--1", point, "number-invalid"},
		{"a point alone", ".", point, "number-invalid"},
		{"two points", "1.2.3", point, "number-invalid"},
		{"a date", "2024-03-12", point, "number-invalid"},
		{"hex", "0x10", point, "number-invalid"},
		{"infinity", "Inf", point, "number-invalid"},
		{"groups that are none", "1,23", point, "number-format"},
		{"the other decimal sign", "1.234,5", point, "number-format"},
		{"a group that begins with zero", "0,123", point, "number-format"},
		{"two kinds of separators", "1,234 567", point, "number-invalid"},
		{"currency that the format does not name", "$1,200", point, "number-unit"},
		{"another currency than the format's", "£12", values.NumberFormat{Unit: "$"}, "number-unit"},
		{"a unit", "12 kg", point, "number-unit"},
		{"percent", "12 %", point, "number-percent"},
		{"more digits than a double holds", "12345678901234567890", point, "number-precision"},
		{"more than a double reaches", "1e309", point, "number-precision"},
		{"less than a double reaches", "1e-399", point, "number-precision"},
		{"an exponent made to hurt", "1e999999999", point, "number-invalid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := values.Number(c.raw, c.format)
			if err == nil || err.Kind != c.kind {
				t.Errorf("Number(%q) = %q, %v; want %s", c.raw, got, err, c.kind)
			}
		})
	}
}

func TestNumberFormatIsReadFromAnExample(t *testing.T) {
	for example, want := range map[string]values.NumberFormat{
		"1,234.5":   point,
		"1.234,5":   comma,
		"1 234,5":   comma,
		"1,234.56":  point,
		"12.5":      point,
		"12,5":      comma,
		"1234":      point,
		"$1,234.5":  {Unit: "$"},
		"1.234,5 €": {DecimalComma: true, Unit: "€"},
		"1.5%":      {Unit: "%"},
		"EUR 1,5":   {DecimalComma: true, Unit: "EUR"},
	} {
		got, err := values.ParseNumberFormat(example)
		if err != nil || got != want {
			t.Errorf("ParseNumberFormat(%q) = %+v, %v; want %+v", example, got, err, want)
		}
		again, err := values.ParseNumberFormat(got.String())
		if err != nil || again != got {
			t.Errorf("ParseNumberFormat(%q) = %+v, %v; want %+v", got, again, err, got)
		}
	}
	for _, example := range []string{"", "comma", "1,234", "1.2.3", "$1.5%"} {
		if got, err := values.ParseNumberFormat(example); err == nil {
			t.Errorf("ParseNumberFormat(%q) = %+v; want an error", example, got)
		}
	}
}

func TestNumberColumn(t *testing.T) {
	for _, c := range []struct {
		name   string
		column []string
		want   string // the format, or the kind of what is undecided
		lines  string // of the examples
	}{
		{"an empty column reads with a point", nil, "1,234.5", ""},
		{"integers read with a point", []string{"1", "20", ""}, "1,234.5", ""},
		{"a decimal point decides", []string{"1,234", "12.5"}, "1,234.5", ""},
		{"a decimal comma decides", []string{"1.234", "1,5"}, "1.234,5", ""},
		{"two groups decide", []string{"1,234", "1,234,567"}, "1,234.5", ""},
		{"thousands and fraction decide", []string{"1.234,5"}, "1.234,5", ""},
		{"four digits behind decide", []string{"37.8044", "37.804"}, "1,234.5", ""},
		{"a group that begins with zero is none", []string{"0.125"}, "1,234.5", ""},
		{"scientific says point", []string{"1.5E3"}, "1,234.5", ""},
		{"spaces say nothing", []string{"1 234"}, "1,234.5", ""},
		{"values that read both ways ask", []string{"12", "1,234", "1,234", "2,500"}, "number-ambiguous", "3 5"},
		{"also with a point", []string{"1.234"}, "number-ambiguous", "2"},
		{"values that contradict name a line of each", []string{"1", "1.5", "1,5", "2,5"}, "number-contradiction", "3 4"},
		{"broken values do not decide", []string{"n/a", "1.5", "1.2,3.4"}, "1,234.5", ""},
		{"a column with a currency asks", []string{"$1,200.50", "$5"}, "number-unit", "2 3"},
		{"so does one where some values have it", append(many("1.5", 10), "5 kg"), "number-unit", "12"},
		{"several units are errors of their rows", []string{"$1.5", "€2.5"}, "1,234.5", ""},
		{"one of a few stray units does not", append(many("1.5", 40), "5 kg"), "1,234.5", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var column values.NumberColumn
			for i, v := range c.column {
				column.Add("", i+2, v)
			}
			got, undecided := column.Decide()
			checkDecision(t, got.String(), undecided, c.want, c.lines)
		})
	}
}

func TestNumberColumnAsksForSeparatorsAndUnitAtOnce(t *testing.T) {
	var column values.NumberColumn
	column.Add("", 2, "1.200 €")
	_, u := column.Decide()
	if want := [][]string{{"1,234.5 €"}, {"1.234,5 €"}}; u == nil || u.Kind != "number-ambiguous" || !cmp.Equal(u.Formats, want) {
		t.Errorf("undecided: %v; want %q", u, want)
	}
}

func many(value string, n int) []string {
	column := make([]string, n)
	for i := range column {
		column[i] = value
	}
	return column
}

func checkDecision(t *testing.T, format string, u *values.Undecided, want, lines string) {
	t.Helper()
	if u == nil {
		if format != want {
			t.Errorf("reads as %s; want %s", format, want)
		}
		return
	}
	var at []string
	for _, e := range u.Examples {
		at = append(at, fmt.Sprint(e.Line))
	}
	if u.Kind != want || strings.Join(at, " ") != lines {
		t.Errorf("undecided: %s, lines %s (%v); want %s, lines %s", u.Kind, at, u, want, lines)
	}
	if len(u.Formats) == 0 {
		t.Error("undecided without a way out")
	}
}

func TestNumberIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringMatching(`-?(0|[1-9][0-9]{0,7}|[1-9][0-9]{0,2}(,[0-9]{3}){1,2})(\.[0-9]{1,6})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "raw")
		got, err := values.Number(raw, point)
		if err != nil {
			t.Fatalf("Number(%q): %v", raw, err)
		}
		want, _ := new(big.Rat).SetString(strings.ReplaceAll(raw, ",", ""))
		if have, ok := new(big.Rat).SetString(got); !ok || have.Cmp(want) != 0 {
			t.Fatalf("Number(%q) = %q", raw, got)
		}
		// The same number, written the other way, is the same.
		swapped := strings.NewReplacer(",", ".", ".", ",").Replace(raw)
		if other, err := values.Number(swapped, comma); err != nil || other != got {
			t.Fatalf("Number(%q) = %q, Number(%q) = %q, %v", raw, got, swapped, other, err)
		}
	})
}

func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"1,234.50", "1.234,5", "-0", "1e5", "$ 12", "12 %", "'007", "1 234", ".", "12,34,567", "1’234"} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, raw string, decimalComma bool) {
		once, err := values.Number(raw, values.NumberFormat{DecimalComma: decimalComma})
		if err != nil || once == "" {
			return
		}
		if _, ok := new(big.Rat).SetString(once); !ok || strings.ContainsAny(once, "eE+/") {
			t.Fatalf("Number(%q) = %q is no plain decimal", raw, once)
		}
		if twice, err := values.Number(once, point); err != nil || twice != once {
			t.Fatalf("Number(%q) = %q, read again %q, %v", raw, once, twice, err)
		}
		var column values.NumberColumn
		column.Add("", 1, raw)
		column.Decide()
	})
}
