package fullname

import "testing"

func BenchmarkSplit(b *testing.B) {
	names := []string{"Maya Okafor", "Okafor, Maya", "Piet van der Berg", "Fontanería López S.L."}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Split(names[i%len(names)])
	}
}
