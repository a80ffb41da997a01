package jobs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/mapping"
)

func load(t *testing.T, text string) (*jobs.File, error) {
	t.Helper()
	return jobs.Load("clients/jobs.yaml", "clients", strings.NewReader(text), func(o mapping.Option) string {
		if o.Name == "on-invalid" || o.Name == "adopt" {
			return ""
		}
		return `"options" does not know "` + o.Name + `"`
	})
}

func mustLoad(t *testing.T, text string) *jobs.File {
	t.Helper()
	f, err := load(t, text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAJobHasTheDefaultsAndItsOwn(t *testing.T) {
	f := mustLoad(t, `
version: 1
defaults:
  files: {newest: "{name}/*.csv"}
  mapping: "{name}/mapping.yaml"
  state: "{name}/quo-import.db"
  key: {env: "{name}_KEY"}
  options: {on-invalid: drop, adopt: none}
  every: 30 2 * * *
  timezone: Europe/Berlin
  timeout: 2h
jobs:
  acme-eu:
  globex:
    files: [/srv/globex.csv, https://example.com/list.csv]
    state: postgres://db/globex
    key: {command: "op read op://{name}/key"}
    options: {adopt: phone}
`)
	type job struct {
		Name, Mapping, State string
		Files                []jobs.Input
		Key                  jobs.Key
		Options              string
		Timeout              time.Duration
	}
	var got []job
	for _, j := range f.Jobs {
		g := job{j.Name, j.Mapping, j.State, j.Files, j.Key, "", j.Timeout}
		for _, o := range j.Options {
			g.Options += o.Name + "=" + o.Value + " "
		}
		got = append(got, g)
	}
	want := []job{
		{"acme-eu", "clients/acme-eu/mapping.yaml", "clients/acme-eu/quo-import.db", []jobs.Input{{Path: "clients/acme-eu/*.csv", Newest: true}}, jobs.Key{Environment: "ACME_EU_KEY"}, "on-invalid=drop adopt=none ", 2 * time.Hour},
		{"globex", "clients/globex/mapping.yaml", "postgres://db/globex", []jobs.Input{{Path: "/srv/globex.csv"}, {Path: "https://example.com/list.csv"}}, jobs.Key{Command: "op read op://globex/key"}, "on-invalid=drop adopt=phone ", 2 * time.Hour},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("-want +got\n" + diff)
	}
	// 02:30 in Berlin, on the night when clocks go forward there is no 02:30 at all.
	at := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	if next := f.Jobs[0].Next(at).UTC(); next != time.Date(2026, 3, 30, 0, 30, 0, 0, time.UTC) {
		t.Errorf("the next run is at %v", next)
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := load(t, `
version: 1
defaultz: {}
jobs:
  acme:
    files: "-"
    maping: m.yaml
    state: s.db
    key: sk_live_1234
    options: {on-invald: drop}
    every: at night
    timezone: Mars/Base
    timeout: long
  "a/b":
    files: x[.csv
    mapping: m.yaml
    state: s.db
    key: {env: sk-live.5678}
`)
	if err == nil {
		t.Fatal("it was accepted")
	}
	for _, want := range []string{
		`clients/jobs.yaml:3:1: the jobs file does not know "defaultz" (did you mean "defaults"?)`,
		`clients/jobs.yaml:6:12: "files" cannot be standard input`,
		`clients/jobs.yaml:7:5: the job "acme" does not know "maping" (did you mean "mapping"?)`,
		`clients/jobs.yaml:9:5: "key" is {file: PATH}, {env: VARIABLE} or {command: COMMAND}`,
		`clients/jobs.yaml:10:15: "options" does not know "on-invald"`,
		`clients/jobs.yaml:11:12: "every" must be minute, hour`,
		`clients/jobs.yaml:12:15: "timezone" "Mars/Base" is not known`,
		`clients/jobs.yaml:13:14: "timeout" must be a duration, such as 90m or 2h, not "long"`,
		`clients/jobs.yaml:14:3: the name "a/b" has a "/"`,
		`clients/jobs.yaml:15:12: "clients/x[.csv" is no pattern`,
		`clients/jobs.yaml:18:16: "env" is the name of a variable`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if strings.Contains(err.Error(), "1234") || strings.Contains(err.Error(), "5678") {
		t.Error("a key is quoted")
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestAJobThatLacksSomething(t *testing.T) {
	_, err := load(t, "version: 1\njobs:\n  acme:\n    files: a.csv\n    key: {env: K}\n")
	if err == nil || !strings.Contains(err.Error(), `the job "acme" has no mapping, state`) {
		t.Error(err)
	}
	_, err = load(t, "version: 1\n")
	if err == nil || !strings.Contains(err.Error(), `"jobs" is missing`) {
		t.Error(err)
	}
}

func TestSelect(t *testing.T) {
	f := mustLoad(t, "version: 1\ndefaults: {files: a.csv, mapping: m.yaml, state: '{name}.db', key: {env: '{name}'}}\njobs: {acme-us: , acme-eu: , globex: }\n")
	for patterns, want := range map[string]string{"": "acme-us acme-eu globex", "acme*": "acme-us acme-eu", "globex, acme-us": "globex acme-us"} {
		list, err := f.Select(patterns)
		var names []string
		for _, j := range list {
			names = append(names, j.Name)
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("%q selects %s, not %s (%v)", patterns, got, want, err)
		}
	}
	if _, err := f.Select("acme-uk"); err == nil || !strings.Contains(err.Error(), `(did you mean "acme-us"?)`) {
		t.Errorf("a pattern that matches nothing: %v", err)
	}
}

func TestJobsThatShareWhatTheyProbablyShouldNot(t *testing.T) {
	f := mustLoad(t, `
version: 1
defaults: {files: a.csv, mapping: m.yaml}
jobs:
  one: {state: a.db, key: {env: A}}
  two: {state: a.db, key: {env: B}}
  three: {state: c.db, key: {env: A}}
  four: {state: a.db, key: {env: A}}
`)
	got := strings.Join(f.Warnings(), "\n")
	if strings.Count(got, "\n") != 1 || !strings.Contains(got, "the jobs one and two have one state and two keys") || !strings.Contains(got, "the jobs one and three have one key and two states") {
		t.Error(got)
	}
}

func TestFilesOfAJob(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for i, name := range []string{"b.csv", "a.csv", "c.csv"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at.Add(-time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	pattern := filepath.Join(dir, "*.csv")
	for _, test := range []struct {
		name string
		in   jobs.Input
		want string
	}{
		{"a path, whether or not it exists", jobs.Input{Path: filepath.Join(dir, "none.csv")}, "none.csv"},
		{"all files that match, by name", jobs.Input{Path: pattern}, "a.csv b.csv c.csv"},
		{"the newest of those that match", jobs.Input{Path: pattern, Newest: true}, "b.csv"},
		{"nothing that matches", jobs.Input{Path: filepath.Join(dir, "*.xlsx")}, "no file matches"},
	} {
		t.Run(test.name, func(t *testing.T) {
			paths, err := (&jobs.Job{Files: []jobs.Input{test.in}}).Paths()
			var names []string
			for _, p := range paths {
				names = append(names, filepath.Base(p))
			}
			got := strings.Join(names, " ")
			if err != nil {
				got = err.Error()
			}
			if !strings.HasPrefix(got, test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestInitWritesWhatLoadReads: of folders that have everything, the file is complete.
func TestInitWritesWhatLoadReads(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{"acme/contacts.csv", "acme/mapping.yaml", "acme/api-key", "acme/state.db", "Globex Corp/list.xlsx", "Globex Corp/mapping.yaml"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(path)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, path), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := jobs.Init(dir, []string{filepath.Join(dir, "acme"), filepath.Join(dir, "Globex Corp")})
	if err != nil {
		t.Fatal(err)
	}
	want := `# Imports that run side by side: quo-import jobs run (docs/jobs.md).
version: 1
jobs:
  acme:
    files: acme/contacts.csv
    mapping: acme/mapping.yaml
    state: acme/state.db
    key:
      file: acme/api-key
  Globex-Corp:
    files: Globex Corp/list.xlsx
    mapping: Globex Corp/mapping.yaml
    state: Globex Corp/quo-import.db
    key:
      file: FIXME # no file of a key was found: {file: PATH}, {env: VARIABLE} or {command: COMMAND}
`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error("-want +got\n" + diff)
	}
	if _, err := load(t, string(text)); err != nil {
		t.Error(err)
	}
}
