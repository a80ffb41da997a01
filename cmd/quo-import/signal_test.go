//go:build unix

package main

import (
	"bufio"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// The first Ctrl-C waits for what is in flight, here for a server that never answers;
// the second ends the program at once, and the next run resolves the unfinished write.
func TestASecondInterruptEndsAtOnce(t *testing.T) {
	s := sandbox.New(sandbox.Options{Key: "k", RatePerSecond: 9000})
	s.Queue(sandbox.Fault{Op: sandbox.Create, Hang: true, After: true})
	server := httptest.NewServer(s)
	defer server.Close()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"contacts.csv": "ID,First,Role,Mobile\n1,Maya,Clerk,415-555-0134\n", "mapping.yaml": crashMapping,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program := buildProgram(t)
	command := func() *exec.Cmd {
		cmd := exec.Command(program, "import", "contacts.csv", "-m", "mapping.yaml", "--yes", "--report", "none", "--list-lag", "1ms")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "QUO_API_KEY=k", "QUO_IMPORT_BASE_URL="+server.URL)
		return cmd
	}

	cmd := command()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for len(s.Contacts()) == 0 {
		runtime.Gosched() // until the request hangs
	}
	interrupt := func() { _ = cmd.Process.Signal(os.Interrupt) }
	interrupt()
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if strings.Contains(lines.Text(), "Ctrl-C again to end at once") {
			interrupt()
		}
	}
	_ = cmd.Wait()
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != syscall.SIGINT {
		t.Errorf("after two interrupts: %v, want the end by the signal itself", cmd.ProcessState)
	}

	if out, err := command().CombinedOutput(); err != nil {
		t.Errorf("the next run: %v\n%s", err, out)
	}
	if n := len(s.Contacts()); n != 1 {
		t.Errorf("%d contacts, want the one that was in flight", n)
	}
}
