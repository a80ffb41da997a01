//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/bolt"
)

// watchers receive what --notify and --heartbeat send.
type watchers struct {
	changes []string // kinds of the messages
	texts   []string
	beats   int
	down    bool // the receiver of messages
}

func (w *watchers) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/beat" {
		w.beats++
		return
	}
	if w.down {
		rw.WriteHeader(http.StatusForbidden)
		return
	}
	var m struct{ Text, Change string }
	body, _ := io.ReadAll(r.Body)
	if err := json.Unmarshal(body, &m); err != nil {
		m.Change = err.Error()
	}
	w.changes, w.texts = append(w.changes, m.Change), append(w.texts, string(body))
}

// receivers has the receiver of each script, by its work folder.
var receivers sync.Map

func startReceiver(ts *testscript.TestScript, _ bool, _ []string) {
	w := &watchers{}
	server := httptest.NewServer(w)
	ts.Defer(server.Close)
	ts.Setenv("RECEIVER", server.URL)
	receivers.Store(ts.Getenv("WORK"), w)
}

func hasReceived(ts *testscript.TestScript, _ bool, args []string) {
	found, ok := receivers.Load(ts.Getenv("WORK"))
	if !ok {
		ts.Fatalf("no receiver was started")
	}
	w := found.(*watchers)
	got := slices.Clone(w.changes)
	for range w.beats {
		got = append(got, "beat")
	}
	w.changes, w.beats = nil, 0
	if !slices.Equal(got, args) {
		ts.Fatalf("received %q, want %q", got, args)
	}
}

// TestThirtyNightsAreWatched runs a nightly job thirty times, over a file that changes
// every night, through all that goes wrong in a month. There must be one message for
// each change, and none for other nights.
func TestThirtyNightsAreWatched(t *testing.T) {
	program := buildProgram(t)
	s := sandbox.New(sandbox.Options{Key: "k", RatePerSecond: 9000})
	server := httptest.NewServer(s)
	defer server.Close()
	seen := &watchers{}
	receiver := httptest.NewServer(seen)
	defer receiver.Close()

	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		if err := os.WriteFile(in(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("mapping.yaml", crashMapping)

	random := rand.New(rand.NewPCG(3, 1))
	roles := make([]int, 60)
	wrong := map[int]bool{} // rows whose number is too short
	file := func() string {
		var b strings.Builder
		b.WriteString("ID,First,Role,Mobile\n")
		for i := range roles {
			if random.IntN(10) == 0 {
				roles[i]++
			}
			number := fmt.Sprintf("415-555-%04d", i)
			if wrong[i] {
				number = fmt.Sprint(100 + random.IntN(800)) // another wrong value every night
			}
			fmt.Fprintf(&b, "k%04d,Maya%d,Clerk %d,%s\n", i, i, roles[i], number)
		}
		return b.String()
	}
	var held *bolt.Store
	type night struct {
		before func()
		code   int
		want   string // the kind of the message; "" for none
	}
	nights := map[int]night{
		0:  {code: 0},
		2:  {func() { wrong[7] = true }, 3, "new-problems"},
		3:  {nil, 0, ""}, // known: --allow-rejects known
		5:  {func() { wrong[9], wrong[12] = true, true }, 3, "new-problems"},
		7:  {func() { delete(wrong, 7) }, 0, ""},
		8:  {func() { clear(wrong) }, 0, "well"},
		10: {func() { write("mapping.yaml", "version: 1\nsorce: crm\n") }, 2, "stopped"},
		11: {nil, 2, ""},
		12: {func() { write("mapping.yaml", crashMapping) }, 0, "well"},
		14: {func() { s.Queue(sandbox.Fault{Op: sandbox.Lookup, Status: 401}) }, 5, "stopped"},
		15: {nil, 0, "well"},
		17: {func() {
			st, err := bolt.Open(in("quo-import.db"), bolt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			held = st
		}, 4, "stopped"},
		18: {func() { _ = held.Close() }, 0, "well"},
		20: {func() { wrong[3] = true; seen.down = true }, 3, ""},
		21: {func() { seen.down = false }, 0, "new-problems"}, // known to the state, and said to nobody yet
		22: {func() { roles = roles[:20] }, 5, "stopped"},     // --max-shrink
		23: {nil, 5, ""},
		24: {func() { roles = roles[:60] }, 0, "resumed"},
		25: {func() { _ = os.Rename(in("quo-import.db"), in("lost.db")) }, 5, "stopped"},
		26: {nil, 5, ""},
		27: {func() { _ = os.Rename(in("lost.db"), in("quo-import.db")) }, 0, "resumed"},
		28: {func() { clear(wrong) }, 0, "well"},
	}
	successes := 0
	for i := range 30 {
		n := nights[i]
		if n.before != nil {
			n.before()
		}
		write("contacts.csv", file())
		args := []string{
			"import", "contacts.csv", "-m", "mapping.yaml", "-s", "quo-import.db", "--require-state", "--yes", "-q", "--allow-rejects", "known", "--max-shrink", "30%",
			"--api-key-command", "sh -c 'echo k'", "--notify", receiver.URL + "/t0ken", "--heartbeat", receiver.URL + "/beat",
		}
		if i == 0 {
			args = slices.DeleteFunc(args, func(a string) bool { return a == "--require-state" })
		}
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "QUO_IMPORT_BASE_URL=" + server.URL}
		said := len(seen.changes)
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != n.code {
			t.Fatalf("night %d: exit code %d, want %d\n%s", i, code, n.code, out)
		}
		if n.code == 0 {
			successes++
		}
		if got := strings.Join(seen.changes[said:], " "); got != n.want {
			t.Errorf("night %d: said %q, want %q\n%s", i, got, n.want, out)
		}
		if warned := strings.Contains(string(out), "warning: --notify: 127.0.0.1"); warned != seen.down || strings.Contains(string(out), "t0ken") {
			t.Errorf("night %d: %s", i, out)
		}
	}
	if seen.beats != successes {
		t.Errorf("%d heartbeats for %d successes", seen.beats, successes)
	}
	for _, text := range seen.texts {
		if strings.Contains(text, "Maya") || strings.Contains(text, "415555") || strings.Contains(text, "555-") {
			t.Errorf("a value: %s", text)
		}
	}
	t.Logf("30 nights, %d successes: %d heartbeats and %d messages", successes, seen.beats, len(seen.changes))
}
