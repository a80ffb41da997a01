package formats_test

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
)

// repeat returns head, then body again and again up to size.
func repeat(head, body string, size int) io.Reader {
	rest := io.LimitReader(endless{strings.NewReader(body)}, int64(size/len(body)*len(body)))
	return io.MultiReader(strings.NewReader(head), rest)
}

type endless struct{ r *strings.Reader }

func (e endless) Read(p []byte) (int, error) {
	if e.r.Len() == 0 {
		e.r.Seek(0, io.SeekStart)
	}
	return e.r.Read(p)
}

// TestMemory reads 100 MB of each text format and holds the heap to 4 MB.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("100 MB of each format")
	}
	const size, bound = 100 << 20, 4 << 20
	csvRow := "C-0000000,Zoë,García-Márquez,\"Smith, Jones & Co\",VP Sales,zoe.garcia@example.org,,(415) 555-0134,+1 212 555 0171,US,2024-03-12,7,vip;trial,https://example.org/\n"
	card := "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë\r\nTEL;type=CELL:+14155550134\r\nNOTE:" + strings.Repeat("x", 300) + "\r\nEND:VCARD\r\n"
	object := `{"name":"Zoë García-Márquez","phones":[{"label":"mobile","number":"(415) 555-0134"}],"note":"` + strings.Repeat("x", 100) + `"}`
	for name, in := range map[string]io.Reader{
		"CSV":        repeat("a,b,c,d,e,f,g,h,i,j,k,l,m,n\n", csvRow, size),
		"JSON lines": repeat("", object+"\n", size),
		"vCard":      repeat("", card, size),
		"JSON":       io.MultiReader(repeat("[\n{}", ",\n"+object, size), strings.NewReader("\n]\n")),
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, "-", rows.Options{Stdin: in})
			if f.Format != name {
				t.Fatal(f.Format)
			}
			var before, now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var most uint64
			n := 0
			for row, err := range f.Rows(t.Context()) {
				if err != nil || row.Err != nil {
					t.Fatal(err, row.Err)
				}
				if n++; n%100_000 == 0 {
					runtime.GC()
					runtime.ReadMemStats(&now)
					most = max(most, now.HeapAlloc)
				}
			}
			if n < 100_000 || most > before.HeapAlloc+bound {
				t.Errorf("%d rows, %d bytes of heap more than before", n, int64(most)-int64(before.HeapAlloc))
			}
		})
	}
}
