package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
)

// helpGroups are the groups of flags in the help of commands with many: those that most
// people need come first.
var helpGroups = map[string][]flags.Group{
	"import": grouped("mapping", "region", "source", "adopt", "limit", "dry-run", "yes", "state", "sandbox", "quiet"),
	"check":  grouped("mapping", "region", "source", "adopt", "diff", "remote", "report", "show-values", "fields", "quiet"),
	"map":    grouped("output", "force", "region", "fields"),
}

// allGroups are the groups without those that come first.
var allGroups = []flags.Group{
	{Heading: "Input", Flags: []string{"encoding", "delimiter", "header-row", "no-header", "sheet", "json-path"}},
	{Heading: "Mapping", Flags: []string{"mapping", "fields", "source", "key", "region", "name", "column", "format", "fixes", "blank", "on-invalid"}},
	{Heading: "What may change", Flags: []string{"mode", "limit", "adopt", "on-duplicate", "on-drift", "on-deleted", "on-gone", "unmapped", "recheck", "dry-run", "yes"}},
	{Heading: "Guards", Flags: []string{"state", "require-state", "strict", "max-change", "max-create", "max-shrink", "max-failures", "max-duration", "allow-rejects", "accept-workspace", "accept-new-keys", "accept-appends", "rekey"}},
	{Heading: "Reports", Flags: []string{"report", "keep-reports", "json", "diff", "max-shown", "show-values", "progress", "metrics-file", "notify", "heartbeat", "quiet", "verbose"}},
	{Heading: "Connection", Flags: []string{"remote", "api-key-file", "api-key-command", "base-url", "rate", "workers", "sandbox"}},
}

// grouped returns the groups with some flags first.
func grouped(first ...string) []flags.Group {
	groups := []flags.Group{{Heading: "Most used", Flags: first}}
	for _, g := range allGroups {
		g.Flags = slices.DeleteFunc(slices.Clone(g.Flags), func(name string) bool { return slices.Contains(first, name) })
		groups = append(groups, g)
	}
	return groups
}

// setHelp sets the help of a command and of those under it.
func setHelp(root *cobra.Command, s term.Screen) {
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		const plain = "{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}"
		text := strings.ReplaceAll(flags.Usages(cmd, helpGroups[cmd.Name()], s.Width), "{{", "{ {")
		cmd.SetUsageTemplate(strings.Replace(cmd.UsageTemplate(), "Flags:\n"+plain, text, 1))
		root.SetUsageFunc(nil)
		return cmd.UsageFunc()(cmd)
	})
}
