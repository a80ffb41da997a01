package values

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSourceURL is the maximum length of a sourceUrl (docs/quo-api.md, "The contact").
const maxSourceURL = 200

// URL reads the address of a web page: http or https. It is kept as written, except
// that space around it is dropped, that "https://" is put before one that begins with
// a domain ("www.acme.example"), and that characters which no URI may hold after the
// host (RFC 3986) are percent-encoded, as browsers do.
func URL(raw string) (string, *Error) {
	s := trim(raw)
	if s == "" {
		return "", nil
	}
	if strings.ContainsFunc(s, unicode.IsSpace) {
		return "", &Error{"url-space", "is not one web address: there is space inside (if it holds several, keep one; write a space of an address as %20)"}
	}
	scheme, rest, found := strings.Cut(s, "://")
	switch {
	case !found || !isScheme(scheme):
		if err := urlWithoutScheme(s); err != nil {
			return "", err
		}
		scheme, rest = "https", s
	case !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https"):
		return "", errNotWeb
	}
	s = scheme + "://" + encodePath(rest)
	u, err := url.Parse(s)
	if err != nil {
		return "", &Error{"url-invalid", `is not a web address: it holds a character that is not allowed (write a "%" of an address as %25)`}
	}
	if u.Hostname() == "" {
		return "", &Error{"url-invalid", `is not a web address: there is no host after "//"`}
	}
	return s, nil
}

func isScheme(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || !isLetter(byte(r)) })
}

// encodePath percent-encodes what follows the host.
func encodePath(s string) string {
	end := strings.IndexAny(s, "/?#")
	if end < 0 {
		return s
	}
	var b strings.Builder
	for i := end; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf || strings.IndexByte("\"<>\\^`{|}", s[i]) >= 0 {
			fmt.Fprintf(&b, "%%%02X", s[i])
		} else {
			b.WriteByte(s[i])
		}
	}
	return s[:end] + b.String()
}

var errNotWeb = &Error{"url-scheme", "is not the address of a web page: only http:// and https:// are accepted"}

// SourceURL is URL for the contact's sourceUrl, which is limited in length.
func SourceURL(raw string) (string, *Error) {
	s, err := URL(raw)
	if err == nil && utf16Len(s) > maxSourceURL {
		return "", &Error{"url-too-long", fmt.Sprintf("is longer than the %d characters that Quo accepts", maxSourceURL)}
	}
	return s, err
}

// urlWithoutScheme returns why a text without "https://" is no web address, nil for
// one that begins with the name of a domain.
func urlWithoutScheme(s string) *Error {
	if scheme, _, found := strings.Cut(s, ":"); found {
		switch strings.ToLower(scheme) {
		case "mailto", "tel", "javascript", "data", "file":
			return errNotWeb
		}
	}
	host := s
	if end := strings.IndexAny(s, "/?#:"); end >= 0 {
		host = s[:end]
	}
	if isDomain(asciiStandIn(host)) {
		return nil
	}
	return &Error{"url-invalid", "is not a web address: write it whole, as https://www.example.com"}
}
