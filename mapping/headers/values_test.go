package headers

import (
	"fmt"
	"path/filepath"
	"testing"
)

// The sheets of testdata once more, with values: what the headers say plainly must
// stand whatever the values of the other columns are.

// filled are values of each target, three a column.
var filled = map[string][]string{
	"first": {"Maya", "Ben", "Jo"}, "last": {"Okafor", "Li", "Roe"}, "full": {"Maya Okafor", "Ben Li", "Jo Roe"}, "lastfirst": {"Okafor Maya", "Li Ben", "Roe Jo"},
	"middle": {"Ann", "", "Lee"}, "prefix": {"van der", "", "de"}, "last2": {"García", "", "Ruiz"}, "company": {"Okafor Plumbing", "Li & Sons Inc.", ""}, "role": {"Owner", "Head of Sales", ""},
	"phone": {"(415) 555-0134", "+1 212 555 0171", "415-555-0136"}, "email": {"maya@okafor.example", "ben@li.example", "jo@roe.example"}, "region": {"United States", "US", "Canada"},
	"key": {"C-17", "C-18", "C-19"}, "quo": {"q1", "q2", "q3"}, "url": {"https://crm.example/1", "https://crm.example/2", "https://crm.example/3"},
}

// others are what columns hold that are no fields.
var others = map[string][]string{
	"nothing": {"", "", ""}, "sentences": {"Prefers texts before 9 am; see the file", "Asked for a quote of the whole roof, then went away", "n/a"},
	"yes and no": {"yes", "no", "yes"}, "numbers": {"12", "7", "1200.50"}, "dates": {"2024-03-12", "2023-01-01", "2024-02-29"},
}

func TestSheetsWithValues(t *testing.T) {
	for kind, junk := range others {
		t.Run(kind, func(t *testing.T) {
			var all score
			for _, file := range append([]string{"exports"}, languages...) {
				for _, dir := range []string{"testdata/sheets", "testdata/sheets/unseen"} {
					if file == "exports" && dir != "testdata/sheets" {
						continue
					}
					for _, c := range readSheets(t, filepath.Join(dir, file+".txt")) {
						if len(c.samples) > 0 {
							continue // they have their own
						}
						c.samples = fill(c.want, junk)
						all.add(scoreSheet(c, t.Logf))
					}
				}
			}
			t.Logf("all: %v", all)
			if all.wrong > all.columns/200 || float64(all.matched) < 0.98*float64(all.fields) {
				t.Errorf("%d of %d columns are wrong, %d of %d fields are matched", all.wrong, all.columns, all.matched, all.fields)
			}
		})
	}
}

// fill returns rows of values for columns that are known.
func fill(want []string, junk []string) [][]string {
	rows := make([][]string, len(junk))
	for r := range rows {
		for i, w := range want {
			kind := w
			if at := indexByte(w, ':'); at >= 0 {
				kind = w[:at]
			}
			cell := junk[r]
			if list, ok := filled[kind]; ok {
				if cell = list[r]; kind == "phone" { // no two columns have the same numbers
					cell = fmt.Sprintf("(415) 555-01%02d", (i*7+r)%100)
				}
			}
			rows[r] = append(rows[r], cell)
		}
	}
	return rows
}

func indexByte(s string, c byte) int {
	for i := range len(s) {
		if s[i] == c {
			return i
		}
	}
	return -1
}
