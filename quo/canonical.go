package quo

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Canonical returns the form in which two values of a field are compared, so
// that a value which the server formats differently is not a change in every
// run. It is for comparing only: what is sent is the value itself.
//
//   - a phone number: "+" and its digits; one without digits like any other text
//   - an email address: trimmed, with its domain in lower case
//   - anything else: trimmed, in Unicode's NFC
//
// Values of custom fields are canonical already (FieldType.Decode).
func Canonical(f Field, value string) string {
	switch f {
	case PhoneNumbers:
		return canonicalPhone(value)
	case Emails:
		return canonicalEmail(value)
	}
	return canonicalText(value)
}

func canonicalText(value string) string { return norm.NFC.String(strings.TrimSpace(value)) }

func canonicalPhone(value string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, value)
	if digits == "" {
		return canonicalText(value)
	}
	return "+" + digits
}

func canonicalEmail(value string) string {
	value = canonicalText(value)
	at := strings.LastIndexByte(value, '@')
	if at < 0 {
		return value
	}
	return value[:at] + strings.ToLower(value[at:])
}
