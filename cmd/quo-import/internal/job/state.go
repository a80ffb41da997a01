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

// DefaultState is the state file where none is named.
const DefaultState = "quo-import.db"

// StateFile says which state file is used.
type StateFile struct {
	Path            string // "" for DefaultState
	Require         bool   // refuse to make it
	AcceptWorkspace bool   // accept the state of another workspace
	Version         string // of the program
}

// Name is the path as it was passed.
func (f StateFile) Name() string {
	if f.Path == "" {
		return DefaultState
	}
	return f.Path
}

// State is an open state file.
type State struct {
	*bolt.Store
	Made    bool // the file was not there before
	Written bool // something was written into it; a file that was made is removed otherwise
	accept  bool
}

// ReadState opens a state file for reading only.
func ReadState(f StateFile) (*State, error) {
	path, err := filepath.Abs(f.Name())
	if err != nil {
		return nil, err
	}
	st, err := bolt.Open(path, bolt.Options{ReadOnly: true, Version: f.Version})
	if errors.Is(err, fs.ErrNotExist) {
		if f.Require {
			return nil, Stoppedf("there is no state file %s, and --require-state is passed", path)
		}
		return nil, &Error{Usage, &noState{path}}
	}
	if err != nil {
		return nil, err
	}
	return &State{Store: st, accept: f.AcceptWorkspace}, nil
}

// noState is the error of a state file that is not there; it is fs.ErrNotExist.
type noState struct{ path string }

func (e *noState) Error() string {
	return "there is no state file " + e.path + ": pass -s with the path of another"
}
func (*noState) Is(target error) bool { return target == fs.ErrNotExist }

// OpenState opens a state file for writing, and makes it where there is none.
func OpenState(f StateFile) (*State, error) {
	path, err := filepath.Abs(f.Name())
	if err != nil {
		return nil, err
	}
	_, err = os.Stat(path)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing && f.Require {
		return nil, Stoppedf("there is no state file %s, and --require-state is passed: is the path right? The first run is without it; quo-import state rebuild makes a lost state from Quo", path)
	}
	st, err := bolt.Open(path, bolt.Options{Version: f.Version})
	if err != nil {
		return nil, err
	}
	return &State{Store: st, Made: missing, accept: f.AcceptWorkspace}, nil
}

// Close closes the file. One that was made and not written is removed, while
// the lock is held, so that nobody can have opened it.
func (s *State) Close() error {
	if s.Made && !s.Written {
		_ = os.Remove(s.Path()) // it stays as an empty state, which does no harm
	}
	return s.Store.Close()
}

// SameHost returns an error where the state is of another API than the client.
func (s *State) SameHost(ctx context.Context, client *quo.Client) error {
	ws, err := s.Workspace(ctx)
	if err != nil || client == nil {
		return err
	}
	if ws.BaseURL != "" && ws.BaseURL != client.BaseURL() && !s.accept {
		return Stoppedf("the state %s is of %s, this run would write to %s: use another state file (-s), or pass --accept-workspace", s.Path(), ws.BaseURL, client.BaseURL())
	}
	return nil
}

// Pin records which API the state is of. What is written from now on stays.
func (s *State) Pin(ctx context.Context, client *quo.Client) error {
	s.Written = true
	ws, err := s.Workspace(ctx)
	if err != nil || ws.BaseURL == client.BaseURL() {
		return err
	}
	return s.Commit(ctx, store.SetWorkspace(client.BaseURL()))
}

// OneSource returns the source of this name, or the only one where name is "".
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

// SourceToFill returns the source that is to be filled, which may be new: name,
// or the only one that the state has where name is "".
func (s *State) SourceToFill(ctx context.Context, name string) (string, error) {
	sources, err := s.Sources(ctx)
	switch {
	case err != nil:
		return "", err
	case name == "" && len(sources) == 1:
		return sources[0], nil
	case name == "":
		return "", Usagef("which source? Pass --source with the one that the mapping has")
	}
	return name, checkSource(name)
}

func checkSource(name string) error {
	if problem := mapping.CheckSource(name); problem != "" {
		return Usagef("--source %s: %s", name, problem)
	}
	return nil
}
