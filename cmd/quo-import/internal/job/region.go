package job

import (
	"fmt"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/propose"
)

// regionGiven reports whether the mapping or an option sets the country of numbers
// without a country code; "none" sets it, too.
func (j *Job) regionGiven() bool {
	return j.Mapping.Region.Default != "" || j.Mapping.Region.Column.Text != ""
}

// IsDecision reports whether a problem of a row is part of an open decision rather
// than a problem by itself: a number without a country code, if no country is given.
func (j *Job) IsDecision(problem *mapping.FieldError) bool {
	return phone.Kind(problem.Kind) == phone.NoRegion && !j.regionGiven()
}

// regionMissing returns an *Undecided if there are numbers without a country code
// and no country is given. Nothing may be written before that is decided.
func (j *Job) regionMissing() error {
	n := &j.numbers.withoutRegion
	if n.count == 0 || j.regionGiven() {
		return nil
	}
	d := Decision{
		About: AboutRegion, Flag: "region",
		Question:  say.Plural(n.count, "phone number has", "phone numbers have") + " no country code, and no country is given",
		Otherwise: "name a column in the mapping (region: {column: Country}), or pass --region none to reject them row by row",
	}
	if d.Answer, d.Evidence = n.fits(); d.Answer == "" {
		d.Question += " (--region CC, such as US or GB)"
	}
	return &Undecided{Decisions: []Decision{d}}
}

// fixFrom is how many invalid numbers must fit another country before it is
// named: a few fit one by chance.
const fixFrom = 3

// Fix returns which region would make the numbers of rejected rows valid; "" if none
// clearly would.
func (j *Job) Fix() string {
	without, invalid := &j.numbers.withoutRegion, &j.numbers.invalid
	if without.count > 0 && j.regionGiven() {
		if region, evidence := without.fits(); region != "" {
			return fmt.Sprintf("of %s without a country code, %s: --region %s", say.Plural(without.count, "number", "numbers"), evidence, region)
		}
	}
	if invalid.count < fixFrom {
		return ""
	}
	region, valid := propose.Region(invalid.first)
	if valid < fixFrom || valid*5 < len(invalid.first)*4 || region == j.Mapping.Region.Default {
		return ""
	}
	return fmt.Sprintf("%s would be valid with --region %s", say.Plural(valid, "number", "numbers"), region)
}
