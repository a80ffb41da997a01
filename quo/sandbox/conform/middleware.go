package conform

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"
)

// Middleware passes every request to h, and reports invalid requests and answers
// with t.Errorf. It skips the test if there is no OpenAPI file. Faults that break
// the connection pass through.
func Middleware(t testing.TB, h http.Handler) http.Handler {
	t.Helper()
	schema, err := Load()
	if errors.Is(err, ErrAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the client has left
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err := schema.Request(r); err != nil {
			t.Errorf("%s %s is invalid: %v\n%s", r.Method, r.URL, err, body)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		tee := &tee{ResponseWriter: w}
		h.ServeHTTP(tee, r)
		if tee.status == 0 {
			return // reset
		}
		if err := schema.Response(r, tee.status, w.Header(), tee.body.Bytes()); err != nil {
			t.Errorf("the answer to %s %s is invalid: %v\n%d %s", r.Method, r.URL, err, tee.status, tee.body.Bytes())
		}
	})
}

// tee keeps a copy of the answer while it is written.
type tee struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// Unwrap lets http.ResponseController reach Flush and Hijack.
func (t *tee) Unwrap() http.ResponseWriter { return t.ResponseWriter }

func (t *tee) WriteHeader(status int) {
	t.status = status
	t.ResponseWriter.WriteHeader(status)
}

func (t *tee) Write(p []byte) (int, error) {
	if t.status == 0 {
		t.status = http.StatusOK
	}
	t.body.Write(p)
	return t.ResponseWriter.Write(p)
}
