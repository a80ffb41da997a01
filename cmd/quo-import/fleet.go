package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/fleet"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
)

// databaseFlag declares the database of a fleet.
func databaseFlag(s flags.Set, p *string) {
	s.String(p, "database-url", "`address` of the fleet's database, postgres://…; what it lacks is read as by libpq, from PGHOST and so on")
}

func newJobsApply(io term.Streams) *cobra.Command {
	o := &jobsOptions{}
	var url string
	var now bool
	cmd := &cobra.Command{
		Use:   "apply FILE",
		Short: "Put the jobs of a file into the database of a fleet",
		Long: `Makes the jobs in the database those of the file: others are removed. Workers
(quo-import jobs work) run them by their schedules. Relative paths stay relative:
they are those of the folder in which a worker runs. Keys are not put into the
database, only where a worker finds them.`,
		Example: `  quo-import jobs apply jobs.yaml --database-url postgres://fleet@db/quo
  quo-import jobs apply jobs.yaml --database-url postgres://fleet@db/quo --now`,
		Args: oneArg("which jobs file?"), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, all, err := o.load(io, args[0], "")
			if err != nil {
				return err
			}
			return withFleet(cmd.Context(), url, func(f *fleet.Fleet) error {
				changes, err := f.Apply(cmd.Context(), all, now)
				if err != nil {
					return err
				}
				for _, c := range []struct {
					word  string
					names []string
				}{{"added", changes.Added}, {"changed", changes.Changed}, {"removed", changes.Removed}, {"unchanged", changes.Same}} {
					if len(c.names) > 0 {
						fmt.Fprintf(io.Err, "%s: %s\n", c.word, term.Printable(strings.Join(c.names, ", ")))
					}
				}
				return nil
			})
		},
	}
	s := flags.Of(cmd)
	databaseFlag(s, &url)
	s.Bool(&now, "now", "queue each job at once, too")
	return cmd
}

func newJobsWork(io term.Streams) *cobra.Command {
	o := &jobsOptions{}
	var url, name string
	var rescue time.Duration
	cmd := &cobra.Command{
		Use:   "work",
		Short: "Run the jobs of a fleet until stopped",
		Long: `Takes jobs from the database and runs them, as jobs run does, until it is stopped by
SIGTERM or Ctrl-C. Any number of workers share one database. What a worker that
dies was doing is taken over by another.`,
		Args: cobra.NoArgs, PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withFleet(cmd.Context(), url, func(f *fleet.Fleet) error {
				return o.work(cmd.Context(), io, &fleet.Worker{Fleet: f, Name: name, Rescue: rescue})
			})
		},
	}
	s := flags.Of(cmd)
	databaseFlag(s, &url)
	s.Count(&o.parallel, "parallel", "run at most `N` jobs at a time (default 256)")
	s.Duration(&rescue, "rescue-after", "`time` without a sign of life after which a worker is thought dead").Hide()
	s.String(&name, "name", "`name` of this worker, as jobs status shows it; default: that of the host")
	return cmd
}

func (o *jobsOptions) work(ctx context.Context, io term.Streams, w *fleet.Worker) error {
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	r := o.runner(func(ctx context.Context, j *jobs.Job) jobs.Result {
		return o.importJob(ctx, &jobs.File{Path: filepath.Join(folder, "jobs.yaml"), Jobs: []*jobs.Job{j}}, j, nil)
	})
	log := func(level slog.Level) *slog.Logger {
		return slog.New(slog.NewTextHandler(io.Err, &slog.HandlerOptions{Level: level}))
	}
	w.Parallel, w.Do, w.Log, w.River = r.Parallel, r.One, log(slog.LevelInfo), log(slog.LevelWarn)
	return w.Run(ctx)
}

// withFleet calls a function with the fleet of a database.
func withFleet(ctx context.Context, url string, do func(*fleet.Fleet) error) error {
	if url == "" && os.Getenv("PGHOST") == "" {
		return job.Usagef("which database? Pass --database-url postgres://user@host/database, or set PGHOST and so on, as for psql")
	}
	f, err := fleet.Open(ctx, url)
	if err != nil {
		return err
	}
	defer f.Close()
	return do(f)
}

// fleetStatus shows the jobs of a fleet.
func (o *jobsOptions) fleetStatus(ctx context.Context, io term.Streams, url string) error {
	return withFleet(ctx, url, func(f *fleet.Fleet) error {
		list, err := f.Status(ctx, time.Now())
		if err != nil {
			return err
		}
		if !o.json {
			return show.FleetStatuses(io, list)
		}
		stream := show.NewStream(io.Out, show.Start{Program: version, Command: "jobs status"})
		for i := range list {
			stream.FleetStatus(&list[i])
		}
		return nil
	})
}
