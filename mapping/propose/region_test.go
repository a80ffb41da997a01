package propose_test

import (
	"testing"

	"github.com/quo-import/quo-import/mapping/propose"
)

func TestRegion(t *testing.T) {
	for _, test := range []struct {
		name    string
		numbers []string
		want    string
		valid   int
	}{
		{"numbers as they are written in the US", []string{"(415) 555-0134", "212-555-0171", "call me"}, "US", 2},
		{"in Great Britain", []string{"020 7946 0018", "0161 496 0000"}, "GB", 2},
		{"in Germany", []string{"030 901820", "089 233 00", "0171 2345678"}, "DE", 3},
		{"fewer than half fit anywhere", []string{"1", "2", "(415) 555-0134"}, "", 0},
		{"no numbers", nil, "", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if region, valid := propose.Region(test.numbers); region != test.want || valid != test.valid {
				t.Errorf("got %q, %d, want %q, %d", region, valid, test.want, test.valid)
			}
		})
	}
}
