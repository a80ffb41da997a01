package bolt

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/quo-import/quo-import/store"
)

// The lock itself is the operating system's, on the state file: it ends with
// the process in any case. The sidecar beside the file only names the process.
// One that a dead process left is ignored, and overwritten by the next.
type sidecar struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func sidecarPath(path string) string { return path + ".lock" }

// writeSidecar names this process. It ignores errors: the lock holds without
// the sidecar.
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

// locked returns the error for a file that another process has open.
func locked(path string, now time.Time) error {
	e := &store.LockedError{Path: path}
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

// dead reports whether the process is known to have ended, which can only be
// known of one on this host.
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
