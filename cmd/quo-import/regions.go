package main

import (
	"fmt"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/propose"
)

// numbersKept is how many numbers are kept to find out where they are valid: a
// country shows in far fewer.
const numbersKept = 300

// numberSample is some phone numbers that are refused, and how many there are.
type numberSample struct {
	count int
	first []string
}

func (n *numberSample) add(number string) {
	n.count++
	if len(n.first) < numbersKept {
		n.first = append(n.first, number)
	}
}

// fits says in words where the numbers are valid; region is "" for nowhere.
func (n *numberSample) fits() (region, words string) {
	region, valid := propose.Region(n.first)
	switch {
	case valid < 2: // one number fits somewhere by chance
		return "", ""
	case n.count > len(n.first):
		return region, fmt.Sprintf("%s of the first %s are valid in %s", say.Count(valid), say.Count(len(n.first)), region)
	case valid == n.count:
		return region, "all of them are valid in " + region
	}
	return region, fmt.Sprintf("%s of them are valid in %s", say.Count(valid), region)
}

// foreignNumbers are numbers that a region might mend: those without a country
// code that no region is given for, and those that are wrong in the one that is.
type foreignNumbers struct{ regionless, wrong numberSample }

// add takes the error of a number, and says whether the number lacks a region.
func (n *foreignNumbers) add(f *mapping.FieldError) (regionless bool) {
	switch phone.Kind(f.Kind) {
	case phone.NoRegion:
		n.regionless.add(f.Value)
		return true
	case phone.Invalid, phone.TooLong: // short ones fit small countries
		n.wrong.add(f.Value)
	}
	return false
}

// regionGiven says whether anything tells the country of numbers without a
// country code; --region none does.
func (ses *session) regionGiven() bool {
	return ses.mapped.Region.Default != "" || ses.mapped.Region.Column.Text != ""
}

// regionMissing is the one question about all numbers without a country code:
// nothing is written before it is answered.
func (out *output) regionMissing() error {
	n := &out.numbers.regionless
	if n.count == 0 || out.ses.regionGiven() {
		return nil
	}
	flag := "CC (as US or GB)"
	region, words := n.fits()
	if region != "" {
		flag, words = region, ": "+words
	}
	have := "phone numbers have"
	if n.count == 1 {
		have = "phone number has"
	}
	return usage("%s %s no country code, and no country is given%s: say --region %s if that is right, name a column in the mapping (region: {column: Country}), or say --region none to reject them row by row",
		say.Count(n.count), have, words, flag)
}

// wrongFrom is how many wrong numbers must fit another country before it is
// named: a few fit one by chance.
const wrongFrom = 3

// fix says which region would mend numbers; "" where it is not evident.
func (n *foreignNumbers) fix(ses *session) string {
	if n.regionless.count > 0 && ses.regionGiven() {
		if region, words := n.regionless.fits(); region != "" {
			return fmt.Sprintf("of %s without a country code, %s: --region %s", say.Plural(n.regionless.count, "number", "numbers"), words, region)
		}
	}
	if n.wrong.count < wrongFrom {
		return ""
	}
	region, valid := propose.Region(n.wrong.first)
	if valid < wrongFrom || valid*5 < len(n.wrong.first)*4 || region == ses.mapped.Region.Default {
		return ""
	}
	return fmt.Sprintf("%s would be valid with --region %s", say.Plural(valid, "number", "numbers"), region)
}
