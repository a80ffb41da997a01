package main

import (
	"cmp"
	"errors"
	"os"
	"runtime"

	"github.com/zalando/go-keyring"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/ui"
	"github.com/quo-import/quo-import/quo"
)

// apiKeyring keeps the API key of a workspace in the system's store of passwords: the
// keychain of macOS, the credentials of Windows, the secret service of a Linux desktop.
type apiKeyring struct{ account string }

// keyringService is the name under which the store lists the key.
const keyringService = "quo-import"

// systemKeyring returns the store for an API, nil if the system has none that a person
// could unlock.
func systemKeyring(baseURL string) ui.Keyring {
	if runtime.GOOS != "windows" && runtime.GOOS != "darwin" && os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return nil
	}
	return apiKeyring{cmp.Or(baseURL, quo.DefaultBaseURL)}
}

// Get returns the key, "" if there is none.
func (k apiKeyring) Get() (string, error) {
	key, err := keyring.Get(keyringService, k.account)
	if errors.Is(err, keyring.ErrNotFound) {
		return "", nil
	}
	return key, err
}

// Set keeps the key.
func (k apiKeyring) Set(key string) error { return keyring.Set(keyringService, k.account, key) }

// Remove removes the key.
func (k apiKeyring) Remove() error {
	err := keyring.Delete(keyringService, k.account)
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}
