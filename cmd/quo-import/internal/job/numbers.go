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

// numbersKept is how many numbers are kept to find a country: they are tried in all of
// them.
const numbersKept = 100

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

// shownAs is how many numbers are shown as they would be written in a country, and
// asked how many countries are shown where none has evidence.
const (
	shownAs = 3
	asked   = 4
)

// countries returns the countries that the numbers may be of, those with evidence
// first.
func (n *numberSample) countries(s propose.Surroundings) []propose.Country {
	return propose.Countries(n.first, s)
}

// valid says how many of the numbers look like those of a country.
func (n *numberSample) valid(c propose.Country) string {
	some, of := say.Count(c.Valid), say.Count(len(n.first))
	if c.Valid == len(n.first) {
		some, of = "all", "them"
	}
	if len(n.first) == numbersKept { // there may be more
		of = "the first " + say.Count(numbersKept)
	}
	where := "in " + c.Region
	if c.Region == phone.International {
		where = "with a + before them"
	}
	return fmt.Sprintf("%s of %s are valid %s", some, of, where)
}
