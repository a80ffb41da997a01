//go:build unix

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

var (
	crashRounds = flag.Int("crash.rounds", 1, "how many times imports that create, update and move contacts are killed to their end")
	crashRows   = flag.Int("crash.rows", 100, "how many rows these imports have")
	crashSeed   = flag.Uint64("crash.seed", 1, "of the moments of the kills")
)

// TestCrash kills the real program with SIGKILL at random moments and runs it again
// until it finishes, against a workspace that does not keep pairs unique and whose
// list lags. Every row must be one contact, which the state has, with what people
// added to it.
func TestCrash(t *testing.T) { crash(t, crasher{program: buildProgram(t)}) }

// TestCrashUnderAMovedClock does the same while the wall clock jumps between the runs by
// up to two days, back and forth.
func TestCrashUnderAMovedClock(t *testing.T) {
	if *crashRounds == 1 {
		t.Skip("it builds the standard library anew: make crash")
	}
	crash(t, crasher{program: buildProgram(t, "-overlay", movedClock(t)), moved: true})
}

// TestCrashWithADatabase does the same with the state in a database, which is killed,
// too, while the program runs.
func TestCrashWithADatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	crash(t, crasher{program: buildProgram(t), database: pgtest.Start(t)})
}

func crash(t *testing.T, c crasher) {
	c.t, c.random = t, rand.New(rand.NewPCG(*crashSeed, 0))
	var total crashTally
	for round := range *crashRounds {
		total.add(c.round(round))
	}
	t.Logf("%d kills of the program and %d of the database in %d runs of %d rows: duplicates %d, lost %d",
		total.kills, total.restarts, total.runs, *crashRows, total.twice, total.lost)
	if total.twice+total.lost > 0 || total.kills == 0 || c.database != nil && total.restarts == 0 {
		t.Fail()
	}
}

type crashTally struct{ kills, restarts, runs, twice, lost int }

func (c *crashTally) add(o crashTally) {
	c.kills, c.restarts, c.runs = c.kills+o.kills, c.restarts+o.restarts, c.runs+o.runs
	c.twice, c.lost = c.twice+o.twice, c.lost+o.lost
}

func buildProgram(t *testing.T, flags ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "quo-import")
	if out, err := exec.Command("go", append(append([]string{"build"}, flags...), "-o", program, ".")...).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// movedClock is an overlay for go build under which the wall clock of a program is
// moved by the duration in CLOCK_MOVED. The monotonic clock stays as it is, as it does
// when somebody sets the clock of a machine.
func movedClock(t *testing.T) (overlay string) {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(strings.TrimSpace(string(root)), "src", "time", "time.go")
	text, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	const now = "\nfunc Now() Time {\n"
	if strings.Count(string(text), now) != 1 {
		t.Fatalf("%s has no %q: this version of Go needs another way to move the clock", source, now)
	}
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	files, err := json.Marshal(map[string]map[string]string{"Replace": {
		source: path("time.go"), filepath.Join(filepath.Dir(source), "moved.go"): path("moved.go"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"time.go":      strings.Replace(string(text), now, "\nfunc unmoved() Time {\n", 1),
		"moved.go":     movedNow,
		"overlay.json": string(files),
	} {
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path("overlay.json")
}

const movedNow = `package time

import (
	"sync"
	"syscall"
)

var movedBy = sync.OnceValue(func() Duration {
	text, _ := syscall.Getenv("CLOCK_MOVED")
	by, _ := ParseDuration(text)
	return by
})

func Now() Time {
	t := unmoved()
	moved := t.Add(movedBy())
	if moved.wall&hasMonotonic != 0 {
		moved.ext = t.ext
	}
	return moved
}
`

// round creates contacts in a new workspace, then updates them, and then moves them to
// other keys; runs of each are killed again and again.
func (c crasher) round(round int) crashTally {
	s := sandbox.New(sandbox.Options{
		AllowDoubles: true, RatePerSecond: 9000, ListLag: 250 * time.Millisecond,
		Latency: func() time.Duration { return 40 * time.Millisecond },
	})
	server := httptest.NewServer(s)
	defer server.Close()
	c.dir, c.url, c.state = c.t.TempDir(), server.URL, "quo-import.db"
	if c.database != nil {
		c.state = fmt.Sprintf("%s?state=round%d", c.database.Address(), round)
	}
	c.write("mapping.yaml", crashMapping)
	c.untilDone(crashFile("Clerk"))
	for _, contact := range s.Contacts() {
		s.Edit(contact.ID, func(c *sandbox.Contact) {
			c.DefaultFields.PhoneNumbers = append(c.DefaultFields.PhoneNumbers, sandbox.Item{Name: "home", Value: new("+12125550171")})
		})
	}
	c.untilDone(crashFile("Buyer"))
	c.write("mapping.yaml", strings.Replace(crashMapping, "key: ID", "key: Customer", 1))
	c.untilDone(crashFile("Owner"))
	c.tally.twice = len(s.Duplicates())
	c.tally.lost = c.lost(s)
	return c.tally
}

const crashMapping = `
version: 1
source: crm
key: ID
region: US
contact:
  firstName: First
  role: Role
  phoneNumbers: [{column: Mobile, name: mobile}]
`

func crashFile(role string) string {
	var b strings.Builder
	b.WriteString("ID,Customer,First,Role,Mobile\n")
	for i := range *crashRows {
		fmt.Fprintf(&b, "k%04d,C-%04d,First%d,%s,415-555-%04d\n", i, i, i, role, i)
	}
	return b.String()
}

// crasher runs the program and kills it.
type crasher struct {
	t        *testing.T
	program  string
	database *pgtest.Server // nil: the state is a file
	moved    bool           // the clock jumps between runs
	random   *rand.Rand

	dir, url string
	state    string // its path or address
	tally    crashTally
}

func (c *crasher) write(name, text string) {
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// untilDone imports a file, and kills each run after a random time, until one finishes
// first. Later runs get more time.
func (c *crasher) untilDone(file string) {
	c.write("contacts.csv", file)
	for try := range 60 {
		// Half of the runs die while they find out about the one before, which
		// takes as long as the list may lag, the others while they write.
		limit := time.Duration(60+c.random.IntN(300+5*try)) * time.Millisecond
		if c.random.IntN(2) == 0 {
			limit += 300 * time.Millisecond
		}
		if try == 59 {
			limit = time.Minute
		}
		c.tally.runs++
		killDatabase := func() {}
		if c.database != nil && c.random.IntN(4) == 0 {
			killDatabase = c.killDatabase(time.Duration(c.random.IntN(300)) * time.Millisecond)
		}
		killed := c.run(limit)
		killDatabase()
		if !killed {
			return
		}
		c.tally.kills++
		c.opens()
	}
	c.t.Fatal("the import was never through")
}

// killDatabase kills the database after some time and starts it again. The function that
// it returns waits for that.
func (c *crasher) killDatabase(after time.Duration) (wait func()) {
	c.tally.restarts++
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-time.After(after)
		c.database.Stop(c.t)
		c.database.Restart(c.t)
	}()
	return func() { <-ended }
}

func (c *crasher) run(limit time.Duration) (killed bool) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.program, "import", "contacts.csv", "-m", "mapping.yaml", "--yes", "--report", "none", "--list-lag", "300ms", "--max-change", "100%", "--rekey", "-s", c.state)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "QUO_API_KEY=k", "QUO_IMPORT_BASE_URL="+c.url)
	if c.moved {
		jumps := []time.Duration{0, -time.Hour, time.Hour, -48 * time.Hour, 48 * time.Hour, -time.Second, time.Second}
		cmd.Env = append(cmd.Env, "CLOCK_MOVED="+jumps[c.random.IntN(len(jumps))].String())
	}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGKILL) }
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return true
	}
	if err != nil {
		c.t.Fatalf("%v\n%s", err, out)
	}
	return false
}

