package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
)

// Fault is something that goes wrong with one request, or with Times of them. If
// several kinds are set, the first of this order counts: Hang, Reset, Truncate,
// HTML, Body, Status. The zero Fault does nothing.
type Fault struct {
	Name  string                   // in Counts and Unfired; a description if empty
	Op    Op                       // the operation that it applies to, "" for any
	Match func(*http.Request) bool // applies only to these; may read the body, must not call the sandbox
	Times int                      // how often; 0 means once, -1 always
	After bool                     // the request is carried out first

	Hang     bool // no answer until the client cancels
	Reset    bool // the connection is reset
	Truncate bool // half of the true answer; the request is carried out
	HTML     bool // the page of a proxy, with Status or 502

	Status int         // this status, with an error body of the API's shape
	Body   string      // this body, with Status or 200
	Header http.Header // added to any answer

	// These change the outcome; the request is carried out.
	Strangers bool           // lists: the filter is ignored (docs/quo-api.md, rule 5)
	Empty     bool           // lists: nothing is found, as if the list lagged
	Alter     func(*Contact) // create, update: Quo stores something else
}

// executes reports whether the request is carried out.
func (f Fault) executes() bool {
	return f.After || f.Truncate || f.Strangers || f.Empty || f.Alter != nil || !f.replaces()
}

// replaces reports whether the client does not get the true answer.
func (f Fault) replaces() bool {
	return f.Hang || f.Reset || f.Truncate || f.HTML || f.Status != 0 || f.Body != ""
}

// String returns the name, or a description such as "update: reset after".
func (f Fault) String() string {
	if f.Name != "" {
		return f.Name
	}
	words := []string{string(cmp.Or(f.Op, "any")) + ":"}
	for _, flag := range []struct {
		set  bool
		word string
	}{
		{f.Hang, "hang"},
		{f.Reset, "reset"},
		{f.Truncate, "truncate"},
		{f.HTML, "html"},
		{f.Status != 0, fmt.Sprint(f.Status)},
		{f.Body != "", "body"},
		{f.Header.Get("Retry-After") != "", "retry-after"},
		{f.Strangers, "strangers"},
		{f.Empty, "empty"},
		{f.Alter != nil, "alter"},
		{f.After, "after"},
	} {
		if flag.set {
			words = append(words, flag.word)
		}
	}
	return strings.Join(words, " ")
}

// breaks reports whether the client gets no whole answer.
func (f Fault) breaks() bool { return f.Hang || f.Reset || f.Truncate }

// applies reports whether the fault can happen to a request.
func (f Fault) applies(c *call) bool {
	if f.Op != "" && f.Op != c.op {
		return false
	}
	return f.Match == nil || f.Match(c.request())
}
