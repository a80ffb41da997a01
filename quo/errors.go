package quo

import (
	"errors"
	"fmt"
	"strings"
)

// ErrTimeout is in the chain of a *TransportError or *AnswerError when the
// answer was not there, whole, within Options.Timeout.
var ErrTimeout = errors.New("no answer in time")

// A TransportError says that a request got no answer.
type TransportError struct {
	Method, Path string // Path without the query: it holds external ids

	// Sent is false only when it is certain that the server saw nothing of the
	// request: the limiter or the context ended it first, or no connection was
	// made (name, dial, TLS handshake).
	Sent bool
	Err  error
}

func (e *TransportError) Error() string {
	what := "not sent"
	if e.Sent {
		what = "no answer"
	}
	return fmt.Sprintf("%s %s: %s: %v", e.Method, e.Path, what, e.Err)
}

func (e *TransportError) Unwrap() error { return e.Err }

// An AnswerError says that the server answered with success (2xx), but that
// the answer could not be read or made no sense. A write was probably carried
// out; which contact it made is not known.
type AnswerError struct {
	Method, Path string
	Status       int
	Err          error
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s %s: %d, but the answer cannot be used: %v", e.Method, e.Path, e.Status, e.Err)
}

func (e *AnswerError) Unwrap() error { return e.Err }

// A RedirectError says that the server answered with a redirect. The API has
// none, and following one would hand the key to another host.
type RedirectError struct {
	Status int
	Host   string // where it points, "" if it does not say
}

func (e *RedirectError) Error() string {
	if e.Host == "" {
		return fmt.Sprintf("the server answers with a redirect (%d): check the base URL", e.Status)
	}
	return fmt.Sprintf("the server redirects to %s (%d), which is not followed, so that the key stays here: check the base URL", e.Host, e.Status)
}

// FilterIgnoredError says that a look-up by external ids was answered with a
// contact that nobody asked for: the server ignored the filter (QUO_API,
// "What bites" 5), so "not found" can no longer be believed.
type FilterIgnoredError struct {
	Asked    int    // ids asked for
	Stranger string // the contact's id
}

func (e *FilterIgnoredError) Error() string {
	return fmt.Sprintf("asked for the contacts of %d external ids, and was given contact %s, which has none of them: the server ignores the filter",
		e.Asked, e.Stranger)
}

// A RefusedError names the external ids that the server refused to look up,
// each on its own. Nothing is known about their contacts.
type RefusedError struct {
	ExternalIDs []string
	Err         error // the last refusal
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("look up external ids %q: %v", e.ExternalIDs, e.Err)
}

func (e *RefusedError) Unwrap() error { return e.Err }

// A ValueError says that a contact holds a value that cannot be sent as its
// custom field's type. It does not quote the value.
type ValueError struct {
	Field  CustomField
	Reason string
}

func (e *ValueError) Error() string {
	name := e.Field.Name
	if name == "" {
		name = e.Field.Key
	}
	return strings.TrimSpace(fmt.Sprintf("custom field %s: %s", name, e.Reason))
}
