package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/rows"
)

func newJobs(io term.Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "jobs",
		Short: "Run many imports, each with its own workspace, from one file",
		Long: `Runs imports that a jobs file lists, side by side in one process: each has its own
workspace, state and key. The file is described in docs/jobs.md.`,
		Example: `  quo-import jobs init clients/*/      # writes jobs.yaml
  quo-import jobs check jobs.yaml
  quo-import jobs run jobs.yaml --select 'acme*'
  quo-import jobs status jobs.yaml`,
		Args: knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newJobsCheck(io), newJobsRun(io), newJobsStatus(io), newJobsInit(io), newJobsApply(io), newJobsWork(io))
	return cmd
}

// jobsOptions are the flags of the commands that read a jobs file.
type jobsOptions struct {
	sel      string
	parallel int
	json     bool
	quiet    bool

	shared *job.Shared
}

func (o *jobsOptions) declare(s flags.Set) {
	s.String(&o.sel, "select", "only the jobs whose names match a `pattern`, such as 'acme*'; several are separated by commas")
	jsonFlag(s, &o.json)
}

// declareRun declares how jobs run side by side.
func (o *jobsOptions) declareRun(s flags.Set) {
	s.Count(&o.parallel, "parallel", "run at most `N` jobs at a time; a job mostly waits for Quo (default 256)")
	s.Bool(&o.quiet, "quiet,q", "print only what is wrong")
}

// load reads a jobs file, whose relative paths are relative to a folder, and selects
// jobs.
func (o *jobsOptions) load(io term.Streams, path, folder string) (*jobs.File, []*jobs.Job, error) {
	in, err := rows.OpenFile(path)
	if err != nil {
		return nil, nil, job.Usagef("the jobs file: %w", err)
	}
	defer in.Close()
	f, err := jobs.Load(path, folder, in, flags.CheckJobOption(importCommand(io, &importOptions{}), jobKeys))
	if err != nil {
		return nil, nil, err
	}
	selected, err := f.Select(o.sel)
	if err != nil {
		return nil, nil, job.Usagef("%w", err)
	}
	if !o.quiet {
		for _, w := range f.Warnings() {
			io.Warn("%s", w)
		}
	}
	return f, selected, nil
}

// jobKeys are flags of an import that a job cannot pass as options, with the reason.
var jobKeys = map[string]string{
	"mapping": `is a key of the job: "mapping"`, "state": `is a key of the job: "state"`, "report": `is a key of the job: "report"`,
	"api-key-file": `is a key of the job: "key: {file: …}"`, "api-key-command": `is a key of the job: "key: {command: …}"`,
	"yes": "is always passed: nobody can be asked", "dry-run": "is quo-import jobs check", "json": "is a flag of quo-import jobs run",
	"quiet": "is always passed", "verbose": "is for one import at a time", "progress": "is that of quo-import jobs run",
	"sandbox": "keeps no state: use base-url, and quo-import sandbox", "help": "is no option",
}

func newJobsRun(io term.Streams) *cobra.Command {
	o := &jobsOptions{}
	cmd := &cobra.Command{
		Use:   "run FILE",
		Short: "Run the jobs of a file side by side",
		Long: `Runs jobs side by side, without asking, as quo-import import --yes does. Jobs with
one key share its rate limit, and jobs with one state run one after the other. A
job that fails, hangs or is refused harms no other. The exit code is the worst of
theirs: 130, 5, 2, 4, 1, 3, 0.`,
		Example: `  quo-import jobs run jobs.yaml
  quo-import jobs run jobs.yaml --select 'acme*,globex' -q`,
		Args: oneArg("which jobs file?"), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), io, args[0], "jobs run", o.importJob)
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	o.declareRun(s)
	return cmd
}

func newJobsCheck(io term.Streams) *cobra.Command {
	o := &jobsOptions{}
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Check a jobs file, and the input of each job",
		Long: `Reads a jobs file and the files of each job, and writes nothing. It sends no
request, but runs the commands of keys, to see whether each job has its key.`,
		Args: oneArg("which jobs file?"), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), io, args[0], "jobs check", o.checkJob)
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	o.declareRun(s)
	return cmd
}

