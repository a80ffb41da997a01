//go:build unix

package pgtest

import (
	"bytes"
	"context"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Proxy is a network between a program and a server that delays, cuts connections and
// loses answers.
type Proxy struct {
	to       string
	listener net.Listener

	mu     sync.Mutex
	delay  time.Duration // of each direction
	down   bool          // no connection is accepted
	before func() bool   // cut before a commit reaches the server?
	after  func() bool   // cut when the server has answered a commit?
	links  map[*link]bool
}

// marker is a part of the first statement of a commit.
const marker = "UPDATE quo_import.states SET commits"

// NewProxy starts a proxy in front of a port of this machine, and stops it with the test.
func NewProxy(t testing.TB, port int) *Proxy {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	never := func() bool { return false }
	p := &Proxy{to: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), listener: l, before: never, after: never, links: map[*link]bool{}}
	go p.accept()
	t.Cleanup(func() { _ = l.Close(); p.Cut() })
	return p
}

// Address returns the address of the database behind the proxy.
func (p *Proxy) Address() string { return address(p.listener.Addr().(*net.TCPAddr).Port) }

// Delay makes a round trip take d longer.
func (p *Proxy) Delay(d time.Duration) { p.set(func() { p.delay = d / 2 }) }

// Down cuts all connections and refuses new ones, until Up.
func (p *Proxy) Down() {
	p.set(func() { p.down = true })
	p.Cut()
}

// Up ends Down.
func (p *Proxy) Up() { p.set(func() { p.down = false }) }

// CutBefore cuts the connection of a commit before the server gets it, when do returns
// true.
func (p *Proxy) CutBefore(do func() bool) { p.set(func() { p.before = do }) }

// CutAfter cuts the connection of a commit when the server has answered it, when do
// returns true: the answer is lost.
func (p *Proxy) CutAfter(do func() bool) { p.set(func() { p.after = do }) }

// Cut cuts all connections.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		l.close()
	}
}

func (p *Proxy) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.serve(client)
	}
}

// link is a connection through the proxy.
type link struct {
	client, server net.Conn
	mu             sync.Mutex
	lose           bool // the next answer is lost, and with it the connection
}

func (l *link) close() { _ = l.client.Close(); _ = l.server.Close() }

func (p *Proxy) serve(client net.Conn) {
	p.mu.Lock()
	down := p.down
	p.mu.Unlock()
	server, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", p.to)
	if down || err != nil {
		_ = client.Close()
		return
	}
	l := &link{client: client, server: server}
	p.set(func() { p.links[l] = true })
	defer p.set(func() { delete(p.links, l) })
	defer l.close()
	go p.pipe(l, client, server, p.request)
	p.pipe(l, server, client, p.answer)
}

// request decides what becomes of bytes of the program.
func (p *Proxy) request(l *link, b []byte) (pass bool) {
	if !bytes.Contains(b, []byte(marker)) {
		return true
	}
	p.mu.Lock()
	before, after := p.before, p.after
	p.mu.Unlock()
	if before() {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lose = after()
	return true
}

// answer decides what becomes of bytes of the server.
func (p *Proxy) answer(l *link, _ []byte) (pass bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.lose
}

type piece struct {
	bytes []byte
	at    time.Time
}

// pipe passes bytes on, each after the delay; the sender does not wait for it.
func (p *Proxy) pipe(l *link, from, to net.Conn, pass func(*link, []byte) bool) {
	defer l.close()
	queue := make(chan piece, 1024)
	go func() {
		defer l.close()
		for next := range queue {
			if wait := time.Until(next.at); wait > 0 {
				<-time.After(wait)
			}
			if _, err := to.Write(next.bytes); err != nil {
				return
			}
		}
	}()
	defer close(queue)
	for {
		b := make([]byte, 1<<16)
		n, err := from.Read(b)
		if n > 0 {
			if !pass(l, b[:n]) {
				return
			}
			p.mu.Lock()
			delay := p.delay
			p.mu.Unlock()
			queue <- piece{b[:n], time.Now().Add(delay)}
		}
		if err != nil {
			return
		}
	}
}
