package delimited_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/importer/rows/table"
)

// TestAProperFileIsReadAsEncodingCSVReadsIt: whatever the cells hold, signs of
// other dialects among them, a file that keeps to RFC 4180 is not taken for another.
func TestAProperFileIsReadAsEncodingCSVReadsIt(t *testing.T) {
	names := []string{"First Name", "Last Name", "Phone", "E-mail", "Company", "Notes", "Größe", "Client's no.", "5\" pipe", "a, b"}
	pieces := []string{"a", "Li", "Ruiz", " ", ",", ";", "\t", "|", "\"", "'", "“", "”", "‘", "’", "«", "»", "\n", "\r", "\r\n", "5", "+1 415 555 0134", "@", "é", "\u00a0", "=", "\ufeff"}
	cell := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 5), func(p []string) string { return strings.Join(p, "") })
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 6).Draw(t, "width")
		header := rapid.SliceOfNDistinct(rapid.SampledFrom(names), width, width, rapid.ID[string]).Draw(t, "header")
		body := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 0, 70).Draw(t, "rows")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
		always := rapid.Bool().Draw(t, "all quoted")
		text := write(append([][]string{header}, body...), end, always)

		want, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		f, err := formats.Open("-", rows.Options{Stdin: strings.NewReader(text), Delimiter: ",", HeaderRow: 1})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		got := [][]string{}
		for row, err := range f.Rows(t.Context()) {
			if err != nil || row.Err != nil {
				t.Fatal(err, row.Err)
			}
			got = append(got, slices.Clone(row.Cells))
		}
		want = slices.DeleteFunc(want[1:], table.IsBlank)
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("%q was read as\n%q, not\n%q", text, got, want)
		}
	})
}

// write writes a table by RFC 4180.
func write(table [][]string, end string, always bool) string {
	var b bytes.Buffer
	if !always {
		w := csv.NewWriter(&b)
		w.UseCRLF = end == "\r\n"
		_ = w.WriteAll(table)
		return b.String()
	}
	for _, row := range table {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		b.WriteString(end)
	}
	return b.String()
}

// TestDirtyFilesLoseNoRow: of a file in any dialect, every row is read with its
// cells, whichever combination of deviations it has.
func TestDirtyFilesLoseNoRow(t *testing.T) {
	word := rapid.SampledFrom([]string{"Ann", "Li", "Ruiz, Jr.", "O Brien", "", "415-201-4411", "a@x.example", "Straße", "Acme; Co"})
	rapid.Check(t, func(t *rapid.T) {
		header := []string{"First Name", "Last Name", "Phone", "Email"}
		body := rapid.SliceOfN(rapid.SliceOfN(word, 3, 3), 2, 60).Draw(t, "rows")
		quotes := rapid.SampledFrom([][2]string{{`"`, `"`}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"‘", "’"}, {"'", "'"}}).Draw(t, "quotes")
		ends := rapid.SampledFrom([][]string{{"\n"}, {"\r\n"}, {"\r"}, {"\n", "\r\n"}, {"\r", "\r\n"}, {"\r", "\n", "\r\n"}}).Draw(t, "line ends")
		gap := rapid.SampledFrom([]string{"", " "}).Draw(t, "gap")
		wrapped := quotes[0] == `"` && rapid.Bool().Draw(t, "wrapped")
		var text strings.Builder
		var want []string
		for i, row := range append([][]string{header}, body...) {
			if i > 0 {
				row = append([]string{"P"}, row...)
				want = append(want, strings.Join(row, "|"))
			}
			cells := make([]string, len(row))
			for j, c := range row {
				cells[j] = quotes[0] + c + quotes[1]
			}
			line := strings.Join(cells, ","+gap)
			if wrapped {
				line = `"` + strings.ReplaceAll(line, `"`, `""`) + `"`
			}
			text.WriteString(line + ends[i%len(ends)])
		}
		f, err := formats.Open("-", rows.Options{Stdin: strings.NewReader(text.String()), HeaderRow: 1})
		if err != nil {
			t.Fatalf("%q: %v", text.String(), err)
		}
		defer f.Close()
		var got []string
		for row, err := range f.Rows(t.Context()) {
			if err != nil || row.Err != nil {
				t.Fatalf("%q: %v %v", text.String(), err, row.Err)
			}
			got = append(got, strings.Join(row.Cells, "|"))
		}
		if !slices.Equal(f.Header, header) || !slices.Equal(got, want) {
			t.Fatalf("%q was read as\n%q\n%q, not\n%q", text.String(), f.Header, got, want)
		}
	})
}