// run runs a function for each selected job, side by side.
func (o *jobsOptions) run(ctx context.Context, io term.Streams, path, command string, do func(context.Context, *jobs.File, *jobs.Job, *show.Jobs) jobs.Result) error {
	f, selected, err := o.load(io, path, filepath.Dir(path))
	if err != nil {
		return err
	}
	out := show.NewJobs(io, show.JobsOptions{
		Total: len(selected), JSON: o.json, Quiet: o.quiet, Start: show.Start{Program: version, Command: command, Files: []string{path}},
	})
	r := o.runner(func(ctx context.Context, j *jobs.Job) jobs.Result { return do(ctx, f, j, out) })
	r.Began, r.Ended = out.Began, out.Ended
	results := r.Run(ctx, selected)
	out.End(results)
	if code := jobs.Worst(results); code != 0 {
		return &errJobs{code}
	}
	return nil
}

// runner returns what runs jobs side by side.
func (o *jobsOptions) runner(do func(context.Context, *jobs.Job) jobs.Result) *jobs.Runner {
	dropBallast()
	o.parallel = cmp.Or(o.parallel, 256)
	o.shared = job.NewShared(runtime.GOMAXPROCS(0))
	return &jobs.Runner{Parallel: o.parallel, Grace: time.Minute, Code: codeOf, Do: do}
}

// importJob imports the files of a job.
func (o *jobsOptions) importJob(ctx context.Context, f *jobs.File, j *jobs.Job, out *show.Jobs) jobs.Result {
	return o.one(ctx, f, j, out, func(cmd *cobra.Command, io term.Streams, imp *importOptions, paths []string) error {
		return imp.watched(cmd, io, paths)
	})
}

// checkJob checks the files of a job.
func (o *jobsOptions) checkJob(ctx context.Context, f *jobs.File, j *jobs.Job, out *show.Jobs) jobs.Result {
	return o.one(ctx, f, j, out, func(cmd *cobra.Command, io term.Streams, imp *importOptions, paths []string) error {
		if _, err := imp.api.source(); err != nil {
			return err
		}
		imp.api.source = func() (string, error) { return "", nil } // nothing is sent
		imp.report = "none"
		return imp.check(cmd, io, paths, false)
	})
}

// jobWorkers is how many requests of a job are in flight, unless its options say more.
// At ten requests a second, four are enough for answers that take 400 ms; sixteen, as a
// single import has, would cost hundreds of jobs 100 MB.
const jobWorkers = 4

// one runs a job: an import whose flags are the job's options, with streams of its own.
func (o *jobsOptions) one(ctx context.Context, f *jobs.File, j *jobs.Job, out *show.Jobs,
	do func(*cobra.Command, term.Streams, *importOptions, []string) error) jobs.Result {
	var printed bytes.Buffer
	streams := term.Streams{In: strings.NewReader(""), Out: io.Discard, Err: &printed}
	seen := &observed{job: j, out: out}
	err := func() error {
		imp := &importOptions{}
		cmd := importCommand(streams, imp)
		cmd.SetContext(ctx)
		imp.policy.Workers = jobWorkers
		if err := flags.FromFile(cmd, f.Path, j.Options); err != nil {
			return job.Usagef("%w", err)
		}
		if _, err := flags.FromEnvironment(cmd, os.Environ()); err != nil {
			return job.Usagef("%w", err)
		}
		imp.mapping, imp.job.State.Path, imp.yes = j.Mapping, j.State, true
		imp.show.Quiet, imp.show.Progress = true, show.ProgressNever
		imp.report = cmp.Or(j.Report, filepath.Join(filepath.Dir(f.Path), defaultReport, j.Name))
		imp.api.Shared, imp.also = o.shared, []show.Observer{seen}
		imp.api.source = func() (string, error) { return jobKey(ctx, f, j) }
		paths, err := j.Paths()
		if err != nil {
			return job.Usagef("%w", err)
		}
		return do(cmd, streams, imp, paths)
	}()
	return jobs.Result{Err: err, Code: codeOf(err), Output: printed.String(), Summary: seen.summary}
}

