package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/rows/formats"
)

// run parses the arguments and runs a command.
func run(ctx context.Context, io term.Streams, args []string) error {
	root := newRoot(io)
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// extra are the commands that only a build with a tag has (man.go).
var extra []*cobra.Command

func newRoot(io term.Streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "quo-import",
		Short: "Import contacts from spreadsheets and exports into Quo",
		Long: `quo-import imports contacts from files into a Quo workspace. It reads
` + strings.Join(formats.Names(), ", ") + `.

A second run over the same file updates the contacts instead of creating them
again, and a row that did not change costs no request. Without an API key, try:

  quo-import import contacts.csv --sandbox   # a rehearsal, without Quo
  quo-import check contacts.csv              # shows all problems

At a terminal it asks what the file leaves open. Then, with the key of your
workspace in QUO_API_KEY:

  quo-import import contacts.csv`,
		Args: knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if doubleClicked() {
				return byDoubleClick(cmd.Context(), io)
			}
			return cmd.Help()
		},

		SilenceUsage: true, SilenceErrors: true,
		Version: versionText(),
	}
	root.SetIn(io.In)
	root.SetOut(io.Out)
	root.SetErr(io.Err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return job.Usagef("%w", flags.Error(cmd, err)) })
	setHelp(root, term.NewScreen(io.Out))
	root.AddCommand(
		newUI(io), newImport(io), newCheck(io), newMap(io), newFields(io), newState(io),
		newRuns(io), newUndo(io), newJobs(io), newDoctor(io), newSandbox(io), newVersion(io),
	)
	root.AddCommand(extra...)
	flags.Complete(root)
	return root
}
