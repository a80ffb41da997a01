package job

import (
	"fmt"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/propose"
)

// Numbers collects phone numbers that a region might fix: those without a
// country code that no region is given for, and those that are invalid in the
// region that is given. The zero Numbers is ready.
type Numbers struct{ withoutRegion, invalid numberSample }

// Add adds the problem of a number. It reports whether a region is missing.
func (n *Numbers) Add(f *mapping.FieldError) (regionMissing bool) {
	switch phone.Kind(f.Kind) {
	case phone.NoRegion:
		n.withoutRegion.add(f.Value)
		return true
	case phone.Invalid, phone.TooLong: // short ones fit small countries
		n.invalid.add(f.Value)
	}
	return false
}

// RegionGiven reports whether the mapping or an option says the country of
// numbers without a country code; none is one, too.
func (j *Job) RegionGiven() bool {
	return j.Mapping.Region.Default != "" || j.Mapping.Region.Column.Text != ""
}

// RegionMissing returns the decision about all numbers without a country code,
// nil where there is none to make. Nothing may be written before it is made.
func (j *Job) RegionMissing(n *Numbers) error {
	if n.withoutRegion.count == 0 || j.RegionGiven() {
		return nil
	}
	d := Decision{
		About: AboutRegion, Flag: "region",
		Question: say.Plural(n.withoutRegion.count, "phone number has", "phone numbers have") + " no country code, and no country is given",
	}
	if d.Answer, d.Evidence = n.withoutRegion.fits(); d.Answer == "" {
		d.Question += " (--region CC, as US or GB)"
	}
	d.Otherwise = "name a column in the mapping (region: {column: Country}), or pass --region none to reject them row by row"
	return &Undecided{Decisions: []Decision{d}}
}

// fixFrom is how many invalid numbers must fit another country before it is
// named: a few fit one by chance.
const fixFrom = 3

// Fix says which region would fix numbers; "" where it is not evident.
func (j *Job) Fix(n *Numbers) string {
	if n.withoutRegion.count > 0 && j.RegionGiven() {
		if region, evidence := n.withoutRegion.fits(); region != "" {
			return fmt.Sprintf("of %s without a country code, %s: --region %s", say.Plural(n.withoutRegion.count, "number", "numbers"), evidence, region)
		}
	}
	if n.invalid.count < fixFrom {
		return ""
	}
	region, valid := propose.Region(n.invalid.first)
	if valid < fixFrom || valid*5 < len(n.invalid.first)*4 || region == j.Mapping.Region.Default {
		return ""
	}
	return fmt.Sprintf("%s would be valid with --region %s", say.Plural(valid, "number", "numbers"), region)
}

// numbersKept is how many numbers are kept to find a country: it shows in far
// fewer.
const numbersKept = 300

// numberSample is how many numbers there are, and the first of them.
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

// fits returns the region in which the numbers are valid, with how many of them
// are; "" for none.
func (n *numberSample) fits() (region, evidence string) {
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
