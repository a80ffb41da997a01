package compiler

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"

	"github.com/nyaruka/phonenumbers"
)

// Fingerprint identifies the linked library's metadata: it changes with everything that may change a result.
func Fingerprint() (string, error) {
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, m := range collection.GetMetadata() {
		describe(h, m)
	}
	for _, code := range callingCodes(collection) {
		fmt.Fprintf(h, "%d %v\n", code, phonenumbers.GetRegionCodesForCountryCode(code))
	}
	return fmt.Sprintf("%.6x", h.Sum(nil)), nil
}

func describe(w io.Writer, m *phonenumbers.PhoneMetadata) {
	fmt.Fprintf(w, "%s %d %q %q %q %q %v\n", m.GetId(), m.GetCountryCode(), m.GetInternationalPrefix(),
		m.GetNationalPrefixForParsing(), m.GetNationalPrefixTransformRule(), m.GetLeadingDigits(),
		m.GetSameMobileAndFixedLinePattern())
	for _, d := range []*phonenumbers.PhoneNumberDesc{m.GetGeneralDesc(), m.GetFixedLine(), m.GetMobile(),
		m.GetTollFree(), m.GetPremiumRate(), m.GetSharedCost(), m.GetPersonalNumber(), m.GetVoip(), m.GetPager(),
		m.GetUan(), m.GetVoicemail()} {
		fmt.Fprintf(w, "\t%q %v %v\n", d.GetNationalNumberPattern(), d.GetPossibleLength(), d.GetPossibleLengthLocalOnly())
	}
}

// callingCodes returns every calling code of the collection, in order.
func callingCodes(collection *phonenumbers.PhoneMetadataCollection) []int {
	var codes []int
	for _, m := range collection.GetMetadata() {
		codes = append(codes, int(m.GetCountryCode()))
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
