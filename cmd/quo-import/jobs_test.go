//go:build unix

package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/quo/sandbox"
)

var (
	manyWorkspaces = flag.Int("jobs.workspaces", 24, "how many workspaces TestManyWorkspaces imports into")
	manyRows       = flag.Int("jobs.rows", 10, "rows of each of them")
	manyRate       = flag.Int("jobs.rate", 100, "requests a second that each of them allows")
)

// TestManyWorkspaces imports into many workspaces in one process, each with a limit of
// its own. One has a revoked key, the file of one is broken, and one never answers: all
// others are imported, each once. It prints how long that takes beside one workspace
// alone; -jobs.workspaces 200 -jobs.rows 50 -jobs.rate 10 are those of an agency.
func TestManyWorkspaces(t *testing.T) {
	program := buildProgram(t)
	dir := t.TempDir()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts connections, and answers nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()

	var file strings.Builder
	file.WriteString("version: 1\ndefaults:\n  mapping: mapping.yaml\n  files: contacts.csv\n  state: \"{name}.db\"\n  key: {env: KEY}\njobs:\n")
	list := "ID,First,Role,Mobile\n"
	for i := range *manyRows {
		list += fmt.Sprintf("k%d,First%d,Role,+1415555%04d\n", i, i, i)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	workspaces := make([]*sandbox.Sandbox, *manyWorkspaces)
	for i := range workspaces {
		workspaces[i] = sandbox.New(sandbox.Options{Key: "k", RatePerSecond: *manyRate})
		server := httptest.NewServer(workspaces[i])
		defer server.Close()
		url := server.URL
		more := ""
		switch i {
		case 1:
			more = ", key: {env: OTHER}"
		case 2:
			more = ", files: broken.csv"
		case 3:
			url, more = "http://"+silent.Addr().String(), ", timeout: 3s"
		}
		fmt.Fprintf(&file, "  w%d: {options: {base-url: %q}%s}\n", i, url, more)
	}
	write("jobs.yaml", file.String())
	write("contacts.csv", list)
	write("broken.csv", "Nothing,Here\n1,2\n")
	write("mapping.yaml", "version: 1\nsource: crm\nkey: ID\ncontact: {firstName: First, phoneNumbers: Mobile}\n")

	run := func(args ...string) (out string, took time.Duration, usage *syscall.Rusage) {
		cmd := exec.CommandContext(t.Context(), program, append([]string{"jobs", "run", "jobs.yaml", "--json"}, args...)...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "KEY=k", "OTHER=revoked")
		began := time.Now()
		text, err := cmd.Output()
		if err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		usage, _ = cmd.ProcessState.SysUsage().(*syscall.Rusage)
		return string(text), time.Since(began), usage
	}
	_, alone, _ := run("--select", "w4")
	var others []string
	for i := range workspaces {
		if i != 3 && i != 4 {
			others = append(others, fmt.Sprintf("w%d", i))
		}
	}
	out, all, usage := run("--select", strings.Join(others, ","))
	cpu := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	t.Logf("%d workspaces of %d rows: %s, %.1f times one alone; CPU time %s, memory %d MB", len(others), *manyRows,
		all.Round(time.Second/10), all.Seconds()/alone.Seconds(), cpu.Round(time.Second/10), usage.Maxrss>>10)
	if usage.Maxrss > 200<<10 {
		t.Errorf("it took %d MB", usage.Maxrss>>10)
	}
	last, _, _ := run("--select", "w3,w4")
	codes := map[string]int{}
	for _, line := range strings.Split(out+last, "\n") {
		var e struct {
			Event, Job string
			ExitCode   int
		}
		if json.Unmarshal([]byte(line), &e) == nil && e.Event == "job" {
			codes[e.Job] = e.ExitCode
		}
	}
	for i, w := range workspaces {
		want, contacts := 0, *manyRows
		switch i {
		case 1:
			want, contacts = exitStopped, 0
		case 2:
			want, contacts = exitUsage, 0
		case 3:
			want, contacts = exitUnfinished, 0
		}
		if code, ended := codes[fmt.Sprintf("w%d", i)]; !ended || code != want {
			t.Errorf("w%d ended with %d (%t), not %d", i, code, ended, want)
		}
		if n := len(w.Contacts()); n != contacts {
			t.Errorf("w%d has %d contacts, not %d", i, n, contacts)
		}
	}
}

// A worker of a fleet runs jobs for months. What one of them used is free when it has
// ended: connections with their goroutines, and memory.
func TestAJobThatEndedLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	s := sandbox.New(sandbox.Options{Key: "k", RatePerSecond: 9000})
	server := httptest.NewServer(s)
	defer server.Close()
	t.Setenv("KEY", "k")
	for name, text := range map[string]string{
		"jobs.yaml":    fmt.Sprintf("version: 1\njobs:\n  w: {files: contacts.csv, mapping: mapping.yaml, state: w.db, report: none, key: {env: KEY}, options: {base-url: %q}}\n", server.URL),
		"contacts.csv": "ID,First,Mobile\n1,Maya,415-555-0134\n2,Ben,212-555-0171\n",
		"mapping.yaml": "version: 1\nsource: crm\nregion: US\nkey: ID\ncontact: {firstName: First, phoneNumbers: Mobile}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := &jobsOptions{quiet: true}
	f, all, err := o.load(term.Streams{Out: io.Discard, Err: io.Discard}, filepath.Join(dir, "jobs.yaml"), dir)
	if err != nil {
		t.Fatal(err)
	}
	r := o.runner(func(ctx context.Context, j *jobs.Job) jobs.Result { return o.importJob(ctx, f, j, nil) })
	used := func(times int) int64 {
		for range times {
			if res := r.One(t.Context(), all[0]); res.Code != exitDone {
				t.Fatalf("exit code %d: %v\n%s", res.Code, res.Err, res.Output)
			}
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what pools hold is freed by the second
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := runtime.NumGoroutine()
	memory := used(3)
	const times = 20
	if more := (used(times) - memory) / times; more > 10<<10 {
		t.Errorf("a job leaves %d bytes behind", more)
	}
	for limit := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(limit); {
		runtime.Gosched()
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines are left of %d jobs", n-before, 3+times)
	}
}
