package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
)

// Set by the linker in a release (-X main.version=…).
var (
	version = "dev"
	commit  = ""
	date    = ""
)

func versionText() string {
	rev, at := commit, date
	if info, ok := debug.ReadBuildInfo(); ok && rev == "" {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				rev = s.Value
			case "vcs.time":
				at = s.Value
			}
		}
	}
	text := version
	if rev != "" {
		text += " (" + rev[:min(12, len(rev))]
		if at != "" {
			text += ", " + at
		}
		text += ")"
	}
	return text + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}

func newVersion(io term.Streams) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print version, commit and date", Args: cobra.NoArgs,
		Run: func(*cobra.Command, []string) { fmt.Fprintln(io.Out, "quo-import "+versionText()) },
	}
}
