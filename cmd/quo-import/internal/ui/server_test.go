package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// clock is a clock that a test sets.
type clock struct {
	mu     sync.Mutex
	at     time.Time
	timers []*timer
	set    chan struct{} // receives whenever a timer was set
}

type timer struct {
	at   time.Time
	fire func()
}

func newClock() *clock {
	return &clock{at: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), set: make(chan struct{}, 100)}
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) after(d time.Duration, f func()) func() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{c.at.Add(d), f}
	c.timers = append(c.timers, t)
	select {
	case c.set <- struct{}{}:
	default:
	}
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		before := len(c.timers)
		c.timers = slices.DeleteFunc(c.timers, func(other *timer) bool { return other == t })
		return len(c.timers) < before
	}
}

// pass lets time pass.
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	c.at = c.at.Add(d)
	var due []*timer
	c.timers = slices.DeleteFunc(c.timers, func(t *timer) bool {
		if !t.at.After(c.at) {
			due = append(due, t)
			return true
		}
		return false
	})
	c.mu.Unlock()
	for _, t := range due {
		t.fire()
	}
}

// world is a server with a browser that has been let in.
type world struct {
	t       *testing.T
	server  *Server
	clock   *clock
	folder  string
	base    string // "http://127.0.0.1:port"
	browser *http.Client
	ended   chan error
	end     context.CancelFunc
}

func start(t *testing.T, edit func(*Options)) *world {
	t.Helper()
	w := &world{t: t, clock: newClock(), folder: t.TempDir(), ended: make(chan error, 1)}
	opts := Options{
		Folder: filepath.Join(w.folder, "sessions"), Version: "test", Now: w.clock.now, After: w.clock.after,
		API: job.API{BaseURL: "http://127.0.0.1:9"}, State: job.StateFile{Path: filepath.Join(w.folder, "state.db")},
	}
	if edit != nil {
		edit(&opts)
	}
	ctx, end := context.WithCancel(context.Background())
	w.end = end
	var err error
	if w.server, err = Listen(ctx, opts); err != nil {
		t.Fatal(err)
	}
	go func() { w.ended <- w.server.Serve(ctx) }()
	t.Cleanup(w.stop)
	w.base = "http://127.0.0.1:" + w.server.Port()
	w.browser = newBrowser(t)
	if status, _ := w.fetch(w.browser, "GET", w.server.Address(), "", nil); status != http.StatusOK {
		t.Fatalf("the first address answers %d", status)
	}
	return w
}

// stop ends the server, and waits for it.
func (w *world) stop() {
	w.end()
	if err, open := <-w.ended; open && err != nil {
		w.t.Error(err)
	}
}

func newBrowser(t *testing.T) *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Transport: &http.Transport{}}
}

// fetch sends a request and returns status and body.
func (w *world) fetch(c *http.Client, method, address, body string, edit func(*http.Request)) (int, string) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if edit != nil {
		edit(r)
	}
	answer, err := c.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func (w *world) get(path string) string {
	w.t.Helper()
	status, body := w.fetch(w.browser, "GET", w.base+path, "", nil)
	if status != http.StatusOK {
		w.t.Fatalf("GET %s: %d %s", path, status, body)
	}
	return body
}

// post sends a change, and returns what is wrong with it.
func (w *world) post(path string, body any) string {
	w.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	status, answer := w.fetch(w.browser, "POST", w.base+path, string(text), nil)
	if status == http.StatusOK {
		return ""
	}
	var p problem
	if err := json.Unmarshal([]byte(answer), &p); err != nil || p.Problem == "" {
		w.t.Fatalf("POST %s: %d %s", path, status, answer)
	}
	return p.Problem
}

// upload sends a file.
func (w *world) upload(name, text string) {
	w.t.Helper()
	if status, body := w.fetch(w.browser, "POST", w.base+"/api/file?name="+url.QueryEscape(name), text, nil); status != http.StatusOK {
		w.t.Fatalf("sending %s: %d %s", name, status, body)
	}
}

// view returns what the page shows once it is as wanted: the server tells by an event when
// it has changed.
func (w *world) view(wanted func(*view) bool) *view {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", w.base+"/api/events", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	events, err := w.browser.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer events.Body.Close()
	buffer := make([]byte, 64<<10)
	for {
		v := &view{}
		text := w.get("/api/view")
		if err := json.Unmarshal([]byte(text), v); err != nil {
			w.t.Fatal(err)
		}
		if wanted(v) {
			return v
		}
		if _, err := events.Body.Read(buffer); err != nil {
			w.t.Fatalf("%v; the view is %s", err, text)
		}
	}
}

