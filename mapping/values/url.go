package values

import (
	"fmt"
	"net/url"
	"strings"
)

// MaxSourceURL is the length of a sourceUrl (QUO_API, "The contact").
const MaxSourceURL = 200

// URL reads the address of a web page: absolute, http or https. It is kept as
// it was written, but for space around it.
func URL(raw string) (string, *Error) {
	s := trim(raw)
	if s == "" {
		return "", nil
	}
	if strings.ContainsAny(s, " \t\r\n") {
		return "", &Error{"url-space", "is not one web address: there is space inside (several: say how they are separated; a real space is written %20)"}
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", urlWithoutScheme(s)
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
	case "ftp", "mailto", "tel", "file", "javascript", "data":
		return "", &Error{"url-scheme", "is not the address of a web page: only http:// and https:// are taken"}
	default:
		return "", urlWithoutScheme(s)
	}
	if u.Hostname() == "" {
		return "", &Error{"url-invalid", `is not a web address: there is no host after "//"`}
	}
	return s, nil
}

// SourceURL is URL for the contact's sourceUrl, which is limited in length.
func SourceURL(raw string) (string, *Error) {
	s, err := URL(raw)
	if err == nil && utf16Len(s) > MaxSourceURL {
		return "", &Error{"url-too-long", fmt.Sprintf("is longer than the %d characters that Quo takes", MaxSourceURL)}
	}
	return s, err
}

func urlWithoutScheme(s string) *Error {
	host, _, _ := strings.Cut(s, "/")
	if strings.Contains(host, ".") && !strings.Contains(host, "@") {
		return &Error{"url-no-scheme", `has no "https://" in front: write it whole, as https://www.example.com`}
	}
	return &Error{"url-invalid", "is not a web address: write it whole, as https://www.example.com"}
}
