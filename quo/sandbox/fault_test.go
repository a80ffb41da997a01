package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// A fault is the same to a client over a socket and in the process.
func TestAFaultOnTheWireAndInTheProcess(t *testing.T) {
	reset := func(t *testing.T, a answer) {
		if !errors.Is(a.err, syscall.ECONNRESET) {
			t.Errorf("error %v, want a reset", a.err)
		}
	}
	for _, tt := range []struct {
		name    string
		fault   sandbox.Fault
		check   func(*testing.T, answer)
		carried bool // out, nevertheless
	}{
		{"a reset before", sandbox.Fault{Reset: true}, reset, false},
		{"a reset after", sandbox.Fault{Reset: true, After: true}, reset, true},
		{"half an answer", sandbox.Fault{Truncate: true}, func(t *testing.T, a answer) {
			if a.status != http.StatusCreated || !errors.Is(a.err, io.ErrUnexpectedEOF) || a.body == "" {
				t.Errorf("%+v, want a body that ends early", a)
			}
		}, true},
		{"a status before", sandbox.Fault{Status: 503}, func(t *testing.T, a answer) { a.want(t, 503, "0801503") }, false},
		{"a status after", sandbox.Fault{Status: 500, After: true}, func(t *testing.T, a answer) { a.want(t, 500, "0801500") }, true},
		{"a page of a proxy", sandbox.Fault{HTML: true}, func(t *testing.T, a answer) { a.want(t, 502, "<html>") }, false},
		{"a page instead of the answer", sandbox.Fault{HTML: true, Status: 200, After: true}, func(t *testing.T, a answer) { a.want(t, 200, "<html>") }, true},
		{"another body", sandbox.Fault{Body: `{"data":`, After: true}, func(t *testing.T, a answer) { a.want(t, 200, `{"data":`) }, true},
		{"a header on the true answer", sandbox.Fault{Header: http.Header{"X-Odd": {"1"}}}, func(t *testing.T, a answer) {
			a.must(t, http.StatusCreated)
			if a.header.Get("X-Odd") != "1" {
				t.Errorf("headers %v", a.header)
			}
		}, true},
		{"a burst over the limit", sandbox.Fault{Status: 429, Header: http.Header{"Retry-After": {"2"}}}, func(t *testing.T, a answer) {
			a.want(t, 429, "0800429")
			if a.header.Get("Retry-After") != "2" {
				t.Errorf("headers %v", a.header)
			}
		}, false},
		{"another contact than was sent", sandbox.Fault{Alter: func(c *sandbox.Contact) { c.DefaultFields.FirstName = new("Eve") }}, func(t *testing.T, a answer) {
			if got := a.must(t, http.StatusCreated); *got.DefaultFields.FirstName != "Eve" {
				t.Errorf("answer %+v", got)
			}
		}, true},
	} {
		for _, where := range []string{"on the wire", "in the process"} {
			t.Run(tt.name+" "+where, func(t *testing.T) {
				s, c := start(t, sandbox.Options{})
				if where == "on the wire" {
					c.http.Transport = wire(t, s)
				}
				s.Queue(tt.fault)
				tt.check(t, c.create(contact("1")))
				if _, made := s.Find("acme", "1"); made != tt.carried {
					t.Errorf("carried out: %v, want %v", made, tt.carried)
				}
				c.create(contact("2")).must(t, http.StatusCreated) // it fires once
			})
		}
	}
}

// wire serves h on a real port and sends every request there.
func wire(t *testing.T, h http.Handler) http.RoundTripper {
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	target, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	transport := server.Client().Transport
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host = target.Scheme, target.Host
		return transport.RoundTrip(r)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAHangEndsWithTheClientsPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := start(t, sandbox.Options{})
		s.Queue(sandbox.Fault{Hang: true, After: true}, sandbox.Fault{Hang: true})
		c.http.Timeout = 30 * time.Second
		began := time.Now()
		if a := c.create(contact("1")); !errors.Is(a.err, context.DeadlineExceeded) {
			t.Errorf("%+v, want a time-out", a)
		}
		if waited := time.Since(began); waited != 30*time.Second {
			t.Errorf("waited %v", waited)
		}
		c.create(contact("2"))
		_, first := s.Find("acme", "1")
		_, second := s.Find("acme", "2")
		if !first || second {
			t.Errorf("made: %v before the hang, %v instead of it", first, second)
		}
		if got := s.Counts().Requests[sandbox.Create]; got[0] != 2 {
			t.Errorf("counted %v, want two without an answer", got)
		}
	})
}

func TestLatencyIsHalfBeforeAndHalfAfter(t *testing.T) {
	for patience, carried := range map[time.Duration]bool{90 * time.Millisecond: false, 110 * time.Millisecond: true, time.Second: true} {
		synctest.Test(t, func(t *testing.T) {
			s, c := start(t, sandbox.Options{Latency: func() time.Duration { return 200 * time.Millisecond }})
			c.http.Timeout = patience
			a := c.create(contact("1"))
			if _, made := s.Find("acme", "1"); made != carried || (a.err == nil) != (patience > 200*time.Millisecond) {
				t.Errorf("patience of %v: made %v, answer %+v", patience, made, a)
			}
		})
	}
}

