package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/notify"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store"
)

// planOptions are the flags of both import and check: a check plans what the
// import then does.
type planOptions struct {
	mapping string
	job     job.Options
	api     apiOptions
	policy  policy.Options
	allow   flags.Allowance
	report  string
	show    show.ImportOptions
	writes  bool // contacts: not a check

	also []show.Observer // who sees the run, too
}

func (o *planOptions) declare(s flags.Set) {
	s.String(&o.mapping, "mapping,m", "mapping `file`; without one, the answers kept beside the input, else a proposal by headers and values; none takes no kept answers")
	s.String(&o.job.Fixes, "fixes", "`file` of corrected cells, applied before the mapping: key, column, old value, new value")
	flags.Enum(s, &o.job.OnInvalid, "on-invalid", "an invalid phone, email or custom value: reject the row (the default), or drop the value", flags.Words("reject", "drop")...).InMapping()
	flags.Enum(s, &o.job.Blank, "blank", "an empty cell of a mapped column: keep what Quo has (the default), or clear it", flags.Words("keep", "clear")...).InMapping()
	readFlags(s, &o.job, &o.api)
	o.declarePolicy(s)
	o.api.declare(s)
	o.declareReport(s)
	s.Bool(&o.show.Quiet, "quiet,q", "print only what is wrong")
	s.Bool(&o.show.Verbose, "verbose,v", "log each request")
}

// declarePolicy declares the rules of a run.
func (o *planOptions) declarePolicy(s flags.Set) {
	p := &o.policy
	*p = p.WithDefaults()
	s.String(&o.job.State.Path, "state,s", "state `file`, or address of a state in a database (postgres://…): which key is which contact (default "+job.DefaultState+")").InMapping().NoEnvironmentWith("sandbox")
	s.Bool(&o.job.State.Require, "require-state", "refuse to start without the state file (for cron)").InMapping()
	flags.Enum(s, &p.Mode, "mode", "what may be done; other rows are skipped", flags.Words(policy.Upsert, policy.CreateOnly, policy.UpdateOnly)...).InMapping()
	flags.Enum(s, &p.OnDuplicate, "on-duplicate", "the same key on several rows", flags.Words(policy.RejectDuplicates, policy.KeepFirst, policy.KeepLast, policy.MergeDuplicates)...).InMapping()
	flags.Enum(s, &p.Overwrite, "on-drift", "a value that was changed or removed in Quo and not in the file", flags.Word[bool]{Name: "keep", Value: false}, flags.Word[bool]{Name: "overwrite", Value: true}).InMapping()
	flags.Enum(s, &p.Recreate, "on-deleted", "a contact of ours that was deleted in Quo", flags.Word[bool]{Name: "skip", Value: false}, flags.Word[bool]{Name: "create", Value: true}).InMapping()
	flags.Enum(s, &p.OnMissing, "on-gone", "a key of ours that is no longer in the file; delete needs --max-change", flags.Words(policy.KeepMissing, policy.ReportMissing, policy.DeleteMissing)...).CommandLineOnly("it deletes")
	flags.Enum(s, &p.Adopt, "adopt", "new rows with the number of a contact in Quo: use the contact if the name or an email agrees, too (phone), or in any case (phone-only), or create another (none)", flags.Words(policy.AdoptPhone, policy.AdoptPhoneOnly, policy.AdoptNone)...).InMapping()
	flags.Enum(s, &p.Unmapped, "unmapped", "what an earlier mapping wrote into fields that this one does not feed: keep it, or clear it", flags.Words(policy.KeepUnmapped, policy.ClearUnmapped)...).InMapping()
	s.Bool(&p.Recheck, "recheck", "read every known contact, to find changes and deletions in Quo").InMapping()
	s.Bool(&p.Strict, "strict", "write nothing if any row is rejected").InMapping()
	s.Limit(&p.MaxChange, "max-change", "stop before writing if more contacts than this would be updated or deleted; default without a terminal: 50%, from 100 known keys").InMapping()
	s.Limit(&p.MaxCreate, "max-create", "stop before writing if more contacts than this would be created").InMapping()
	s.Limit(&p.MaxShrink, "max-shrink", "stop before writing if more rows than this are missing since the last complete run").InMapping()
	s.Limit(&p.MaxFailures, "max-failures", "stop if more contacts than this fail").InMapping()
	s.Duration(&p.MaxDuration, "max-duration", "stop after this `time`; the next run continues").InMapping()
	s.Allowance(&o.allow, "allow-rejects", "exit 0 if at most this many rows are rejected; known: if no problem is new since the last complete run").InMapping()
	s.Count(&p.MaxWrites, "limit", "write at most this many rows; up to 20 of them are chosen to differ, to be looked at").InMapping()
	s.Bool(&p.AcceptWorkspace, "accept-workspace", "continue although the workspace has none of the known contacts").CommandLineOnly("it is consent")
	s.Bool(&p.AcceptNewKeys, "accept-new-keys", "continue although most known keys are missing from the input and as many new ones come").CommandLineOnly("it is consent")
	s.Bool(&p.AcceptAppends, "accept-appends", "update although Quo was seen to append to lists instead of replacing them").CommandLineOnly("it is consent")
	s.Bool(&p.Rekey, "rekey", "the source was imported with another key: move its contacts to the new keys").CommandLineOnly("it is consent")
	s.CountUpTo(&p.Workers, 256, "workers", "requests in flight at most").InMapping()
	s.Duration(&p.ListLag, "list-lag", "how long Quo's list may not show a new contact").Hide()
}

