package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// keyBytes is what a row may take in the set of keys.
const keyBytes = 40

// pairs is how often a run measures a check and the bare pass, in turn: both are
// short, one of them uses both processors, and a single pair is off by a fifth.
const pairs = 5

// probe is one process to measure in each run.
type probe struct {
	name    string
	command command
	missing string // why it cannot be measured
}

// costs are what the probes took, by name: a value a run.
type costs map[string][]cost

func (c costs) seconds(name string) []float64 {
	return collect(c[name], func(x cost) float64 { return x.seconds })
}

func (c costs) cpu(name string) []float64 {
	return collect(c[name], func(x cost) float64 { return x.cpu })
}

func (c costs) megabytes(name string) []float64 {
	return collect(c[name], cost.megabytes)
}

// times gives a ÷ b, run by run.
func (c costs) times(a, b string) []float64 {
	over := c.seconds(b)
	list := c.seconds(a)
	for i := range list {
		list[i] /= over[i]
	}
	return list
}

func collect(list []cost, what func(cost) float64) []float64 {
	values := make([]float64, len(list))
	for i, c := range list {
		values[i] = what(c)
	}
	return values
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}

func (y *yard) probes(ctx context.Context) []probe {
	bare := func(file string) command {
		c, _ := self("bare", y.path(file)) // self worked a moment ago
		return c
	}
	var list []probe
	for range pairs {
		list = append(list, probe{name: "bare, paired", command: bare("large.csv")},
			probe{name: "check, paired", command: y.check("large.csv", "mapping.yaml")})
	}
	list = append(list, []probe{
		{name: "bare", command: bare("large.csv")},
		{name: "check", command: y.check("large.csv", "mapping.yaml")},
		{name: "check small", command: y.check("small.csv", "mapping.yaml")},
		{name: "check open", command: y.check("large.csv", "noformats.yaml")},
		{name: "check jsonl", command: y.check("large.jsonl", "mapping.yaml")},
		{name: "check xlsx", command: y.check("small.xlsx", "mapping.yaml")},
		{name: "bare sorted", command: bare("sorted.csv")},
		{name: "again sorted", command: y.again("sorted.csv")},
		{name: "bare shuffled", command: bare("shuffled.csv")},
		{name: "again shuffled", command: y.again("shuffled.csv")},
		{name: "again cold", command: y.cold("sorted.csv"), missing: noEvict},
		{name: "again cold shuffled", command: y.cold("shuffled.csv"), missing: noEvict},
	}...)
	for _, p := range []struct{ name, program, file string }{
		{"node csv", "papa.js", "large.csv"}, {"node jsonl", "ndjson.js", "large.jsonl"},
		{"python", "peer.py", "large.csv"}, {"miller", "mlr", "large.csv"},
	} {
		c, missing := y.peer(ctx, p.program, p.file)
		list = append(list, probe{p.name, c, missing})
	}
	return list
}

// measure runs everything, and prints the table.
func (y *yard) measure(ctx context.Context) error {
	found := costs{}
	missing := map[string]string{}
	for run := range y.runs {
		for _, p := range y.probes(ctx) {
			if !strings.Contains(p.name, y.only) && !strings.HasPrefix(p.name, "bare") {
				p.missing = "left out"
			}
			if p.missing != "" {
				missing[p.name] = p.missing
				continue
			}
			c, err := p.command.run(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(os.Stderr, "run %d: %-19s %6.2f s, %6.2f s of CPU, %6.1f MB\n", run+1, p.name, c.seconds, c.cpu, c.megabytes())
			found[p.name] = append(found[p.name], c)
		}
	}
	t := table{costs: found, missing: missing}
	y.lines(&t)
	if y.only == "" {
		if err := y.stateLines(ctx, &t); err != nil {
			return err
		}
	}
	fmt.Fprintf(os.Stdout, "%s, %s, %d CPUs, %s/%s, commit %s\n", time.Now().Format(time.DateOnly), runtime.Version(), runtime.NumCPU(),
		runtime.GOOS, runtime.GOARCH, y.commit)
	fmt.Fprintf(os.Stdout, "%d rows; medians of %d runs, ratios within a run\n\n", y.rows, y.runs)
	t.print(os.Stdout)
	return nil
}

// lines are what is compared with what, and the goals (issue 5).
func (y *yard) lines(t *table) {
	t.ratio("check a CSV", "check, paired", "bare, paired", "a bare pass of encoding/csv", atMost(2.5))
	t.faster("check a CSV", "check", "node csv", "node, papaparse + libphonenumber-js", atLeast(25))
	t.faster("check a CSV", "check", "python", "python, csv + phonenumbers", noGoal)
	t.faster("check a CSV", "check", "miller", "Miller, CSV to JSON lines, no checks", noGoal)
	t.ratio("check a CSV, formats to be found", "check open", "bare", "a bare pass", noGoal)
	t.faster("check JSON lines", "check jsonl", "node jsonl", "node, readline + libphonenumber-js", atLeast(8))
	t.ratio("check an XLSX of a tenth of the rows", "check xlsx", "check small", "the same as CSV", noGoal)
	t.ratio("again, all unchanged, in the order of keys", "again sorted", "bare sorted", "a bare pass", atMost(5))
	t.ratio("again, all unchanged, shuffled", "again shuffled", "bare shuffled", "a bare pass", atMost(8))
	t.ratio("again, file and state cold, in order", "again cold", "bare sorted", "a bare pass of a file that is not", noGoal)
	t.ratio("again, file and state cold, shuffled", "again cold shuffled", "bare shuffled", "a bare pass of a file that is not", noGoal)
	beside := func(rows int) float64 { return float64(rows*keyBytes) / (1 << 20) }
	t.memory("memory of the check, beside 40 B a row", "check", beside(y.rows), atMost(64))
	t.memory("memory with a tenth of the rows, likewise", "check small", beside(y.small()), atMost(64))
	t.memoryRatio("memory, all of the rows to a tenth of them", "check", "check small", beside(y.rows), beside(y.small()), atMost(1.2))
	t.memory("memory of the second run, beside 40 B a row", "again sorted", beside(y.rows), noGoal)
}

// stateLines are about the state's file.
func (y *yard) stateLines(ctx context.Context, t *table) error {
	info, err := os.Stat(y.path("large.db"))
	if err != nil {
		return err
	}
	t.add("state, bytes a record on disk", fmt.Sprintf("%.0f B", float64(info.Size())/float64(y.rows)), "", float64(info.Size())/float64(y.rows), atMost(400))
	var took [2][]float64
	for range y.runs {
		for i, name := range []string{"small.db", "large.db"} {
			ms, err := y.openTime(ctx, name)
			if err != nil {
				return err
			}
			took[i] = append(took[i], ms)
		}
	}
	small, large := median(took[0]), median(took[1])
	t.add("state, open and close", fmt.Sprintf("%.1f ms", large), fmt.Sprintf("%.1f ms with a tenth of the records", small), large/small, atMost(2))
	return nil
}

func (y *yard) openTime(ctx context.Context, name string) (milliseconds float64, err error) {
	c, err := self("open", y.path(name))
	if err != nil {
		return 0, err
	}
	out, err := exec.CommandContext(ctx, c.args[0], c.args[1:]...).Output()
	if err != nil {
		return 0, err
	}
	us, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return us / 1000, err
}

func commit(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}
