package propose_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/quo"
)

// TestMapping: the note of each column.
func TestMapping(t *testing.T) {
	for _, test := range []struct {
		name, file string
		fields     []quo.CustomField
		want       []string
	}{
		{
			name: "plain headers, an id, a custom field, and what is none of it",
			file: "Customer ID,Name,Mobile,Lead Score,Fax,Zebra\n1,Maya Okafor,,,,\n", fields: catalogue,
			want: []string{"Customer ID matched key", "Name matched fullName", "Mobile matched phoneNumbers", "Lead Score matched custom.Lead Score", "Fax left", "Zebra left"},
		},
		{
			name: "a column that is called like a custom field but feeds a default one stays there",
			file: "First Name,Company\nM,Acme\n", fields: []quo.CustomField{{Name: "Company", Key: "c", Type: quo.String}},
			want: []string{"First Name matched firstName", "Company matched company"},
		},
		{
			name: "two columns called like one custom field are not chosen between",
			file: "First Name,Plan,plan\nM,a,b\n", fields: catalogue,
			want: []string{"First Name matched firstName", "Plan left custom.Plan", "plan left custom.Plan"},
		},
		{
			name: "two custom fields of one name: the key is the name",
			file: "First Name,Plan\nM,a\n", fields: []quo.CustomField{{Name: "Plan", Key: "p1", Type: quo.String}, {Name: "Plan", Key: "p2", Type: quo.String}},
			want: []string{"First Name matched firstName", "Plan matched custom.p1"},
		},
		{
			name: "a known export, whatever the order and whatever else is there",
			file: "Extra,Home Phone,Last Name,Email,First Name,Lead Status,Record ID\n,,,,,,\n",
			want: []string{" preset", "Extra left", "Home Phone matched phoneNumbers", "Last Name preset lastName", "Email preset emails", "First Name preset firstName", "Lead Status left", "Record ID preset key"},
		},
		{
			name: "the columns of a report are not taken for the file's",
			file: "First Name,quo_import_line,quo_import_error\nM,2,x\n",
			want: []string{"First Name matched firstName", "quo_import_line left", "quo_import_error left"},
		},
		{
			name: "nothing that is known",
			file: "a,b\n1,2\n",
			want: []string{"a left", "b left"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			cols, rows := sheet(t, test.file)
			notes := propose.Mapping(cols, rows, propose.Options{Catalogue: test.fields}).Notes
			var got []string
			for _, n := range notes {
				if n.Kind == mapping.NoteLeft && n.Text == "" {
					t.Errorf("%s is left out without a reason", n.Column)
				}
				got = append(got, strings.TrimRight(fmt.Sprintf("%s %s %s", n.Column, n.Kind, n.Field), " "))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestManyColumns: a hundred thousand columns are odd, but no attack.
func TestManyColumns(t *testing.T) {
	cols := mapping.Columns{}
	for i := range 100_000 {
		cols.Names = append(cols.Names, fmt.Sprint("Column ", i%1000))
	}
	m := propose.Mapping(cols, nil, propose.Options{Catalogue: catalogue}).Mapping
	if _, err := m.Compile(cols, mapping.CompileOptions{Catalogue: catalogue}); err != nil {
		t.Fatal(err)
	}
}