// declareReport declares what is printed and kept.
func (o *planOptions) declareReport(s flags.Set) {
	o.show.MaxShown = 20
	reportFlag(s, &o.report, "; for a check none").InMapping()
	jsonFlag(s, &o.show.JSON)
	s.Count(&o.show.KeepReports, "keep-reports", "keep the reports of the last `N` runs; 0 keeps all").InMapping()
	s.String(&o.show.MetricsFile, "metrics-file", "write the figures of the run to a `file`, for the textfile collector of Prometheus")
	progressFlag(s, &o.show.Progress)
	s.Count(&o.show.MaxShown, "max-shown", "show at most `N` problems on the terminal").InMapping()
	s.Bool(&o.show.ShowValues, "show-values", "print values of the file even if the output is not a terminal, such as a pager").CommandLineOnly("it prints customers' data")
}

// options returns the rules of the run.
func (o *planOptions) options(io term.Streams) (policy.Options, error) {
	p := o.policy
	p.ListLag = cmp.Or(p.ListLag, -1)
	if p.OnMissing == policy.DeleteMissing && !p.MaxChange.Set {
		return p, job.Usagef("--on-gone delete needs --max-change, the most contacts that may be updated or deleted")
	}
	if !p.MaxChange.Set && !term.IsTerminal(io.Err) {
		p.MaxChange = policy.Limit{Percent: 50, Percentage: true, From: 100, Set: true}
	}
	p.AcceptNewKeys = p.AcceptNewKeys || term.IsTerminal(io.Err) // a person sees the plan
	return p, nil
}

// planning is an import or a check whose job is open.
type planning struct {
	io    term.Streams
	clock *show.Clock
	bar   *term.Bar
	job   *job.Job
	out   *show.Import
	im    *importer.Importer

	asks   bool // there is somebody to ask
	asked  int  // questions
	passed bool // the mapping was passed
}

