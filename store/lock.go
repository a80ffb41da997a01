package store

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"syscall"
	"time"
)

// The lock itself is the operating system's, on the state file: it ends with
// the process, whatever happens. The sidecar beside it only says whose it is;
// one that a dead process left is not believed, and overwritten by the next.
type sidecar struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func sidecarPath(path string) string { return path + ".lock" }

// writeSidecar says that this process holds the lock. A failure is no
// hindrance: the lock holds without it.
func writeSidecar(path string, now time.Time) {
	host, _ := os.Hostname()
	data, err := json.Marshal(sidecar{PID: os.Getpid(), Host: host, Since: now.UTC()})
	if err != nil {
		return
	}
	removeSidecar(path)
	f, err := os.OpenFile(sidecarPath(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return
	}
	_, _ = f.Write(data)
	_ = f.Close()
}

func removeSidecar(path string) { _ = os.Remove(sidecarPath(path)) }

// locked makes the error for a file that another process holds.
func locked(path string, now time.Time) error {
	e := &LockedError{Path: path}
	f, err := os.Open(sidecarPath(path))
	if err != nil {
		return e
	}
	defer f.Close()
	var s sidecar
	if json.NewDecoder(io.LimitReader(f, 1<<16)).Decode(&s) != nil || s.PID <= 0 || s.dead() {
		return e
	}
	e.PID, e.Host, e.Since, e.Age = s.PID, s.Host, s.Since, now.Sub(s.Since)
	return e
}

// dead says that the sidecar's process is known to be gone: only what runs on
// this host can be known.
func (s sidecar) dead() bool {
	if host, err := os.Hostname(); err != nil || host != s.Host {
		return false
	}
	p, err := os.FindProcess(s.PID)
	if err != nil {
		return true
	}
	return errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
