package ui

import (
	"context"
	"embed"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/page"
)

//go:embed static page.html
var files embed.FS

// Server serves the page.
type Server struct {
	opts   Options
	guard  *guard
	hub    *hub
	desk   *desk
	listen net.Listener

	mu    sync.Mutex
	end   context.CancelFunc // of Serve
	idle  func() bool        // stops the timer that ends the server; nil if it does not run
	pages int
}

// Listen opens 127.0.0.1 on a free port, or on the port of the options.
func Listen(ctx context.Context, opts Options) (*Server, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(opts.Port)))
	if err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	s := &Server{opts: opts.withDefaults(), guard: newGuard(port), listen: l}
	s.hub = newHub(s.paged)
	if s.desk, err = openDesk(s.opts, s.hub, s.restartIdle); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return s, nil
}

// Address returns a new one-time address of the page. The one before is not valid any
// more.
func (s *Server) Address() string { return s.guard.address() }

// Port returns the port that the server listens on.
func (s *Server) Port() string {
	_, port, _ := strings.Cut(s.guard.host, ":")
	return port
}

// Serve answers requests until ctx is cancelled, or until no page has been open and no run
// has been going on for a while. It returns when a run that was going on has stopped and
// been recorded.
func (s *Server) Serve(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	s.mu.Lock()
	s.end = end
	s.mu.Unlock()
	s.restartIdle()
	server := &http.Server{
		Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // it may quote a request
	}
	stopped := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(stopped)
		s.desk.close()
		s.hub.close()
		_ = server.Close()
	})
	err := server.Serve(s.listen)
	end()
	<-stopped
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// handler returns the routes behind the guard.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "page.html") })
	static, _ := fs.Sub(files, "static") // a valid path
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))
	mux.HandleFunc("GET /static/colours.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = io.WriteString(w, page.Colours) // the browser has left
	})
	mux.HandleFunc("GET /api/events", func(w http.ResponseWriter, r *http.Request) {
		s.hub.serve(w, r, message{"view", strconv.Itoa(s.desk.current())})
	})
	s.desk.routes(mux)
	return s.guard.protect(hidePanics(mux))
}

// hidePanics answers a panic without its message, which may quote a customer's data.
func hidePanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				respondError(w, http.StatusInternalServerError, event.NewBugError(p))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// paged is called when a page comes or goes.
func (s *Server) paged(pages int) {
	s.mu.Lock()
	s.pages = pages
	s.mu.Unlock()
	s.restartIdle()
}

// restartIdle starts the timer that ends the server if no page is open, and stops it if
// one is.
func (s *Server) restartIdle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.idle != nil {
		s.idle()
		s.idle = nil
	}
	if s.pages > 0 || s.end == nil {
		return
	}
	end := s.end
	s.idle = s.opts.After(s.opts.Idle, func() {
		s.mu.Lock()
		open := s.pages > 0
		s.mu.Unlock()
		if !open && !s.desk.running() { // the end of a run starts the timer again
			end()
		}
	})
}
