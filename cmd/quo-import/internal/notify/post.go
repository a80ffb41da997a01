package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/quo-import/quo-import/ratelimit"
)

// patience is how long a receiver may take.
const patience = 30 * time.Second

// CheckURL returns what is wrong with the address of a receiver, nil for nothing.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return errors.New("must be an address that begins with https:// or http://")
	}
	return nil
}

// post posts a message. Redirects are not followed: they would take it elsewhere.
func (j Job) post(ctx context.Context, m message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return j.send(ctx, http.MethodPost, j.URL, body)
}

// send sends a request, again if that may help, also after ctx was cancelled: an
// interrupted run is worth a message.
func (j Job) send(ctx context.Context, method, address string, body []byte) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	attempts := ratelimit.Attempts{Max: 3}
	for {
		again, err := j.attempt(ctx, method, address, body)
		if err == nil || !again || !attempts.Next(ctx) {
			return err
		}
	}
}

// attempt sends a request once, and reports whether another attempt may help.
func (j Job) attempt(ctx context.Context, method, address string, body []byte) (again bool, err error) {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return false, withoutAddress(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("User-Agent", "quo-import")
	client := *j.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(req)
	if err != nil {
		return true, fmt.Errorf("%s did not answer: %w", req.URL.Host, withoutAddress(err))
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // for the next request of the connection
	if resp.StatusCode/100 != 2 {
		return resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests, fmt.Errorf("%s answered %s", req.URL.Host, resp.Status)
	}
	return false, nil
}

// withoutAddress returns the cause of an error of net/http, which quotes the address.
func withoutAddress(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
