package rows

import "testing"

func TestPosition(t *testing.T) {
	for want, p := range map[string]Position{
		"contacts.csv line 12":            {File: "contacts.csv", Line: 12, Index: -1},
		"contacts.json item 3":            {File: "contacts.json", Line: 40, Index: 3},
		`book.xlsx sheet "Kunden" row 12`: {File: "book.xlsx", Sheet: "Kunden", Line: 12, Index: -1},
		"contacts.csv":                    {File: "contacts.csv", Index: -1},
	} {
		if got := p.String(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
