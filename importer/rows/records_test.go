package rows

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// sameAsLibrary reads a text with records and with csv.Reader: cells, errors,
// lines and offsets are to be the same, record by record, however the text comes.
func sameAsLibrary(t interface {
	Helper()
	Fatalf(string, ...any)
}, in string, comma rune, chunked func(io.Reader) io.Reader) {
	t.Helper()
	library := csv.NewReader(strings.NewReader(in))
	library.Comma, library.FieldsPerRecord = comma, -1
	ours := newRecords(&window{r: chunked(strings.NewReader(in)), max: 1 << 20}, comma)
	for {
		want, wantErr := library.Read()
		ours.window.mark = ours.offset
		got, err := ours.Read()
		if !slices.Equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Fatalf("%q: %q, %v; csv.Reader has %q, %v", in, got, err, want, wantErr)
		}
		if wantErr == io.EOF {
			return
		}
		if ours.offset != library.InputOffset() {
			t.Fatalf("%q: %q ends at %d; csv.Reader is at %d", in, got, ours.offset, library.InputOffset())
		}
		if len(want) > 0 {
			if line, _ := library.FieldPos(0); ours.start != line {
				t.Fatalf("%q: %q begins in line %d; csv.Reader says %d", in, got, ours.start, line)
			}
		}
	}
}

func whole(r io.Reader) io.Reader { return r }

// csvText draws what CSV is made of, in and out of its places.
var csvText = rapid.StringOfN(rapid.SampledFrom([]rune("ab\"\"\",,;\n\n\r→ ")), 0, 40, -1)

func TestRecordsAreThoseOfTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		comma := rapid.SampledFrom([]rune{',', ';', '→'}).Draw(t, "delimiter")
		chunked := rapid.SampledFrom([]func(io.Reader) io.Reader{whole, iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader}).Draw(t, "chunks")
		sameAsLibrary(t, csvText.Draw(t, "text"), comma, chunked)
	})
}

func FuzzRecords(f *testing.F) {
	for _, s := range []string{"a,b\n\"c\",\"d\"\"e\"\r\n\r\n\"f\r\ng\",h", "\"a\nb", "a\"b,c\nd\n", "\"a\"b,c\nd\n", "a,\r", "\r", ",\"\"\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		sameAsLibrary(t, in, ',', whole)
		sameAsLibrary(t, in, ';', iotest.OneByteReader)
	})
}

func TestARecordThatTheSourceCutsOffIsGivenWithItsError(t *testing.T) {
	broken := errors.New("the disk is gone")
	w := &window{r: io.MultiReader(strings.NewReader("a,b\nc,d"), iotest.ErrReader(broken)), max: 1 << 20}
	r := newRecords(w, ',')
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read(); !errors.Is(err, broken) || r.start != 2 {
		t.Errorf("line %d: %v", r.start, err)
	}
}
