package phone

import "testing"

// shapes are the texts that the benchmark reads, the first four in proportion to what contact lists hold.
var shapes = []struct{ name, text, region string }{
	{"national", "(415) 555-0134", "US"},
	{"e164", "+4915112345678", "DE"},
	{"international", "+44 (0)20 7946 0958", "US"},
	{"trunk", "020 7946 0958", "GB"},
	{"brazil", "(011) 98765-4321", "BR"},
	{"extension", "415-555-0134 ext. 12", "US"},
	{"slash", "089/12345678", "DE"},
	{"too-short", "415-555", "US"},
	{"not-valid", "(123) 456-7890", "US"},
	{"not-a-number", "N/A", "US"},
	{"fallback-nbsp", "+49\u00a0151\u00a012345678", "DE"},
	{"fallback-vanity", "1-800-FLOWERS", "US"},
}

func BenchmarkParse(b *testing.B) {
	for _, s := range shapes {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Parse(s.text, s.region)
			}
		})
	}
}

// BenchmarkLibrary is the same without the automata.
func BenchmarkLibrary(b *testing.B) {
	for _, s := range shapes {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = parse(s.text, s.region, readByLibrary)
			}
		})
	}
}
