package mapping_test

import (
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping"
)

// TestAnExpressionIsBounded: one row cannot fill the memory by an expression.
func TestAnExpressionIsBounded(t *testing.T) {
	doubled := "let a0 = Name; "
	for i := range 25 {
		doubled += "let a" + string(rune('b'+i)) + " = "
		before := "a0"
		if i > 0 {
			before = "a" + string(rune('a'+i))
		}
		doubled += before + " + " + before + "; "
	}
	doubled += "az + az"
	nested := "Name"
	for range 6 {
		nested = `replace(` + nested + `, "a", "aaaaaaaaaaaaaaaaaaaa")`
	}
	for _, test := range []struct {
		name, expr string
		refused    bool
	}{
		{"a text that is doubled again and again", doubled, true},
		{"a replacement that grows", nested, true},
		{"a cell in place of each letter", `replace(replace(Name, "a", Name), "b", Name)`, true},
		{"a list of many numbers", `string(len(uniq(map(1..100000, {string(#)}))))`, true},
		{"parts put together", `trim(Name) + " " + upper(Name) + " " + join(split(Name, ","), "; ")`, false},
		{"a replacement", `replace(replace(Name, "St.", "Street"), "&", "and")`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := "version: 1\nkey: {derived: true}\ncontact:\n  fullName: {expr: '" + strings.ReplaceAll(test.expr, "'", "''") + "'}\n  phoneNumbers: Phone\n"
			_, err := mapping.Load("mapping.yaml", strings.NewReader(text))
			if refused := err != nil && strings.Contains(err.Error(), "times as long as its cells"); refused != test.refused {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
