package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/keycommand"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/quo"
)

// Flags that several commands have. Each function declares the flags of an
// options struct.

// environment returns a function that sets the flags of a command from
// environment variables.
func environment(io term.Streams) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, _ []string) error {
		warnings, err := flags.FromEnvironment(cmd, os.Environ())
		if err != nil {
			return job.Usagef("%w", err)
		}
		for _, w := range warnings {
			io.Warn("%s", w)
		}
		return nil
	}
}

// readFlags declares how files are read, and what overrides parts of a mapping.
func readFlags(s flags.Set, o *job.Options, api *apiOptions) {
	s.String(&o.Source, "source", "`name` of the source, the namespace of the keys; overrides the mapping").MappingKey()
	s.String(&o.Key, "key", "column(s) of the key, or derived from number or email and name (`COL[,COL]|derived`); overrides the mapping").MappingKey()
	s.String(&o.Region, "region", "`country` of phone numbers without a country code, such as US or GB; international if they only lack the +; none rejects them row by row").MappingKey()
	s.String(&o.Name, "name", "`column` of the name, or FIRST,LAST, or none, if it is not understood; overrides the mapping")
	s.Strings(&o.Columns, "column", "what a column holds: phone, email, name, company …, or none to leave it out (`COLUMN=FIELD`); may be repeated")
	s.Strings(&o.Formats, "format", "how the dates or numbers of a column are written, such as Since=DD/MM/YYYY (`COLUMN=FORMAT`); may be repeated")
	s.String(&api.Fields, "fields", "custom fields from a `file` (the output of: quo-import fields --json) instead of the API")
	s.String(&o.Rows.Encoding, "encoding", "text `encoding`, if the detected one is wrong: utf-8, utf-16, windows-1252 …").InMapping()
	s.String(&o.Rows.Delimiter, "delimiter", "column `separator`, if the detected one is wrong: , ; tab |").InMapping()
	s.Count(&o.Rows.HeaderRow, "header-row", "`line` of the header, if the detected one is wrong").InMapping()
	s.Bool(&o.Rows.NoHeader, "no-header", "the file has no header: its columns are column 1, column 2 …").InMapping()
	s.String(&o.Rows.Sheet, "sheet", "`name` of the sheet of a workbook").InMapping()
	s.String(&o.Rows.JSONPath, "json-path", "`path` of the list in a JSON file, such as data.items").InMapping()
}

// apiOptions select the API and the key.
type apiOptions struct {
	job.API
	keyFile    string
	keyCommand string
	noSandbox  bool // the command has no use for a sandbox, which begins empty

	source func() (string, error) // of the key, instead of flags and environment; nil: these
}

func (o *apiOptions) declare(s flags.Set) {
	s.String(&o.BaseURL, "base-url", "`URL` of the API (default "+quo.DefaultBaseURL+")")
	s.String(&o.keyFile, "api-key-file", "`file` with the API key; default: QUO_API_KEY, else a prompt").NoEnvironmentWith("api-key-command")
	s.String(&o.keyCommand, "api-key-command", "`command` that prints the API key, such as \"op read op://ops/quo/key\"").NoEnvironmentWith("api-key-file")
	s.Rate(&o.Rate, "rate", "at most `N` requests a second; default: as many as the key allows").InMapping()
	sandbox := s.Bool(&o.Sandbox, "sandbox", "run against a stand-in for Quo inside the process: nothing leaves this machine")
	if o.noSandbox {
		// The flag stays declared: if QUO_IMPORT_SANDBOX is set, the command must
		// not use the real Quo.
		sandbox.Hide()
	}
}

// maxKeyFile is more bytes than a file with an API key has.
const maxKeyFile = 64 << 10

