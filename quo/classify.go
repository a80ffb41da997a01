package quo

import (
	"crypto/tls"
	"errors"
	"net/http"
)

// A Class is the kind of an error, by what to do next.
type Class int

// The classes of errors. "Carried out" is whether the server may have carried
// out a write.
//
//	class      when                                                carried out  next
//	None       no error                                            yes
//	Permanent  400, 422, any other 4xx, a value or an id that      no           this row fails
//	           cannot be sent or looked up
//	NotFound   404                                                 no           look again (docs/quo-api.md, rule 8)
//	Conflict   409                                                 no           look the pair up (rule 4)
//	Limited    429                                                 no           wait for the limiter, send again
//	NotSent    no connection, or ended before it was sent          no           back off, send again
//	Ambiguous  5xx, 408, time-out, connection lost, unreadable     unknown      back off, look up, send again (rule 9)
//	           2xx, and any unknown error
//	Fatal      401, 402, 403, redirect, untrusted certificate,     no           stop the run
//	           a proxy that refuses, ignored filter
//
// A 404 from a proxy or a wrong base URL looks like one of the API's.
const (
	None Class = iota
	Permanent
	NotFound
	Conflict
	Limited
	NotSent
	Ambiguous
	Fatal
)

// Classify returns the class of an error of this package, however wrapped. An
// unknown error is Ambiguous: doubt never means "not carried out".
func Classify(err error) Class {
	if err == nil {
		return None
	}
	if is[*RefusedError](err) {
		return Permanent
	}
	if api, ok := errors.AsType[*APIError](err); ok {
		return classifyStatus(api.Status)
	}
	if is[*ValueError](err) || errors.Is(err, errID) {
		return Permanent
	}
	if is[*RedirectError](err) || is[*FilterIgnoredError](err) || is[*tls.CertificateVerificationError](err) {
		return Fatal
	}
	if proxy, ok := errors.AsType[*ProxyError](err); ok && proxy.refuses() {
		return Fatal
	}
	if lost, ok := errors.AsType[*TransportError](err); ok && !lost.Sent {
		return NotSent
	}
	return Ambiguous
}

func classifyStatus(status int) Class {
	switch status {
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden:
		return Fatal
	case http.StatusNotFound:
		return NotFound
	case http.StatusRequestTimeout:
		return Ambiguous // sent by proxies too, which may have passed the request on
	case http.StatusConflict:
		return Conflict
	case http.StatusTooManyRequests:
		return Limited
	}
	if status >= 400 && status < 500 {
		return Permanent
	}
	return Ambiguous
}

// Again reports whether a read that failed this way should be sent again
// unchanged, after a wait.
func (c Class) Again() bool { return c == Limited || c == NotSent || c == Ambiguous }

// Outage reports whether the failure is the server's or the network's and not
// the request's: what a breaker counts.
func (c Class) Outage() bool { return c == NotSent || c == Ambiguous }

func (c Class) String() string {
	return [...]string{"none", "permanent", "not found", "conflict", "limited", "not sent", "ambiguous", "fatal"}[c]
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
