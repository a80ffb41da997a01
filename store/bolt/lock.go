package bolt

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/quo-import/quo-import/store"
)

// The lock itself is the operating system's, on the state file: it ends with
// the process in any case. The sidecars beside the file only name processes:
// one file for the writer, and one for each reader. One that a dead process
// left is ignored, and removed by the next writer.
type sidecar struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func writerSidecar(path string) string { return path + ".lock" }

// readerPrefix begins the names of the sidecars of readers, in the directory of
// the file.
func readerPrefix(path string) string { return filepath.Base(path) + ".lock." }

// nameWriter names this process, which has the file for itself, and returns the
// sidecar; "" if it cannot be written: the lock holds without.
func nameWriter(path string, now time.Time) string {
	for _, name := range append(readerSidecars(path), writerSidecar(path)) {
		_ = os.Remove(name)
	}
	f, err := os.OpenFile(writerSidecar(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return writeSidecar(f, err, now)
}

// nameReader names this process, which shares the file with other readers.
func nameReader(path string, now time.Time) string {
	f, err := os.CreateTemp(filepath.Dir(path), readerPrefix(path)+"*")
	return writeSidecar(f, err, now)
}

func writeSidecar(f *os.File, err error, now time.Time) string {
	if err != nil {
		return ""
	}
	host, _ := os.Hostname()
	if data, err := json.Marshal(sidecar{PID: os.Getpid(), Host: host, Since: now.UTC()}); err == nil {
		_, _ = f.Write(data)
	}
	_ = f.Close()
	return f.Name()
}

// removeSidecar removes a sidecar, if there is one.
func removeSidecar(name string) {
	if name != "" {
		_ = os.Remove(name)
	}
}

func readerSidecars(path string) []string {
	var names []string
	entries, _ := os.ReadDir(filepath.Dir(path)) // without it nobody is named
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), readerPrefix(path)) {
			names = append(names, filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
	return names
}

// locked returns the error for a file that another process has open: its
// writer, or the reader that began first. A reader that began after the writer
// had the file when the writer had ended.
func locked(path string, now time.Time) error {
	e := &store.LockedError{Path: path}
	var holder sidecar
	for _, name := range readerSidecars(path) {
		if s, ok := readSidecar(name); ok && (!e.Reading || s.Since.Before(holder.Since)) {
			holder, e.Reading = s, true
		}
	}
	if s, ok := readSidecar(writerSidecar(path)); ok && (!e.Reading || s.Since.After(holder.Since)) {
		holder, e.Reading = s, false
	}
	if holder.PID > 0 {
		e.PID, e.Host, e.Since, e.Age = holder.PID, holder.Host, holder.Since, now.Sub(holder.Since)
	}
	return e
}

// readSidecar returns the process that a sidecar names, if it may be alive.
func readSidecar(name string) (s sidecar, ok bool) {
	f, err := os.Open(name)
	if err != nil {
		return s, false
	}
	defer f.Close()
	err = json.NewDecoder(io.LimitReader(f, 1<<16)).Decode(&s)
	return s, err == nil && s.PID > 0 && !s.dead()
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
