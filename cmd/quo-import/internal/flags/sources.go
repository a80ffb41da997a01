package flags

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// environmentPrefix begins the names of the environment variables that set flags.
const environmentPrefix = "QUO_IMPORT_"

// FromEnvironment sets the flags of a command that the command line did not set,
// and returns warnings about variables that have no effect anywhere.
func FromEnvironment(cmd *cobra.Command, environ []string) (warnings []string, err error) {
	var last []string // flag, variable and text of flags that depend on others
	for _, entry := range environ {
		variable, text, _ := strings.Cut(entry, "=")
		name, ours := strings.CutPrefix(variable, environmentPrefix)
		if !ours {
			continue
		}
		name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
		f := cmd.Flags().Lookup(name)
		anywhere := lookUp(cmd.Root(), name)
		switch {
		case anywhere == nil:
			warnings = append(warnings, fmt.Sprintf("%s is not known: no flag is called --%s", variable, name))
		case anywhere.Annotations[commandLineOnly] != nil || name == "help":
			warnings = append(warnings, fmt.Sprintf("%s is ignored: --%s can be passed on the command line only", variable, name))
		case f == nil || text == "" || f.Changed:
		case f.Annotations[notWith] != nil:
			last = append(last, name, variable, text)
		default:
			err = errors.Join(err, setFrom(cmd, name, variable, text))
		}
	}
	for entry := range slices.Chunk(last, 3) {
		other := cmd.Flags().Lookup(cmd.Flags().Lookup(entry[0]).Annotations[notWith][0])
		if other == nil || !other.Changed {
			err = errors.Join(err, setFrom(cmd, entry[0], entry[1], entry[2]))
		}
	}
	return warnings, err
}

func setFrom(cmd *cobra.Command, name, variable, text string) error {
	if err := cmd.Flags().Set(name, text); err != nil {
		return fmt.Errorf("%s %w", variable, cause(err))
	}
	return nil
}

// lookUp finds a flag of any command.
func lookUp(cmd *cobra.Command, name string) *pflag.Flag {
	if f := cmd.Flags().Lookup(name); f != nil {
		return f
	}
	for _, sub := range cmd.Commands() {
		if f := lookUp(sub, name); f != nil {
			return f
		}
	}
	return nil
}

// FromFile sets the flags that neither the command line nor the environment set, from
// the options of a mapping file or a jobs file.
func FromFile(cmd *cobra.Command, path string, options []mapping.Option) error {
	for _, o := range options {
		if f := cmd.Flags().Lookup(o.Name); f != nil && f.Changed {
			continue
		}
		if err := cmd.Flags().Set(o.Name, o.Value); err != nil {
			return fmt.Errorf("%s:%d: option %s %w", path, o.Line, o.Name, cause(err))
		}
	}
	return nil
}

// CheckOption returns a function that checks an option of a mapping file for a
// command, and returns what is wrong with it, "" for nothing.
func CheckOption(cmd *cobra.Command) func(mapping.Option) string {
	return func(o mapping.Option) string {
		f := cmd.Flags().Lookup(o.Name)
		switch name := phrase.Quote(o.Name); {
		case f == nil:
			return `"options" does not know ` + name + phrase.DidYouMean(o.Name, Options(cmd))
		case f.Annotations[inMapping] == nil:
			return name + ` cannot be set in "options": it belongs to ` + place(f)
		}
		return checkValue(f, o.Value)
	}
}

// consent is the reason of flags that consent to something once.
const consent = "it is consent"

// CheckJobOption returns a function that checks an option of a job of a jobs file, which
// is a flag of a command, and returns what is wrong with it, "" for nothing. Like a
// crontab, the file belongs to who runs it, so that it may hold what a mapping may not;
// but what consents to something once must not be there every night. refused has flags
// that a job cannot pass, with the reason.
func CheckJobOption(cmd *cobra.Command, refused map[string]string) func(mapping.Option) string {
	return func(o mapping.Option) string {
		f := cmd.Flags().Lookup(o.Name)
		switch name := phrase.Quote(o.Name); {
		case refused[o.Name] != "":
			return name + " " + refused[o.Name]
		case f == nil:
			return `"options" does not know ` + name + phrase.Near(o.Name, allowed(cmd, refused))
		case isConsent(f):
			return name + ` cannot be set in "options": it is consent for once. Pass it to quo-import import`
		}
		return checkValue(f, o.Value)
	}
}

func isConsent(f *pflag.Flag) bool {
	why := f.Annotations[commandLineOnly]
	return why != nil && why[0] == consent
}

// allowed returns the names of the flags that a job may pass.
func allowed(cmd *cobra.Command, refused map[string]string) (names []string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if refused[f.Name] == "" && !isConsent(f) {
			names = append(names, f.Name)
		}
	})
	return names
}

// checkValue returns what is wrong with the value of an option, "" for nothing.
func checkValue(f *pflag.Flag, text string) string {
	if v, ok := f.Value.(interface{ check(string) error }); ok {
		if err := v.check(text); err != nil {
			return phrase.Quote(f.Name) + " " + err.Error()
		}
	}
	return ""
}

// place returns where a flag that is not an option of a mapping file is set.
func place(f *pflag.Flag) string {
	switch why := f.Annotations[commandLineOnly]; {
	case why != nil:
		return "the command line: " + why[0]
	case f.Annotations[mappingKey] != nil:
		return phrase.Quote(f.Name) + " at the top of the file"
	}
	return "the command line or the environment"
}

// Options returns the names of the flags that a mapping file may set.
func Options(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Annotations[inMapping] != nil {
			names = append(names, f.Name)
		}
	})
	return names
}

// Error rewords an error of parsing a command line and suggests the nearest flag.
func Error(cmd *cobra.Command, err error) error {
	if bare, ok := errors.AsType[*pflag.ValueRequiredError](err); ok && bare.GetFlag() != nil {
		kind, _ := pflag.UnquoteUsage(bare.GetFlag())
		return fmt.Errorf("--%s needs a value: %s", bare.GetFlag().Name, kind)
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf("--%s %w", invalid.GetFlag().Name, invalid.Unwrap())
	}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok && unknown.GetSpecifiedShortnames() == "" {
		name := "--" + unknown.GetSpecifiedName()
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		hint := phrase.Near(name, names)
		if hint == "" {
			hint = fmt.Sprintf(" (quo-import %s --help lists them)", cmd.Name())
		}
		return fmt.Errorf("unknown flag %s%s", name, hint)
	}
	return fmt.Errorf("%w (quo-import %s --help)", err, cmd.Name())
}

// cause returns what is wrong with a value, without the name of the flag.
func cause(err error) error {
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return invalid.Unwrap()
	}
	return err
}