// opens checks what a power cut would leave: a copy of the state as it is on disk must
// open, and every value in it must be readable.
func (c *crasher) opens() {
	state := job.StateFile{Path: c.state}
	if c.database == nil {
		text, err := os.ReadFile(filepath.Join(c.dir, c.state))
		if os.IsNotExist(err) {
			return
		}
		state.Path = filepath.Join(c.t.TempDir(), "copy.db")
		if err := os.WriteFile(state.Path, text, 0o600); err != nil {
			c.t.Fatal(err)
		}
	}
	st, err := job.ReadState(context.Background(), state)
	if errors.Is(err, fs.ErrNotExist) && c.database != nil {
		return
	}
	if err != nil {
		c.t.Fatalf("the state of a killed run: %v", err)
	}
	defer st.Close()
	if err := st.Check(context.Background()); err != nil {
		c.t.Errorf("the state of a killed run: %v", err)
	}
}

// lost counts rows whose contact differs from the file, has lost what people added, or
// is not in the state.
func (c *crasher) lost(s *sandbox.Sandbox) (lost int) {
	state := job.StateFile{Path: c.state}
	if c.database == nil {
		state.Path = filepath.Join(c.dir, c.state)
	}
	st, err := job.ReadState(context.Background(), state)
	if err != nil {
		c.t.Fatal(err)
	}
	defer st.Close()
	err = st.View(context.Background(), "crm", func(snap store.Snapshot) error {
		for i := range *crashRows {
			key := fmt.Sprintf("C-%04d", i)
			contact, ok := s.Find("crm", key)
			records, err := snap.Records(key)
			rec, known := records[key]
			switch {
			case err != nil:
				return err
			case !ok || !known || rec.ContactID != contact.ID || !rec.UpdatedAt.Equal(contact.UpdatedAt.Time),
				contact.DefaultFields.Role == nil || *contact.DefaultFields.Role != "Owner",
				len(contact.DefaultFields.PhoneNumbers) != 2:
				c.t.Errorf("key %s: contact %+v, record %+v", key, contact, rec)
				lost++
			}
		}
		if n, err := snap.Len(); err != nil || n != *crashRows {
			c.t.Errorf("the state has %d keys for %d rows: %v", n, *crashRows, err)
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if n := len(s.Contacts()); n != *crashRows {
		c.t.Errorf("%d contacts for %d rows", n, *crashRows)
		lost++
	}
	runs, err := st.Runs(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	elsewhere := slices.ContainsFunc(runs, func(r store.Run) bool { return time.Since(r.Started).Abs() > 30*time.Minute })
	if elsewhere != c.moved {
		c.t.Errorf("a clock that moved: %v, runs that began at another time: %v", c.moved, elsewhere)
	}
	return lost
}
