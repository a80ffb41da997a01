package table_test

import (
	"testing"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
)

func TestHeader(t *testing.T) {
	for name, c := range map[string]struct {
		in       string
		opts     rows.Options
		header   []string
		line     int
		warnings []string
	}{
		"the first line, as a rule": {
			in: "Name,Phone,Company\nAnn,1,X\n", header: []string{"Name", "Phone", "Company"}, line: 1},
		"below a title": {
			in: "Contacts 2024,,\n,,\nName,Phone,Company\nAnn,1,X\n", header: []string{"Name", "Phone", "Company"}, line: 3,
			warnings: []string{"the column names were found in line 3, below a title"}},
		"below a title that is not delimited": {
			in: "Customers of the north\n\nName;Phone;Company\nAnn;1;X\nBen;2;\n", header: []string{"Name", "Phone", "Company"}, line: 3,
			warnings: []string{"the column names were found in line 3, below a title"}},
		"below lines of a report": {
			in: "Report:,Contacts\nAt:,2024-03-01\nName,Phone,Email,Company,City,Country\nAnn,1,a@x,X,,\n", header: []string{"Name", "Phone", "Email", "Company", "City", "Country"}, line: 3,
			warnings: []string{"the column names were found in line 3, below a title"}},
		"below a title over two columns, if the names are a contact's": {
			in: "My list\nName,Phone\nAnn,1\nBen,2\n", header: []string{"Name", "Phone"}, line: 2,
			warnings: []string{"the column names were found in line 2, below a title"}},
		"the first line, though only one column has a name": {
			in: "People,\nAnn,1\nBen,2\n", header: []string{"People", ""}, line: 1, warnings: []string{"1 column has no name in the header"}},
		"the first line, when what is below are values": {
			in: "Name,,\nAnn,+1 415 555 0134,a@x.example\nBen,2,b@x.example\n", header: []string{"Name", "", ""}, line: 1, warnings: []string{"2 columns have no name in the header"}},
		"the first line, when what is below are people": {
			in: "Friends,,\nAnn,Acme,Berlin\nBen,Globex,Paris\n", header: []string{"Friends", "", ""}, line: 1, warnings: []string{"2 columns have no name in the header"}},
		"a header may have names that are digits": {
			in: "1,2,3\na,b,c\n", header: []string{"1", "2", "3"}, line: 1},
		"where --header-row points": {
			in: "a,b\nc,d\ne,f\n", opts: rows.Options{HeaderRow: 2}, header: []string{"c", "d"}, line: 2},
		"where --header-row points, far below": {
			in: lines30() + "Name,Phone\nAnn,1\n", opts: rows.Options{HeaderRow: 31}, header: []string{"Name", "Phone"}, line: 31},
		"names that occur twice are warned of": {
			in: "Phone,Name,Phone,Name,Phone\n1,2,3,4,5\n", header: []string{"Phone", "Name", "Phone", "Name", "Phone"}, line: 1,
			warnings: []string{`the header has "Phone" 3 times, in columns 1, 3 and 5`, `the header has "Name" 2 times, in columns 2 and 4`}},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.csv", c.in), c.opts)
			rowstest.Want(t, "header", f.Header, c.header)
			rowstest.Want(t, "warnings", f.Warnings, c.warnings)
			if f.HeaderLine != c.line {
				t.Errorf("in line %d", f.HeaderLine)
			}
			for row := range f.Rows(t.Context()) {
				if row.Pos.Line <= c.line {
					t.Errorf("line %d is a row", row.Pos.Line)
				}
			}
		})
	}
}

func lines30() (s string) {
	for range 30 {
		s += "x,y\n"
	}
	return s
}
