//go:build unix

package main

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

// tests runs all tests, and stops the database that they shared.
type tests struct{ *testing.M }

func (t tests) Run() int { return pgtest.Run(t.M) }

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){
		"quo-import": func() { os.Exit(Main(os.Args[1:])) },
		// The same on a disk that is full: no file grows beyond a size.
		"quo-import-full": func() {
			signal.Ignore(syscall.SIGXFSZ)
			var limit uint64
			if _, err := fmt.Sscan(os.Args[1], &limit); err != nil {
				panic(err)
			}
			if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
				panic(err)
			}
			os.Exit(Main(os.Args[2:]))
		},
		"measured": measured,
	})
}

// TestScript runs testdata/script, whose scripts read like sessions at a terminal. They
// have testscript's own commands and these:
//
//	sandbox [-rate N] [-key K]   start a workspace of its own; QUO_API_KEY and
//	                             QUO_IMPORT_BASE_URL point to it
//	fault OP STATUS [TIMES]      let the next requests fail
//	contacts N                   check that the workspace has N contacts, none twice
//	inquo NAME NUMBER [ID]       add a contact to the workspace, as if made in the app
//	requests OP N                check that there were N requests of a kind (or "all", "reads") since the last reset
//	receiver                     start what --notify and --heartbeat reach at $RECEIVER
//	received WHAT…               check what it got since the last time: kinds of messages, "beat"
//	published FILE               serve a file, as any path that ends in its name, at $PUBLISHED
//	rows N FILE                  write a file of N good rows
//	waitfor FILE                 wait until a file is there
//	exits CODE PROGRAM ARGS…     run a program that must end with this exit code
//	[exits CODE] $ LINE          type a line into a shell; after talk, at a terminal
//	talk FILE                    what is typed into the next line (see converse)
//	[!] said PATTERN             check what was on the terminal, which is in the file screen
//	database [STATE]             STATE is the address of a state in a database, with a password
//	stream EVENT…                check that the last output is a documented JSON stream with these events
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("TMPDIR", env.WorkDir)
			formats, err := filepath.Abs("../../mapping/propose/testdata/formats")
			env.Setenv("FORMATS", formats)
			return err
		},
		Condition: func(what string) (bool, error) {
			if what != "postgres" {
				return false, fmt.Errorf("unknown condition %s", what)
			}
			_, err := pgtest.Running()
			if pgtest.IsMissing(err) {
				return false, nil
			}
			return err == nil, err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sandbox": startSandbox, "fault": queueFault, "contacts": countContacts, "inquo": putContact, "requests": countRequests,
			"exits": exits, "$": typeLine, "receiver": startReceiver, "received": hasReceived, "published": publish, "rows": writeRows, "waitfor": waitFor, "stream": isStream,
			"database": nameDatabaseState,
			"talk":     talk, "said": wasSaid,
		},
	})
}

// nameDatabaseState sets STATE, and for addresses that leave it out PGHOST and so on.
func nameDatabaseState(ts *testscript.TestScript, _ bool, args []string) {
	server, err := pgtest.Running()
	ts.Check(err)
	name := filepath.Base(ts.Getenv("WORK")) + strings.Join(args, "")
	for name, value := range map[string]string{"HOST": "127.0.0.1", "PORT": strconv.Itoa(server.Port()), "USER": "quo", "DATABASE": "postgres"} {
		ts.Setenv("PG"+name, value)
	}
	query := "?state=" + strings.ReplaceAll(name, " ", "")
	ts.Setenv("STATE", strings.Replace(server.Address(), "quo@", "quo:s3cret@", 1)+query)
}

// sandboxes has the sandbox of each script, by its work folder: scripts run in
// parallel.
var sandboxes sync.Map

func startSandbox(ts *testscript.TestScript, neg bool, args []string) {
	f := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	rate := f.Int("rate", 9000, "")
	key := f.String("key", "test-key", "")
	ts.Check(f.Parse(args))
	s := sandbox.New(sandbox.Options{Key: *key, RatePerSecond: *rate, PhoneNumbers: []sandbox.PhoneNumber{{Number: "+14155550100", Name: "Main"}}, Fields: []sandbox.Field{
		{Name: "Lead Score", Key: "lead-score", Type: "number"},
		{Name: "Tags", Key: "tags", Type: "multi-select"},
		{Name: "Signup Date", Key: "66d0d87d534de8fd1c433cec", Type: "date"},
		{Name: "VIP", Key: "vip", Type: "boolean"},
		{Name: "Website", Key: "website", Type: "url"},
		{Name: "Note", Key: "note", Type: "string"},
	}})
	server := httptest.NewServer(s)
	ts.Defer(server.Close)
	ts.Setenv("QUO_IMPORT_BASE_URL", server.URL)
	ts.Setenv("QUO_API_KEY", "test-key")
	sandboxes.Store(ts.Getenv("WORK"), s)
}

