package ui

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// hub sends what happens to every page that is open, as server-sent events.
type hub struct {
	mu      sync.Mutex
	pages   map[listener]bool
	changed func(pages int) // called with the lock held when a page comes or goes
}

// listener is one open page, and what it has to be sent.
type listener chan message

type message struct{ event, data string }

// kept is how many events wait for a page that does not read. Then it is disconnected: it
// connects again and loads the whole view.
const kept = 4096

func newHub(changed func(pages int)) *hub {
	return &hub{pages: map[listener]bool{}, changed: changed}
}

func (h *hub) join() listener {
	p := make(listener, kept)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pages[p] = true
	h.changed(len(h.pages))
	return p
}

func (h *hub) leave(p listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(p)
	h.changed(len(h.pages))
}

func (h *hub) drop(p listener) {
	if h.pages[p] {
		delete(h.pages, p)
		close(p)
	}
}

// send sends an event to all pages. It never blocks.
func (h *hub) send(event, data string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for p := range h.pages {
		select {
		case p <- message{event, data}:
		default:
			h.drop(p)
		}
	}
}

// close disconnects all pages.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for p := range h.pages {
		h.drop(p)
	}
}

// Write sends each line that is written to it as an event "json": the events of --json as
// they are (docs/events.md).
func (h *hub) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		h.send("json", strings.TrimSuffix(line, "\n"))
	}
	return len(p), nil
}

// beat is how often an idle connection is written to, so that it is known to be open.
const beat = 15 * time.Second

// serve answers a page that listens.
func (h *hub) serve(w http.ResponseWriter, r *http.Request, first message) {
	w.Header().Set("Content-Type", "text/event-stream")
	p := h.join()
	defer h.leave(p)
	control := http.NewResponseController(w)
	beats := time.NewTicker(beat)
	defer beats.Stop()
	fmt.Fprintf(w, "retry: 1000\n")
	m := first
	for {
		if m.event == "" {
			fmt.Fprint(w, ":\n\n")
		} else {
			fmt.Fprintf(w, "event: %s\ndata: %s\n\n", m.event, m.data)
		}
		if len(p) == 0 && control.Flush() != nil {
			return
		}
		var open bool
		select {
		case m, open = <-p:
			if !open {
				return
			}
		case <-beats.C:
			m = message{}
		case <-r.Context().Done():
			return
		}
	}
}
