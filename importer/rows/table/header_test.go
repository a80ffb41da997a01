package table_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
	"github.com/quo-import/quo-import/mapping/headers"
)

func TestHeader(t *testing.T) {
	for name, c := range map[string]struct {
		in       string
		opts     rows.Options
		header   []string
		line     int
		above    int // if it is not line
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
		"below a long preamble": {
			in: strings.Repeat("Filter: x\n", 25) + "Name,Phone,Company\nAnn,1,X\n", header: []string{"Name", "Phone", "Company"}, line: 26,
			warnings: []string{"the column names were found in line 26, below a title"}},
		"below a line that is nearly as wide": {
			in: "Contact list\nas of,2024-03-01\nFirst Name,Last Name,Phone\nAnn,Li,1\n", header: []string{"First Name", "Last Name", "Phone"}, line: 3,
			warnings: []string{"the column names were found in line 3, below a title"}},
		"below a title, though half of its words are not known": {
			in: "Contact list,,,,\nas of,2024-03-01,,,\nPhone,Frob Org,Zorb,First Name,Quux\n1,X,a,Ann,b\n", header: []string{"Phone", "Frob Org", "Zorb", "First Name", "Quux"}, line: 3,
			warnings: []string{"the column names were found in line 3, below a title"}},
		"below a line of words": {
			in: "All rows,of the,north\nFirst Name,Last Name,Phone\nAnn,Li,1\n", header: []string{"First Name", "Last Name", "Phone"}, line: 2,
			warnings: []string{"the column names were found in line 2, below a title"}},
		"the first line, though its words are not known": {
			in: "Vardas,Pavarde,Telefonas\nJonas,Kazlauskas,+370 612 34567\nRuta,Firstova,+370 612 34568\n", header: []string{"Vardas", "Pavarde", "Telefonas"}, line: 1},
		"the first line, though a row below has words of headers": {
			in: "Wer,Was,Wo\nAnn,Phone,Company\nBen,Mail,Company\n", header: []string{"Wer", "Was", "Wo"}, line: 1},
		"the first of two, where files were joined": {
			in: "Name,Phone\nAnn,+1 415 555 0134\nName,Phone\nBen,+1 415 555 0135\n", header: []string{"Name", "Phone"}, line: 1},
		"the first line, with days in it": {
			in: "Name,Phone,2024-03-01,2024-03-02\nAnn,+1 415 555 0134,x,\n", header: []string{"Name", "Phone", "2024-03-01", "2024-03-02"}, line: 1},
		"two lines, a group over its columns": {
			in: "Name,Phone,,Email,\n,Home Phone,Cell Phone,Home Mail,Work Mail\nAnn,1,2,a@x.example,\n", header: []string{"Name", "Phone Home Phone", "Phone Cell Phone", "Email Home Mail", "Email Work Mail"}, line: 2,
			warnings: []string{"the column names are in two lines and were joined: 1 and 2"}},
		"two lines, below a title": {
			in: "My list\nContact,,Telephone,\nFirst Name,Last Name,Home,Work\nAnn,Li,1,2\n", header: []string{"Contact First Name", "Contact Last Name", "Telephone Home", "Telephone Work"}, line: 3,
			warnings: []string{"the column names are in two lines and were joined: 2 and 3"}},
		"one line, though what is above has two words": {
			in: "Report:,Persons\nName,Phone,Email,Company\nAnn,1,a@x.example,X\n", header: []string{"Name", "Phone", "Email", "Company"}, line: 2,
			warnings: []string{"the column names were found in line 2, below a title"}},
		"one line, though a row below has few cells": {
			in: "Name,Phone,Company,\nAnn,,Acme,\nBen,+1 415 555 0134,,x\n", header: []string{"Name", "Phone", "Company", ""}, line: 1,
			warnings: []string{"1 column has no name in the header"}},
		"a line that says what the columns take is left out": {
			in: "Name,Company,Phone\n(required),(optional),e.g. +1 415 555 0134\nAnn,X,1\n", header: []string{"Name", "Company", "Phone"}, line: 1, above: 2,
			warnings: []string{"line 2 explains the columns and was left out"}},
		"and one of types": {
			in: "Name,Company,Signup\ntext,max. 50 characters,YYYY-MM-DD\nAnn,X,2024-03-01\n", header: []string{"Name", "Company", "Signup"}, line: 1, above: 2,
			warnings: []string{"line 2 explains the columns and was left out"}},
		"and the names in another language": {
			in: "Name,Company,Phone\nNom,Société,Téléphone\nAnn,X,+1 415 555 0134\n", header: []string{"Name", "Company", "Phone"}, line: 1, above: 2,
			warnings: []string{"line 2 explains the columns and was left out"}},
		"a person of whom little is known is a row": {
			in: "Name,Company,Phone\n(unknown),(none),415-555-0134\nAnn,X,415-555-0135\n", header: []string{"Name", "Company", "Phone"}, line: 1},
		"a person called like a language's word for a form is a row": {
			in: "Name,Company\nMax Text,Format Ltd\nAnn,X\n", header: []string{"Name", "Company"}, line: 1},
		"without a header, columns have numbers": {
			in: "Ann,+1 415 555 0134\nBen,2,b@x.example\n", opts: rows.Options{NoHeader: true}, header: []string{"column 1", "column 2", "column 3"}},
		"where --header-row points": {
			in: "a,b\nc,d\ne,f\n", opts: rows.Options{HeaderRow: 2}, header: []string{"c", "d"}, line: 2},
		"where --header-row points, far below": {
			in: lines30() + "Name,Phone\nAnn,1\n", opts: rows.Options{HeaderRow: 31}, header: []string{"Name", "Phone"}, line: 31},
		"names that occur twice are warned of": {
			in: "Phone,Name,Phone,Name,Phone\n1,2,3,4,5\n", header: []string{"Phone", "Name", "Phone", "Name", "Phone"}, line: 1,
			warnings: []string{`the header has "Phone" 3 times, in columns 1, 3 and 5`, `the header has "Name" 2 times, in columns 2 and 4`}},
	} {
		t.Run(name, func(t *testing.T) {
			c.opts.Score = headers.Score
			f := rowstest.Open(t, rowstest.File(t, "x.csv", c.in), c.opts)
			rowstest.Want(t, "header", f.Header, c.header)
			rowstest.Want(t, "warnings", f.Warnings, c.warnings)
			if f.HeaderLine != c.line {
				t.Errorf("in line %d", f.HeaderLine)
			}
			if above := max(c.line, c.above); f.Above != above {
				t.Errorf("rows begin below line %d, not %d", f.Above, above)
			}
			for row := range f.Rows(t.Context()) {
				if row.Pos.Line <= f.Above {
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

// TestNoHeader: a first row that is a contact is not taken for column names.
func TestNoHeader(t *testing.T) {
	for name, c := range map[string]struct{ in, message string }{
		"a number and an address":       {"Ann Li,415-555-0134,a@x.example\nBen Ruiz,415-555-0135,b@x.example\n", "FILE line 1: the file has no column names: its first line has an email address; add a header row, or pass --no-header to call the columns column 1, column 2 …; if this line is the header, pass --header-row 1"},
		"addresses only":                {"a@x.example\nb@x.example\n", "has an email address"},
		"numbers only":                  {"+1 415 555 0134\n+1 415 555 0135\n", "has a number such as a phone number"},
		"a date":                        {"Ann Li,2024-03-01\nBen Ruiz,2024-03-02\n", "has a date"},
		"a link":                        {"Ann Li,https://x.example/1\nBen Ruiz,https://x.example/2\n", "has a web address"},
		"a number as a spreadsheet has": {"Ann Li,=\"4155550134\"\nBen Ruiz,=\"4155550135\"\n", "has a number"},
		"a word of headers beside it":   {"Mobile,+1 415 555 0134\nHome,+1 415 555 0135\n", "has a number"},
		"a blank where numbers are":     {"Ann Li,,Oslo\nBen,415-555-0135,\nCid,415-555-0136,\nDi,415-555-0137,\n", "has nothing over the numbers"},
	} {
		t.Run(name, func(t *testing.T) {
			got := rowstest.OpenError(t, rowstest.File(t, "x.csv", c.in), rows.Options{}, rows.ErrSyntax)
			if !strings.Contains(got, c.message) {
				t.Error(got)
			}
			f := rowstest.Open(t, rowstest.File(t, "y.csv", c.in), rows.Options{NoHeader: true})
			if n := rowstest.Count(t, f); n != strings.Count(c.in, "\n") {
				t.Errorf("%d rows with NoHeader", n)
			}
			f = rowstest.Open(t, rowstest.File(t, "z.csv", c.in), rows.Options{HeaderRow: 1})
			if n := rowstest.Count(t, f); n != strings.Count(c.in, "\n")-1 {
				t.Errorf("%d rows with HeaderRow", n)
			}
		})
	}
	t.Run("and a line of it", func(t *testing.T) {
		rowstest.OpenError(t, rowstest.File(t, "x.csv", "Name\nAnn\n"), rows.Options{NoHeader: true, HeaderRow: 1}, rows.ErrOption)
	})
}

// TestScore: the caller's vocabulary tells a header from other rows.
func TestScore(t *testing.T) {
	score := func(cells []string) float64 {
		n := 0.0
		for _, c := range cells {
			if strings.HasPrefix(c, "x-") {
				n++
			}
		}
		return n
	}
	f := rowstest.Open(t, rowstest.File(t, "x.csv", "Name,Phone,Company\nx-a,x-b,x-c\n1,2,3\n"), rows.Options{Score: score})
	rowstest.Want(t, "header", f.Header, []string{"x-a", "x-b", "x-c"})
}

// TestNoRowIsLost: whatever is in the rows, the first line of a plain table is its
// header, and every other line a row.
func TestNoRowIsLost(t *testing.T) {
	cell := rapid.SampledFrom([]string{"Ann", "Ruiz", "Phone", "Home", "Company", "first", "required", "(optional)", "e.g.", "", "x", "5", "415-555-0134", "a@x.example", "2024-03-01", "Total", "text", "Mobile", "North GmbH"})
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 30).Draw(t, "rows")
		text := "First Name,Last Name,Mobile Phone,Email\n"
		for i, row := range body {
			text += "415-555-" + fmt.Sprint(1000+i) + "," + strings.Join(row, ",") + "\n"
		}
		f, err := formats.Open("-", rows.Options{Stdin: strings.NewReader(text)})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		n := 0
		for _, err := range f.Rows(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != len(body) {
			t.Fatalf("%d of %d rows of %q, warnings %q", n, len(body), text, f.Warnings)
		}
	})
}
