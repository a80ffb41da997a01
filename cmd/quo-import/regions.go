package main

import (
	"fmt"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
)

// numbersKept is how many numbers are kept to find out where they are valid: a
// country shows in far fewer.
const numbersKept = 300

// regionless gathers phone numbers that are refused for want of a country
// code.
type regionless struct {
	count   int
	numbers []string // the first
}

func (r *regionless) add(errs []mapping.FieldError) {
	for i := range errs {
		if errs[i].Kind == string(phone.NoRegion) {
			r.one(errs[i].Value)
		}
	}
}

func (r *regionless) one(number string) {
	r.count++
	if len(r.numbers) < numbersKept {
		r.numbers = append(r.numbers, number)
	}
}

// suggest gives the region where most are valid, and how many of those kept.
func (r *regionless) suggest() (region string, valid int) {
	return mapping.SuggestRegion(r.numbers)
}

// fits says which region the numbers fit, in words; "" for none.
func (r *regionless) fits() (region, words string) {
	region, valid := r.suggest()
	switch {
	case valid == 0:
		return "", ""
	case r.count > len(r.numbers):
		return region, fmt.Sprintf("%s of the first %s are valid in %s", count(valid), count(len(r.numbers)), region)
	case valid == r.count && valid == 1:
		return region, "it is valid in " + region
	case valid == r.count:
		return region, "all of them are valid in " + region
	}
	return region, fmt.Sprintf("%s of them are valid in %s", count(valid), region)
}
