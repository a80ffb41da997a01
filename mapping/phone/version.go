package phone

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/nyaruka/phonenumbers"
)

// rules counts the changes of this package's own rules that change an answer.
const rules = 1

// MetadataVersion names what the answers of this package depend on: its rules and the numbering plans of the
// linked library. It goes into the hashes of rows, so that a release with newer plans reads every number again.
func MetadataVersion() string { return metadataVersion() }

var metadataVersion = sync.OnceValue(func() string {
	h := sha256.New()
	describePlans(h)
	return fmt.Sprintf("phone rules %d, plans %.6x", rules, h.Sum(nil))
})

// describePlans writes everything of the library's metadata that bears on an answer.
func describePlans(w io.Writer) {
	plans, err := phonenumbers.MetadataCollection()
	if err != nil {
		panic(fmt.Sprintf("phone: the linked library's metadata does not load: %v", err))
	}
	codes := make(map[int32]bool)
	for _, m := range plans.GetMetadata() {
		codes[m.GetCountryCode()] = true
		fmt.Fprintf(w, "%s %d %q %q %q %q\n", m.GetId(), m.GetCountryCode(), m.GetInternationalPrefix(),
			m.GetNationalPrefixForParsing(), m.GetNationalPrefixTransformRule(), m.GetLeadingDigits())
		for _, d := range []*phonenumbers.PhoneNumberDesc{m.GetGeneralDesc(), m.GetFixedLine(), m.GetMobile(),
			m.GetTollFree(), m.GetPremiumRate(), m.GetSharedCost(), m.GetPersonalNumber(), m.GetVoip(), m.GetPager(),
			m.GetUan(), m.GetVoicemail()} {
			fmt.Fprintf(w, "\t%q %v %v\n", d.GetNationalNumberPattern(), d.GetPossibleLength(), d.GetPossibleLengthLocalOnly())
		}
	}
	sorted := make([]int32, 0, len(codes))
	for code := range codes {
		sorted = append(sorted, code)
	}
	slices.Sort(sorted)
	for _, code := range sorted {
		fmt.Fprintf(w, "%d %v\n", code, phonenumbers.GetRegionCodesForCountryCode(int(code)))
	}
}
