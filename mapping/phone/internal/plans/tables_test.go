package plans

import (
	"bytes"
	"os"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"github.com/quo-import/quo-import/mapping/phone/internal/compiler"
)

// TestTheTablesAreThoseOfTheLinkedLibrary fails when the library moves on: run go generate ./mapping/phone.
func TestTheTablesAreThoseOfTheLinkedLibrary(t *testing.T) {
	automata, source, err := compiler.Generate()
	if err != nil {
		t.Fatal(err)
	}
	onDisk, err := os.ReadFile("tables_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(source, onDisk) || !bytes.Equal(automata, packedAutomata) {
		t.Error("the tables are not those of the linked library: run go generate ./mapping/phone")
	}
}

func TestTheFingerprintIsThatOfTheLinkedLibrary(t *testing.T) {
	linked, err := compiler.Fingerprint()
	if err != nil || Fingerprint != linked {
		t.Errorf("Fingerprint is %q; want %q, %v", Fingerprint, linked, err)
	}
}

func TestEveryRegionOfTheLibraryHasAPlan(t *testing.T) {
	for region := range phonenumbers.GetSupportedRegions() {
		p := planOf(region)
		if p == nil || p.code != phonenumbers.GetCountryCodeForRegion(region) {
			t.Errorf("%s: %+v", region, p)
		}
	}
	for code := range phonenumbers.GetSupportedCallingCodes() {
		if c := codeByNumber[code]; c == nil || plans[c.main].region != phonenumbers.GetRegionCodeForCountryCode(code) {
			t.Errorf("+%d: %+v", code, c)
		}
	}
}
