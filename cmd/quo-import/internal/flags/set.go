// Package flags declares the flags of the commands. A flag is declared once:
// its values, default and help, its completion in shells, and whether the
// environment and a mapping file may also set it.
//
// Start with Of, which declares flags of a command. Every flag writes into a
// field of an options struct, and its default is what the field holds when it
// is declared. The precedence is flag > environment > mapping file > default.
package flags

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/quo-import/quo-import/importer/policy"
)

// Set declares the flags of one command.
type Set struct{ cmd *cobra.Command }

// Of returns the set of a command.
func Of(cmd *cobra.Command) Set { return Set{cmd} }

// Flag is a declared flag. Its methods set what beside the command line may set it.
type Flag struct{ *pflag.Flag }

// Annotations of a flag.
const (
	inMapping       = "quo-import/mapping"
	mappingKey      = "quo-import/mapping-key"
	commandLineOnly = "quo-import/command-line"
	notWith         = "quo-import/not-with"
)

func (f Flag) annotate(key string, values ...string) Flag {
	if f.Annotations == nil {
		f.Annotations = map[string][]string{}
	}
	f.Annotations[key] = values
	return f
}

// InMapping lets the options of a mapping file set the flag. Mapping files are
// passed on, so flags that consent or delete, and those for the API and its key,
// must not be in one.
func (f Flag) InMapping() Flag { return f.annotate(inMapping, "") }

// MappingKey marks a flag for which a mapping file has a key at the top, not an
// option.
func (f Flag) MappingKey() Flag { return f.annotate(mappingKey, "") }

// CommandLineOnly keeps the environment from setting the flag. why is the reason,
// as part of a sentence: "it deletes".
func (f Flag) CommandLineOnly(why string) Flag { return f.annotate(commandLineOnly, why) }

// NoEnvironmentWith ignores the environment variable of the flag if another flag is
// set.
func (f Flag) NoEnvironmentWith(other string) Flag { return f.annotate(notWith, other) }

// Hide leaves the flag out of the help.
func (f Flag) Hide() Flag {
	f.Hidden = true
	return f
}

// Names of flags may end in a shorthand, such as "mapping,m". The first text in
// backquotes in a help text is the name of the value.

// String declares a flag of any text.
func (s Set) String(p *string, name, help string) Flag {
	return s.declare(name, func(fs *pflag.FlagSet, long, short string) { fs.StringVarP(p, long, short, *p, help) })
}

// Strings declares a flag of any text that may be passed several times.
func (s Set) Strings(p *[]string, name, help string) Flag {
	return s.declare(name, func(fs *pflag.FlagSet, long, short string) { fs.StringArrayVarP(p, long, short, *p, help) })
}

// Bool declares a switch.
func (s Set) Bool(p *bool, name, help string) Flag {
	f := s.value(name, help, &value[bool]{p: p, parse: reading("true or false", strconv.ParseBool), kind: "bool"})
	f.NoOptDefVal = "true" // --name is --name=true
	return f
}

// Count declares a flag of a whole number that is not negative.
func (s Set) Count(p *int, name, help string) Flag {
	return s.value(name, help, &value[int]{p: p, parse: reading("a number, such as 100", parseCount), kind: "N"})
}

// Whole declares a flag of a whole number.
func (s Set) Whole(p *int, name, help string) Flag {
	return s.value(name, help, &value[int]{p: p, parse: reading("a whole number, such as 10 or -1", strconv.Atoi), kind: "N"})
}

// CountUpTo declares a flag of a whole number that is not negative and has a limit.
func (s Set) CountUpTo(p *int, most int, name, help string) Flag {
	count := reading("a number, such as 100", parseCount)
	return s.value(name, help, &value[int]{p: p, kind: "N", parse: func(text string) (int, error) {
		n, err := count(text)
		if err == nil && n > most {
			err = mustBe(fmt.Sprintf("at most %d", most), text)
		}
		return n, err
	}})
}

// Rate declares a flag of requests a second.
func (s Set) Rate(p *float64, name, help string) Flag {
	return s.value(name, help, &value[float64]{p: p, parse: reading("a number of requests a second above 0, such as 5", parseRate), kind: "N"})
}

// Duration declares a flag of a time span.
func (s Set) Duration(p *time.Duration, name, help string) Flag {
	return s.value(name, help, &value[time.Duration]{
		p: p, parse: reading("a duration, such as 90m or 2h", parseDuration), format: formatDuration, kind: "time",
	})
}

// Limit declares a flag of a number or a percentage.
func (s Set) Limit(p *policy.Limit, name, help string) Flag {
	return s.value(name, help, &value[policy.Limit]{p: p, parse: reading("a number or a percentage, such as 100 or 5%", policy.ParseLimit), kind: "N|P%"})
}

// Allowance declares a flag of how many rejected rows are allowed.
func (s Set) Allowance(p *Allowance, name, help string) Flag {
	return s.value(name, help, &value[Allowance]{
		p: p, parse: reading("a number, a percentage or known, such as 100 or 5%", parseAllowance), kind: "N|P%|known", complete: []string{"known"},
	})
}

// Enum declares a flag whose value is one of some words. Its default is the word
// for the value that p holds, if there is one.
func Enum[T comparable](s Set, p *T, name, help string, words ...Word[T]) Flag {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.Name
	}
	return s.value(name, help, &value[T]{
		p: p, kind: strings.Join(list, "|"), complete: list,
		parse:  func(text string) (T, error) { return parseWord(text, words) },
		format: func(v T) string { return wordOf(v, words) },
	})
}

// Words returns the words of a string type, each of which is its own value.
func Words[T ~string](values ...T) []Word[T] {
	words := make([]Word[T], len(values))
	for i, v := range values {
		words[i] = Word[T]{string(v), v}
	}
	return words
}

func (s Set) value(name, help string, v pflag.Value) Flag {
	return s.declare(name, func(fs *pflag.FlagSet, long, short string) { fs.VarP(v, long, short, help) })
}

// Complete has shells offer the words of the flags of a command and of those below it.
// cobra keeps what it offers until the process ends, so that the commands that a job is
// made of are not given to it.
func Complete(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if v, ok := f.Value.(interface{ completions() []string }); ok && v.completions() != nil {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(v.completions(), cobra.ShellCompDirectiveNoFileComp))
		}
	})
	for _, sub := range cmd.Commands() {
		Complete(sub)
	}
}

func (s Set) declare(name string, add func(fs *pflag.FlagSet, long, short string)) Flag {
	long, short, _ := strings.Cut(name, ",")
	add(s.cmd.Flags(), long, short)
	return Flag{s.cmd.Flags().Lookup(long)}
}
