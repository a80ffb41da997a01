//go:build unix

package main

import (
	"bytes"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

var fleetKill = flag.Bool("fleet.kill", false, "kill a worker of a fleet in the middle of its jobs; takes a minute")

// TestAKilledWorkersJobsAreEndedByAnother: two workers share a database, and one is
// killed while it writes. Every job ends, and no contact is made twice.
func TestAKilledWorkersJobsAreEndedByAnother(t *testing.T) {
	if !*fleetKill {
		t.Skip("without -fleet.kill")
	}
	program := buildProgram(t)
	database := pgtest.Start(t).Address()
	dir := t.TempDir()
	var file strings.Builder
	file.WriteString("version: 1\ndefaults:\n  mapping: mapping.yaml\n  files: contacts.csv\n  state: \"{name}.db\"\n  key: {env: KEY}\njobs:\n")
	workspaces := make([]*sandbox.Sandbox, 6)
	for i := range workspaces {
		workspaces[i] = sandbox.New(sandbox.Options{Key: "k", RatePerSecond: 10, AllowDoubles: true})
		server := httptest.NewServer(workspaces[i])
		defer server.Close()
		fmt.Fprintf(&file, "  w%d: {options: {base-url: %q}}\n", i, server.URL)
	}
	list := "ID,First,Mobile\n"
	for i := range 100 {
		list += fmt.Sprintf("k%d,First%d,+1415555%04d\n", i, i, i)
	}
	for name, text := range map[string]string{
		"jobs.yaml": file.String(), "contacts.csv": list,
		"mapping.yaml": "version: 1\nsource: crm\nkey: ID\ncontact: {firstName: First, phoneNumbers: Mobile}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), program, append([]string{"jobs"}, args...)...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "KEY=k", "QUO_IMPORT_DATABASE_URL="+database)
		return cmd
	}
	status := func() string {
		out, err := start("status").CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	if out, err := start("apply", "jobs.yaml", "--now").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var logs [2]syncBuffer
	workers := make([]*exec.Cmd, 2)
	for i := range workers {
		workers[i] = start("work", "--name", fmt.Sprintf("worker%d", i), "--parallel", "3", "--rescue-after", "4s")
		workers[i].Stderr = &logs[i]
		if err := workers[i].Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = workers[i].Process.Kill(); _ = workers[i].Wait() }()
	}
	made := func() (n int) {
		for _, w := range workspaces {
			n += len(w.Contacts())
		}
		return n
	}
	wait(t, func() bool { return made() > 150 && strings.Contains(status(), "worker0") })
	if err := workers[0].Process.Kill(); err != nil {
		t.Fatal(err)
	}
	wait(t, func() bool { return strings.Count(status(), "completed") == len(workspaces) })
	for i, w := range workspaces {
		if n := len(w.Contacts()); n != 100 || len(w.Duplicates()) > 0 {
			t.Errorf("w%d has %d contacts, %d of them twice", i, n, len(w.Duplicates()))
		}
	}
	if took := strings.Count(logs[1].String(), "msg=ended"); took < 4 {
		t.Errorf("the other worker ended %d jobs:\n%s", took, logs[1].String())
	}
	if t.Failed() {
		t.Log(status())
	}
}

// wait waits until something holds, for two minutes at most.
func wait(t *testing.T, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(2 * time.Minute); !holds(); {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("it did not happen")
		}
	}
}

// syncBuffer is a buffer that a process writes and a test reads.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
