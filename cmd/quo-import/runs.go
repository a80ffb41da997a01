package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/store"
)

func newRuns(io term.Streams) *cobra.Command {
	o := &stateOptions{}
	cmd := &cobra.Command{
		Use:   "runs [RUN|last]",
		Short: "List what was run, or what one run did to each contact",
		Long: `Lists the runs that the state remembers, the newest last. With the id of a run,
or "last", it shows what that run did: one line for each contact that it wrote.
The contacts of the last 30 runs are kept, and these runs can be undone
(quo-import undo); of older runs only the counts are kept.`,
		Example: `  quo-import runs
  quo-import runs last`,
		Args: cobra.MaximumNArgs(1), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.read(func(st *job.State) error { return o.runs(cmd.Context(), io, st, args) })
		},
	}
	s := flags.Of(cmd)
	o.fileFlag(s)
	jsonFlag(s, &o.json)
	return cmd
}

func (o *stateOptions) runs(ctx context.Context, io term.Streams, st *job.State, args []string) error {
	runs, err := st.Runs(ctx)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return o.listRuns(io, runs)
	}
	r, err := findRun(runs, args[0])
	if err != nil {
		return err
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

func (o *stateOptions) listRuns(io term.Streams, runs []store.Run) error {
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