// key returns a function that returns the API key: from --api-key-file, from
// --api-key-command, from QUO_API_KEY or, if a key is needed, from a hidden prompt.
// There is no flag for the key itself: every user of a machine can see the arguments
// of a process.
func (o *apiOptions) key(ctx context.Context, io term.Streams, clock *show.Clock, needed bool) func() (string, error) {
	return func() (key string, err error) {
		switch {
		case o.keyFile != "" && o.keyCommand != "":
			return "", job.Usagef("--api-key-file and --api-key-command exclude each other")
		case o.keyFile != "":
			return keyOfFile(o.keyFile)
		case o.keyCommand != "": // it may ask a person, and what it needs may be down for a while
			clock.Wait(func() { key, err = keyOfCommand(ctx, o.keyCommand) })
			return key, err
		}
		if key = keyIn("QUO_API_KEY"); key != "" || !needed {
			return key, nil
		}
		if !io.CanAsk() {
			return "", job.Usagef("no API key: set QUO_API_KEY, or pass --api-key-file or --api-key-command; to try an import without a key, pass --sandbox")
		}
		clock.Wait(func() { key, err = io.Secret(ctx, "API key of the Quo workspace") })
		switch {
		case ctx.Err() != nil:
			return "", unanswered(ctx.Err())
		case err != nil:
			return "", job.Usagef("no API key: %w", err)
		case key == "":
			return "", job.Usagef("no API key was typed")
		}
		return key, nil
	}
}

// keyIn returns the key in an environment variable, "" for none.
func keyIn(variable string) string { return strings.TrimRight(os.Getenv(variable), "\r\n") }

// keyOfCommand returns the key that a command prints. hidden are environment variables
// that it does not see.
func keyOfCommand(ctx context.Context, line string, hidden ...string) (string, error) {
	key, err := keycommand.Run(ctx, line, keycommand.Limit, hidden...)
	if errors.Is(err, keycommand.ErrUsage) {
		return "", job.Usagef("the API key: %w", err)
	}
	if err != nil {
		return "", fmt.Errorf("the API key: %w", err)
	}
	return key, nil
}

func keyOfFile(path string) (string, error) {
	text, err := rows.ReadSmall(path, maxKeyFile)
	if err != nil {
		return "", job.Usagef("the API key: %w", err)
	}
	key := strings.TrimRight(string(text), "\r\n")
	if key == "" {
		return "", job.Usagef("the API key: %s is empty", path)
	}
	return key, nil
}

// open returns the API that the flags select. If keyNeeded is set, a missing key
// is asked for.
func (o *apiOptions) open(ctx context.Context, io term.Streams, clock *show.Clock, keyNeeded bool) (job.API, error) {
	if o.Sandbox && o.noSandbox {
		return job.API{}, job.Usagef("--sandbox is for import, check and map: a sandbox inside the process begins empty. Start one with quo-import sandbox, and pass its address with --base-url")
	}
	api := o.API
	api.UserAgent, api.Key = "quo-import/"+version, o.source
	if o.source == nil {
		api.Key = o.key(ctx, io, clock, keyNeeded)
	}
	return api, nil
}

// connect returns the connection of a command that needs a key, without the custom
// fields.
func (o *apiOptions) connect(ctx context.Context, io term.Streams, clock *show.Clock) (*job.Connection, error) {
	api, err := o.open(ctx, io, clock, true)
	if err != nil {
		return nil, err
	}
	return job.Connect(api)
}

// jsonFlag declares --json, the stream of docs/events.md.
func jsonFlag(s flags.Set, p *bool) {
	s.Bool(p, "json", "write JSON events to standard output, one a line")
}

func progressFlag(s flags.Set, p *show.ProgressMode) {
	*p = show.ProgressAuto
	flags.Enum(s, p, "progress", "show progress", flags.Words(show.ProgressAuto, show.ProgressAlways, show.ProgressNever)...)
}

// reportFlag declares where reports go; otherwise is what more there is to say of it.
func reportFlag(s flags.Set, p *string, otherwise string) flags.Flag {
	return s.String(p, "report", "`folder` for reports, in which each run gets a folder; none writes no files (default "+defaultReport+otherwise+")")
}

