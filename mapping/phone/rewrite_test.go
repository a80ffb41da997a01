package phone

import "testing"

func TestWhatPeopleWriteOtherwise(t *testing.T) {
	for _, tc := range []struct {
		name, raw, region string
		want              Number
	}{
		{"00 where 011 is dialled", "0044 20 7946 0958", "US", Number{E164: "+442079460958"}},
		{"00 and the country's own code", "001 415 201 4411", "US", Number{E164: "+14152014411"}},
		{"00 and an extension in brackets", "001 415-201-4411 (ext 12)", "US", Number{"+14152014411", "12"}},
		{"00 where it is dialled", "0044 20 7946 0958", "DE", Number{E164: "+442079460958"}},
		{"an extension in brackets", "415-201-4411 (Ext: 12)", "US", Number{"+14152014411", "12"}},
		{"in small letters", "415-201-4411 (ext 12)", "US", Number{"+14152014411", "12"}},
		{"of one letter", "(415) 201-4411 (x12)", "US", Number{"+14152014411", "12"}},
		{"in full", "415-201-4411 extension 12", "US", Number{"+14152014411", "12"}},
		{"with a number sign", "415-201-4411 Ext # 12", "US", Number{"+14152014411", "12"}},
		{"in German", "030 901820 Durchwahl 12", "DE", Number{"+4930901820", "12"}},
		{"Mexico's old 1", "+52 1 55 1234 5678", "US", Number{E164: "+525512345678"}},
		{"the same at home", "044 55 1234 5678", "MX", Number{E164: "+525512345678"}},
		{"Benin's old numbers", "+229 97 12 34 56", "", Number{E164: "+2290197123456"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := Parse(tc.raw, tc.region)
			if err != nil || got != tc.want {
				t.Errorf("%q in %q is %v, %v, want %v", tc.raw, tc.region, got, err, tc.want)
			}
			if !Valid(tc.raw, tc.region) {
				t.Errorf("%q in %q is not Valid", tc.raw, tc.region)
			}
		})
	}
	for _, tc := range []struct{ name, raw, region string }{
		{"000 is no prefix", "00044 20 7946 0958", "US"},
		{"a word beside", "415-201-4411 home 12", "US"},
		{"00 where 004 is dialled, too", "0049 1512 3753844", "SG"},
		{"with an extension", "004915123753844 ext. 12", "SG"},
		{"with one in brackets", "001 201-558-7343 (ext 12)", "SG"},
		{"a number abroad behind another one", "0412 988 125; 0061 2 1234 6338", "AU"},
		{"a number that is read as an extension", "0412 988 125; 9981234633812", "AU"},
		{"a digit too many", "+52 1 55 1234 56789", "US"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, err := Parse(tc.raw, tc.region); err == nil {
				t.Errorf("%q in %q is %v", tc.raw, tc.region, got)
			}
			if Valid(tc.raw, tc.region) {
				t.Errorf("%q in %q is Valid", tc.raw, tc.region)
			}
		})
	}
}