// done reports whether nothing is being worked out.
func done(v *view) bool { return v.Busy == "" && v.Session != nil }

func TestOnlyTheBrowserWithTheAddressIsAnswered(t *testing.T) {
	w := start(t, nil)
	for name, path := range map[string]string{
		"the page": "/", "the script": "/static/app.js", "the style": "/static/app.css", "the view": "/api/view", "the events": "/api/events",
		"an unknown path": "/etc/passwd",
	} {
		t.Run(name, func(t *testing.T) {
			stranger := newBrowser(t)
			if status, body := w.fetch(stranger, "GET", w.base+path, "", nil); status != http.StatusForbidden || !strings.Contains(body, "has not been let in") {
				t.Errorf("without a cookie: %d %s", status, body)
			}
			guess := func(r *http.Request) {
				r.AddCookie(&http.Cookie{Name: "quo-import-" + w.server.Port(), Value: "AAAAAAAAAAAAAAAAAAAAAAAAAA"})
			}
			if status, _ := w.fetch(stranger, "GET", w.base+path, "", guess); status != http.StatusForbidden {
				t.Errorf("with a guessed cookie: %d", status)
			}
		})
	}
	for _, path := range []string{"/api/file?name=a.csv", "/api/session", "/api/read", "/api/screen", "/api/session/forget"} {
		if status, _ := w.fetch(newBrowser(t), "POST", w.base+path, "{}", nil); status != http.StatusForbidden {
			t.Errorf("POST %s without a cookie: %d", path, status)
		}
	}
}

func TestATokenIsValidOnceAndCannotBeGuessed(t *testing.T) {
	w := start(t, nil)
	address := w.server.Address()
	for _, token := range []string{"", "x", strings.Repeat("A", 26), url.QueryEscape(strings.Repeat("é", 1000))} {
		if status, _ := w.fetch(newBrowser(t), "GET", w.base+"/open?token="+token, "", nil); status != http.StatusForbidden {
			t.Errorf("the token %q: %d", token, status)
		}
	}
	if status, _ := w.fetch(newBrowser(t), "POST", address, "", nil); status != http.StatusMethodNotAllowed {
		t.Errorf("a token that is sent by a form: %d", status)
	}
	first := newBrowser(t)
	if status, _ := w.fetch(first, "GET", address, "", nil); status != http.StatusOK {
		t.Errorf("after wrong guesses the token has to be valid still: %d", status)
	}
	if status, _ := w.fetch(newBrowser(t), "GET", address, "", nil); status != http.StatusForbidden {
		t.Errorf("the token again, from another browser: %d", status)
	}
	if status, _ := w.fetch(first, "GET", address, "", nil); status != http.StatusOK {
		t.Errorf("a reload of the first address in the browser that used it: %d", status)
	}
	old := w.server.Address()
	w.server.Address()
	if status, _ := w.fetch(newBrowser(t), "GET", old, "", nil); status != http.StatusForbidden {
		t.Errorf("a token that was replaced by a new one: %d", status)
	}
}

func TestTheCookieCannotBeReadOrSentByOthers(t *testing.T) {
	w := start(t, nil)
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, _ := http.NewRequestWithContext(t.Context(), "GET", w.server.Address(), nil)
	answer, err := stay.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	c := answer.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Domain != "" || len(c.Value) < 26 {
		t.Errorf("the cookie is %s", c.Raw)
	}
	if where := answer.Header.Get("Location"); where != "/" {
		t.Errorf("the token stays in the address: %s", where)
	}
}

