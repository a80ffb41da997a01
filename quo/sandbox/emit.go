package sandbox

import (
	"cmp"
	"maps"
	"net"
	"net/http"
	"strconv"
)

// spoil returns the answer that the fault makes of the true one. Hang, Reset and
// Truncate concern the connection: see emit.
func (f Fault) spoil(a answer, shape func(*refusal) answer) answer {
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

// emit writes an answer, or breaks the connection as the fault demands.
func emit(w http.ResponseWriter, r *http.Request, f Fault, a answer) {
	if f.Hang {
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	}
	if f.Reset || f.Truncate && len(a.body) == 0 {
		reset(w)
		return
	}
	maps.Copy(w.Header(), a.header)
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	if f.Truncate {
		_, _ = w.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(a.body) // the client may have left
}

// reset closes the connection with a TCP RST. If there is none to take over
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
