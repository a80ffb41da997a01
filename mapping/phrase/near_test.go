package phrase_test

import (
	"testing"

	"github.com/quo-import/quo-import/mapping/phrase"
)

func TestNear(t *testing.T) {
	names := []string{"First Name", "Last Name", "Mobile", "E-Mail", "Customer ID"}
	for _, tc := range []struct{ name, word, want string }{
		{"a typo", "Fist Name", ` (did you mean "First Name"?)`},
		{"two letters swapped", "Emial", ` (did you mean "E-Mail"?)`},
		{"other case and punctuation", "customer_id", ` (did you mean "Customer ID"?)`},
		{"nothing close", "Birthday", ""},
		{"nothing wanted", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := phrase.Near(tc.word, names); got != tc.want {
				t.Errorf("Near(%q) = %q, want %q", tc.word, got, tc.want)
			}
		})
	}
}