// TestOtherHostsAreRefused: a name that an attacker lets resolve to 127.0.0.1 comes with
// the browser's good will, but with its own Host.
func TestOtherHostsAreRefused(t *testing.T) {
	w := start(t, nil)
	port := w.server.Port()
	for _, host := range []string{"evil.example", "evil.example:" + port, "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:" + port, "localhost:" + port, "[::1]:" + port, "127.0.0.1:" + port + ".", "127.0.0.1:" + port + ":80", "2130706433:" + port} {
		for _, path := range []string{"/", "/api/view"} {
			if status, _ := w.fetch(w.browser, "GET", w.base+path, "", func(r *http.Request) { r.Host = host }); status != http.StatusMisdirectedRequest && status != http.StatusBadRequest {
				t.Errorf("GET %s with Host %s: %d", path, host, status)
			}
		}
	}
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	status, _ := w.fetch(stay, "GET", w.server.Address(), "", func(r *http.Request) { r.Host = "localhost:" + port })
	if status != http.StatusSeeOther {
		t.Errorf("the address with localhost, as people type it, leads to the real one: %d", status)
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	w := start(t, nil)
	for name, edit := range map[string]func(*http.Request){
		"another origin":                     func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"the same host on another port":      func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:9999") },
		"no origin at all (null)":            func(r *http.Request) { r.Header.Set("Origin", "null") },
		"a form of another site":             func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"a form of a site beside":            func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"another origin with this site's id": func(r *http.Request) { r.Header.Set("Origin", "http://localhost:"+w.server.Port()) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/api/file?name=x.csv", "/api/session", "/api/read"} {
				if status, _ := w.fetch(w.browser, "POST", w.base+path, `{}`, edit); status != http.StatusForbidden {
					t.Errorf("POST %s: %d", path, status)
				}
			}
		})
	}
	for _, site := range []string{"cross-site", "same-site"} {
		for _, path := range []string{"/api/view", "/api/events", "/static/app.js"} {
			if status, _ := w.fetch(w.browser, "GET", w.base+path, "", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", site) }); status != http.StatusForbidden {
				t.Errorf("GET %s as a part of a page of another site (%s): %d", path, site, status)
			}
		}
	}
	if entries, _ := os.ReadDir(filepath.Join(w.folder, "sessions")); len(entries) > 0 {
		t.Errorf("a refused request has left something: %v", entries)
	}
}

func TestEveryAnswerHasTheHeadersOfSafety(t *testing.T) {
	w := start(t, nil)
	for _, path := range []string{"/", "/static/app.js", "/static/colours.css", "/api/view", "/nowhere", "/open?token=x"} {
		for _, c := range []*http.Client{w.browser, newBrowser(t)} {
			r, _ := http.NewRequestWithContext(t.Context(), "GET", w.base+path, nil)
			answer, err := c.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			h := answer.Header
			policy := h.Get("Content-Security-Policy")
			if !strings.Contains(policy, "default-src 'self'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: the policy is %q", path, policy)
			}
			for name, want := range map[string]string{"Cache-Control": "no-store", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin"} {
				if h.Get(name) != want {
					t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), want)
				}
			}
			if h.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s allows other origins", path)
			}
		}
	}
}

func TestThePageHasNoScriptOrStyleOfItsOwn(t *testing.T) {
	w := start(t, nil)
	text := w.get("/")
	for _, inline := range []string{"<style", "style=", "onclick", "onload", "javascript:"} {
		if strings.Contains(text, inline) {
			t.Errorf("the page has %s, which its policy forbids", inline)
		}
	}
	if strings.Count(text, "<script") != 1 || !strings.Contains(text, `<script type="module" src="/static/app.js"></script>`) {
		t.Error("the page has another script than its own file")
	}
}

const attack = `<img src=x onerror=alert(1)></script><script>alert(1)</script>`

// TestScriptInAFileIsText: wherever a file has markup, an answer holds it as JSON that no
// browser takes for a page.
func TestScriptInAFileIsText(t *testing.T) {
	w := start(t, nil)
	w.upload(attack+".csv", "id,"+attack+",Name\n1,"+attack+","+attack+"\n")
	w.view(done)
	r, _ := http.NewRequestWithContext(t.Context(), "GET", w.base+"/api/view", nil)
	answer, err := w.browser.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	if answer.Header.Get("Content-Type") != "application/json" || strings.Contains(string(text), "<script") || !strings.Contains(string(text), `\u003cscript`) {
		t.Errorf("%s: %.300s", answer.Header.Get("Content-Type"), text)
	}
	if strings.Contains(w.get("/"), "alert(1)") {
		t.Error("the page itself holds what the file says")
	}
}

