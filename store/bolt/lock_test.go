package bolt

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
)

// holderVariable makes the test binary hold the state at its value until its
// stdin ends, readerVariable only read it.
const (
	holderVariable = "STORE_TEST_HOLD"
	readerVariable = "STORE_TEST_READ"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(holderVariable); path != "" {
		hold(path, Options{})
		return
	}
	if path := os.Getenv(readerVariable); path != "" {
		hold(path, Options{ReadOnly: true})
		return
	}
	os.Exit(m.Run())
}

func hold(path string, opts Options) {
	s, err := Open(path, opts)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("holding")
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = s.Close()
}

// holder starts another process that holds the state, and ends it with stop.
func holder(t *testing.T, path string) (cmd *exec.Cmd, stop func()) {
	t.Helper()
	return process(t, holderVariable+"="+path)
}

func process(t *testing.T, variable string) (cmd *exec.Cmd, stop func()) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), variable)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "holding\n" {
		t.Fatal(line)
	}
	stop = func() { _ = in.Close(); _ = cmd.Wait() }
	t.Cleanup(stop)
	return cmd, stop
}

func TestAnotherProcessIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo-import.db")
	other, stop := holder(t, path)
	for _, readOnly := range []bool{false, true} {
		_, err := Open(path, Options{ReadOnly: readOnly, Timeout: time.Millisecond})
		var held *store.LockedError
		if !errors.Is(err, store.ErrLocked) || !errors.As(err, &held) {
			t.Fatalf("read-only %v: %v", readOnly, err)
		}
		if host, _ := os.Hostname(); held.PID != other.Process.Pid || held.Host != host || held.Since.IsZero() {
			t.Errorf("read-only %v: %v", readOnly, err)
		}
	}
	stop()
	if _, err := os.Stat(path + ".lock"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the sidecar is left:", err)
	}
	openTest(t, path)
}

func TestAProcessThatDiedIsNotNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo-import.db")
	other, _ := holder(t, path)
	_ = other.Process.Kill()
	_ = other.Wait()
	if _, err := os.Stat(path + ".lock"); err != nil {
		t.Fatal("the sidecar should be left:", err)
	}
	reader := func() *Store {
		s, err := Open(path, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first, second := reader(), reader() // any number may read
	_, err := Open(path, Options{Timeout: time.Millisecond})
	var held *store.LockedError
	if !errors.As(err, &held) || held.PID != os.Getpid() || !held.Reading {
		t.Errorf("a reader holds it: %v", err)
	}
	if err := errors.Join(first.Close(), second.Close()); err != nil {
		t.Fatal(err)
	}
	openTest(t, path)
	data, err := os.ReadFile(path + ".lock")
	var s sidecar
	if err != nil || json.Unmarshal(data, &s) != nil || s.PID != os.Getpid() || !s.Since.Equal(at()) {
		t.Errorf("the sidecar is not ours now: %s, %v", data, err)
	}
	if info, _ := os.Stat(path + ".lock"); info.Mode().Perm() != 0o600 {
		t.Error("sidecar's mode:", info.Mode())
	}
}

func TestAProcessThatWaitedOpensTheNewFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo-import.db")
	first := openTest(t, path)
	commit(t, first, store.Refresh("crm", "before", store.Record{}))
	type opened struct {
		s   *Store
		err error
	}
	waited := make(chan opened)
	go func() {
		s, err := Open(path, Options{Timeout: time.Minute})
		waited <- opened{s, err}
	}()
	// However the two interleave, the second ends on the file that has the name.
	if err := first.Compact(); err != nil {
		t.Fatal(err)
	}
	commit(t, first, store.Refresh("crm", "after", store.Record{}))
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := <-waited
	if second.err != nil {
		t.Fatal(second.err)
	}
	defer closeTest(t, second.s)
	if got := len(all(t, second.s, "crm")); got != 2 {
		t.Errorf("%d records, want 2", got)
	}
}

func TestALockedErrorIsForAPerson(t *testing.T) {
	for want, e := range map[string]store.LockedError{
		"quo-import.db is in use by another process":                                                  {},
		"quo-import.db is in use by process 4711 on host build-3 since 07:13:00 UTC (12m ago)":        {PID: 4711, Age: 12*time.Minute + 3*time.Second},
		"quo-import.db is in use by process 1 on host build-3 since 07:13:00 UTC (0s ago)":            {PID: 1, Age: -time.Second},
		"quo-import.db is being read by process 4711 on host build-3 since 07:13:00 UTC (2h ago)":     {PID: 4711, Age: 2 * time.Hour, Reading: true},
		"quo-import.db is in use by process 1 on host build-3 since 2026-11-23 07:13:00 UTC (3d ago)": {PID: 1, Age: 80 * time.Hour},
	} {
		e.Path, e.Host, e.Since = "/var/lib/quo-import.db", "build-3", at()
		if got := e.Error(); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

func TestASidecarIsNeverTrustedForTheLock(t *testing.T) {
	for name, content := range map[string]string{
		"rubbish":   "}{",
		"empty":     "",
		"no pid":    `{"pid":0}`,
		"elsewhere": `{"pid":1,"host":"build-3","since":"2026-11-23T07:00:00Z"}`,
		"too long":  strings.Repeat("[", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "quo-import.db")
			if err := os.WriteFile(path+".lock", []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			openTest(t, path)
		})
	}
}
