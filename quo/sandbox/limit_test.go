package sandbox_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// burst sends n requests at once and counts those that were admitted.
func (c client) burst(n int) (in int) {
	c.t.Helper()
	for range n {
		switch a := c.send(http.MethodGet, "/v1/contact-custom-fields", ""); a.status {
		case http.StatusOK:
			in++
		case http.StatusTooManyRequests:
		default:
			c.t.Fatalf("answer %d %s", a.status, a.body)
		}
	}
	return in
}

func TestTheLimitIsCounted(t *testing.T) {
	type step struct {
		wait time.Duration
		in   int // of a burst of 15
	}
	for name, tt := range map[string]struct {
		window sandbox.Window
		steps  []step
	}{
		"in seconds of the clock": {sandbox.Fixed, []step{{900 * time.Millisecond, 10}, {99 * time.Millisecond, 0}, {time.Millisecond, 10}, {time.Second, 10}}},
		"in any second":           {sandbox.Sliding, []step{{900 * time.Millisecond, 10}, {100 * time.Millisecond, 0}, {899 * time.Millisecond, 0}, {time.Millisecond, 10}}},
		"as a bucket":             {sandbox.TokenBucket, []step{{0, 10}, {100 * time.Millisecond, 1}, {500 * time.Millisecond, 5}, {time.Hour, 10}}},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
			s, c := start(t, sandbox.Options{RatePerSecond: 10, Window: tt.window, Now: func() time.Time { return now }})
			refused := 0
			for i, step := range tt.steps {
				now = now.Add(step.wait)
				if in := c.burst(15); in != step.in {
					t.Errorf("step %d: %d of 15 let in, want %d", i, in, step.in)
				}
				refused += 15 - step.in
			}
			counts := s.Counts()
			if counts.RateLimited != refused || counts.Requests[sandbox.Fields][429] != refused {
				t.Errorf("counted %+v, want %d over the limit", counts, refused)
			}
		})
	}
}

func TestTheLimitShowsInHeaders(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	_, c := start(t, sandbox.Options{RatePerSecond: 10, Key: "key", Now: func() time.Time { return now }})
	check := func(a answer, left int) {
		t.Helper()
		want := fmt.Sprintf(`"per-second"; r=%d; t=1`, left)
		if got := a.header.Get("ratelimit"); got != want || a.header.Get("ratelimit-policy") != `"per-second"; q=10; w=1` {
			t.Errorf("%d: headers %v, want %s", a.status, a.header, want)
		}
	}
	for left := 9; left >= 0; left-- {
		check(c.send(http.MethodGet, "/v1/contact-custom-fields", ""), left)
	}
	over := c.send(http.MethodGet, "/v1/contact-custom-fields", "")
	over.want(t, http.StatusTooManyRequests, "0700429")
	check(over, 0)
	if got := over.header.Get("Retry-After"); got != "" {
		t.Errorf("Retry-After %q, which was never seen", got)
	}

	c.key = "wrong"
	check(c.send(http.MethodGet, "/v1/contact-custom-fields", ""), 9) // a 401, counted on its own
}

func TestEachKeyHasALimitOfItsOwn(t *testing.T) {
	now := time.Now()
	_, c := start(t, sandbox.Options{RatePerSecond: 10, Now: func() time.Time { return now }})
	other := c
	other.key = "other"
	if c.burst(11) != 10 || other.burst(11) != 10 {
		t.Error("the keys share a limit")
	}
}

func TestTheKey(t *testing.T) {
	for _, tt := range []struct {
		name, accepted, sent string
		want                 int
	}{
		{"raw is taken", "secret", "secret", http.StatusOK},
		{"of another is refused", "secret", "other", http.StatusUnauthorized},
		{"with Bearer is refused", "secret", "Bearer secret", http.StatusUnauthorized},
		{"missing is refused", "", "", http.StatusUnauthorized},
		{"of anybody is taken where none is set", "", "anything", http.StatusOK},
		{"with Bearer is refused there too", "", "bearer anything", http.StatusUnauthorized},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, c := start(t, sandbox.Options{Key: tt.accepted})
			c.key = tt.sent
			c.send(http.MethodGet, "/v1/contact-custom-fields", "").want(t, tt.want, "")
		})
	}
	t.Run("may be revoked", func(t *testing.T) {
		s, c := start(t, sandbox.Options{Key: "key"})
		c.create(contact("1")).must(t, http.StatusCreated)
		s.SetKey("new")
		c.create(contact("2")).want(t, http.StatusUnauthorized, "0800401")
		c.key = "new"
		c.create(contact("2")).must(t, http.StatusCreated)
	})
}

func TestWhatIsNotThere(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	for _, path := range []string{"/", "/v1", "/v1/contacts/", "/v1/contacts/1/notes", "/v2/contacts"} {
		a := c.send(http.MethodGet, path, "")
		a.want(t, http.StatusNotFound, "<html>")
	}
	c.send(http.MethodPut, "/v1/contacts/1", "{}").want(t, http.StatusMethodNotAllowed, "0800405")
	c.send(http.MethodDelete, "/v1/contacts", "").want(t, http.StatusMethodNotAllowed, "0800405")
}

func TestErrorsMayBeWrapped(t *testing.T) {
	_, c := start(t, sandbox.Options{WrappedErrors: true})
	c.patch("nobody", "{}").want(t, http.StatusNotFound, `{"error":{"message":"Contact not found","key":"`)
}

func TestAnswersCarryAFieldThatNobodyPublished(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	c.create(contact("1")).want(t, http.StatusCreated, `"sharedWith":[]`)
}