// defaultReport is the folder of reports if none is passed.
const defaultReport = "quo-import-report"

// folder returns the folder of --report, "" for none; otherwise is the default.
func folder(report, otherwise string) string {
	switch report {
	case "none":
		return ""
	case "":
		return otherwise
	}
	return report
}

// stateOptions select a state and a source in it.
type stateOptions struct {
	file   job.StateFile
	source string
	json   bool
}

func (o *stateOptions) fileFlag(s flags.Set) {
	o.file.Version = version
	s.String(&o.file.Path, "state,s", "state `file`, or address of a state in a database (postgres://…) (default "+job.DefaultState+")")
}

func (o *stateOptions) declare(s flags.Set) {
	o.fileFlag(s)
	s.String(&o.source, "source", "`name` of the source, if the state has several")
}

// acceptHost declares the flag for a state that was used with another API.
func (o *stateOptions) acceptHost(s flags.Set) {
	s.Bool(&o.file.AcceptWorkspace, "accept-workspace", "continue although the state belongs to another API host").CommandLineOnly("it is consent")
}

// read calls a function with the state, open for reading.
func (o *stateOptions) read(ctx context.Context, look func(*job.State) error) error {
	st, err := job.ReadState(ctx, o.file)
	if err != nil {
		return err
	}
	return errors.Join(look(st), st.Close())
}

// readSource calls a function with the state, open for reading, and the selected
// source.
func (o *stateOptions) readSource(ctx context.Context, look func(st *job.State, source string) error) error {
	return o.read(ctx, func(st *job.State) error {
		source, err := st.OneSource(ctx, o.source)
		if err != nil {
			return err
		}
		return look(st, source)
	})
}

// write calls a function with the state, open for writing.
func (o *stateOptions) write(ctx context.Context, change func(*job.State) error) error {
	st, err := job.OpenState(ctx, o.file)
	if err != nil {
		return err
	}
	return errors.Join(change(st), st.Close())
}

// fill calls a function with the state, open for writing, and the source to fill.
// client is nil if the command does not use Quo.
func (o *stateOptions) fill(ctx context.Context, client *quo.Client, change func(st *job.State, source string) error) error {
	return o.write(ctx, func(st *job.State) error {
		if err := st.SameHost(ctx, client); err != nil {
			return err
		}
		source, err := st.SourceToFill(ctx, o.source)
		if err != nil {
			return err
		}
		return change(st, source)
	})
}

// errNothingChanged is the error if a person answers no.
var errNothingChanged = job.Stoppedf("nothing was changed")

// arguments returns a check that at least and at most so many words follow a command. Its
// error is a question, and how the command is written.
func arguments(least, most int, question string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return misused(cmd, question)
		}
		return nil
	}
}

func oneArg(question string) cobra.PositionalArgs { return arguments(1, 1, question) }

// misused returns the error of a command without the words that it needs.
func misused(cmd *cobra.Command, question string) error {
	return job.Usagef("%s %s %s", question, cmd.Parent().CommandPath(), cmd.Use)
}

// inputs checks that at most so many files follow a command, and at least one.
func inputs(most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := arguments(1, most, "which file?")(cmd, args); err != nil {
			return job.Usagef("%w (- is standard input)", err)
		}
		return nil
	}
}

// knownCommand returns an error that suggests the nearest command.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2 // letters that may be wrong
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return job.Usagef("unknown command %q: did you mean %s?", args[0], near[0])
	}
	if _, err := os.Stat(args[0]); err == nil && !cmd.HasParent() {
		return job.Usagef("%s is a file, not a command: quo-import import %s", args[0], term.CommandLine(args))
	}
	return job.Usagef("unknown command %q (%s --help lists them)", args[0], cmd.CommandPath())
}
