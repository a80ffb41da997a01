package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// completeValues has the shell offer the values of flags that take one of a
// few: those whose help names them, as `skip|create`.
func completeValues(cmd *cobra.Command) {
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		names, _ := pflag.UnquoteUsage(f)
		if values := strings.Split(names, "|"); len(values) > 1 && names == strings.ToLower(names) {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
		}
	})
	for _, sub := range cmd.Commands() {
		completeValues(sub)
	}
}
