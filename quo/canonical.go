package quo

import (
	"strings"
	"time"

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
// Values of custom fields are canonical already (FieldType).
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

// Older reports whether a certainly lies before b, where both are times of the
// server, such as the updatedAt of two versions of a contact. It compares
// milliseconds, or whole seconds if one of the two has no fraction: the server
// may show 07:30:00 in a list for what an answer showed as 07:30:00.700, whether
// it cuts the fraction off or rounds it to 07:30:01. Within a second it then does
// not know, and reports false. A zero time is older than any other.
func Older(a, b time.Time) bool {
	a, b = a.Truncate(time.Millisecond), b.Truncate(time.Millisecond)
	if !isWhole(a) && !isWhole(b) {
		return a.Before(b)
	}
	return a.Truncate(time.Second).Before(b.Truncate(time.Second)) && a.Round(time.Second).Before(b.Round(time.Second))
}

// isWhole reports whether a time has no fraction of a second.
func isWhole(t time.Time) bool { return t.Truncate(time.Second).Equal(t) }
