package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

func mapCommand(io streams) *cobra.Command {
	s := &settings{}
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "map FILE",
		Short: "Propose a mapping to read, edit and import with",
		Long: `Writes the mapping that an import of the file would use without one: which
column feeds which field, with a value of each column beside it, and the columns
that are left out as comments. With an API key, or with --fields, columns that
are called like a custom field of the workspace are matched to it.`,
		Example: `  quo-import map contacts.csv
  quo-import map contacts.csv --fields fields.json -o mapping.yaml`,
		Args: oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			return proposeMapping(cmd.Context(), s, io, args[0], out, force)
		},
	}
	s.readFlags(cmd)
	s.apiFlags(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "", "write into this `file`; standard output by default")
	cmd.Flags().BoolVar(&force, "force", false, "write over the file of --output")
	return cmd
}

func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage("which file? quo-import %s FILE (- is standard input)", cmd.Name())
	}
	return nil
}

// proposeMapping is the command: it understands a file as an import would, and writes
// down how.
func proposeMapping(ctx context.Context, s *settings, io streams, path, out string, force bool) error {
	if _, err := os.Stat(out); err == nil && !force {
		return usage("%s is there already: --force writes over it", out)
	}
	ses := newSession(s, io)
	defer ses.close()
	for _, step := range []func() error{
		func() error { return ses.openFiles([]string{path}) },
		func() error { return ses.connect(ctx, false) },
		func() error { return ses.understand(ctx) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	questions, err := ses.decideOrAsk(ctx)
	if err != nil {
		return err
	}
	text, err := ses.draft(ctx, questions)
	if err != nil {
		return err
	}
	if out == "" {
		_, err = io.Out.Write(text)
	} else {
		err = writeDraft(out, text, force)
	}
	if err != nil {
		return err
	}
	return ses.nextStep(out, path, questions)
}

// decideOrAsk settles what the data can tell. What it cannot is for the person
// who edits the mapping: each question is one line.
func (ses *session) decideOrAsk(ctx context.Context) (questions []string, err error) {
	err = ses.decide(ctx)
	var undecided mapping.Errors
	if !errors.As(err, &undecided) {
		return nil, err
	}
	for _, e := range undecided {
		questions = append(questions, e.Message)
	}
	return questions, nil
}

// draft is the mapping as text, with the questions on top.
func (ses *session) draft(ctx context.Context, questions []string) ([]byte, error) {
	region, err := ses.suggestRegion(ctx)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for _, q := range questions {
		fmt.Fprintf(&b, "# To be said below: %s\n", strings.ReplaceAll(printable(q), "\n", " "))
	}
	draft := propose.Draft{
		Mapping: ses.mapped, Columns: ses.columns[0], First: ses.first, Notes: ses.notes, Fields: ses.catalogue, Region: region,
	}
	err = draft.Write(&b)
	return b.Bytes(), err
}

// suggestRegion reads the file once more for its numbers without a country
// code. A mapping that cannot be used yet suggests none.
func (ses *session) suggestRegion(ctx context.Context) (string, error) {
	mapper, err := ses.mapped.Compile(ses.columns[0], ses.compileOptions())
	if err != nil {
		return "", nil
	}
	var numbers foreignNumbers
	w := mapper.Worker()
	for row, err := range ses.files[0].Rows(ctx) {
		if err != nil {
			return "", ses.unreadable(err)
		}
		if row.Err != nil {
			continue
		}
		w.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON})
		m := w.Map()
		for i := range m.Errors {
			numbers.add(&m.Errors[i])
		}
	}
	region, _ := numbers.regionless.fits()
	return region, nil
}

// writeDraft makes the file. It holds a value of each column, so it is its
// owner's alone.
func writeDraft(path string, text []byte, force bool) error {
	flags := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if force {
		flags = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return usage("%s is there already: --force writes over it", path)
	}
	if err != nil {
		return usage("--output: %w", err)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// nextStep says what is left to do.
func (ses *session) nextStep(out, path string, questions []string) error {
	for _, q := range questions {
		warn(ses.io, "to be said in the mapping: %s", q)
	}
	if len(ses.mapped.Contact) == 0 {
		warn(ses.io, "no column was understood: write under \"contact\" which one feeds which field")
	}
	if out != "" {
		fmt.Fprintln(ses.io.Err, printable("written to "+out+"; next: quo-import check "+shellWord(path)+" -m "+shellWord(out)))
	}
	return nil
}
