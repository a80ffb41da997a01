// Package fullname reads the names of people in cells: [Split] and [SplitLastFirst]
// split a full name into first and last name; [IsPerson], [IsCompany] and
// [IsSalutation] report what a cell looks like. The words that it knows are in the
// files of package words.
package fullname

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// Split splits a full name into a first and a last name, with care: "Okafor,
// Maya", "DUPONT Marie", "Ludwig van der Rohe", "John Smith, Jr.", "Anna und Paul
// Meier". A salutation stays with the first name, a suffix with the last. What
// cannot be split without guessing is kept whole as the first name: one word, a
// company, two full names in one, a name in Han, kana or hangul.
//
// The two parts together hold every word of the input once, without the commas
// that separated them.
func Split(full string) (first, last string) {
	if staysWhole(full) {
		return whole(full), ""
	}
	if strings.Contains(full, ",") {
		if first, last, ok := splitComma(full); ok {
			return first, last
		}
		if strings.Contains(withoutSuffixes(full), ",") { // a list of something
			return whole(full), ""
		}
	}
	return splitWords(nameWords(full))
}

// whole returns a name as it is, with single spaces.
func whole(full string) string { return strings.Trim(join(strings.Fields(full)), " ,") }

// SplitLastFirst splits a full name that begins with the last name, as in a column
// called "Cognome e nome": the first word, with the particles before it, is the
// last name. If the name itself shows another order, by a comma or by capitals, it
// is split as by [Split].
func SplitLastFirst(full string) (first, last string) {
	if ShowsOrder(full) || strings.Contains(full, ",") {
		return Split(full)
	}
	prefix, core, suffix := trimName(nameWords(full))
	n := 1
	for n < len(core)-1 && isParticle(core[n-1]) {
		n++
	}
	return join(prefix, core[n:]), join(core[:n], suffix)
}

// ShowsOrder reports whether a name itself shows which part is the last name, or is
// not to be split at all.
func ShowsOrder(full string) bool {
	if staysWhole(full) {
		return true
	}
	if _, _, ok := splitComma(full); ok {
		return true
	}
	_, core, _ := trimName(nameWords(full))
	return capitals(core) > 0
}

// splitWords splits a name without commas.
func splitWords(list []string) (first, last string) {
	prefix, core, suffix := trimName(list)
	if n := capitals(core); n > 0 { // "DUPONT Marie", as the French write it
		return join(prefix, core[n:]), join(core[:n], suffix)
	}
	n := lastNameAt(core)
	if n < 0 {
		return join(list), ""
	}
	return join(prefix, core[:n]), join(core[n:], suffix)
}

// lastNameAt returns where in the words of a name the last name begins, -1 if
// that cannot be told.
func lastNameAt(core []string) int {
	switch {
	case isLowerParticle(core[0]): // "van der Berg", without a first name
		return 0
	case len(core) == 1:
		return 0
	}
	if i := slices.IndexFunc(core[1:], isAnd) + 1; i > 0 {
		return lastNameAfterAnd(core, i)
	}
	from := afterMaria(core)
	for i := from; i < len(core)-1; i++ {
		if isParticle(core[i]) {
			return i
		}
	}
	return len(core) - 1
}

// lastNameAfterAnd splits a name whose word i is an "and": a couple has the
// first names around it, a Spanish or Portuguese last name the last ones.
func lastNameAfterAnd(core []string, i int) int {
	after := len(core) - i - 1
	switch {
	case i == 1 && after == 2: // "Anna und Paul Meier"
		return 3
	case i >= 2 && after == 1 && isLastNameAnd(core[i]): // "Ana Costa e Silva"
		return i - 1
	}
	return -1
}

// afterMaria returns where particles begin to belong to the last name: "María
// del Carmen García", "María de los Ángeles López" have them in the first name.
func afterMaria(core []string) int {
	if words.Fold(core[0]) != "maria" || len(core) < 4 {
		return 1
	}
	switch second := words.Fold(core[1]); {
	case second == "del":
		return 3
	case second == "de" && len(core) >= 5 && slices.Contains([]string{"la", "los", "las"}, words.Fold(core[2])):
		return 4
	}
	return 1
}

// splitComma splits "Last, First" and "Last, First, Jr.".
func splitComma(full string) (first, last string, ok bool) {
	var parts [][]string
	for part := range strings.SplitSeq(full, ",") {
		if fields := strings.Fields(part); len(fields) > 0 {
			parts = append(parts, fields)
		}
	}
	if len(parts) < 2 || len(parts[0]) > 4 || len(parts[1]) > 4 || slices.IndexFunc(parts[1], isNotSuffix) < 0 {
		return "", "", false
	}
	var suffix []string
	for _, p := range parts[2:] {
		if slices.ContainsFunc(p, isNotSuffix) {
			return "", "", false
		}
		suffix = append(suffix, p...)
	}
	given := parts[1]
	n := len(given)
	for n > 1 && isLowerParticle(given[n-1]) { // "Berg, Jan van der"
		n--
	}
	return join(given[:n]), join(given[n:], parts[0], suffix), true
}

// withoutSuffixes drops the parts after a comma that are suffixes: "Smith, MD".
func withoutSuffixes(full string) string {
	parts := strings.Split(whole(full), ",")
	for len(parts) > 1 && !slices.ContainsFunc(strings.Fields(parts[len(parts)-1]), isNotSuffix) {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, ",")
}

// trimName sets the salutations before a name and the suffixes after it apart,
// as long as a name is left between.
func trimName(list []string) (prefix, core, suffix []string) {
	from, to := 0, len(list)
	for from < to-1 && IsSalutation(list[from]) {
		from++
	}
	for to > from+2 && (!isNotSuffix(list[to-1]) || isAside(list[to-1])) {
		to--
	}
	return list[:from], list[from:to], list[to:]
}

func join(parts ...[]string) string {
	return strings.Join(slices.Concat(parts...), " ")
}
