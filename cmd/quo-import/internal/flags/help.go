package flags

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Group is a group of flags in the help of a command.
type Group struct {
	Heading string
	Flags   []string // in this order
}

// Usages returns the flags of a command for its help, in groups; those that are in none
// come last. width is that of the terminal, 0 for none.
func Usages(cmd *cobra.Command, groups []Group, width int) string {
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	all.SortFlags = false
	headings := map[string]string{} // first flag of a group → heading
	add := func(heading string, list []*pflag.Flag) {
		if len(list) > 0 {
			headings[list[0].Name] = heading
		}
		for _, f := range list {
			all.AddFlag(f)
		}
	}
	for _, g := range groups {
		var list []*pflag.Flag
		for _, name := range g.Flags {
			if f := cmd.LocalFlags().Lookup(name); f != nil && !f.Hidden {
				list = append(list, f)
			}
		}
		add(g.Heading, list)
	}
	var rest []*pflag.Flag
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if all.Lookup(f.Name) == nil && !f.Hidden && (f.Name != "help" || groups == nil) {
			rest = append(rest, f)
		}
	})
	add("Other flags", rest)
	if groups == nil {
		headings[rest[0].Name] = "Flags"
	}
	return withHeadings(all.FlagUsagesWrapped(width), headings)
}

var usageOf = regexp.MustCompile(`^ {2}(?:-\w, | {4})--([\w-]+)`)

// withHeadings puts the headings into the lines of all flags: so they are aligned with
// each other.
func withHeadings(usages string, headings map[string]string) string {
	var b strings.Builder
	for l := range strings.Lines(usages) {
		if m := usageOf.FindStringSubmatch(l); m != nil && headings[m[1]] != "" {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(headings[m[1]] + ":\n")
		}
		b.WriteString(l)
	}
	return strings.TrimRight(b.String(), "\n")
}

// Hide leaves flags out of the help of a command. They are still read, so that the
// command line of another command works for this one, too.
func Hide(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		cmd.Flags().Lookup(name).Hidden = true
	}
}
