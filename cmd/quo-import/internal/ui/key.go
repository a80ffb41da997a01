package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// Keyring keeps the API key in the system's store of passwords.
type Keyring interface {
	Get() (string, error) // "" if it has none
	Set(key string) error
	Remove() error
}

// secret is the API key. It is never shown: what pages get is whether there is one.
type secret struct {
	key     string
	from    string // typed, keyring, start
	keyring Keyring
}

// open takes the key of the command line, else that of the keyring.
func (s *secret) open(opts Options) {
	s.keyring = opts.Keyring
	switch {
	case opts.Key != "":
		s.key, s.from = opts.Key, "start"
	case s.keyring != nil:
		if key, err := s.keyring.Get(); err == nil && key != "" {
			s.key, s.from = key, "keyring"
		}
	}
}

func (s *secret) view() keyView {
	return keyView{Have: s.key != "", From: s.from, Keyring: s.keyring != nil}
}

var errNoKey = errors.New("the API key of the Quo workspace is needed: connect first")

// hide returns the text of an error without the key. Nothing puts the key into one; a
// server might. The caller holds the lock.
func (d *desk) hide(err error) string { return d.hideText(err.Error()) }

func (d *desk) hideText(text string) string { return d.secret.hide(text) }

func (s *secret) hide(text string) string {
	if s.key == "" {
		return text
	}
	return strings.ReplaceAll(text, s.key, "…")
}

// lockedHide is hide for those who do not hold the lock.
func (d *desk) lockedHide(err error) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.hide(err)
}

type keyRequest struct {
	Key  string `json:"key"`
	Keep bool   `json:"keep"` // in the keyring
}

// setKey takes the key, if Quo accepts it.
func (d *desk) setKey(ctx context.Context, in keyRequest) error {
	typed := secret{key: strings.TrimSpace(in.Key)}
	if typed.key == "" {
		return errNoKey
	}
	d.mu.Lock()
	api := d.opts.API
	d.mu.Unlock()
	api.Key = func() (string, error) { return typed.key, nil }
	api.Fields = "" // so that Quo is asked, and says whether it takes the key
	if _, err := job.ConnectWithFields(ctx, api, nil); err != nil {
		return errors.New(typed.hide(err.Error()))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.run != nil {
		return errRunning
	}
	from := "typed"
	if in.Keep && d.secret.keyring != nil {
		if err := d.secret.keyring.Set(typed.key); err != nil {
			return fmt.Errorf("the keyring did not take the key (%s): connect without it", typed.hide(err.Error()))
		}
		from = "keyring"
	}
	d.secret.key, d.secret.from = typed.key, from
	d.again()
	return nil
}

// forgetKey forgets the key, also in the keyring.
func (d *desk) forgetKey(context.Context, struct{}) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.run != nil {
		return errRunning
	}
	if d.secret.from == "keyring" {
		if err := d.secret.keyring.Remove(); err != nil {
			return fmt.Errorf("the keyring: %s", d.hide(err))
		}
	}
	d.secret.key, d.secret.from = "", ""
	d.again()
	return nil
}

// again shows things with another key. The caller holds the lock.
func (d *desk) again() {
	if d.session != nil {
		d.refresh()
	} else {
		d.changed()
	}
}