// open opens the job, and asks what is open if there is somebody to ask. If keyNeeded is
// set, a missing API key is asked for; otherwise the file is opened also without Quo.
func (o *planOptions) open(cmd *cobra.Command, io term.Streams, files []string, keyNeeded, asks bool) (_ *planning, err error) {
	p := &planning{asks: asks, io: io, clock: show.StartClock(), bar: term.NewBar(io.Err)}
	sheet := o.job.Rows.Sheet // that was passed: a mapping may be for a workbook and its rejects, which are CSV
	beside, err := o.load(cmd, io, files[0])
	if err != nil {
		return nil, err
	}
	opts := o.job
	opts.Files, opts.Rows.Stdin, opts.Writes = files, io.In, o.writes
	opts.Asks, opts.NeedsSheet, opts.Offline = asks, sheet != "", !keyNeeded
	opts.State.Version, opts.State.AcceptWorkspace = version, o.policy.AcceptWorkspace
	if opts.API, err = o.api.open(cmd.Context(), io, p.clock, keyNeeded); err != nil {
		return nil, err
	}
	if o.show.Verbose {
		opts.API.Log = p.bar.Log()
	}
	p.passed = opts.Mapping != nil && !beside
	err = p.decide(cmd.Context(), opts)
	if misfit := (mapping.Errors)(nil); beside && errors.As(err, &misfit) {
		if !asks {
			return nil, fmt.Errorf("%w\n%s has the answers for %s, and does not fit it any more: correct it, or pass --mapping none", err, opts.Mapping.File, files[0])
		}
		io.Warn("%s does not fit %s any more, and is not used: %v", opts.Mapping.File, files[0], misfit[0].Message)
		// Under another name every row would become a new contact.
		opts.Source, opts.Region = cmp.Or(opts.Source, opts.Mapping.Source), cmp.Or(opts.Region, opts.Mapping.Region.Default)
		opts.Mapping = nil
		err = p.decide(cmd.Context(), opts)
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// decide opens the job and has everything decided.
func (p *planning) decide(ctx context.Context, opts job.Options) (err error) {
	if p.job, err = job.Begin(ctx, opts); err != nil {
		return err
	}
	if p.asks {
		err = p.ask(ctx, !opts.Writes)
	}
	if err == nil {
		err = p.job.Ready()
	}
	if err != nil {
		return errors.Join(err, p.job.Close())
	}
	return nil
}

// noMapping is the value of --mapping that takes none, also not the answers that lie
// beside the input.
const noMapping = "none"

// load loads the mapping that was passed, else the answers that lie beside the input,
// and reports whether it was these.
func (o *planOptions) load(cmd *cobra.Command, io term.Streams, file string) (beside bool, err error) {
	path := o.mapping
	switch path {
	case noMapping:
		return false, nil
	case "":
		found, foreign := job.Beside(file)
		if foreign != "" {
			io.Warn("%s is not used: quo-import did not write it for this file; pass -m %s to use it", foreign, term.ShellWord(foreign))
		}
		if found == "" {
			return false, nil
		}
		if path, beside = found, true; !o.show.Quiet && !o.show.JSON {
			term.NewScreen(io.Err).Message("using the answers in " + found + " (--mapping none asks again)")
		}
	}
	o.job.Mapping, err = loadMapping(cmd, path)
	return beside, err
}

// loadMapping loads a mapping, and sets the flags of a command by its options.
func loadMapping(cmd *cobra.Command, path string) (*mapping.Mapping, error) {
	m, err := job.LoadMapping(path, flags.CheckOption(cmd))
	if err != nil {
		return nil, err
	}
	if err := flags.FromFile(cmd, m.File, m.Options); err != nil {
		return nil, job.Usagef("%w", err)
	}
	return m, nil
}

// asImported returns how an import reads files with a mapping.
func asImported(io term.Streams, mapping string, files ...string) (_ job.Options, err error) {
	o := &importOptions{}
	o.job.Files, o.job.Rows.Stdin = files, io.In
	o.job.Mapping, err = loadMapping(importCommand(io, o), mapping)
	return o.job, err
}

// begin begins the output, and creates the importer.
func (o *planOptions) begin(p *planning) (err error) {
	rules, err := o.options(p.io)
	if err != nil {
		return err
	}
	rules.DryRun = !o.writes
	opts, command := o.show, "import"
	opts.Dry, opts.Allows, opts.Report = !o.writes, o.allow.Allows, folder(o.report, defaultReport)
	if opts.Dry {
		command, opts.Report = "check", folder(o.report, "")
		opts.Again, opts.Next = commandsAfter(typed())
	}
	start := show.Start{Program: version, Command: command, Run: importer.RunID(p.clock.Began)}
	p.out, err = show.NewImport(show.Setup{IO: p.io, Bar: p.bar, Clock: p.clock, Code: codeIn(p.io), Start: start, Also: o.also}, p.job, opts)
	if err != nil {
		return job.Unwritable("the folder of reports "+opts.Report, "pass another one with --report, or --report none", err)
	}
	p.im = p.job.Importer(rules, start.Run, p.out.Event)
	return nil
}

// onlyOfCheck are the flags of a check that an import does not have or that would keep
// it from writing.
var onlyOfCheck = []string{"--dry-run", "-n", "--remote", "--diff", "--show-values", "--json"}

// commandsAfter returns the commands to type after a check: the same one, and the import.
// It returns none where a command line is not all that is needed: standard input has been
// read.
func commandsAfter(check []string) (again, next string) {
	if len(check) == 0 || check[0] != "check" && check[0] != "import" || slices.Contains(check, "-") {
		return "", ""
	}
	words := slices.DeleteFunc(slices.Clone(check), func(w string) bool { return slices.Contains(onlyOfCheck, w) })
	words[0] = "import"
	return "quo-import " + term.CommandLine(check), "quo-import " + term.CommandLine(words)
}

// close closes the job, and joins its error to that of the command.
func (p *planning) close(err *error) { *err = errors.Join(*err, p.job.Close()) }

type importOptions struct {
	planOptions
	dryRun bool
	yes    bool
	watch  watchOptions
}

func newImport(io term.Streams) *cobra.Command { return importCommand(io, &importOptions{}) }

// importCommand returns the command whose flags set o.
func importCommand(io term.Streams, o *importOptions) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Import contacts: plan, then write",
		Long: `Imports the rows of one or more files as contacts. It reads everything first,
asks what the files leave open, shows what would happen, asks whether to write,
and then writes. The answers are kept beside the file, for the next run.

Keep the state file: it records which key is which contact, so that the next
run updates contacts instead of creating them again.`,
		Example: `  quo-import import contacts.csv             # asks what is open
  quo-import import contacts.csv --dry-run
  quo-import import export.csv -m mapping.yaml --yes --require-state -q  # cron`,
		Args: inputs(math.MaxInt), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, files []string) error {
			if o.dryRun {
				return o.check(cmd, io, files, false)
			}
			return o.watched(cmd, io, files)
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	o.watch.declare(s)
	s.Bool(&o.dryRun, "dry-run,n", "like quo-import check: read everything, write nothing")
	s.Bool(&o.yes, "yes", "write without asking").CommandLineOnly("it is consent")
	return cmd
}

// watched runs the import, and tells who watches it how it ended.
func (o *importOptions) watched(cmd *cobra.Command, io term.Streams, files []string) error {
	if err := o.watch.check(); err != nil {
		return err
	}
	ctx := cmd.Context()
	seen := &notify.Watch{}
	o.also = append(o.also, seen)
	err := o.run(cmd, io, files)
	o.watch.ended(ctx, io, o.watchJob(files), seen, notify.Ending{
		ExitCode: codeOf(whole(io, err)), Stop: stopOf(whole(io, err)), Detail: detailOf(err), Tolerated: seen.Within(o.allow.Tolerates),
	})
	return err
}

func (o *importOptions) run(cmd *cobra.Command, io term.Streams, files []string) (err error) {
	o.writes = true
	ctx := cmd.Context()
	asks := !o.yes && canAsk(io, files)
	nobody := job.Usagef("no terminal to ask on: pass --yes to write without asking, or look first with: quo-import check %s", term.ShellWord(job.FileName(files[0])))
	if !o.yes && slices.Contains(files, "-") {
		return nobody // before standard input is read
	}
	p, err := o.open(cmd, io, files, true, asks)
	var open *job.Undecided
	if errors.As(err, &open) && !o.yes {
		open.Also = []string{"--yes"}
	}
	if err != nil {
		return err
	}
	defer p.close(&err)
	if !o.yes && !asks {
		return nobody
	}
	if err := p.job.OpenState(ctx); err != nil {
		return err
	}
	o.show.Asks = asks
	if err := o.begin(p); err != nil {
		return err
	}
	counts, err := p.write(ctx, o.yes)
	return p.out.Finish(counts, err)
}

// plan makes the plan, and asks about people who are in Quo already. The plan is nil if it
// could not be made.
func (p *planning) plan(ctx context.Context) (*importer.Planned, error) {
	planned, err := p.im.Plan(ctx, p.job.Inputs...)
	if planned == nil {
		return nil, job.PlanError(err)
	}
	if err == nil && p.asks {
		err = p.askAdoption(ctx, planned)
	}
	return planned, err
}

// write plans, asks and applies.
func (p *planning) write(ctx context.Context, yes bool) (event.Counts, error) {
	planned, err := p.plan(ctx)
	if planned == nil {
		return event.Counts{}, err
	}
	defer planned.Close()
	unwritten := planned.Plan.Unwritten()
	if err == nil || errors.As(err, new(*job.Undecided)) {
		p.out.Plan(planned.Plan, true)
	}
	if err != nil {
		return unwritten, err
	}
	if stop := planned.Plan.Stop; stop != nil {
		return unwritten, stop
	}
	if planned.Plan.Writes+planned.Plan.Counts.Deleted > 0 && !yes {
		approved, err := p.approved(ctx, planned.Plan)
		if err == nil && !approved {
			err = job.Stoppedf("nothing was written")
		}
		if err != nil {
			p.out.Declined()
			return unwritten, err
		}
	}
	p.keep()
	if err := p.job.State.Pin(ctx, p.job.Client); err != nil {
		return unwritten, err
	}
	p.out.Begin(planned.Plan)
	defer p.out.AnnounceStop(ctx)()
	return planned.Apply(ctx)
}

// canAsk reports whether there is somebody to ask: at a terminal, unless standard input
// is the data.
func canAsk(io term.Streams, files []string) bool {
	return io.CanAsk() && !slices.Contains(files, "-")
}

type checkOptions struct {
	planOptions
	remote bool
}

func newCheck(io term.Streams) *cobra.Command {
	o := &checkOptions{}
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "Show what an import would do, and all problems",
		Long: `Reads everything and writes nothing, neither contacts nor state. It needs no API
key. With a key, or with --fields, it also checks custom fields; with a key it
looks the rows up in Quo, so that its counts are those of the import.

At a terminal it asks what the file leaves open, and keeps the answers beside
the file for the import.`,
		Example: `  quo-import check contacts.csv
  quo-import check contacts.csv -m mapping.yaml --fields fields.json
  quo-import check contacts.csv -m mapping.yaml --diff`,
		Args: inputs(math.MaxInt), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, files []string) error {
			return o.check(cmd, io, files, o.remote || o.show.Diff)
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	s.Bool(&o.remote, "remote", "ask for the API key if there is none, and look the rows up in Quo")
	s.Bool(&o.show.Diff, "diff", "show what would change in Quo, old → new, field by field (implies --remote)")
	flags.Hide(cmd, "max-failures", "max-duration", "workers", "keep-reports") // they are of the writing
	return cmd
}

// check makes a plan and does not apply it. If remote is set, what would be written
// is looked up in Quo.
func (o *planOptions) check(cmd *cobra.Command, io term.Streams, files []string, remote bool) (err error) {
	ctx := cmd.Context()
	p, err := o.open(cmd, io, files, remote, canAsk(io, files))
	if err != nil {
		return err
	}
	defer p.close(&err)
	if p.job.Unasked != nil {
		io.Warn("only the file is checked, because Quo cannot be asked: %v. Which custom fields there are, which rows are new and who is in Quo already is not known", p.job.Unasked)
	}
	if err := p.job.ReadState(ctx); errors.Is(err, store.ErrLocked) {
		io.Warn("%v: checking without it", err)
	} else if err != nil {
		return err
	}
	if err := o.begin(p); err != nil {
		return err
	}
	planned, stop := p.plan(ctx)
	if planned == nil {
		return p.out.Finish(event.Counts{}, stop)
	}
	defer planned.Close()
	if p.im.API != nil && stop == nil {
		if err := p.out.Preview(ctx, planned); err != nil {
			return p.out.Finish(planned.Plan.Counts, err)
		}
	}
	p.out.Plan(planned.Plan, p.im.API != nil)
	if stop == nil && planned.Plan.Stop != nil {
		stop = planned.Plan.Stop
	}
	if stop == nil {
		p.keep()
	}
	return p.out.Finish(planned.Plan.Counts, stop)
}
