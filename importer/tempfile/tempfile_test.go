package tempfile

import (
	"io"
	"os"
	"runtime"
	"testing"
)

func TestATemporaryFileHasNoName(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	t.Setenv("TMP", folder) // of Windows
	names := func() int {
		t.Helper()
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	f, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if info, err := f.Stat(); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if names() > 0 && runtime.GOOS != "windows" {
		t.Error("others can open it")
	}
	if _, err := f.WriteString("Ada"); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(io.NewSectionReader(f, 0, 3)); err != nil || string(got) != "Ada" {
		t.Errorf("%q, %v", got, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if names() > 0 {
		t.Error("it is left behind")
	}
}

func TestAFolderThatIsMissingIsAnError(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/missing")
	t.Setenv("TMP", t.TempDir()+"/missing")
	if _, err := New(); err == nil {
		t.Error("no error")
	}
}
