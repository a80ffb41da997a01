package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// run parses the arguments and runs a command.
func run(ctx context.Context, io streams, args []string) error {
	root := newRoot(io)
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

func newRoot(io streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "quo-import",
		Short: "Import contacts from spreadsheets and exports into Quo",
		Long: `quo-import imports contacts into a Quo workspace: from CSV, JSON, Excel and
vCard files.

A second run over the same file updates instead of making contacts again, and a
row that did not change costs no request. Try it without an API key:

  quo-import check contacts.csv              # what is right, and what is wrong
  quo-import import contacts.csv --sandbox   # all of it, against a stand-in

Then, with the key of your workspace in QUO_API_KEY:

  quo-import import contacts.csv -m mapping.yaml`,
		Args: knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },

		SilenceUsage: true, SilenceErrors: true,
		SuggestionsMinimumDistance: 2,
		Version:                    versionText(),
	}
	root.SetIn(io.In)
	root.SetOut(io.Out)
	root.SetErr(io.Err)
	root.SetFlagErrorFunc(flagError)
	if s := newScreen(io.Out); s.terminal {
		wrapped := fmt.Sprintf(".FlagUsagesWrapped %d ", s.width)
		root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages ", wrapped))
	}
	root.AddCommand(
		importCommand(io), checkCommand(io), mapCommand(io), fieldsCommand(io), stateCommand(io),
		runsCommand(io), undoCommand(io), sandboxCommand(io), versionCommand(io), manCommand(),
	)
	completeValues(root)
	return root
}

// knownCommand names the command that was probably meant.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return usage("unknown command %q: did you mean %s?", args[0], near[0])
	}
	return usage("unknown command %q (quo-import --help lists them)", args[0])
}

// flagError adds the flag that was probably meant.
func flagError(cmd *cobra.Command, err error) error {
	name, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return usage("%w (quo-import %s --help)", err, cmd.Name())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := nearest(name, names); near != "" {
		return usage("unknown flag --%s: did you mean --%s?", name, near)
	}
	return usage("unknown flag --%s (quo-import %s --help lists them)", name, cmd.Name())
}

// settle finishes the settings of a command: environment, then validation.
func (s *settings) settle(cmd *cobra.Command, io streams) error {
	warnings, err := s.fromEnvironment(cmd, os.Environ())
	if err != nil {
		return err
	}
	for _, w := range warnings {
		warn(io, "%s", w)
	}
	return s.validate()
}

// minArgs asks for files in words.
func minFiles(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usage("which file? quo-import %s FILE… (- is standard input)", cmd.Name())
	}
	return nil
}

// nearest is the flag or word that was probably meant.
func nearest(name string, names []string) string {
	best, at := "", 0.6
	for _, n := range names {
		if s := levenshtein.Match(name, n, nil); s > at {
			best, at = n, s
		}
	}
	return best
}
