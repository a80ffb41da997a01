package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/store"
)

// runsOptions are the flags of runs.
type runsOptions struct {
	stateOptions
	key, report string
	values      bool
}

func newRuns(io term.Streams) *cobra.Command {
	o := &runsOptions{}
	cmd := &cobra.Command{
		Use:   "runs [RUN|last]",
		Short: "List what was run, or what one run did to each contact",
		Long: `Lists the runs that the state remembers, the newest last. With the id of a run,
or "last", it shows what that run did: one line for each contact that it wrote.
The contacts of the last 30 runs are kept, and these runs can be undone
(quo-import undo); of older runs only the counts are kept.

With --key it explains one row: its cells, the values that they became, what was
decided and sent, and the answer. Cells and values come from the file as it is
now: the state and its journal keep hashes, and contacts as they were before.`,
		Example: `  quo-import runs
  quo-import runs last
  quo-import runs last --key C-1001`,
		Args: cobra.MaximumNArgs(1), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.read(cmd.Context(), func(st *job.State) error { return o.runs(cmd.Context(), io, st, args) })
		},
	}
	s := flags.Of(cmd)
	o.fileFlag(s)
	jsonFlag(s, &o.json)
	s.String(&o.key, "key", "explain the row with this `key`: cells, values, decision, what was sent, the answer")
	s.String(&o.report, "report", "`folder` of the reports, for --key (default "+defaultReport+")")
	s.Bool(&o.values, "show-values", "print values of the file even if the output is not a terminal").CommandLineOnly("it prints customers' data")
	return cmd
}

func (o *runsOptions) runs(ctx context.Context, io term.Streams, st *job.State, args []string) error {
	runs, err := st.Runs(ctx)
	if err != nil {
		return err
	}
	if !o.json {
		nameDatabase(io, st)
	}
	if len(args) == 0 {
		if o.key != "" {
			return job.Usagef("--key needs a run: quo-import runs last --key %s", term.ShellWord(o.key))
		}
		return o.listRuns(io, runs)
	}
	r, err := findRun(runs, args[0])
	if err != nil {
		return err
	}
	if o.key != "" {
		if o.json {
			return job.Usagef("--json lists what a run wrote, --key explains one row to a person: pass one of them")
		}
		return o.explain(ctx, io, st, r)
	}
	if !o.json {
		return show.Run(io, r, runs, st.Journal(ctx, r.ID))
	}
	stream := show.NewStream(io.Out, show.Start{Program: version, Command: "runs"})
	stream.Run(r)
	for e, err := range st.Journal(ctx, r.ID) {
		if err != nil {
			return err
		}
		stream.Entry(e)
	}
	return nil
}

func (o *runsOptions) listRuns(io term.Streams, runs []store.Run) error {
	if !o.json {
		return show.Runs(io, runs)
	}
	stream := show.NewStream(io.Out, show.Start{Program: version, Command: "runs"})
	for i := range runs {
		stream.Run(&runs[i])
	}
	return nil
}

// findRun returns the run with an id, or the last one.
func findRun(runs []store.Run, id string) (*store.Run, error) {
	at := slices.IndexFunc(runs, func(r store.Run) bool { return r.ID == id })
	if id == "last" {
		at = len(runs) - 1
	}
	if at < 0 {
		return nil, job.Usagef("the state has no run %q: quo-import runs lists them", id)
	}
	return &runs[at], nil
}

// explain explains a row of a run.
func (o *runsOptions) explain(ctx context.Context, io term.Streams, st *job.State, r *store.Run) error {
	key, _, err := st.KeyOf(ctx, r.Source, o.key)
	if err != nil {
		return err
	}
	e := &show.Explained{Run: r, Key: key}
	rec, known, err := st.Record(ctx, r.Source, key)
	if err != nil {
		return err
	}
	if known {
		e.Record = &rec
	}
	for entry, err := range st.Journal(ctx, r.ID) {
		if err != nil {
			return err
		}
		if entry.Key == key {
			e.Entry = &entry
		}
	}
	dir := filepath.Join(folder(o.report, defaultReport), r.ID)
	e.Results, e.Reported = report.ResultsOf(dir, key)
	e.Row, e.Read = o.rowOf(ctx, r, dir, key)
	show.Explain(io, e, o.values)
	return nil
}

// rowOf reads the row again, with the mapping of the run.
func (o *runsOptions) rowOf(ctx context.Context, r *store.Run, dir, key string) (*job.Row, error) {
	if len(r.Files) == 0 {
		return nil, errors.New("the run had no file")
	}
	if slices.Contains(r.Files, "-") {
		return nil, errors.New("it came from standard input, which is kept nowhere")
	}
	opts, err := asImported(term.Streams{}, filepath.Join(dir, "mapping.yaml"), r.Files...)
	if err != nil {
		return nil, errors.New("the report of the run, with its mapping, is not there: --report names its folder")
	}
	opts.API.Key = func() (string, error) { return "", nil }
	j, err := job.Open(ctx, opts)
	if err != nil {
		return nil, err
	}
	row, err := j.Find(ctx, key)
	return row, errors.Join(err, j.Close())
}
