package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
)

type mapOptions struct {
	job    job.Options
	api    apiOptions
	output string
	force  bool
}

func newMap(io term.Streams) *cobra.Command {
	o := &mapOptions{}
	cmd := &cobra.Command{
		Use:   "map FILE",
		Short: "Propose a mapping to read, edit and import with",
		Long: `Writes the mapping that an import of the file would use if none is passed: which
column feeds which field, with a value of each column as an example. Columns
that are left out are listed as comments. With an API key, or with --fields,
columns are also matched to the workspace's custom fields by name.`,
		Example: `  quo-import map contacts.csv
  quo-import map contacts.csv --fields fields.json -o mapping.yaml`,
		Args: inputs(1), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), io, args[0]) },
	}
	s := flags.Of(cmd)
	readFlags(s, &o.job, &o.api)
	o.api.declare(s)
	s.String(&o.output, "output,o", "write to this `file` instead of standard output")
	s.Bool(&o.force, "force", "overwrite the file of --output")
	return cmd
}

func (o *mapOptions) run(ctx context.Context, io term.Streams, path string) (err error) {
	if _, err := os.Stat(o.output); err == nil && !o.force {
		return alreadyExists(o.output)
	}
	o.job.Files, o.job.Rows.Stdin = []string{path}, io.In
	if o.job.API, err = o.api.open(ctx, io, show.StartClock(), false); err != nil {
		return err
	}
	draft, err := job.Propose(ctx, o.job)
	if err != nil {
		return err
	}
	if o.output == "" {
		_, err = io.Out.Write(draft.Text)
	} else {
		err = o.write(draft.Text)
	}
	if err != nil {
		return err
	}
	for _, d := range draft.Decisions {
		io.Warn("to be decided in the mapping: %s", d.Text())
	}
	if draft.Empty {
		io.Warn("no column was understood: add under \"contact\" which column feeds which field")
	}
	if o.output != "" {
		fmt.Fprintln(io.Err, term.Printable("written to "+o.output+"; next: quo-import check "+term.ShellWord(path)+" -m "+term.ShellWord(o.output)))
	}
	return nil
}

// write writes the file. It is private, because it holds a value of each column.
func (o *mapOptions) write(text []byte) error {
	flag := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if o.force {
		flag = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	f, err := os.OpenFile(o.output, flag, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return alreadyExists(o.output)
	}
	if err != nil {
		return job.Usagef("--output: %w", err)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

func alreadyExists(path string) error {
	return job.Usagef("%s already exists: pass --force to overwrite it", path)
}
