package values

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Boolean reads yes or no, in any case, as "true" or "false". A list from the mapping (trueValues,
// falseValues) replaces the built-in words of its side: true, yes, y, 1, x, on,
// a tick and their opposites, with true and yes in Spanish, Portuguese, French,
// German, Italian and Dutch.
//
// A blank cell is an error unless a list holds "": check Blank first to skip
// blank cells.
func Boolean(raw string, truthy, falsy []string) (string, *Error) {
	word := strings.ToLower(Text(raw))
	known, value := booleanWord(word)
	switch {
	case listed(word, truthy):
		return "true", nil
	case listed(word, falsy):
		return "false", nil
	case known && value && truthy == nil:
		return "true", nil
	case known && !value && falsy == nil:
		return "false", nil
	}
	return "", &Error{"boolean-invalid",
		"is neither yes nor no: write true or false, or list the words in the mapping: trueValues: [...], falseValues: [...]"}
}

func listed(word string, list []string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(word, norm.NFC.String(strings.TrimSpace(s))) })
}

// booleanWord returns the value of a built-in word, in lower case. No word means
// yes in one language and no in another.
func booleanWord(lower string) (known, value bool) {
	switch lower {
	case "true", "yes", "y", "t", "1", "x", "on", "✓", "✔", "☑", "✅",
		"sí", "si", "sì", "s", "sim", "oui", "ja", "j",
		"verdadero", "verdadeiro", "vrai", "wahr", "vero", "waar":
		return true, true
	case "false", "no", "n", "f", "0", "off", "✗", "✘", "☐", "❌",
		"não", "nao", "non", "nein", "nee",
		"falso", "faux", "falsch", "onwaar":
		return true, false
	}
	return false, false
}
