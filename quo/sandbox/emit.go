package sandbox

import (
	"cmp"
	"maps"
	"net"
	"net/http"
	"strconv"
)

// spoil turns the true answer into the one that a fault gives. Hang, Reset and
// Truncate are about the connection and not about the answer: see emit.
func (f *Fault) spoil(a answer, shape func(*refusal) answer) answer {
	switch {
	case f.Hang, f.Reset, f.Truncate:
	case f.HTML:
		a = htmlPage(cmp.Or(f.Status, http.StatusBadGateway))
		if f.Body != "" {
			a.body = []byte(f.Body)
		}
	case f.Body != "":
		a = answer{status: cmp.Or(f.Status, http.StatusOK), header: jsonHeader(), body: []byte(f.Body)}
	case f.Status != 0:
		a = shape(refused(f.Status, cmp.Or(http.StatusText(f.Status), "Unknown")))
	}
	if a.header == nil {
		a.header = make(http.Header)
	}
	maps.Copy(a.header, f.Header)
	return a
}

// breaks tells whether the client gets no whole answer.
func (f *Fault) breaks() bool {
	return f != nil && (f.Hang || f.Reset || f.Truncate)
}

// emit writes an answer, or does to the connection what the fault says.
func emit(w http.ResponseWriter, r *http.Request, f *Fault, a *answer) {
	if f != nil && f.Hang {
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	}
	truncate := f != nil && f.Truncate
	if f != nil && f.Reset || truncate && len(a.body) == 0 {
		reset(w)
		return
	}
	maps.Copy(w.Header(), a.header)
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	if truncate {
		_, _ = w.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(a.body) // a client that left is no error of ours
}

// reset cuts the connection with a TCP RST; where there is none to take over
// (HTTP/2, the RoundTripper, a recorder) it aborts the handler.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