// observed sees how far a job is, and how it ends.
type observed struct {
	job     *jobs.Job
	out     *show.Jobs // nil: nobody watches
	summary report.Summary
}

func (o *observed) Event(e event.Event) {
	if p, ok := e.(event.Progress); ok && o.out != nil {
		o.out.Progress(o.job, p)
	}
}

func (o *observed) End(s report.Summary) { o.summary = s }

// jobKey returns the API key of a job.
func jobKey(ctx context.Context, f *jobs.File, j *jobs.Job) (key string, err error) {
	switch {
	case j.Key.Command != "":
		return keyOfCommand(ctx, j.Key.Command, append(f.Variables(), "QUO_API_KEY")...)
	case j.Key.File != "":
		return keyOfFile(j.Key.File)
	}
	if key = keyIn(j.Key.Environment); key == "" {
		err = job.Usagef("the API key: the variable %s is not set", j.Key.Environment)
	}
	return key, err
}

func newJobsStatus(io term.Streams) *cobra.Command {
	o := &jobsOptions{}
	var url string
	cmd := &cobra.Command{
		Use:   "status [FILE]",
		Short: "Show when each job ran last, what it did, and when it runs next",
		Long: `Shows the jobs of a file, as their states have them; without a file those of a fleet,
as they are in its queue.`,
		Args: cobra.MaximumNArgs(1), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return o.fleetStatus(cmd.Context(), io, url)
			case cmd.Flags().Changed("database-url"):
				return job.Usagef("pass a jobs file, or --database-url for the jobs of a fleet")
			}
			_, selected, err := o.load(io, args[0], filepath.Dir(args[0]))
			if err != nil {
				return err
			}
			return o.status(cmd.Context(), io, selected, args[0])
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	databaseFlag(s, &url)
	return cmd
}

// status reads the state of each job.
func (o *jobsOptions) status(ctx context.Context, io term.Streams, selected []*jobs.Job, path string) error {
	now := time.Now()
	list := make([]show.JobStatus, len(selected))
	for i, j := range selected {
		list[i] = show.JobStatus{Job: j, Next: j.Next(now)}
		list[i].Err = lastRun(ctx, j, &list[i])
	}
	if o.json {
		stream := show.NewStream(io.Out, show.Start{Program: version, Command: "jobs status", Files: []string{path}})
		for i := range list {
			stream.JobStatus(&list[i])
		}
		return nil
	}
	return show.JobStatuses(io, list)
}

// lastRun reads the last run of a job from its state.
func lastRun(ctx context.Context, j *jobs.Job, s *show.JobStatus) error {
	st, err := job.ReadState(ctx, job.StateFile{Path: j.State, Version: version})
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it never ran
	}
	if err != nil {
		return err
	}
	runs, err := st.Runs(ctx)
	if len(runs) > 0 {
		s.Last = &runs[len(runs)-1]
	}
	return errors.Join(err, st.Close())
}

func newJobsInit(io term.Streams) *cobra.Command {
	var into string
	cmd := &cobra.Command{
		Use:   "init FOLDER…",
		Short: "Write a jobs file from folders, one job each",
		Long: `Writes a jobs file with a job for each folder. It looks in the folder for the
files to import, mapping.yaml, the state (*.db) and the file of the key (api-key).
What it does not find is marked in the file.`,
		Example: `  quo-import jobs init clients/*/`,
		Args:    arguments(1, math.MaxInt, "which folders?"),
		RunE: func(_ *cobra.Command, folders []string) error {
			text, err := jobs.Init(filepath.Dir(into), folders)
			if err != nil {
				return job.Usagef("%w", err)
			}
			f, err := os.OpenFile(into, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return job.Usagef("%s exists already: pass another name with --output", into)
			}
			if err != nil {
				return job.Usagef("%w", err)
			}
			_, err = f.Write(text)
			if err = errors.Join(err, f.Close()); err == nil {
				fmt.Fprintf(io.Err, "wrote %s: read it, then type\n    quo-import jobs check %s\n", into, term.ShellWord(into))
			}
			return err
		},
	}
	into = "jobs.yaml"
	flags.Of(cmd).String(&into, "output,o", "`file` to write")
	return cmd
}
