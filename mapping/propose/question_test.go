package propose_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

// TestQuestions: what is asked before anything is imported, and what is not.
func TestQuestions(t *testing.T) {
	for _, test := range []struct {
		name, file string
		want       []string // the columns that are asked about
	}{
		{"a sheet with a name", "Name,Phone\nMaya Okafor,415-555-0134\n", nil},
		{"the only column of text is the name", "Fjorp,Phone\nMaya Okafor,415-555-0134\n", nil},
		{"so is one called like a person, in small letters", "client,phone\nmaya okafor,415-555-0134\n", nil},
		{"of two columns of text nobody knows", "Fjorp,Gnarl,Phone\nMaya,Okafor,415-555-0134\n", []string{"Fjorp + Gnarl"}},
		{"a sheet of numbers has no name to ask for", "MSISDN\n14155550134\n", nil},
		{"nor has one of companies", "Company,Trade,Phone\nOkafor Plumbing,pipes,415-555-0134\n", nil},
		{"numbers under a word that nobody knows, beside others", "Name,Phone,Zebra\nMaya Okafor,415-555-0134,415-555-0136\n", []string{"Zebra"}},
		{"the same numbers once more are no question", "Name,Phone,Zebra\nMaya Okafor,415-555-0134,(415) 555-0134\n", nil},
		{"addresses of few are those of colleagues", "Name,Email,Zebra\nA B,a@x.example,c@y.example\nB C,b@x.example,c@y.example\nC D,c@x.example,c@y.example\nD E,d@x.example,c@y.example\n", nil},
		{"a label is known", "Name,Phone,Home\nMaya Okafor,415-555-0134,415-555-0136\n", nil},
		{"somebody else's are no question", "Name,Phone,Assistant's Phone,Fax\nMaya Okafor,415-555-0134,415-555-0136,415-555-0137\n", nil},
		{"a note that holds a number only", "Name,Phone,Notes\nMaya Okafor,415-555-0134,415-555-0136\n", []string{"Notes"}},
		{"a name that holds addresses", "Name,Company,Phone\na@x.example,Acme,415-555-0134\nb@x.example,Acme,415-555-0135\nc@x.example,Acme,415-555-0136\n", []string{"Name"}},
		{"a column that feeds a custom field", "Name,Phone,Plan\nMaya Okafor,415-555-0134,415-555-0136\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			cols, rows := sheet(t, test.file)
			var got []string
			for _, q := range propose.Mapping(cols, rows, propose.Options{Catalogue: catalogue, Region: "US"}).Questions {
				got = append(got, strings.Join(q.Columns, " + "))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestAKnownExportLosesNothing: what its preset has no column for is mapped by header.
func TestAKnownExportLosesNothing(t *testing.T) {
	cols, rows := sheet(t, "Record ID,First Name,Last Name,Email,Phone Number,Title,Company,Country,Lead Status,Fax\n1,Maya,Okafor,m@x.example,415-555-0134,Owner,Acme,US,New,415-555-0136\n")
	m := propose.Mapping(cols, rows, propose.Options{}).Mapping
	if m.Preset != "HubSpot" {
		t.Fatalf("the preset is %q", m.Preset)
	}
	fed := map[string]string{"region": m.Region.Column.Text}
	for _, f := range m.Contact {
		for _, c := range f.Columns {
			fed[f.Target] = c.Text
		}
	}
	for target, column := range map[string]string{"role": "Title", "company": "Company", "region": "Country"} {
		if fed[target] != column {
			t.Errorf("%s is fed by %q, not %q", target, fed[target], column)
		}
	}
}

// TestTheLabelIsBesideTheNumber: a column of types labels the one of numbers.
func TestTheLabelIsBesideTheNumber(t *testing.T) {
	cols, rows := sheet(t, "Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value\nMaya Okafor,Mobile,415-555-0134,Work Fax,415-555-0136\n")
	m := propose.Mapping(cols, rows, propose.Options{Region: "US"}).Mapping.With(mapping.Overrides{Region: "US"})
	w := compile(t, m, cols, mapping.CompileOptions{}).Worker()
	w.Load(rows[0])
	got := w.Map()
	want := "key: +14155550134 maya okafor\n" +
		"warning phone-fax: Phone 2 - Value: \"415-555-0136\" is no telephone, by its label \"Work Fax\": it is left out\n" +
		"firstName: Maya\nlastName: Okafor\nphoneNumbers[Phone 1 - Value]: Mobile=+14155550134\nphoneNumbers[Phone 2 - Value]: keep\n"
	if diff := cmp.Diff(want, show(got)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestApostrophes: those that all cells of a column have are a spreadsheet's.
func TestApostrophes(t *testing.T) {
	for name, test := range map[string]struct{ file, first, last string }{
		"in all columns":      {"First Name,Last Name,Phone\n'Maya,'Okafor,'+14155550134\n", "Maya", "Okafor"},
		"in one name":         {"First Name,Last Name,Phone\nPieter,'t Hooft,+14155550134\n", "Pieter", "'t Hooft"},
		"in some of a column": {"First Name,Last Name,Phone\nPieter,'t Hooft,+14155550134\nMaya,Okafor,+14155550135\n", "Pieter", "'t Hooft"},
	} {
		t.Run(name, func(t *testing.T) {
			cols, rows := sheet(t, test.file)
			m := propose.Mapping(cols, rows, propose.Options{}).Mapping
			w := compile(t, m, cols, mapping.CompileOptions{}).Worker()
			w.Load(rows[0])
			d := &w.Map().Desired
			if first, last := d.Text("firstName"), d.Text("lastName"); first != test.first || last != test.last {
				t.Errorf("%q %q, want %q %q", first, last, test.first, test.last)
			}
		})
	}
}

// TestACallingCodeStandsBeforeItsNumber: 44 and 2079460958 is no American number.
func TestACallingCodeStandsBeforeItsNumber(t *testing.T) {
	cols, rows := sheet(t, "Name,Country Code,Phone\nA B,1,4152014411\nB C,44,2079460958\nC D,+44,020 7946 0959\nD E,,4152014412\nE F,44,+14152014413\nF G,n/a,4152014414\n")
	m := propose.Mapping(cols, rows, propose.Options{Region: "US"}).Mapping.With(mapping.Overrides{Region: "US"})
	w := compile(t, m, cols, mapping.CompileOptions{}).Worker()
	for i, want := range []string{"+14152014411", "+442079460958", "+442079460959", "+14152014412", "+14152014413", "+14152014414"} {
		w.Load(rows[i])
		mapped := w.Map()
		if len(mapped.Errors) > 0 || len(mapped.Desired.Slots[0].Items) != 1 || mapped.Desired.Slots[0].Items[0].Value != want {
			t.Errorf("row %d %q: %v %v, want %s", i, rows[i].Cells, mapped.Errors, mapped.Desired.Slots, want)
		}
	}
}
