package main

import (
	"fmt"
	"strconv"
	"strings"
)

// country has the numbers of one country.
type country struct {
	code   string
	share  int // percent of the contacts
	dial   string
	trunk  string // prefix of a national number
	groups []int  // digits of a number, as people group them
	starts []string
}

// The starts are in use in each country, so that any digits after them make a
// valid number (those of North America have the 2 of the exchange).
var countries = []country{
	{"US", 45, "1", "", []int{3, 3, 4}, strings.Fields("2122 2133 3034 3055 4046 4157 5128 6179 7022 8183 9174 9495")},
	{"CA", 8, "1", "", []int{3, 3, 4}, strings.Fields("4162 6473 6044 5145 4036 6137")},
	{"GB", 12, "44", "0", []int{4, 6}, strings.Fields("741 742 743 747 748 749 753 754 771 772 785 786")},
	{"DE", 8, "49", "0", []int{4, 7}, strings.Fields("1511 1512 1514 1515 1516 1520 1522 1573 1575 1577")},
	{"FR", 6, "33", "0", []int{1, 2, 2, 2, 2}, strings.Fields("61 62 64 65 66 67 68")},
	{"IN", 8, "91", "0", []int{5, 5}, strings.Fields("981 982 983 984 987 988 990 991 992 994")},
	{"AU", 5, "61", "0", []int{3, 3, 3}, strings.Fields("40 41 42 43")},
	{"BR", 4, "55", "0", []int{2, 5, 4}, strings.Fields("1198 1199 2198 2199 3198 4199")},
	{"MX", 4, "52", "", []int{2, 4, 4}, strings.Fields("551 552 553 554 331 333 818")},
}

func pickCountry(r random) country {
	n := r.IntN(100)
	for _, c := range countries {
		if n -= c.share; n < 0 {
			return c
		}
	}
	return countries[0]
}

// number returns a number in one of many styles: with the country code, or
// national if the country is known.
func (c country) number(r random, national bool) string {
	parts := c.digits(r)
	sep := pick(r, []string{"", " ", "-", " ", "."})
	if !national && c.dial != "1" || r.chance(30) {
		if c.trunk != "" && r.chance(15) {
			return "+" + c.dial + " (" + c.trunk + ")" + strings.Join(parts, " ")
		}
		return "+" + c.dial + pick(r, []string{"", " ", "-"}) + strings.Join(parts, sep)
	}
	if r.chance(30) {
		return "(" + c.trunk + parts[0] + ") " + strings.Join(parts[1:], pick(r, []string{"-", " "}))
	}
	if c.dial == "1" && r.chance(15) {
		return "1-" + strings.Join(parts, "-")
	}
	return c.trunk + strings.Join(parts, sep)
}

// digits returns a number in its groups.
func (c country) digits(r random) []string {
	length := 0
	for _, n := range c.groups {
		length += n
	}
	b := []byte(pick(r, c.starts))
	for len(b) < length {
		b = append(b, byte('0'+r.IntN(10)))
	}
	if c.dial == "1" && b[4] == '1' && b[5] == '1' { // 211 to 911 are service numbers
		b[5] = '2'
	}
	var parts []string
	for _, n := range c.groups {
		parts, b = append(parts, string(b[:n])), b[n:]
	}
	return parts
}

// badNumber returns a text that is not a valid number.
func badNumber(r random) string {
	switch r.IntN(6) {
	case 0:
		return pick(r, []string{"n/a", "unknown", "call office"})
	case 1:
		return strconv.Itoa(100 + r.IntN(90_000))
	case 2:
		return "000-000-0000"
	case 3:
		return fmt.Sprintf("+1 555 %03d", r.IntN(1000))
	case 4:
		return fmt.Sprintf("(123) 456-%04d", r.IntN(10_000))
	}
	return fmt.Sprintf("+999 %08d", r.IntN(100_000_000))
}
