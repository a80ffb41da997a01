//go:build unix

package main

import (
	"bufio"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// startUI starts the page in a folder, and returns its address and what it says about it.
func startUI(t *testing.T, dir string, env []string, args ...string) (cmd *exec.Cmd, address string, said func() string) {
	t.Helper()
	cmd = exec.Command(buildProgram(t), append([]string{"ui", "--no-open"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append([]string{"HOME=" + dir, "XDG_CONFIG_HOME=" + filepath.Join(dir, "config"), "TMPDIR=" + dir, "SSH_CONNECTION="}, env...)...)
	var errors strings.Builder
	cmd.Stderr = &errors
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		_ = cmd.Wait()
		t.Fatalf("no address: %s", errors.String())
	}
	return cmd, lines.Text(), func() string {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the end by SIGTERM: %v\n%s", err, errors.String())
		}
		return errors.String()
	}
}

func TestThePageOverSSHSaysHowToReachIt(t *testing.T) {
	dir := t.TempDir()
	_, address, said := startUI(t, dir, []string{"SSH_CONNECTION=203.0.113.7 50122 198.51.100.4 22"})
	host, _, ok := strings.Cut(strings.TrimPrefix(address, "http://127.0.0.1:"), "/open?token=")
	if !ok {
		t.Fatalf("the address is %s", address)
	}
	if text := said(); !strings.Contains(text, "ssh -N -L "+host+":127.0.0.1:"+host+" ") || !strings.Contains(text, "198.51.100.4") {
		t.Errorf("over SSH it says\n%s", text)
	}
}

func TestARehearsalLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "contacts.csv"), []byte("ID,Name,Phone\n1,Maya,+14155550134\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, address, said := startUI(t, dir, nil, "contacts.csv", "--sandbox")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	get := func(address string) string {
		answer, err := browser.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	get(address)
	base, _, _ := strings.Cut(address, "/open")
	if view := get(base + "/api/view"); !strings.Contains(view, `"rehearsal":true`) || !strings.Contains(view, `"name":"contacts.csv"`) {
		t.Errorf("the view is %.300s", view)
	}
	said()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v: a rehearsal has left %v", err, entries)
	}
}