func TestFaultsFireInTheirOrderOnWhatTheyHit(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	hasAda := func(r *http.Request) bool {
		body, _ := io.ReadAll(r.Body)
		return strings.Contains(string(body), "Ada")
	}
	s.Queue(
		sandbox.Fault{Op: sandbox.Update, Status: 404},
		sandbox.Fault{Op: sandbox.Create, Status: 500, Times: 2},
		sandbox.Fault{Match: hasAda, Status: 422},
		sandbox.Fault{Op: sandbox.Lookup, Empty: true},
		sandbox.Fault{Op: sandbox.Lookup, Strangers: true},
		sandbox.Fault{Op: sandbox.Delete, Status: 403, Times: -1},
	)
	for _, want := range []int{500, 500, 422, 201} {
		c.create(contact("1")).want(t, want, "")
	}
	made, _ := s.Find("acme", "1")
	c.create(contact("2")).must(t, 201)
	for _, want := range []int{0, 2, 1} {
		if got := c.lookup("1").Data; len(got) != want {
			t.Errorf("%d found, want %d", len(got), want)
		}
	}
	c.patch(made.ID, contact("1")).want(t, 404, "0800404")
	c.patch(made.ID, contact("1")).must(t, 200)
	for range 3 {
		c.send(http.MethodDelete, "/v1/contacts/"+made.ID, "").want(t, 403, "")
	}
	want := map[string]int{"update: 404": 1, "create: 500": 2, "any: 422": 1, "lookup: empty": 1, "lookup: strangers": 1, "delete: 403": 3}
	if diff := cmp.Diff(want, s.Counts().Faults); diff != "" {
		t.Error(diff)
	}
	// The last one has no end and stays queued, but it has fired.
	if left := s.Unfired(); len(left) != 0 {
		t.Errorf("unfired: %v", left)
	}
}

func TestAFaultThatDidNotFireIsTold(t *testing.T) {
	s := sandbox.New(sandbox.Options{})
	s.Queue(sandbox.Fault{Op: sandbox.Create, Reset: true, After: true, Times: 2}, sandbox.Fault{Name: "never", Status: 500, Times: -1, Op: sandbox.Get})
	c := client{t, "key", &http.Client{Transport: s.RoundTripper()}}
	c.create(contact("1"))
	if got := fmt.Sprint(s.Unfired()); got != "[create: reset after never]" {
		t.Errorf("unfired %s", got)
	}
}

func TestAnOutageLastsItsTime(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s, c := start(t, sandbox.Options{Now: func() time.Time { return now }})
	s.AddOutage(sandbox.Outage{From: now.Add(time.Second), To: now.Add(time.Minute)})
	for _, tt := range []struct {
		wait time.Duration
		want int
	}{{0, 201}, {time.Second, 503}, {58 * time.Second, 503}, {time.Second, 201}} {
		now = now.Add(tt.wait)
		c.create(contact(now.Format(time.TimeOnly))).want(t, tt.want, "")
	}
}

func TestChaosHitsAtItsRateAndLosesNothingThatWasAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := start(t, sandbox.Options{})
		s.SetChaos(sandbox.Chaos{Rate: 0.05, Seed: 7})
		c.http.Timeout = time.Second
		const n = 2000
		for i := range n {
			if a := c.create(contact(fmt.Sprint(i))); a.status == http.StatusCreated && a.err == nil {
				if _, made := s.Find("acme", fmt.Sprint(i)); !made {
					t.Fatalf("%d was answered 201, but is not there", i)
				}
			}
		}
		s.SetChaos(sandbox.Chaos{})
		kinds := sandbox.Ordinary()
		for _, f := range kinds[:len(kinds)-1] { // the last hits updates only
			if got := s.Counts().Faults[f.String()]; got < n/50 || got > n/10 {
				t.Errorf("%s fired %d times of %d", f, got, n)
			}
		}
		c.create(contact("calm")).must(t, http.StatusCreated)
	})
}

func TestTheSandboxIsSafeForConcurrentUse(t *testing.T) {
	s, c := start(t, sandbox.Options{Latency: func() time.Duration { return time.Duration(rand.IntN(1000)) * time.Microsecond }})
	c.http.Transport = wire(t, s)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 20 {
				id := fmt.Sprint(i) // the same ids for all workers
				a := c.create(contact(id))
				if a.status != http.StatusCreated && a.status != http.StatusConflict {
					t.Errorf("worker %d: %+v", worker, a)
				}
				if found := c.lookup(id).Data; len(found) != 1 {
					t.Errorf("worker %d found %d", worker, len(found))
				}
				s.Counts()
			}
		})
	}
	all.Wait()
	if n := len(s.Contacts()); n != 20 || s.Duplicates() != nil {
		t.Errorf("%d contacts, doubles %v", n, s.Duplicates())
	}
}
