package atomicfile_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/quo-import/quo-import/importer/atomicfile"
)

// names are what is in a folder.
func names(t *testing.T, folder string) (list []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestAFileIsReplacedAsAWhole(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a.txt")
	for _, text := range []string{"a long text", "short"} {
		if err := atomicfile.Write(path, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("it holds %q (%v), not %q", got, err, text)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o640 {
		t.Errorf("it has another mode: %v, %v", info, err)
	}
	if list := names(t, folder); len(list) != 1 {
		t.Errorf("there is something beside it: %q", list)
	}
}

func TestAWriteThatFailsLeavesWhatWasThere(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "taken") // by a folder, which cannot be replaced
	if err := os.MkdirAll(filepath.Join(path, "in"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(path, []byte("new"), 0o600); err == nil {
		t.Error("a folder was replaced")
	}
	if list := names(t, folder); len(list) != 1 {
		t.Errorf("there is something beside it: %q", list)
	}
}
