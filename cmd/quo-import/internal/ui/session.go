package ui

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/importer/atomicfile"
	"github.com/quo-import/quo-import/importer/rows"
)

// sessionVersion is the version of session.json.
const sessionVersion = 1

// session is what a person chose for one file: everything that the page would have to ask
// again. It is in session.json in a folder of its own, beside the file if the page
// received it. Nothing in it is computed.
type session struct {
	Version int       `json:"version"`
	Changed time.Time `json:"changed"`

	Path     string `json:"path"`     // of the file
	Name     string `json:"name"`     // as people call it
	Received bool   `json:"received"` // the page received it: it is in the session's folder

	Read    readOptions    `json:"read"`
	Decided job.Answers    `json:"decided"`
	Asked   []questionView `json:"asked,omitempty"`   // that were answered, with the answers
	Screen  string         `json:"screen,omitempty"`  // the last one that was shown
	Mapping string         `json:"mapping,omitempty"` // file that the mapping was saved as, for nightly runs

	// Run is what became of the last run, or how far it was when the program was killed.
	Run *ranRun `json:"run,omitempty"`

	folder string
}

// readOptions are how the file is read, where the person knows better.
type readOptions struct {
	Sheet     string `json:"sheet,omitempty"`
	HeaderRow int    `json:"headerRow,omitempty"`
	NoHeader  bool   `json:"noHeader,omitempty"`
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
}

func (o readOptions) rows() rows.Options {
	return rows.Options{Sheet: o.Sheet, HeaderRow: o.HeaderRow, NoHeader: o.NoHeader, Encoding: o.Encoding, Delimiter: o.Delimiter}
}

// options returns the options that open the file of the session as it was decided.
func (s *session) options() job.Options {
	return job.Options{Files: []string{s.Path}, Rows: s.Read.rows(), Answers: s.Decided, Writes: true, Asks: true, Fixes: s.fixes(), FixesGrow: true}
}

// ranRun is a run of the session.
type ranRun struct {
	ID       string         `json:"id"`
	Undoes   string         `json:"undoes,omitempty"`
	Limit    int            `json:"limit,omitempty"` // rows, of a trial
	Began    time.Time      `json:"began"`
	Ended    time.Time      `json:"ended,omitzero"` // zero: it is going on, or the program was killed
	Total    int            `json:"total"`
	Counts   map[string]int `json:"counts"`            // by the names of a summary
	Stopped  string         `json:"stopped,omitempty"` // why it ended early
	Report   string         `json:"report,omitempty"`
	Failures []failure      `json:"failures,omitempty"`
}

// failure is a row that was refused or not answered.
type failure struct {
	Place   string `json:"place"`
	Key     string `json:"key,omitempty"`
	Status  int    `json:"status,omitempty"`
	Message string `json:"message"`
}

const sessionFile = "session.json"

// sessions is the folder that holds all sessions.
type sessions struct{ folder string }

// keptFor is how long an unused session is kept: it may hold a file of customers.
const keptFor = 30 * 24 * time.Hour

// ofPath returns the session of a file that is on this computer.
func (ss sessions) ofPath(path string) (*session, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: name a file in it", path)
	}
	hash := sha256.Sum256([]byte(path))
	folder := filepath.Join(ss.folder, hex.EncodeToString(hash[:8]))
	s, err := readSession(folder)
	if errors.Is(err, fs.ErrNotExist) {
		s, err = &session{Path: path, Name: filepath.Base(path), folder: folder}, nil
	}
	return s, err
}

// ofID returns a session by the name of its folder.
func (ss sessions) ofID(id string) (*session, error) {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return nil, fs.ErrNotExist
	}
	return readSession(filepath.Join(ss.folder, id))
}

// receive makes a session for a file that the page sends.
func (ss sessions) receive(name string, body io.Reader) (_ *session, err error) {
	s := &session{Name: fileName(name), Received: true, folder: filepath.Join(ss.folder, strings.ToLower(rand.Text()[:16]))}
	folder := filepath.Join(s.folder, "file")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.folder))
		}
	}()
	s.Path = filepath.Join(folder, s.Name)
	f, err := os.OpenFile(s.Path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(f, body)
	return s, errors.Join(err, f.Close())
}

// mostName is how many bytes of a file's name are kept.
const mostName = 120

// fileName returns the name of a file that a browser sent, as one that any system takes
// and that leads out of no folder.
func fileName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	ext := filepath.Ext(name)
	if len(ext) > 10 {
		ext = ""
	}
	base := strings.Trim(strings.TrimSuffix(name, ext), ". ")
	for len(base) > mostName {
		base = base[:strings.LastIndexFunc(base, func(rune) bool { return true })]
	}
	if device := strings.ToUpper(base); runtime.GOOS == "windows" && slices.Contains([]string{"CON", "PRN", "AUX", "NUL"}, device) {
		base += "_"
	}
	return cmp.Or(base, "contacts") + strings.TrimRight(ext, ". ")
}

func readSession(folder string) (*session, error) {
	text, err := os.ReadFile(filepath.Join(folder, sessionFile))
	if err != nil {
		return nil, err
	}
	s := &session{}
	if err := json.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("the session in %s cannot be read: %w", folder, err)
	}
	if s.Version != sessionVersion {
		return nil, fmt.Errorf("the session in %s is of another version of quo-import (%d; this one reads %d): update quo-import, or delete the folder to begin anew", folder, s.Version, sessionVersion)
	}
	s.folder = folder
	return s, nil
}

// save writes the session, so that it is on disk whole or not at all.
func (s *session) save(now time.Time) error {
	s.Version, s.Changed = sessionVersion, now.UTC()
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(filepath.Join(s.folder, sessionFile), text, 0o600)
}

// id is the name of the session's folder.
func (s *session) id() string { return filepath.Base(s.folder) }

// remove deletes everything that is kept of the session.
func (s *session) remove() error { return os.RemoveAll(s.folder) }

// list returns the sessions, the last one first, and deletes those that were not used for
// a long time.
func (ss sessions) list(now time.Time) []*session {
	entries, _ := os.ReadDir(ss.folder) // none yet
	var list []*session
	for _, e := range entries {
		s, err := readSession(filepath.Join(ss.folder, e.Name()))
		if err != nil {
			continue // named when it is opened
		}
		if now.Sub(s.Changed) > keptFor {
			_ = s.remove() // next time
			continue
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *session) int { return b.Changed.Compare(a.Changed) })
	return list
}

// fixesFile is the file of the session with the corrections.
const fixesFile = "fixes.csv"

func (s *session) fixes() string { return filepath.Join(s.folder, fixesFile) }
