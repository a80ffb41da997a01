//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// A terminal is a pseudo-terminal of 80 columns in which a process runs and a person
// types. What is on it is kept.
type terminal struct {
	file  *os.File
	cmd   *exec.Cmd
	mu    sync.Mutex
	more  *sync.Cond
	text  bytes.Buffer
	ended bool
	read  int // up to where the person has read
}

// openTerminal runs a command in a terminal.
func openTerminal(cmd *exec.Cmd, columns uint16) (*terminal, error) {
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: columns})
	if err != nil {
		return nil, err
	}
	t := &terminal{file: f, cmd: cmd}
	t.more = sync.NewCond(&t.mu)
	go func() {
		b := make([]byte, 4096)
		for {
			n, err := f.Read(b)
			t.mu.Lock()
			t.text.Write(b[:n])
			t.ended = err != nil // EIO when the last process has left
			t.more.Broadcast()
			t.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return t, nil
}

// patience is how long a person waits for what is to come: only a hang takes so long.
const patience = 30 * time.Second

// waitFor waits until a text is on the terminal, after what was read before.
func (t *terminal) waitFor(text string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	late := false
	timer := time.AfterFunc(patience, func() {
		t.mu.Lock()
		late = true
		t.more.Broadcast()
		t.mu.Unlock()
	})
	defer timer.Stop()
	for {
		if i := bytes.Index(t.text.Bytes()[t.read:], []byte(text)); i >= 0 {
			t.read += i + len(text)
			return nil
		}
		if t.ended || late {
			return errors.New("never shown: " + text)
		}
		t.more.Wait()
	}
}

func (t *terminal) typed(keys string) error {
	_, err := io.WriteString(t.file, keys)
	return err
}

// end waits for the process and returns its exit code and all that was on the terminal.
func (t *terminal) end() (int, string) {
	err := t.cmd.Wait()
	t.mu.Lock()
	for !t.ended {
		t.more.Wait()
	}
	t.mu.Unlock()
	t.file.Close()
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	}
	return code, onScreen(t.text.String())
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*[A-Za-z]")

// onScreen returns an output without colours, and of lines that were written over what
// was there last.
func onScreen(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		l = strings.TrimRight(l, "\r")
		if at := strings.LastIndexByte(l, '\r'); at >= 0 {
			l = l[at+1:]
		}
		lines[i] = escapes.ReplaceAllString(l, "")
	}
	return strings.Join(lines, "\n")
}

// conversations has, by the work folder of a script, what is typed into the next line,
// and said what was on the terminal of the last.
var conversations, said sync.Map

func talk(ts *testscript.TestScript, neg bool, args []string) {
	conversations.Store(ts.Getenv("WORK"), ts.ReadFile(args[0]))
}

// converse runs a line at a terminal, with a conversation: lines "? TEXT" wait for a
// text, "> KEYS" type a line, "! KEYS" type one too early, "^C" is Ctrl-C, "^D" the end
// of input.
func converse(line, dir string, env []string, conversation string, columns uint16) (code int, screen string, err error) {
	if strings.HasPrefix(line, "quo-import ") {
		line = "exec " + line // the exit code after Ctrl-C is that of the program
	}
	// By default a terminal drops at Ctrl-C what was written to it and not yet read, which
	// may be the answer.
	cmd := exec.Command("sh", "-c", "stty noflsh; "+line)
	cmd.Dir, cmd.Env = dir, append(env, "TERM=xterm")
	t, err := openTerminal(cmd, columns)
	if err != nil {
		return 0, "", err
	}
	for l := range strings.SplitSeq(strings.TrimSpace(conversation), "\n") {
		kind, text, _ := strings.Cut(l, " ")
		switch kind {
		case "?":
			err = t.waitFor(text)
		case ">", "!":
			err = t.typed(text + "\n")
		case "^C":
			err = t.typed("\x03")
		case "^D":
			err = t.typed("\x04")
		}
		if err != nil {
			_ = cmd.Process.Kill()
			_, screen = t.end()
			return 0, screen, err
		}
	}
	code, screen = t.end()
	return code, screen, nil
}

func wasSaid(ts *testscript.TestScript, neg bool, args []string) {
	text, _ := said.Load(ts.Getenv("WORK"))
	screen, _ := text.(string)
	if found := regexp.MustCompile("(?m)" + args[0]).MatchString(screen); found == neg {
		ts.Fatalf("%s: found %v in\n%s", args[0], found, screen)
	}
}

func TestWhatIsOnTheScreen(t *testing.T) {
	if got, want := onScreen("a\r\n\x1b[1mb\x1b[0m\r\n10 %\r20 %\r\n"), "a\nb\n20 %\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