func publish(ts *testscript.TestScript, neg bool, args []string) {
	text, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/"+args[0]) {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(text)
	}))
	ts.Defer(server.Close)
	ts.Setenv("PUBLISHED", server.URL)
}

func queueFault(ts *testscript.TestScript, neg bool, args []string) {
	status, err := strconv.Atoi(args[1])
	ts.Check(err)
	times := 1
	if len(args) > 2 {
		times, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	sandboxOf(ts).Queue(sandbox.Fault{Op: sandbox.Op(args[0]), Status: status, Times: times})
}

func putContact(ts *testscript.TestScript, neg bool, args []string) {
	id := ""
	if len(args) > 2 {
		id = args[2]
	}
	sandboxOf(ts).Put(sandbox.Contact{ID: id, DefaultFields: sandbox.DefaultFields{
		FirstName: &args[0], PhoneNumbers: []sandbox.Item{{Name: "mobile", Value: &args[1]}},
	}})
}

func countContacts(ts *testscript.TestScript, neg bool, args []string) {
	s := sandboxOf(ts)
	if got := strconv.Itoa(len(s.Contacts())); got != args[0] {
		ts.Fatalf("%s contacts, want %s", got, args[0])
	}
	if d := s.Duplicates(); len(d) > 0 {
		ts.Fatalf("contacts twice: %v", d)
	}
}

func countRequests(ts *testscript.TestScript, neg bool, args []string) {
	s := sandboxOf(ts)
	counts := s.Counts()
	ops := []sandbox.Op{sandbox.Op(args[0])}
	switch args[0] {
	case "all":
		ops = []sandbox.Op{sandbox.Create, sandbox.Update, sandbox.Delete, sandbox.Get, sandbox.List, sandbox.Lookup, sandbox.Fields}
	case "reads":
		ops = []sandbox.Op{sandbox.Get, sandbox.List, sandbox.Lookup, sandbox.Fields}
	}
	got := counts.Of(ops...)
	most, atMost := strings.CutPrefix(args[1], "<=")
	want, err := strconv.Atoi(most)
	ts.Check(err)
	if got > want || !atMost && got != want {
		ts.Fatalf("%d requests %s, want %s: %v", got, args[0], args[1], counts.Requests)
	}
	if slices.Contains(args, "reset") {
		s.ResetCounts()
	}
}

func writeRows(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("ID,First,Last,Mobile\n")
	for i := range n {
		fmt.Fprintf(&b, "k%05d,First%d,Last%d,415-555-%04d\n", i, i, i, i)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o600))
}

func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); runtime.Gosched() {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s did not appear", args[0])
}

// typeLine runs a line that a person types into a shell. At a terminal, all output of
// the line goes to the terminal.
func typeLine(ts *testscript.TestScript, neg bool, args []string) {
	exits(ts, neg, append([]string{"0", "$"}, args...))
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if args[1] == "$" {
		line := strings.Join(args[2:], " ")
		if text, ok := conversations.LoadAndDelete(ts.Getenv("WORK")); ok {
			code, screen, err := converse(line, ts.MkAbs("."), scriptEnv(ts), text.(string), 80)
			said.Store(ts.Getenv("WORK"), screen)
			ts.Check(os.WriteFile(ts.MkAbs("screen"), []byte(screen), 0o600))
			ts.Logf("[terminal]\n%s", screen)
			ts.Check(err)
			if strconv.Itoa(code) != args[0] {
				ts.Fatalf("exit code %d, want %s", code, args[0])
			}
			return
		}
		args = []string{args[0], "sh", "-c", line}
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if err != nil {
		if _, scanErr := fmt.Sscanf(err.Error(), "exit status %d", &code); scanErr != nil {
			ts.Fatalf("%v", err)
		}
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

func isStream(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile("stdout")
	ts.Check(checkStream(text))
	for _, event := range args {
		if !strings.Contains(text, `{"event":"`+event+`"`) {
			ts.Fatalf("no event %q", event)
		}
	}
}

func sandboxOf(ts *testscript.TestScript) *sandbox.Sandbox {
	s, ok := sandboxes.Load(ts.Getenv("WORK"))
	if !ok {
		ts.Fatalf("no sandbox was started")
	}
	return s.(*sandbox.Sandbox)
}

// scriptEnv returns the environment of a script.
func scriptEnv(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"HOME", "TMPDIR", "WORK", "PATH", "QUO_API_KEY", "QUO_IMPORT_BASE_URL"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	return env
}
