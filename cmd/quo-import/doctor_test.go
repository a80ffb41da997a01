//go:build unix

package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// The test contact of a doctor is deleted after Ctrl-C, here while it waits for a list
// that never shows it.
func TestADoctorThatIsInterruptedDeletesItsContact(t *testing.T) {
	s := sandbox.New(sandbox.Options{Key: "k", RatePerSecond: 9000, ListLag: time.Hour})
	server := httptest.NewServer(s)
	defer server.Close()
	cmd := exec.Command(buildProgram(t), "doctor", "--write")
	cmd.Env = append(os.Environ(), "QUO_API_KEY=k", "QUO_IMPORT_BASE_URL="+server.URL)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for len(s.Contacts()) == 0 {
		runtime.Gosched()
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(out.String(), "interrupted: the test contact is deleted") {
		t.Errorf("exit code %d\n%s", code, out.String())
	}
	if n := len(s.Contacts()); n > 0 {
		t.Errorf("%d contacts are left\n%s", n, out.String())
	}
}
