package compiler

import (
	"fmt"

	"github.com/nyaruka/phonenumbers"
)

// Plan is how numbers are dialled in one region, or under one calling code that is no region's.
type Plan struct {
	Region      string // "001" for a calling code that is no region's
	CallingCode int
	// IDD matches the international prefix, National the national one.
	IDD, National State
	// Transforms reports that digits change if the last group of National takes part.
	Transforms bool
	// General matches every number of the plan, and some that are none.
	General State
	// Lengths and LocalLengths have bit n set if numbers of n digits are possible, everywhere or locally.
	Lengths, LocalLengths uint32
}

// CallingCode is a country calling code.
type CallingCode struct {
	Code int
	// Main is the index of the plan that numbers with this code are read by.
	Main int
	// Valid matches the national numbers for which the library's IsValidNumber holds.
	Valid State
}

// World is the library's metadata, compiled.
type World struct {
	Set   *Set
	Plans []Plan
	Codes []CallingCode
}

// Compile compiles the metadata of the linked library.
func Compile() (*World, error) {
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		return nil, err
	}
	w := &World{Set: NewSet()}
	byName := make(map[string]*phonenumbers.PhoneMetadata)
	index := make(map[string]int)
	for _, m := range collection.GetMetadata() {
		plan, err := w.plan(m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", nameOf(m), err)
		}
		byName[nameOf(m)] = m
		index[nameOf(m)] = len(w.Plans)
		w.Plans = append(w.Plans, plan)
	}
	for _, code := range callingCodes(collection) {
		var plans []*phonenumbers.PhoneMetadata
		for _, region := range phonenumbers.GetRegionCodesForCountryCode(code) {
			m, ok := byName[planName(region, code)]
			if !ok {
				return nil, fmt.Errorf("calling code %d has no metadata for region %s", code, region)
			}
			plans = append(plans, m)
		}
		valid, err := w.valid(plans)
		if err != nil {
			return nil, fmt.Errorf("calling code %d: %w", code, err)
		}
		w.Codes = append(w.Codes, CallingCode{Code: code, Main: index[nameOf(plans[0])], Valid: valid})
	}
	return w, nil
}

func (w *World) plan(m *phonenumbers.PhoneMetadata) (Plan, error) {
	p := Plan{
		Region:       m.GetId(),
		CallingCode:  int(m.GetCountryCode()),
		Transforms:   m.GetNationalPrefixTransformRule() != "",
		Lengths:      bits(m.GetGeneralDesc().GetPossibleLength()),
		LocalLengths: bits(m.GetGeneralDesc().GetPossibleLengthLocalOnly()),
	}
	var err error
	if p.General, err = w.Set.Whole(m.GetGeneralDesc().GetNationalNumberPattern()); err != nil {
		return p, err
	}
	if p.IDD, err = w.Set.Prefix(m.GetInternationalPrefix()); err != nil {
		return p, err
	}
	if m.GetNationalPrefixForParsing() != "" {
		p.National, err = w.Set.Prefix(m.GetNationalPrefixForParsing())
	}
	return p, err
}

// valid compiles IsValidNumber for a calling code: GetRegionCodeForNumber, which looks for the region that the
// number belongs to, and then the number types of that region. Where several regions share the code, the first
// decides whose leading digits match, or, if it has none, whose number types do.
func (w *World) valid(regions []*phonenumbers.PhoneMetadata) (State, error) {
	if len(regions) == 1 {
		return w.ofSomeType(regions[0])
	}
	var parts []State // for each region its leading digits, or Dead, and its numbers
	for _, m := range regions {
		leading := Dead
		var err error
		if m.GetLeadingDigits() != "" {
			if leading, err = w.Set.Prefix(m.GetLeadingDigits()); err != nil {
				return Dead, err
			}
		}
		numbers, err := w.ofSomeType(m)
		if err != nil {
			return Dead, err
		}
		parts = append(parts, leading, numbers)
	}
	return w.Set.Combine(parts, func(whole, begun []bool) bool {
		for i, m := range regions {
			numbers := whole[2*i+1]
			if m.GetLeadingDigits() == "" && numbers {
				return true
			}
			if m.GetLeadingDigits() != "" && begun[2*i] {
				return numbers
			}
		}
		return false
	}), nil
}

// ofSomeType compiles "getNumberTypeHelper is not UNKNOWN": the number fits the general description of its
// region and one of the number types.
func (w *World) ofSomeType(m *phonenumbers.PhoneMetadata) (State, error) {
	descriptions := []*phonenumbers.PhoneNumberDesc{m.GetGeneralDesc(), m.GetFixedLine(), m.GetTollFree(),
		m.GetPremiumRate(), m.GetSharedCost(), m.GetVoip(), m.GetPersonalNumber(), m.GetPager(), m.GetUan(), m.GetVoicemail()}
	if !m.GetSameMobileAndFixedLinePattern() {
		descriptions = append(descriptions, m.GetMobile())
	}
	var parts []State
	for _, d := range descriptions {
		a, err := w.Set.Whole(d.GetNationalNumberPattern())
		if err != nil {
			return Dead, err
		}
		parts = append(parts, w.Set.OfLengths(a, d.GetPossibleLength()))
	}
	return w.Set.Combine(parts, func(whole, _ []bool) bool {
		for _, ofType := range whole[1:] {
			if ofType {
				return whole[0]
			}
		}
		return false
	}), nil
}

func bits(lengths []int32) uint32 {
	var set uint32
	for _, n := range lengths {
		if n > 0 {
			set |= 1 << n
		}
	}
	return set
}

func nameOf(m *phonenumbers.PhoneMetadata) string {
	return planName(m.GetId(), int(m.GetCountryCode()))
}

func planName(region string, code int) string {
	if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
		return fmt.Sprint(region, "/", code)
	}
	return region
}
