package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/postgres"
)

// DefaultState is the state file if none is passed.
const DefaultState = "quo-import.db"

// StateFile selects a state: a file, or a state in a database.
type StateFile struct {
	Path            string // of the file, "" for DefaultState; or an address as package postgres reads it
	Require         bool   // do not create it
	AcceptWorkspace bool   // accept the state of another workspace
	Version         string // of the program
}

// Name returns the path as it was passed, or the default; of an address, host, database
// and state only.
func (f StateFile) Name() string {
	if f.Path == "" {
		return DefaultState
	}
	if a, err := f.address(); a != nil {
		return a.String()
	} else if err != nil {
		return "postgres://…"
	}
	return f.Path
}

// InDatabase reports whether the state is in a database.
func (f StateFile) InDatabase() bool { return postgres.IsAddress(f.Path) }

// address returns the address of a state in a database, nil for a file.
func (f StateFile) address() (*postgres.Address, error) {
	if !f.InDatabase() {
		return nil, nil
	}
	a, err := postgres.ParseAddress(f.Path)
	if errors.Is(err, postgres.ErrWhichState) {
		err = fmt.Errorf("%w (quo-import state ls lists those that it holds)", err)
	}
	if err != nil {
		return nil, Usagef("-s %w", err)
	}
	return a, nil
}

// CheckAddress returns what is wrong with the address of a state in a database, which is
// not opened.
func (f StateFile) CheckAddress() error {
	_, err := f.address()
	return err
}

// NamesDatabase reports whether the address names a database, and no state in it.
func (f StateFile) NamesDatabase() bool {
	if !f.InDatabase() {
		return false
	}
	_, err := postgres.ParseAddress(f.Path)
	return errors.Is(err, postgres.ErrWhichState)
}

// StatesOf returns the states of the database that an address names, which it shows
// without user and password.
func StatesOf(ctx context.Context, f StateFile) (shown string, states []postgres.Info, err error) {
	a, err := postgres.ParseDatabase(f.Path)
	if err != nil {
		return "", nil, Usagef("-s %w", err)
	}
	states, err = postgres.States(ctx, a)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(states) == 0 {
		err = Usagef("%s holds no state yet: import with one first, -s '%s?state=NAME', or correct the address", a, a)
	}
	return a.String(), states, err
}

// State is an open state.
type State struct {
	keeper
	Made    bool // it did not exist before
	Written bool // something was written into it; otherwise one that was created is removed
	accept  bool
}

// ReadState opens a state for reading only. What is read is the state as of now: a
// command that reads for minutes keeps no import out.
func ReadState(ctx context.Context, f StateFile) (*State, error) {
	k, _, err := f.open(ctx, true)
	switch {
	case errors.Is(err, fs.ErrNotExist) && f.Require:
		return nil, required(f)
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{Usage, &noState{f}}
	case err != nil:
		return nil, err
	}
	return &State{keeper: k, accept: f.AcceptWorkspace}, nil
}

// noState is the error of a state that does not exist or is empty; it is
// fs.ErrNotExist.
type noState struct{ file StateFile }

func (e *noState) Error() string {
	if e.file.InDatabase() {
		return whatIsMissing(e.file) + ": pass its address with -s, or import with it first"
	}
	return whatIsMissing(e.file) + ": pass the path of the state with -s"
}
func (*noState) Is(target error) bool { return target == fs.ErrNotExist }

// whatIsMissing returns what is wrong with a state that is not there. A volume that is
// not mounted has no file; a copy that failed often leaves an empty one.
func whatIsMissing(f StateFile) string {
	if f.InDatabase() {
		return "there is no state " + f.Name()
	}
	path, err := filepath.Abs(f.Name())
	if err != nil {
		path = f.Name()
	}
	if _, err := os.Stat(path); err == nil {
		return "the state file " + path + " is empty"
	}
	return "there is no state file " + path
}

// required is the error of a state that must exist and does not.
func required(f StateFile) error {
	check, back := "check the path", "put a backup there"
	if f.InDatabase() {
		check, back = "check the address", "move a backup there"
	}
	return Stoppedf("%s, and --require-state is passed: %s, or %s. Do a first run without --require-state; quo-import state rebuild recovers a lost state from Quo", whatIsMissing(f), check, back)
}

// OpenState opens a state for writing, and creates it if it does not exist and is not
// required.
func OpenState(ctx context.Context, f StateFile) (*State, error) {
	k, made, err := f.open(ctx, false)
	if f.Require && errors.Is(err, fs.ErrNotExist) {
		return nil, required(f)
	}
	if err != nil && !f.InDatabase() {
		path, absolute := filepath.Abs(f.Name())
		return nil, errors.Join(Unwritable("the state "+path, "make its folder, or pass another file with -s", err), absolute)
	}
	if err != nil {
		return nil, err
	}
	return &State{keeper: k, Made: made, accept: f.AcceptWorkspace}, nil
}

// Close closes the state. One that was created and not written is removed while nobody
// else can have opened it.
func (s *State) Close() error {
	if s.Made && !s.Written {
		s.discard()
	}
	return s.keeper.Close()
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
	switch {
	case err != nil:
		return "", err
	case slices.Contains(sources, name):
		return name, nil
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
