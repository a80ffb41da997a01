package main

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// dirtyNumber is a phone number of a person. What it is in truth comes from the numbering
// plans of its country, before it is written.
type dirtyNumber struct {
	e164    string // "" for one that is broken: it must not be in Quo
	country string
	column  int
	needs   bool // the country to be read: it is not written with its code
}

// dirtyCountries are the countries of numbers; those with most of Quo's users more often.
var dirtyCountries = strings.Fields("US US US US CA GB GB DE FR AU BR MX IT ES NL CH AT BE SE NO DK PL PT IE NZ IN ZA JP SG IL TR GR FI")

// speaks are countries whose people have sheets in a language.
var speaks = map[string]string{
	"en": "US US US CA GB AU NZ IE ZA IN SG", "de": "DE DE AT CH", "fr": "FR FR BE CH CA", "es": "ES MX MX US AR CO", "pt": "BR BR PT", "it": "IT IT CH", "nl": "NL BE",
	"pl": "PL", "sv": "SE", "no": "NO", "da": "DK", "fi": "FI", "ja": "JP", "he": "IL", "tr": "TR", "el": "GR", "zh": "CN SG US", "ru": "RU", "ko": "KR", "hi": "IN",
}

func (g *dirtyMaker) pickWord(list string) string { return pick(g.r, strings.Fields(list)) }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// one reports true once in n times.
func (g *dirtyMaker) one(n int) bool { return g.r.IntN(n) == 0 }

// number makes a number of a country that no other person of the sheet has.
func (g *dirtyMaker) number(country string) *phonenumbers.PhoneNumber {
	for {
		kind := phonenumbers.MOBILE
		if g.one(3) {
			kind = phonenumbers.FIXED_LINE
		}
		like := phonenumbers.GetNationalSignificantNumber(phonenumbers.GetExampleNumberForType(country, kind))
		digits := []byte(like)
		for i := len(digits) - 1 - g.r.IntN(2); i >= len(digits)-6 && i > 1; i-- {
			digits[i] = byte('0' + g.r.IntN(10))
		}
		n, err := phonenumbers.Parse(fmt.Sprintf("+%d%s", phonenumbers.GetCountryCodeForRegion(country), digits), "")
		if err != nil || !phonenumbers.IsValidNumberForRegion(n, country) {
			continue
		}
		if e164 := phonenumbers.Format(n, phonenumbers.E164); !g.taken[e164] {
			g.taken[e164] = true
			return n
		}
	}
}

// write writes a number as people do who are in a country.
func (g *dirtyMaker) write(n *phonenumbers.PhoneNumber, country, at string) (text string, d dirtyNumber) {
	d = dirtyNumber{e164: phonenumbers.Format(n, phonenumbers.E164), country: country}
	national := phonenumbers.Format(n, phonenumbers.NATIONAL)
	international := phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	code, rest, _ := strings.Cut(strings.TrimPrefix(international, "+"), " ")
	if country == at && g.r.IntN(100) < 70 {
		d.needs = true
		return g.writeNational(national, code), d
	}
	switch g.r.IntN(9) {
	case 0, 1:
		text = d.e164
	case 2:
		text = fmt.Sprintf("(+%s) %s", code, rest)
	case 3:
		text, d.needs = "00"+code+" "+rest, true
	case 4:
		text, d.needs = "00"+code+onlyDigits(rest), true
	case 5:
		text = fmt.Sprintf("+%s-%s", code, strings.ReplaceAll(rest, " ", "-"))
		if code != "39" && strings.HasPrefix(onlyDigits(national), "0") && code != "1" {
			text = fmt.Sprintf("+%s (0)%s", code, rest)
		}
	case 6:
		if at == "US" || at == "CA" {
			text, d.needs = "011 "+code+" "+rest, true
			if code == "1" {
				text, d.needs = international, false
			}
			break
		}
		text = "+" + code + onlyDigits(rest)
	default:
		text = international
	}
	return text, d
}

// writeNational varies how a number is written at home.
func (g *dirtyMaker) writeNational(national, code string) string {
	digits := onlyDigits(national)
	if code == "1" {
		a, b, c := digits[:3], digits[3:6], digits[6:]
		return fmt.Sprintf(pick(g.r, []string{"(%s) %s-%s", "(%s) %s-%s", "%s-%s-%s", "%s.%s.%s", "(%s)%s-%s", "1-%s-%s-%s", "1 (%s) %s-%s", "%s %s %s", "%s%s%s", "1%s%s%s"}), a, b, c)
	}
	if threeThreeFour.MatchString(national) { // with other separators it is an American number
		return national
	}
	switch g.r.IntN(8) {
	case 0, 1:
		return digits
	case 2:
		return strings.ReplaceAll(national, " ", "-")
	case 3:
		return strings.ReplaceAll(national, " ", ".")
	case 4:
		if at := strings.IndexByte(national, ' '); at > 0 && !strings.Contains(national, "(") {
			return national[:at] + "/" + strings.ReplaceAll(national[at+1:], " ", "")
		}
	}
	return national
}

var threeThreeFour = regexp.MustCompile(`^\d{3} \d{3} \d{4}$`)

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// breakNumber damages a number so that the library reads it in none of the countries that
// the sheet may be of; "" if that did not succeed.
func (g *dirtyMaker) breakNumber(text string, countries ...string) string {
	for range 5 {
		broken := text
		how := g.r.IntN(6)
		if g.region == "" {
			how = 3 + g.r.IntN(3) // which no country reads
		}
		switch how {
		case 0: // a digit is missing
			broken = text[:len(text)-1]
		case 1: // there is one too many
			broken = text + string(rune('0'+g.r.IntN(10)))
		case 2:
			if d := onlyDigits(text); len(d) >= 7 {
				broken = d[len(d)-7:len(d)-4] + "-" + d[len(d)-4:]
			}
		case 3:
			broken = "4.15555E+09"
		case 4:
			broken = pick(g.r, []string{"call the office", "see notes", "same as above", "1234", "12"})
		case 5:
			broken = onlyDigits(text) + ".0"
		}
		if strings.HasSuffix(broken, ".0") || strings.Contains(broken, "E+") || !validIn(broken, countries) {
			return broken
		}
	}
	return ""
}

// validIn reports whether the library reads a number in one of the countries.
func validIn(text string, countries []string) bool {
	for _, country := range append(countries, "ZZ") {
		if n, err := phonenumbers.Parse(text, country); err == nil && phonenumbers.IsValidNumber(n) {
			return true
		}
		if n, err := phonenumbers.Parse("+"+strings.TrimLeft(onlyDigits(text), "0"), ""); err == nil && phonenumbers.IsValidNumber(n) {
			return true
		}
	}
	return false
}
