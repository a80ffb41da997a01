package bolt

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/quo-import/quo-import/store"
)

// fullVariable makes the test below, run again in a process of its own, write
// until the disk is full: a limit on the size of files stands in for it.
const fullVariable = "STORE_TEST_FULL"

func TestAFullDiskStopsAWriteAndHarmsNothing(t *testing.T) {
	if path := os.Getenv(fullVariable); path != "" {
		fillUp(t, path)
		return
	}
	for name, limit := range map[string]uint64{"at the start": 6000, "later": 300_000} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "quo-import.db")
			cmd := exec.Command(os.Args[0], "-test.run=^"+strings.SplitN(t.Name(), "/", 2)[0]+"$")
			cmd.Env = append(os.Environ(), fullVariable+"="+path, fmt.Sprint("LIMIT=", limit))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			written := bytes.Count(out, []byte("written"))
			s := openTest(t, path)
			if got := len(all(t, s, "crm")); got != written || (written > 0) != (limit > 6000) {
				t.Errorf("%d records, %d were written", got, written)
			}
		})
	}
}

func fillUp(t *testing.T, path string) {
	signal.Ignore(syscall.SIGXFSZ)
	var limit uint64
	if _, err := fmt.Sscan(os.Getenv("LIMIT"), &limit); err != nil {
		t.Fatal(err)
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	// The limit is lifted again so that the process can write its coverage data.
	defer func() { _ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before) }()
	s, err := Open(path, Options{})
	for i := 0; err == nil; i++ {
		if err = s.Commit(t.Context(), store.Refresh("crm", fmt.Sprint("key ", i), record(i, 200))); err == nil {
			fmt.Println("written")
		}
	}
	if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "file too large") {
		t.Fatal(err)
	}
	if s == nil {
		return
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error("after the failure:", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
