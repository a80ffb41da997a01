package rows

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"testing"
)

// contacts writes n rows of the shape that exports have: 14 columns, 150 bytes,
// a quoted cell, letters beyond ASCII.
func contacts(n int) []byte {
	var b bytes.Buffer
	b.WriteString("id,first_name,last_name,company,job_title,email,email_2,mobile,work_phone,country,signup_date,lead_score,tags,website\n")
	for i := range n {
		fmt.Fprintf(&b, "C-%07d,Zoë,García-Márquez,\"Smith, Jones & Co\",VP Sales,zoe.garcia%d@example.org,,(415) 555-%04d,+1 212 555 0171,US,2024-03-12,%d,vip;trial,https://example.org/%d\n",
			i, i, i%10000, i%100, i)
	}
	return b.Bytes()
}

func benchFile(b *testing.B, name string, content []byte) *File {
	b.Helper()
	path := b.TempDir() + "/" + name
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.Fatal(err)
	}
	f, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	b.ResetTimer()
	return f
}

// BenchmarkBareCSV is a pass of the library; BenchmarkCSV, which also checks the encoding, is not to take longer.
func BenchmarkBareCSV(b *testing.B) {
	content := contacts(100_000)
	f := benchFile(b, "x.csv", content)
	for b.Loop() {
		r := csv.NewReader(io.NewSectionReader(f.src.file, 0, f.src.size))
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); err != nil {
				break
			}
		}
	}
}

func BenchmarkCSV(b *testing.B) {
	f := benchFile(b, "x.csv", contacts(100_000))
	for b.Loop() {
		pass(b, f)
	}
}

// pass reads a file to its end and gives the number of its rows.
func pass(tb testing.TB, f *File) int {
	n := 0
	for row, err := range f.Rows(context.Background()) {
		if err != nil || row.Err != nil {
			tb.Fatal(err, row.Err)
		}
		n++
	}
	return n
}
