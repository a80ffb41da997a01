package headers

import "testing"

func BenchmarkRecognise(b *testing.B) {
	c := readSheets(b, "testdata/sheets/exports.txt")[3] // 85 columns
	row := make([]string, len(c.names))
	for i := range row {
		row[i] = "(415) 555-0136"
	}
	samples := make([][]string, 100)
	for i := range samples {
		samples[i] = row
	}
	b.ReportAllocs()
	for b.Loop() {
		Recognise(c.names, samples, "")
	}
}
