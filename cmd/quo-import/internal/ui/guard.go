package ui

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// guard decides who is answered. A person proves who they are by the address that the
// program prints: its token is valid once, and is exchanged for a cookie that scripts
// cannot read and that other sites cannot make a browser send.
type guard struct {
	host    string   // the only Host that is answered: 127.0.0.1 and the port
	aliases []string // other names of the same address that people type
	cookie  string   // name of the cookie; it has the port, because cookies do not
	secret  string   // its value

	mu    sync.Mutex
	token string // "" once it was used
}

func newGuard(port string) *guard {
	return &guard{
		host: "127.0.0.1:" + port, aliases: []string{"localhost:" + port},
		cookie: "quo-import-" + port, secret: rand.Text(),
	}
}

// openPath is the path of the one-time address.
const openPath = "/open"

// address returns a new one-time address. The one before is not valid any more.
func (g *guard) address() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.token = rand.Text()
	return "http://" + g.host + openPath + "?token=" + g.token
}

// take reports whether a token is the current one, and uses it up. A wrong one uses
// nothing up: guessing must not lock the person out, and there is nothing to guess in 128
// bits.
func (g *guard) take(token string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.token == "" || !same(token, g.token) {
		return false
	}
	g.token = ""
	return true
}

// same compares in constant time, whatever the lengths are.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// protect returns a handler that answers only requests of the person's own browser.
func (g *guard) protect(next http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusForbidden, otherSite)
	}))
	inner := crossOrigin.Handler(g.admit(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safeHeaders(w.Header())
		switch {
		case r.Host == g.host:
			inner.ServeHTTP(w, r)
		case slices.Contains(g.aliases, r.Host) && r.Method == http.MethodGet && r.URL.Path == openPath:
			// Typed by a person who forwards the port; the cookie belongs to the one name.
			http.Redirect(w, r, "http://"+g.host+r.URL.RequestURI(), http.StatusSeeOther)
		default:
			refuse(w, http.StatusMisdirectedRequest, "This address is not the one that quo-import printed.")
		}
	})
}

// safeHeaders are those of every answer.
func safeHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
}

// admit answers the one-time address, and everything else to those who have the cookie.
func (g *guard) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == openPath {
			g.open(w, r)
			return
		}
		cookie, err := r.Cookie(g.cookie)
		if err != nil || !same(cookie.Value, g.secret) {
			refuse(w, http.StatusForbidden, usedAddress)
			return
		}
		if from := r.Header.Get("Sec-Fetch-Site"); r.URL.Path != "/" && from != "" && from != "same-origin" && from != "none" {
			refuse(w, http.StatusForbidden, otherSite) // on another port, whose requests have the cookie
			return
		}
		next.ServeHTTP(w, r)
	})
}

const otherSite = "This request came from another site."

const usedAddress = "This browser has not been let in, or the address was used already. Press Enter in the window where quo-import runs: it prints a new address. Or close that window and start quo-import ui again; nothing is lost."

// open exchanges the token for the cookie.
func (g *guard) open(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		refuse(w, http.StatusMethodNotAllowed, "This address is opened, not sent to.")
		return
	}
	if cookie, err := r.Cookie(g.cookie); err == nil && same(cookie.Value, g.secret) {
		http.Redirect(w, r, "/", http.StatusSeeOther) // a reload of the first address
		return
	}
	if !g.take(r.URL.Query().Get("token")) {
		refuse(w, http.StatusForbidden, usedAddress)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: g.cookie, Value: g.secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// refuse answers with a page that holds nothing of the request.
func refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte("<!DOCTYPE html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>quo-import</title><h1>Not this way</h1><p>" + strings.ReplaceAll(why, "<", "&lt;") + "</p></html>\n"))
}
