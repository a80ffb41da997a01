package values

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Email reads an email address, also as "mailto:a@b.example" or
// "Name <a@b.example>". What is an address is what a web form takes (WHATWG
// HTML, "valid email address"), and its domain has a dot and ends in letters,
// as a domain that receives mail from elsewhere does. Letters of all scripts
// are taken (RFC 6531). The domain becomes lower-case and stays in its script;
// the local part is kept.
func Email(raw string) (string, *Error) {
	s := trim(raw)
	if s == "" {
		return "", nil
	}
	if at, upper, ok := plainEmail(s); ok && s[0] != '\'' {
		if upper {
			return s[:at] + strings.ToLower(s[at:]), nil
		}
		return s, nil
	}
	return oddEmail(s)
}

// CanonicalEmail is the form in which two addresses are compared: trimmed and
// lower-case, the local part too. No mail server in use tells Ana@ from ana@,
// and an API that lower-cases must not look as if somebody had changed it.
func CanonicalEmail(stored string) string {
	return strings.ToLower(trim(stored))
}

// Limits of RFC 5321, 4.5.3.1, and of RFC 1035, 2.3.4.
const (
	maxEmail = 254
	maxLocal = 64
	maxLabel = 63
)

// Classes of bytes in an address.
const (
	atext = 1 << iota // may stand in a local part (WHATWG)
	lower
	upperCase
	digit
)

var emailClass = func() (class [256]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		class[c], class[c-'a'+'A'] = atext|lower, atext|upperCase
	}
	for c := '0'; c <= '9'; c++ {
		class[c] = atext | digit
	}
	for _, c := range ".!#$%&'*+/=?^_`{|}~-" {
		class[c] = atext
	}
	return class
}()

// plainEmail checks an address that is written plainly, without allocating,
// and says where its "@" is and whether its domain has upper-case letters.
func plainEmail(s string) (at int, upper, ok bool) {
	for at < len(s) && emailClass[s[at]]&atext != 0 {
		at++
	}
	if at == 0 || at > maxLocal || at+1 >= len(s) || s[at] != '@' || len(s) > maxEmail {
		return 0, false, false
	}
	upper, ok = plainDomain(s[at+1:])
	return at, upper, ok
}

// plainDomain checks labels of letters, digits and inner hyphens, of which
// there are two at least; the last has two letters at least.
func plainDomain(s string) (upper, ok bool) {
	start, letters := 0, 0
	for i := range len(s) {
		class := emailClass[s[i]]
		switch {
		case class&lower != 0:
			letters++
		case class&upperCase != 0:
			letters, upper = letters+1, true
		case class&digit != 0:
		case s[i] == '-' && i > start:
		case s[i] == '.' && i > start && s[i-1] != '-' && i-start <= maxLabel:
			start, letters = i+1, 0
		default:
			return false, false
		}
	}
	ok = start > 0 && letters >= 2 && s[len(s)-1] != '-' && len(s)-start <= maxLabel
	return upper, ok
}

// oddEmail reads what is not written plainly, or says what is wrong.
func oddEmail(s string) (string, *Error) {
	s = bareEmail(s)
	if sep, several := emailSeparator(s); several {
		return "", &Error{"email-several",
			fmt.Sprintf("holds several addresses: say in the mapping how they are separated, split: %q", sep)}
	}
	if _, _, ok := plainEmail(asciiStandIn(s)); !ok {
		return "", explainEmail(s)
	}
	local, domain, _ := strings.Cut(s, "@")
	return norm.NFC.String(local) + "@" + norm.NFC.String(strings.ToLower(norm.NFC.String(domain))), nil
}

// bareEmail takes off what is around an address.
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
	return strings.TrimSpace(s)
}

// emailSeparator finds what separates addresses, where there are several.
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

// asciiStandIn puts an "a" for every letter and digit beyond ASCII.
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
		return because("email-exchange", "it is an internal address of Exchange; export the SMTP address, or clear the cell")
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
		return because("email-too-long", fmt.Sprintf(`only %d characters may stand before the "@", and %d in all`, maxLocal, maxEmail))
	case !strings.Contains(domain, "."):
		return because("email-domain", `what follows the "@" has no dot, as example.com has`)
	case strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") || strings.Contains(domain, ".."):
		return because("email-domain", `there is a dot too many after the "@"`)
	case strings.HasPrefix(domain, "-") || strings.HasSuffix(domain, "-") || strings.Contains(domain, ".-") || strings.Contains(domain, "-."):
		return because("email-domain", "a part of the domain begins or ends with a hyphen")
	}
	if _, ok := plainDomain(asciiStandIn(domain)); !ok {
		return because("email-domain", `what follows the "@" is not the name of a domain, as example.com is`)
	}
	return because("email-local", `there is a character before the "@" that an address cannot have`)
}