func TestAFileIsKeptPrivatelyAndUnderAHarmlessName(t *testing.T) {
	w := start(t, nil)
	for name, want := range map[string]string{
		"contacts.csv":                    "contacts.csv",
		"../../../etc/cron.d/evil.csv":    "evil.csv",
		`C:\Users\maya\Contacts Q3.XLSX`:  "Contacts Q3.XLSX",
		"..":                              "contacts",
		"":                                "contacts",
		".bashrc":                         "contacts.bashrc",
		"a\x00b\nc.csv":                   "a_b_c.csv",
		"Kunden – Übersicht.csv":          "Kunden – Übersicht.csv",
		strings.Repeat("é", 500) + ".csv": strings.Repeat("é", 60) + ".csv",
		"x." + strings.Repeat("y", 300):   "x." + strings.Repeat("y", 118),
		"evil.csv\xff":                    "evil.csv_",
	} {
		w.upload(name, "Name,Phone\nMaya,+14155550134\n")
		v := w.view(done)
		if v.Session.Name != want {
			t.Errorf("%q is kept as %q, want %q", name, v.Session.Name, want)
		}
		folder := filepath.Join(w.folder, "sessions", v.Session.ID)
		if v.Session.Path != filepath.Join(folder, "file", want) {
			t.Errorf("%q is kept as %s", name, v.Session.Path)
		}
	}
	if os.PathSeparator != '/' {
		return // others than Unix have no such permissions
	}
	err := filepath.WalkDir(filepath.Join(w.folder, "sessions"), func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAFileThatIsTooLargeIsRefusedAndNotKept(t *testing.T) {
	w := start(t, func(o *Options) { o.MostBytes = 1 << 20 })
	status, body := w.fetch(w.browser, "POST", w.base+"/api/file?name=big.csv", strings.Repeat("a", 1<<20+1), nil)
	if status != http.StatusRequestEntityTooLarge || !strings.Contains(body, "larger than 1 MB") {
		t.Errorf("%d %s", status, body)
	}
	if entries, _ := os.ReadDir(filepath.Join(w.folder, "sessions")); len(entries) > 0 {
		t.Errorf("it is kept: %v", entries)
	}
	if status, _ := w.fetch(w.browser, "POST", w.base+"/api/read", `{"sheet":"`+strings.Repeat("a", 5<<20)+`"}`, nil); status != http.StatusBadRequest {
		t.Errorf("a request of 5 MB that is no file: %d", status)
	}
}

func TestASessionIDLeadsOutOfNoFolder(t *testing.T) {
	w := start(t, nil)
	secret := filepath.Join(w.folder, "secret")
	if err := os.MkdirAll(secret, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(secret, sessionFile), []byte(`{"version":1,"path":"/etc/passwd"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"../secret", "..", ".", "/etc", `..\secret`, "a/b"} {
		for _, path := range []string{"/api/session", "/api/session/forget"} {
			if why := w.post(path, sessionRequest{id}); !strings.Contains(why, "not kept any more") {
				t.Errorf("%s with %q: %q", path, id, why)
			}
		}
	}
	if _, err := os.Stat(secret); err != nil {
		t.Error(err)
	}
}

func TestTheServerEndsTenMinutesAfterTheLastPageWasClosed(t *testing.T) {
	w := start(t, nil)
	open := func() (closePage func()) {
		ctx, cancel := context.WithCancel(t.Context())
		r, _ := http.NewRequestWithContext(ctx, "GET", w.base+"/api/events", nil)
		answer, err := w.browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := answer.Body.Read(make([]byte, 100)); err != nil { // it is joined
			t.Fatal(err)
		}
		return func() { cancel(); _ = answer.Body.Close() }
	}
	<-w.clock.set // since the start
	closeFirst, closeSecond := open(), open()
	w.clock.pass(time.Hour)
	closeFirst()
	w.get("/api/view")
	w.clock.pass(time.Hour) // the second is open
	select {
	case err := <-w.ended:
		t.Fatalf("the server ended although a page was open: %v", err)
	default:
	}
	closeSecond()
	<-w.clock.set
	w.clock.pass(10*time.Minute - time.Second)
	w.get("/api/view")
	closeThird := open() // a reload in time
	w.clock.pass(time.Hour)
	closeThird()
	<-w.clock.set
	w.clock.pass(10 * time.Minute)
	if err := <-w.ended; err != nil {
		t.Error(err)
	}
	close(w.ended)
}

func TestTwoPagesSeeTheSame(t *testing.T) {
	w := start(t, nil)
	w.upload("contacts.csv", "Name,Phone\nMaya,+14155550134\n")
	a := w.view(done)
	other := newBrowser(t)
	if status, _ := w.fetch(other, "GET", w.server.Address(), "", nil); status != http.StatusOK {
		t.Fatal(status)
	}
	_, text := w.fetch(other, "GET", w.base+"/api/view", "", nil)
	if !strings.Contains(text, fmt.Sprintf(`"revision":%d`, a.Revision)) || !strings.Contains(text, `"name":"contacts.csv"`) {
		t.Errorf("the other page sees %s", text)
	}
}
