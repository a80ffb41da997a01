package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/atomicfile"
	"github.com/quo-import/quo-import/store"
)

// memoryVersion is the version of the file.
const memoryVersion = 1

// memory is the file of what was said last. It is beside the state and not in it, so
// that it can be read when the state cannot be opened or is in use.
type memory struct {
	Version int             `json:"version"`
	Jobs    map[string]said `json:"jobs"`

	path string // "" for none
}

// said is what was said last of a job. Problems and notices are hashes, as in the state,
// in their order.
type said struct {
	Stop     string   `json:"stop,omitempty"` // the reason; "": the run finished
	Problems []string `json:"problems,omitempty"`
	Notices  []string `json:"notices,omitempty"`
}

// readMemory reads the first of some files whose folder exists.
func readMemory(paths []string) (*memory, error) {
	m := &memory{Version: memoryVersion, Jobs: map[string]said{}}
	for _, path := range paths {
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			continue
		}
		m.path = path
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return m, nil
		}
		if err != nil {
			return nil, err
		}
		var read memory
		if err := json.Unmarshal(text, &read); err != nil || read.Version < 1 {
			return m, nil // a torn file: say too much rather than nothing
		}
		if read.Version > memoryVersion {
			return nil, fmt.Errorf("%s is of a newer quo-import: install that version, or remove the file", path)
		}
		if read.Jobs != nil {
			m.Jobs = read.Jobs
		}
		return m, nil
	}
	return m, nil
}

// Forget removes what is remembered of a key, of every job.
func Forget(paths []string, key string) error {
	m, err := readMemory(paths)
	if err != nil {
		return err
	}
	row := fmt.Sprintf("%016x", store.KeyedRow(key))
	for job, s := range m.Jobs {
		s.Problems = slices.DeleteFunc(slices.Clone(s.Problems), func(p string) bool { return strings.HasPrefix(p, row) })
		if err := m.remember(job, s); err != nil {
			return err
		}
	}
	return nil
}

// remember keeps what was said of a job. The file is replaced in one step, and only if
// it changes.
func (m *memory) remember(job string, now said) error {
	was, known := m.Jobs[job]
	before, _ := json.Marshal(was)
	after, err := json.Marshal(now)
	if err != nil || m.path == "" || known && string(before) == string(after) {
		return err
	}
	m.Jobs[job] = now
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(m.path, append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("what was said cannot be remembered, and may be said again: %w", err)
	}
	return nil
}
