package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
)

// DefaultState is the state file if none is passed.
const DefaultState = "quo-import.db"

// StateFile selects a state file.
type StateFile struct {
	Path            string // "" for DefaultState
	Require         bool   // do not create it
	AcceptWorkspace bool   // accept the state of another workspace
	Version         string // of the program
}

// Name returns the path as it was passed, or the default.
func (f StateFile) Name() string {
	if f.Path == "" {
		return DefaultState
	}
	return f.Path
}

// State is an open state file.
type State struct {
	*bolt.Store
	Made    bool // the file did not exist before
	Written bool // something was written into it; otherwise a file that was created is removed
	accept  bool
}

// ReadState opens a state file for reading only. What is read is the state as of now:
// a command that reads for minutes keeps no import out.
func ReadState(f StateFile) (*State, error) {
	path, err := filepath.Abs(f.Name())
	if err != nil {
		return nil, err
	}
	st, err := bolt.Open(path, bolt.Options{ReadOnly: true, Snapshot: true, Version: f.Version})
	if errors.Is(err, fs.ErrNotExist) {
		if f.Require {
			return nil, required(path)
		}
		return nil, &Error{Usage, &noState{path}}
	}
	if err != nil {
		return nil, err
	}
	return &State{Store: st, accept: f.AcceptWorkspace}, nil
}

// noState is the error of a state file that does not exist or is empty; it is
// fs.ErrNotExist.
type noState struct{ path string }

func (e *noState) Error() string {
	return whatIsMissing(e.path) + ": pass the path of the state with -s"
}
func (*noState) Is(target error) bool { return target == fs.ErrNotExist }

// Missing reports whether an error is that of a state file that does not exist or is empty.
func Missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// whatIsMissing returns what is wrong with a path that holds no state. A volume that is
// not mounted has no file; a copy that failed often leaves an empty one.
func whatIsMissing(path string) string {
	if _, err := os.Stat(path); err == nil {
		return "the state file " + path + " is empty"
	}
	return "there is no state file " + path
}

// required is the error of a state that must exist and does not.
func required(path string) error {
	return Stoppedf("%s, and --require-state is passed: check the path, or put a backup there. Do a first run without --require-state; quo-import state rebuild recovers a lost state from Quo", whatIsMissing(path))
}

// OpenState opens a state file for writing, and creates it if it does not exist and is
// not required.
func OpenState(f StateFile) (*State, error) {
	path, err := filepath.Abs(f.Name())
	if err != nil {
		return nil, err
	}
	_, err = os.Stat(path)
	missing := errors.Is(err, fs.ErrNotExist)
	st, err := bolt.Open(path, bolt.Options{MustExist: f.Require, Version: f.Version})
	if f.Require && errors.Is(err, fs.ErrNotExist) {
		return nil, required(path)
	}
	if err != nil {
		return nil, Unwritable("the state "+path, "make its folder, or pass another file with -s", err)
	}
	return &State{Store: st, Made: missing, accept: f.AcceptWorkspace}, nil
}

// Close closes the file. One that was created and not written is removed while the
// lock is held, so that nobody else has opened it.
func (s *State) Close() error {
	if s.Made && !s.Written {
		_ = os.Remove(s.Path()) // an empty state that stays does no harm
	}
	return s.Store.Close()
}

// SameHost returns an error if the state belongs to another API than the client.
func (s *State) SameHost(ctx context.Context, client *quo.Client) error {
	ws, err := s.Workspace(ctx)
	if err != nil || client == nil {
		return err
	}
	if ws.BaseURL != "" && ws.BaseURL != client.BaseURL() && !s.accept {
		return Stoppedf("the state %s belongs to %s, but this run would write to %s: use another state file (-s), or pass --accept-workspace", s.Path(), ws.BaseURL, client.BaseURL())
	}
	return nil
}

// Pin records which API the state belongs to. From now on the file is kept.
func (s *State) Pin(ctx context.Context, client *quo.Client) error {
	s.Written = true
	ws, err := s.Workspace(ctx)
	if err != nil || ws.BaseURL == client.BaseURL() {
		return err
	}
	return s.Commit(ctx, store.SetWorkspace(client.BaseURL()))
}

// OneSource returns the source of this name, or if it is "" the only one.
func (s *State) OneSource(ctx context.Context, name string) (string, error) {
	sources, err := s.Sources(ctx)
	if err != nil {
		return "", err
	}
	for _, known := range sources {
		if known == name {
			return name, nil
		}
	}
	switch {
	case name != "":
		return "", Usagef("the state has no source %q: it has %q", name, sources)
	case len(sources) == 1:
		return sources[0], nil
	case len(sources) == 0:
		return "", Usagef("the state is empty: nothing was imported with it")
	}
	return "", Usagef("the state has several sources: pass --source with one of %q", sources)
}

// SourceToFill returns the source to fill: name, which may be new, or if it is ""
// the only source of the state.
func (s *State) SourceToFill(ctx context.Context, name string) (string, error) {
	sources, err := s.Sources(ctx)
	switch {
	case err != nil:
		return "", err
	case name == "" && len(sources) == 1:
		return sources[0], nil
	case name == "":
		return "", Usagef("which source? Pass --source with the name that the mapping has")
	}
	return name, checkSource(name)
}

func checkSource(name string) error {
	if problem := mapping.CheckSource(name); problem != "" {
		return Usagef("--source %s: %s", name, problem)
	}
	return nil
}
