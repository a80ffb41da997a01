package delimited_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"testing"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
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

// BenchmarkBare is a pass of encoding/csv, for comparison.
func BenchmarkBare(b *testing.B) {
	content := contacts(50_000)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(content))
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); err != nil {
				break
			}
		}
	}
}

func BenchmarkCSV(b *testing.B) {
	content := contacts(50_000)
	f := rowstest.Open(b, rowstest.File(b, "x.csv", string(content)), rows.Options{})
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		rowstest.Count(b, f)
	}
}
