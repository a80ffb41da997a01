// Package mappingtest has what the tests of the mapping packages share: a small file and
// a mapping as texts, and what became of a row as one. Start with Load, Sheet, Compile and
// Show. It is for tests only.
package mappingtest

import (
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// Update is the flag of the tests that writes golden files anew.
var Update = flag.Bool("update", false, "write the golden files anew")

// Golden compares with a file under testdata.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *Update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: -want +got\n%s", path, diff)
	}
}

// IsPos reports whether a path of a comparison leads to a place in a mapping file.
func IsPos(p cmp.Path) bool { return p.Last().Type().Name() == "Pos" }

// Catalogue is the workspace of most tests.
var Catalogue = []quo.CustomField{
	{Name: "Lead Score", Key: "66d0d87e8dc1211467372a01", Type: quo.Number},
	{Name: "Tags", Key: "66d0d87e8dc1211467372a02", Type: quo.MultiSelect},
	{Name: "Signup Date", Key: "66d0d87e8dc1211467372a03", Type: quo.Date},
	{Name: "VIP", Key: "66d0d87e8dc1211467372a04", Type: quo.Boolean},
	{Name: "Plan", Key: "66d0d87e8dc1211467372a05", Type: quo.String},
	{Name: "Site", Key: "66d0d87e8dc1211467372a06", Type: quo.URL},
	{Name: "Office", Key: "66d0d87e8dc1211467372a07", Type: quo.Address},
}

// Load reads a mapping file.
func Load(t testing.TB, text string) *mapping.Mapping {
	t.Helper()
	m, err := mapping.Load("mapping.yaml", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Sheet reads CSV text into columns and rows.
func Sheet(t testing.TB, text string) (mapping.Columns, []mapping.Row) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]mapping.Row, 0, len(records))
	for _, cells := range records[1:] {
		rows = append(rows, mapping.Row{Cells: cells})
	}
	return mapping.Columns{File: "contacts.csv", Names: records[0]}, rows
}

// Compile compiles a mapping.
func Compile(t testing.TB, m *mapping.Mapping, cols mapping.Columns, opts mapping.CompileOptions) *mapping.Mapper {
	t.Helper()
	mapper, err := m.Compile(cols, opts)
	if err != nil {
		t.Fatal(err)
	}
	return mapper
}

// Show writes what became of a row, one thing a line, for tests to compare.
func Show(m *mapping.Mapped) string {
	var b strings.Builder
	if m.Key != "" {
		fmt.Fprintf(&b, "key: %s\n", m.Key)
	}
	if m.Skip {
		fmt.Fprintf(&b, "skip: %s\n", m.Reason)
		return b.String()
	}
	for _, e := range m.Errors {
		fmt.Fprintf(&b, "error %s: %s\n", e.Kind, e.Error())
	}
	for _, e := range m.Warnings {
		fmt.Fprintf(&b, "warning %s: %s\n", e.Kind, e.Error())
	}
	if len(m.Errors) == 0 {
		b.WriteString(ShowDesired(&m.Desired))
	}
	return b.String()
}

// ShowDesired writes a contact, one thing a line.
func ShowDesired(d *mapping.Desired) string {
	var b strings.Builder
	for _, s := range d.Scalars {
		standIn := ""
		if s.StandIn {
			standIn = " (stands in)"
		}
		fmt.Fprintf(&b, "%s: %s%s\n", fieldName(s.Field, s.Custom), s.Value, standIn)
	}
	for _, s := range d.Slots {
		keep := ""
		if s.Keep {
			keep = " keep"
		}
		fmt.Fprintf(&b, "%s[%s]:%s", fieldName(s.Field, s.Custom), s.Name, keep)
		for _, item := range s.Items {
			fmt.Fprintf(&b, " %s=%s", item.Name, item.Value)
		}
		b.WriteByte('\n')
	}
	if d.ContactID != "" {
		fmt.Fprintf(&b, "contactId: %s\n", d.ContactID)
	}
	if d.CreatedBy != "" {
		fmt.Fprintf(&b, "createdByUserId: %s\n", d.CreatedBy)
	}
	return b.String()
}

func fieldName(f quo.Field, def *quo.CustomField) string {
	if _, custom := f.CustomKey(); custom {
		return def.Name
	}
	return string(f)
}

// JSONColumns returns the columns of the rows of JSON.
func JSONColumns(file string, rows []mapping.Row) mapping.Columns {
	f := mapping.NewJSONFinder(file)
	for _, row := range rows {
		f.Add(row.JSON)
	}
	return f.Columns()
}

// Objects are the rows of JSON lines.
func Objects(text string) []mapping.Row {
	var rows []mapping.Row
	for line := range strings.Lines(text) {
		rows = append(rows, mapping.Row{JSON: []byte(line)})
	}
	return rows
}
