package job

import (
	"fmt"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/propose"
)

// numbers collects phone numbers that a region might fix: those without a country
// code and without a region, and those that are invalid in their region. The zero
// value is ready to use.
type numbers struct{ withoutRegion, invalid numberSample }

// add collects the numbers among the problems of a row.
func (n *numbers) add(problems []mapping.FieldError) {
	for _, p := range problems {
		switch phone.Kind(p.Kind) {
		case phone.NoRegion:
			n.withoutRegion.add(p.Value)
		case phone.Invalid, phone.TooLong: // short ones fit small countries
			n.invalid.add(p.Value)
		}
	}
}

// numbersKept is how many numbers are kept to find a country: far fewer are enough.
const numbersKept = 300

// numberSample counts numbers and keeps the first.
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

// fits returns a region in which numbers are valid, and how many of them; "" for
// none.
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
