//go:build unix

package main

import (
	"errors"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/quo-import/quo-import/quo/sandbox"
)

var update = flag.Bool("update", false, "rewrite testdata/mistakes.golden")

// TestMistakes: what people read after the mistakes that they make, each with its exit
// code. testdata/mistakes.txtar has the files and the commands, mistakes.golden the
// messages: what is wrong, where, and what to do.
func TestMistakes(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/mistakes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	commands := ""
	for _, f := range archive.Files {
		if f.Name == "commands" {
			commands = string(f.Data)
			continue
		}
		text := strings.NewReplacer(`\x00`, "\x00", `\xd0`, "\xd0", `\xcf`, "\xcf", `\x11`, "\x11", `\xe0`, "\xe0", `\xa1`, "\xa1", `\xb1`, "\xb1", `\x1a`, "\x1a", `\xe1`, "\xe1", `\t`, "\t").Replace(string(f.Data))
		path := filepath.Join(dir, f.Name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "empty.csv"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sandbox.New(sandbox.Options{Key: "test-key", RatePerSecond: 9000, Fields: []sandbox.Field{{Name: "Since", Key: "since", Type: "date"}}}))
	defer server.Close()
	bin := filepath.Dir(buildProgram(t))

	var got strings.Builder
	n := 0
	for line := range strings.Lines(commands) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			got.WriteString(line + "\n")
			continue
		}
		n++
		cmd := exec.Command("sh", "-c", line)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "QUO_API_KEY=test-key", "QUO_IMPORT_BASE_URL=" + server.URL}
		out, _ := cmd.CombinedOutput() // the exit code is in the output
		fmt.Fprintf(&got, "$ %s\n%s[%d]\n", line, indented(string(out)), cmd.ProcessState.ExitCode())
	}
	text := strings.NewReplacer(server.URL, "https://api.quo.com", dir, "/home/maya").Replace(got.String())
	text = regexp.MustCompile(`\d{8}T\d{6}Z-\w{4}`).ReplaceAllString(text, "RUN")
	if n < 25 {
		t.Errorf("%d mistakes", n)
	}
	for _, never := range []string{"goroutine", "strconv", "panic", "%!"} {
		if strings.Contains(text, never) {
			t.Errorf("a message has %q", never)
		}
	}
	golden := "testdata/mistakes.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("(-want +got; go test ./cmd/quo-import -run TestMistakes -update)\n%s", diff)
	}
}

// indented returns a text with each line indented.
func indented(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(strings.TrimRight("  "+strings.TrimRight(line, "\n"), " ") + "\n")
	}
	return b.String()
}
