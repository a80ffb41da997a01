package headers

import "strings"

// SplitName takes a full name apart. The two parts hold every word of it.
func SplitName(full string) (first, last string) {
	f := strings.Fields(full)
	if len(f) < 2 {
		return strings.Join(f, " "), ""
	}
	return strings.Join(f[:len(f)-1], " "), f[len(f)-1]
}

// SplitLastFirst takes apart a full name that begins with the last name.
func SplitLastFirst(full string) (first, last string) {
	f := strings.Fields(full)
	if len(f) < 2 {
		return strings.Join(f, " "), ""
	}
	return strings.Join(f[1:], " "), f[0]
}

// saysOrder reports whether a name itself says which part is the last name.
func saysOrder(s string) bool { return strings.Contains(s, ",") }

// isCompanyName reports whether a name is plainly a company's.
func isCompanyName(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if words().companyForms[foldValue(w)] || words().companyWords[foldValue(w)] {
			return true
		}
	}
	return false
}
