package ui

import (
	"errors"
	"strings"
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

// hide returns a text without the key. Nothing puts the key into one; a server might.
func (s *secret) hide(text string) string {
	if s.key == "" {
		return text
	}
	return strings.ReplaceAll(text, s.key, "…")
}
