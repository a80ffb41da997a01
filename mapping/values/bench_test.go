package values_test

import (
	"testing"

	"github.com/quo-import/quo-import/mapping/values"
)

// Cells in about the proportions of the benchmark's file.
var (
	benchEmails  = []string{"maya.okafor12@okafor.example", "Ben.Li7@Example.com", " ana4@example.org ", "j.smith221@mail.example.net"}
	benchDates   = []string{"2024-03-12", "03/12/2024", "3/13/2024", "2024-03-12T09:14:00Z"}
	benchNumbers = []string{"87", "0", "100", "5"}
	benchTags    = []string{"vip;newsletter", "", "webinar 2024;EMEA;smb", "trial"}
)

func BenchmarkEmail(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		values.Email(benchEmails[i&3])
	}
}

func BenchmarkDate(b *testing.B) {
	formats := []values.DateFormat{dateFormat(b, "YYYY-MM-DD"), dateFormat(b, "MM/DD/YYYY")}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		values.Date(benchDates[i&3], formats, nil)
	}
}

func BenchmarkDateColumn(b *testing.B) {
	var c values.DateColumn
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Add("", i, benchDates[i&3])
	}
}

func BenchmarkNumber(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		values.Number(benchNumbers[i&3], point)
	}
}

func BenchmarkNumberWithThousands(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		values.Number("1,234.50", point)
	}
}

func BenchmarkSplit(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		values.Split(benchTags[i&3], ";")
	}
}

func BenchmarkText(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		values.Text("Okafor Plumbing & Sons")
	}
}

func BenchmarkNormaliseName(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		values.NormaliseName("Maya Okafor")
	}
}
