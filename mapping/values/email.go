package values

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Email reads an email address, also as "mailto:a@b.example" or
// "Name <a@b.example>". An address is what a web form accepts (WHATWG HTML,
// "valid email address") if its domain has a dot and ends in letters, as every
// domain that receives mail from elsewhere does. Letters of all scripts are
// accepted (RFC 6531). The domain is lower-cased and stays in its script; the
// local part is kept.
func Email(raw string) (string, *Error) {
	s := trim(raw)
	if s == "" {
		return "", nil
	}
	if at, ok := plainEmail(s); ok && s[0] != '\'' {
		for i := at; i < len(s); i++ {
			if 'A' <= s[i] && s[i] <= 'Z' {
				return s[:at] + strings.ToLower(s[at:]), nil
			}
		}
		return s, nil
	}
	s = bareEmail(s)
	if sep, several := emailSeparator(s); several {
		return "", &Error{"email-several",
			fmt.Sprintf("holds several addresses: set in the mapping how they are separated, split: %q", sep)}
	}
	local, domain, _ := strings.Cut(norm.NFC.String(s), "@")
	address := local + "@" + norm.NFC.String(strings.ToLower(domain))
	if !isEmail(asciiStandIn(address)) { // composed: two characters may be one letter
		return "", explainEmail(s)
	}
	return address, nil
}

// CanonicalEmail returns the form in which two addresses are compared: trimmed
// and lower-case, the local part too. No mail server in use distinguishes Ana@
// from ana@, and an API that lower-cases must not look like a change.
func CanonicalEmail(stored string) string {
	return strings.ToLower(trim(stored))
}

// Limits of RFC 5321, 4.5.3.1, and of RFC 1035, 2.3.4.
const (
	maxEmail = 254
	maxLocal = 64
	maxLabel = 63
)

// inLocal has the characters that may stand before the "@".
var inLocal = func() (set [256]bool) {
	for c := range set {
		set[c] = isLetter(byte(c)) || isDigit(byte(c)) || strings.IndexByte(".!#$%&'*+/=?^_`{|}~-", byte(c)) >= 0
	}
	return set
}()

// plainEmail returns where the "@" is in an address in ASCII.
func plainEmail(s string) (at int, ok bool) {
	for at < len(s) && inLocal[s[at]] {
		at++
	}
	return at, 0 < at && at <= maxLocal && at < len(s) && s[at] == '@' && len(s) <= maxEmail && isDomain(s[at+1:])
}

// isEmail reports whether s is an address in ASCII.
func isEmail(s string) bool {
	_, ok := plainEmail(s)
	return ok
}

// isDomain reports whether s is two labels or more, of letters, digits and inner
// hyphens, the last one with at least two letters.
func isDomain(s string) bool {
	start, letters := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case isLetter(c):
			letters++
		case isDigit(c):
		case c == '-' && i > start:
		case c == '.' && i > start && s[i-1] != '-' && i-start <= maxLabel:
			start, letters = i+1, 0
		default:
			return false
		}
	}
	return start > 0 && letters >= 2 && s[len(s)-1] != '-' && len(s)-start <= maxLabel
}

// bareEmail drops what stands around an address.
func bareEmail(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	if open := strings.LastIndexByte(s, '<'); open >= 0 && strings.HasSuffix(s, ">") && strings.Count(s, "<") == 1 {
		s = s[open+1 : len(s)-1]
	}
	s = strings.TrimSpace(strings.Trim(s, `'",; `))
	if len(s) > len("mailto:") && strings.EqualFold(s[:len("mailto:")], "mailto:") {
		s, _, _ = strings.Cut(s[len("mailto:"):], "?")
	}
	s = strings.TrimSpace(s)
	if address, text, found := strings.Cut(s, " - "); found && (!strings.Contains(text, "@") || text == address) {
		return address // and what is shown in its place, as monday.com writes it
	}
	return s
}

// emailSeparator returns what separates the addresses of s, if there are several.
func emailSeparator(s string) (sep string, several bool) {
	for _, sep := range []string{" ::: ", ";", ",", "|", "\n", " / ", "/", " "} {
		n := 0
		for piece := range strings.SplitSeq(s, sep) {
			if at := strings.IndexByte(piece, '@'); at > 0 && at < len(piece)-1 {
				n++
			}
		}
		if n > 1 {
			return sep, true
		}
	}
	return "", false
}

// asciiStandIn replaces letters and digits beyond ASCII by "a".
func asciiStandIn(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) {
			return 'a'
		}
		return r
	}, s)
}

func explainEmail(s string) *Error {
	because := func(kind, reason string) *Error { return &Error{kind, "is not an email address: " + reason} }
	if strings.HasPrefix(strings.ToLower(s), "/o=") {
		return because("email-exchange", "it is an internal address of Exchange: export the SMTP address, or clear the cell")
	}
	local, domain, found := strings.Cut(s, "@")
	switch {
	case !found:
		return because("email-no-at", `there is no "@"`)
	case strings.Contains(domain, "@"):
		return because("email-two-ats", `there is more than one "@"`)
	case strings.ContainsFunc(s, unicode.IsSpace):
		return because("email-space", "there is space inside")
	case local == "":
		return because("email-local", `there is nothing before the "@"`)
	case len(local) > maxLocal || len(s) > maxEmail:
		return because("email-too-long", fmt.Sprintf(`at most %d characters may stand before the "@", and %d in all`, maxLocal, maxEmail))
	case !strings.Contains(domain, "."):
		return because("email-domain", `what follows the "@" has no dot, as example.com has`)
	case strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") || strings.Contains(domain, ".."):
		return because("email-domain", `there is a misplaced dot after the "@"`)
	case strings.HasPrefix(domain, "-") || strings.HasSuffix(domain, "-") || strings.Contains(domain, ".-") || strings.Contains(domain, "-."):
		return because("email-domain", "a part of the domain begins or ends with a hyphen")
	}
	if !isDomain(asciiStandIn(domain)) {
		return because("email-domain", `what follows the "@" is not the name of a domain, as example.com is`)
	}
	return because("email-local", `a character before the "@" is not allowed in an address`)
}
