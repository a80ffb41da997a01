package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
)

func stateBackupCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use: "backup FILE", Short: "Copy the state, whole and as of one moment", Args: oneArg("to which file?"),
		Long: `Copies the state to a new file (mode 0600): whole, and as of one moment. To go
back to it, put the copy in the place of the state file.`,
		Example: "  quo-import state backup quo-import-2026-11-23.db",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			st, err := s.readState()
			if err != nil {
				return err
			}
			defer st.Close()
			if err := st.Backup(args[0]); errors.Is(err, fs.ErrExist) {
				return usage("%s is there already, and is not overwritten: name another file", args[0])
			} else if err != nil {
				return err
			}
			fmt.Fprintln(io.Err, printable(st.Path()+" is copied to "+args[0]))
			return nil
		},
	}
	s.stateFileFlag(cmd)
	return cmd
}
