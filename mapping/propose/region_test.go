package propose_test

import (
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

func TestCountries(t *testing.T) {
	for _, test := range []struct {
		name    string
		numbers []string
		beside  string // columns beside the numbers, as CSV
		want    string // the country that is proposed; "" if a person has to be asked
		valid   int
	}{
		{"numbers as they are written in the US", []string{"(415) 555-0134", "(212) 555-0171", "(415) 555-0199"}, "", "US", 3},
		{"with dashes", []string{"415-555-0134", "212-555-0171"}, "", "US", 2},
		{"a digit is missing in a few", []string{"(415) 555-0134", "(212) 555-0171", "(415) 555-0199", "(415) 555-0188", "(415) 555-019"}, "", "US", 4},
		{"in Great Britain and in India", []string{"020 7946 0018", "0161 496 0000"}, "", "", 0},
		{"in Great Britain, with mail of there", []string{"020 7946 0018", "0161 496 0000"}, "Mail\na@x.co.uk\n", "GB", 2},
		{"in Germany", []string{"030 901820", "089 23300", "0171 2345678"}, "", "DE", 3},
		{"bare digits among others do not count against them", []string{"(415) 555-0134", "212-555-0171", "4155550199", "2125550188", "4155550177"}, "", "US", 5},
		{"one number shows no habit", []string{"(415) 555-0134"}, "", "", 0},
		{"groups of three, three and four are those of many countries", []string{"222 123 4567", "222 123 4568", "222 123 4569"}, "", "", 0},
		{"bare digits are no evidence", []string{"4155550134", "2125550171"}, "", "", 0},
		{"states are", []string{"4155550134", "2125550171"}, "Where\nCA\nNY\n", "US", 2},
		{"provinces are", []string{"4165550134", "6045550171"}, "Where\nON\nBC\n", "US", 2},
		{"mail domains are", []string{"301234567", "891234567"}, "Mail\na@x.de\nb@y.de\n", "DE", 2},
		{"postal codes are", []string{"2079460018", "1614960000"}, "Code\nSW1A 1AA\nM1 1AE\n", "GB", 2},
		{"a country is, where it is not the numbers'", []string{"512345678", "512345679"}, "Home country\nPoland\nPoland\n", "PL", 2},
		{"other numbers with a country code are", []string{"512345678", "512345679"}, "Other\n+48 512 345 670\n+48 512 345 671\n", "PL", 2},
		{"one number alone may be of somebody abroad", []string{"512345678", "512345679"}, "Other\n+48 512 345 670\n", "", 0},
		{"names are no countries, whatever codes they are like", []string{"512345678", "512345679"}, "First name\nBen\nBen\n", "", 0},
		{"one short word is no state", []string{"4155550134", "2125550171"}, "Zebra\nok\n", "", 0},
		{"nor are words", []string{"4155550134", "2125550171"}, "Dear\nMs\nMs\n", "", 0},
		{"the language of the columns is", []string{"512345678", "512345679"}, "Imię,Nazwisko\nJan,Nowak\n", "PL", 2},
		{"fewer than four in five fit anywhere", []string{"1", "2", "(415) 555-0134"}, "", "", 0},
		{"the codes of several countries", []string{"447911123456", "4915112345678", "33612345678"}, "", "international", 3},
		{"nor are 00 and separators a sign that the + is missing", []string{"0086 10 1263 1344", "131 2395 0159", "13123896334"}, "", "", 0},
		{"the code of one country", []string{"14155550134", "12125550171", "13105550199"}, "", "", 0},
		{"one number that reads as one of somebody abroad is no code", []string{"4152014411", "2125550171", "3105550199"}, "", "", 0},
		{"no numbers", nil, "", "", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var s propose.Surroundings
			if test.beside != "" {
				s.Columns, s.First = sheet(t, test.beside)
			}
			c, ok := propose.Plain(propose.Countries(test.numbers, s))
			if ok != (test.want != "") || c.Region != test.want || c.Valid != test.valid {
				t.Errorf("got %q, %d, want %q, %d: %q", c.Region, c.Valid, test.want, test.valid, c.Evidence)
			}
		})
	}
}

// TestValidityAloneIsNoEvidence: numbers that are valid in many countries are of none.
func TestValidityAloneIsNoEvidence(t *testing.T) {
	numbers := []string{"0501234567", "0501234568", "0501234569"}
	list := propose.Countries(numbers, propose.Surroundings{Columns: mapping.Columns{Names: []string{"Name", "Phone"}}})
	if len(list) < 2 {
		t.Fatalf("valid in %d countries only", len(list))
	}
	if c, ok := propose.Plain(list); ok {
		t.Errorf("%s is proposed: %q", c.Region, c.Evidence)
	}
	if as := strings.Join(list[0].As(numbers, 2), ", "); strings.Count(as, "→") != 2 {
		t.Errorf("as they would be written: %s", as)
	}
}
