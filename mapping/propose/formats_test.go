package propose_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/quo"
)

// importAlone does what an import does for a file without a mapping: propose,
// decide over all rows, map.
func importAlone(t testing.TB, cols mapping.Columns, rows []mapping.Row, fields []quo.CustomField) (*mapping.Mapping, string) {
	t.Helper()
	m := propose.Mapping(cols, rows, propose.Options{Catalogue: fields, Region: "US"}).Mapping
	m = m.With(mapping.Overrides{Region: "US"})
	p, err := propose.NewProfile(m, []mapping.Columns{cols}, fields)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		p.Add(0, i+2, row)
	}
	m, _, undecided := p.Resolve(m)
	if undecided != nil {
		t.Fatal(undecided)
	}
	return m, mapAll(t, m, cols, rows, fields)
}

func mapAll(t testing.TB, m *mapping.Mapping, cols mapping.Columns, rows []mapping.Row, fields []quo.CustomField) string {
	t.Helper()
	w := compile(t, m, cols, mapping.CompileOptions{Catalogue: fields}).Worker()
	var b strings.Builder
	for _, row := range rows {
		w.Load(row)
		m := w.Map()
		for i := range m.Errors { // other packages word the messages
			m.Errors[i].Message = "is refused"
		}
		b.WriteString(show(m))
		b.WriteByte('\n')
	}
	return b.String()
}

// TestFormats holds what every known export becomes with no mapping and a region
// alone: testdata/formats/NAME.golden. Importing with the mapping that was
// written does the same.
func TestFormats(t *testing.T) {
	files, err := filepath.Glob("testdata/formats/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			cols, rows := sheet(t, string(data))
			fields := []quo.CustomField{
				{Name: "Tags", Key: "t", Type: quo.MultiSelect},
				{Name: "Notes", Key: "n", Type: quo.String}, {Name: "Number", Key: "c", Type: quo.Number},
			}
			m, got := importAlone(t, cols, rows, fields)
			var file strings.Builder
			if err := m.Write(&file); err != nil {
				t.Fatal(err)
			}
			golden(t, "formats/"+name+".golden", got)
			golden(t, "formats/"+name+".yaml", file.String())
			if again := mapAll(t, load(t, file.String()), cols, rows, fields); again != got {
				t.Errorf("with the mapping that was written:\n%s\nwithout one:\n%s", again, got)
			}
		})
	}
}
