//go:build man

package main

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// The command man exists only in a build with the tag man (make man): the packages that
// write manual pages would take 3 MB of memory in every run.
func init() {
	extra = append(extra, &cobra.Command{
		Use: "man DIR", Short: "Write the manual pages into a folder", Args: oneArg("into which folder?"), Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true // pages depend on the program only
			return doc.GenManTree(root, &doc.GenManHeader{Title: "QUO-IMPORT", Section: "1", Source: "quo-import " + version}, args[0])
		},
	})
}
