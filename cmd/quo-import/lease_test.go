//go:build unix

package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

// A run is stopped for longer than its lease, as with a machine that is suspended; another
// run takes the state over and finishes. When the first goes on, it sends nothing more.
func TestARunThatWasStoppedForLongerThanItsLeaseWritesNothingMore(t *testing.T) {
	server := pgtest.Shared(t)
	s := sandbox.New(sandbox.Options{
		Key: "k", AllowDoubles: true, RatePerSecond: 9000, Latency: func() time.Duration { return 20 * time.Millisecond },
	})
	api := httptest.NewServer(s)
	defer api.Close()
	dir := t.TempDir()
	for name, text := range map[string]string{"contacts.csv": crashFile("Clerk"), "mapping.yaml": crashMapping} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program := buildProgram(t)
	command := func() (*exec.Cmd, *bytes.Buffer) {
		var out bytes.Buffer
		cmd := exec.Command(program, "import", "contacts.csv", "-m", "mapping.yaml", "--yes", "--report", "none", "--list-lag", "1ms",
			"-s", server.Address()+"?state=stopped&lease=1s")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "QUO_API_KEY=k", "QUO_IMPORT_BASE_URL="+api.URL)
		cmd.Stderr = &out
		return cmd, &out
	}
	first, said := command()
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	for len(s.Contacts()) < 20 {
		<-time.After(time.Millisecond)
	}
	signal := func(to syscall.Signal) {
		if err := first.Process.Signal(to); err != nil {
			t.Fatal(err)
		}
	}
	signal(syscall.SIGSTOP)
	for refused := 0; ; refused++ {
		second, said := command()
		err := second.Run()
		if err == nil {
			if refused == 0 {
				t.Error("the second run did not wait for the lease")
			}
			break
		}
		if second.ProcessState.ExitCode() != exitLocked {
			t.Fatalf("the second run: %v\n%s", err, said)
		}
		<-time.After(50 * time.Millisecond)
	}
	sent := s.Counts().Total
	signal(syscall.SIGCONT)
	_ = first.Wait()
	if code := first.ProcessState.ExitCode(); code != exitLocked || !strings.Contains(said.String(), "taken over by") {
		t.Errorf("the first run ended with %d\n%s", code, said)
	}
	if now := s.Counts().Total; now != sent {
		t.Errorf("%d requests after it went on", now-sent)
	}
	if n := len(s.Contacts()); n != *crashRows || len(s.Duplicates()) > 0 {
		t.Errorf("%d contacts, %d twice", n, len(s.Duplicates()))
	}
}
