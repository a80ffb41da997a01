//go:build unix

package main

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

var figures = flag.Bool("figures", false, "measure a state in a database, behind a network that delays (make bench-database)")

var figureRows = flag.Int("figures.rows", 600, "how many rows are written for a figure")

// TestFiguresOfAState measures whole runs of the program with the state in a file and in a
// database with round trips of several lengths.
func TestFiguresOfAState(t *testing.T) {
	if !*figures {
		t.Skip("it takes some minutes: pass -figures")
	}
	server := pgtest.Start(t, "fsync=on")
	known := figure{t: t, program: buildProgram(t), dir: t.TempDir()}
	known.api(sandbox.Options{RatePerSecond: 9000})
	const rows = 50_000
	known.write(rows, "Clerk")
	known.run("known.db")
	for _, trip := range []time.Duration{-1, 20 * time.Millisecond, 80 * time.Millisecond} {
		name, state := "in a file", "quo-import.db"
		proxy := pgtest.NewProxy(t, server.Port())
		if trip >= 0 {
			name, state = fmt.Sprintf("%v away", trip), fmt.Sprintf("%s?state=t%d", proxy.Address(), trip.Milliseconds())
		}
		copied := fmt.Sprintf("copy%d.db", trip.Milliseconds())
		known.command("state", "backup", "-s", "known.db", copied)
		known.command("state", "move", copied, state)
		proxy.Delay(max(0, trip))
		t.Logf("%-12s unchanged %.0f rows/s", name, rows/known.run(state).Seconds())

		// Writes wait for the limit of the key, ten requests a second, and can be
		// measured side by side. They are answered after 150 ms.
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := figure{t: t, program: known.program, dir: t.TempDir()}
			f.api(sandbox.Options{RatePerSecond: 10, Latency: func() time.Duration { return 150 * time.Millisecond }})
			written := *figureRows
			f.write(written, "Clerk")
			created := f.run(state + "w")
			f.write(written, "Buyer")
			updated := f.run(state + "w")
			t.Logf("%-12s creates %.2f rows/s, updates %.2f rows/s", name, float64(written)/created.Seconds(), float64(written)/updated.Seconds())
		})
	}
}

type figure struct {
	t            *testing.T
	program, dir string
	server       *httptest.Server
}

func (f *figure) api(o sandbox.Options) {
	o.Key = "k"
	f.server = httptest.NewServer(sandbox.New(o))
	f.t.Cleanup(f.server.Close)
}

func (f *figure) write(rows int, role string) {
	var b strings.Builder
	b.WriteString("ID,First,Role,Mobile\n")
	for i := range rows {
		fmt.Fprintf(&b, "k%06d,First%d,%s,415-555-%04d\n", i, i, role, i%10_000)
	}
	for name, text := range map[string]string{"contacts.csv": b.String(), "mapping.yaml": crashMapping} {
		if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o600); err != nil {
			f.t.Fatal(err)
		}
	}
}

// run imports the file, and returns how long that took.
func (f *figure) run(state string) time.Duration {
	return f.command("import", "contacts.csv", "-m", "mapping.yaml", "--yes", "--report", "none", "--max-change", "100%", "--adopt", "none", "-s", state)
}

func (f *figure) command(args ...string) time.Duration {
	cmd := exec.CommandContext(context.Background(), f.program, args...)
	cmd.Dir, cmd.Env = f.dir, append(os.Environ(), "QUO_API_KEY=k", "QUO_IMPORT_BASE_URL="+f.server.URL)
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		f.t.Fatalf("%q: %v\n%s", args, err, out)
	}
	return time.Since(began)
}
