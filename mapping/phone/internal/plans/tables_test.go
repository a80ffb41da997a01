package plans

import (
	"bytes"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"github.com/quo-import/quo-import/mapping/phone/internal/compiler"
)

// TestTheTablesAreThoseOfTheLinkedLibrary fails when the library moves on: run go generate ./mapping/phone.
func TestTheTablesAreThoseOfTheLinkedLibrary(t *testing.T) {
	tables, err := compiler.Generate()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(tables, packed) {
		t.Error("the tables are not those of the linked library: run go generate ./mapping/phone")
	}
}

func TestTheFingerprintIsThatOfTheLinkedLibrary(t *testing.T) {
	linked, err := compiler.Fingerprint()
	if err != nil || Fingerprint() != linked {
		t.Errorf("Fingerprint is %q; want %q, %v", Fingerprint(), linked, err)
	}
}

func TestEveryRegionOfTheLibraryHasAPlan(t *testing.T) {
	for region := range phonenumbers.GetSupportedRegions() {
		p := load().planOf(region)
		if p == nil || p.code != phonenumbers.GetCountryCodeForRegion(region) {
			t.Errorf("%s: %+v", region, p)
		}
	}
	for code := range phonenumbers.GetSupportedCallingCodes() {
		if c := load().byNumber[code]; c == nil || load().plans[c.main].region != phonenumbers.GetRegionCodeForCountryCode(code) {
			t.Errorf("+%d: %+v", code, c)
		}
	}
}
