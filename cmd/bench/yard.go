package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// benchSource is the source of the mapping.
const benchSource = "bench"

// The mapping of the benchmark, its dates and numbers with and without their
// formats, and the custom fields that it feeds.
var (
	//go:embed mapping.yaml
	mappingText []byte
	//go:embed noformats.yaml
	openMappingText []byte
	//go:embed fields.json
	fieldsText []byte
)

// yard is where things are measured: the files, the programs, a stand-in for Quo.
type yard struct {
	rows, runs int
	dir        string
	peers      bool
	only       string

	program string
	commit  string // that the program was built from
	sandbox *httptest.Server
}

// small is how many rows the small files have.
func (y *yard) small() int { return y.rows / 10 }

func (y *yard) path(name string) string { return filepath.Join(y.dir, name) }

// prepare builds the program, and makes the files that are not there yet.
func (y *yard) prepare(ctx context.Context) error {
	if err := os.MkdirAll(y.dir, 0o755); err != nil {
		return err
	}
	var err error
	y.commit = commit(ctx)
	if y.program, err = build(ctx, y.dir); err != nil {
		return err
	}
	for name, text := range map[string][]byte{"mapping.yaml": mappingText, "noformats.yaml": openMappingText, "fields.json": fieldsText} {
		if err := os.WriteFile(y.path(name), text, 0o600); err != nil {
			return err
		}
	}
	all, tenth := strconv.Itoa(y.rows), strconv.Itoa(y.small())
	for _, args := range [][]string{
		{"large.csv", all}, {"small.csv", tenth}, {"large.jsonl", all}, {"small.xlsx", tenth},
		{"sorted.csv", all, "clean"}, {"shuffled.csv", all, "clean", "shuffled"}, {"small-sorted.csv", tenth, "clean"},
	} {
		path := y.path(args[0])
		if _, err := os.Stat(path); err == nil {
			continue
		}
		fmt.Fprintln(os.Stderr, "making", args[0])
		if err := part(ctx, append([]string{"generate", path}, args[1:]...)...); err != nil {
			return err
		}
	}
	return y.prepareStates(ctx)
}

// prepareStates makes the states of a first run over the clean files, anew:
// what a record looks like may have changed. The sandbox has the oldest
// contacts, which a run looks up to know the workspace again.
func (y *yard) prepareStates(ctx context.Context) error {
	for state, file := range map[string]string{"large.db": "sorted.csv", "small.db": "small-sorted.csv"} {
		if err := os.Remove(y.path(state)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if err := part(ctx, "state", y.path(state), y.path(file), y.path("mapping.yaml"), y.path("fields.json")); err != nil {
			return err
		}
	}
	s := sandbox.New(sandbox.Options{})
	g := generator{seed: 1}
	for i := range 50 {
		key := g.contact(i)[0]
		source := benchSource
		s.Put(sandbox.Contact{ID: contactID(i), ExternalID: &key, Source: &source})
	}
	y.sandbox = httptest.NewServer(s)
	return nil
}

// check is a dry run without a key and without a state.
func (y *yard) check(file, mapping string) command {
	return command{
		args: []string{y.program, "check", y.path(file), "-m", y.path(mapping), "-s", y.path("none.db"), "--fields", y.path("fields.json")},
		// 3 says that rows were rejected, as they are to be.
		env: []string{"QUO_API_KEY=", "QUO_IMPORT_STATE="}, codes: []int{3},
	}
}

// again is a run over rows that were all imported before.
func (y *yard) again(file string) command {
	return command{
		warm: []string{y.path("large.db")},
		args: []string{
			y.program, "import", y.path(file), "-m", y.path("mapping.yaml"), "-s", y.path("large.db"),
			"--fields", y.path("fields.json"), "--base-url", y.sandbox.URL, "--report", "none", "--yes",
		},
		env: []string{"QUO_API_KEY=bench"},
	}
}

// cold is the same where nothing was read since the day before.
func (y *yard) cold(file string) command {
	c := y.again(file)
	c.cold, c.warm = append(c.warm, y.path(file)), nil
	return c
}

// peer is a program of cmd/bench/peers, or why it cannot be measured.
func (y *yard) peer(ctx context.Context, name, file string) (command, string) {
	if !y.peers {
		return command{}, "left out"
	}
	script := filepath.Join("cmd", "bench", "peers", name)
	switch filepath.Ext(name) {
	case ".js":
		if _, err := exec.LookPath("node"); err != nil {
			return command{}, "node is not here"
		}
		if _, err := os.Stat(filepath.Join("cmd", "bench", "peers", "node_modules")); err != nil {
			return command{}, "not installed: npm ci --prefix cmd/bench/peers"
		}
		return command{args: []string{"node", script, y.path(file)}}, ""
	case ".py":
		if exec.CommandContext(ctx, "python3", "-c", "import phonenumbers").Run() != nil {
			return command{}, "python3 with phonenumbers is not here"
		}
		return command{args: []string{"python3", script, y.path(file)}}, ""
	}
	if _, err := exec.LookPath(name); err != nil {
		return command{}, "not here"
	}
	return command{args: []string{name, "--icsv", "--ojsonl", "cat", y.path(file)}}, ""
}
