package quo

import (
	"errors"
	"fmt"
	"strings"
)

// ErrTimeout is in the chain of a *TransportError or *AnswerError if the whole
// answer did not arrive within Options.Timeout.
var ErrTimeout = errors.New("no answer in time")

// A TransportError is the failure of a request that got no answer.
type TransportError struct {
	Method, Path string // Path without the query: it holds external ids

	// Sent is false only if the server certainly saw nothing of the request: the
	// limiter or the context ended it first, or no connection was made (name,
	// dial, TLS handshake).
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

// An AnswerError is an answer with success (2xx) that could not be read or
// understood. A write was probably carried out; which contact it made is not
// known.
type AnswerError struct {
	Method, Path string
	Status       int
	Err          error
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s %s: %d, but the answer cannot be used: %v", e.Method, e.Path, e.Status, e.Err)
}

func (e *AnswerError) Unwrap() error { return e.Err }

// A RedirectError is an answer that redirects. The API has none, and following
// one would send the key to another host.
type RedirectError struct {
	Status int
	Host   string // the target, "" if unknown
}

func (e *RedirectError) Error() string {
	if e.Host == "" {
		return fmt.Sprintf("the server answers with a redirect (%d): check the base URL", e.Status)
	}
	return fmt.Sprintf("the server redirects to %s (%d); the key is not sent there: check the base URL", e.Host, e.Status)
}

// A FilterIgnoredError is the answer to a look-up by external ids that holds a
// contact with none of them: the server ignored the filter (docs/quo-api.md,
// rule 5), so that "not found" proves nothing.
type FilterIgnoredError struct {
	Asked    int    // ids asked for
	Stranger string // the contact's id
}

func (e *FilterIgnoredError) Error() string {
	return fmt.Sprintf("asked for the contacts of %d external ids, but the answer holds contact %s, which has none of them: the server ignores the filter",
		e.Asked, e.Stranger)
}

// A RefusedError lists the external ids that the server refused to look up even
// one by one, or took for several ids. Nothing is known about their contacts.
type RefusedError struct {
	ExternalIDs []string
	Err         error // the last refusal
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("look up external ids %q: %v", e.ExternalIDs, e.Err)
}

func (e *RefusedError) Unwrap() error { return e.Err }

// A ValueError is a value of a contact that cannot be sent as the type of its
// custom field. The message does not quote the value.
type ValueError struct {
	Field  CustomField
	Reason string
}

func (e *ValueError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("custom field %s: %s", e.Field.label(), e.Reason))
}

// errID refuses an id that is empty or a step in a path. Without the check a
// call for one contact would become one for all of them, and a look-up would
// have no filter.
var errID = errors.New("not an id")
