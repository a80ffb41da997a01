package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping"
)

// settings are the flags, after the precedence flag > environment > mapping
// file > default.
type settings struct {
	mapping, state, source, key, region              string
	mode, onDuplicate, onInvalid, onDrift, onDeleted string
	onGone, adopt, blank                             string
	maxChange, maxCreate, maxShrink, maxFailures     string
	allowRejects                                     string
	maxDuration, listLag                             time.Duration
	limit, workers, keepReports, maxShown            int
	rate                                             float64
	report, progress, encoding, delimiter, sheet     string
	jsonPath, baseURL, apiKeyFile, fields            string
	metricsFile                                      string
	headerRow                                        int
	requireState, dryRun, recheck, strict, json      bool
	acceptWorkspace, rekey, sandbox, yes, quiet      bool
	verbose, remote, diff                            bool
	sandboxless                                      bool // --sandbox makes no sense

	flags *pflag.FlagSet
}

// defaultState is the state file where none is named.
const defaultState = "quo-import.db"

// envPrefix begins the names of the flags' twins in the environment.
const envPrefix = "QUO_IMPORT_"

// noTwin are flags that the environment cannot set: they consent or delete.
var noTwin = []string{"yes", "on-gone", "accept-workspace", "rekey", "help"}

// fromEnvironment sets the flags that the command line did not, and gives
// warnings about variables that mean nothing.
func (s *settings) fromEnvironment(cmd *cobra.Command, environ []string) (warnings []string, err error) {
	flags := cmd.Flags()
	s.flags = flags
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		flag, ours := strings.CutPrefix(name, envPrefix)
		if !ours {
			continue
		}
		flag = strings.ReplaceAll(strings.ToLower(flag), "_", "-")
		switch {
		case slices.Contains(noTwin, flag):
			warnings = append(warnings, fmt.Sprintf("%s is ignored: --%s is only taken from the command line", name, flag))
		case flags.Lookup(flag) == nil:
			if !hasFlag(cmd.Root(), flag) {
				warnings = append(warnings, fmt.Sprintf("%s is not known: no flag is called --%s", name, flag))
			}
		case value == "" || flags.Changed(flag) || (flag == "state" && s.sandbox):
		default:
			if err := flags.Set(flag, value); err != nil {
				return nil, usage("%s=%q: %w", name, value, err)
			}
		}
	}
	return warnings, nil
}

// hasFlag says whether any command has a flag.
func hasFlag(cmd *cobra.Command, name string) bool {
	return cmd.Flags().Lookup(name) != nil ||
		slices.ContainsFunc(cmd.Commands(), func(c *cobra.Command) bool { return hasFlag(c, name) })
}

// fromMapping sets what neither the command line nor the environment did.
func (s *settings) fromMapping(m *mapping.Mapping) error {
	for _, o := range m.Options {
		if s.flags.Lookup(o.Name) == nil || s.flags.Changed(o.Name) {
			continue
		}
		if err := s.flags.Set(o.Name, o.Value); err != nil {
			return usage("%s:%d: option %s: %w", m.File, o.Line, o.Name, err)
		}
	}
	return nil
}

// oneOf holds the words of flags that take one of a few.
var oneOf = map[string][]string{
	"mode":         {"upsert", "create", "update"},
	"on-duplicate": {"reject", "first", "last", "merge"},
	"on-invalid":   {"reject", "drop"},
	"on-drift":     {"keep", "overwrite"},
	"on-deleted":   {"skip", "create"},
	"on-gone":      {"keep", "report", "delete"},
	"adopt":        {"", "phone", "none"},
	"blank":        {"keep", "clear"},
	"progress":     {"auto", "always", "never"},
}

func (s *settings) validate() error {
	var err error
	s.flags.VisitAll(func(f *pflag.Flag) {
		words, ok := oneOf[f.Name]
		if ok && err == nil && !slices.Contains(words, f.Value.String()) {
			err = usage("--%s %s: it is one of %s", f.Name, f.Value, strings.Join(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" }), ", "))
		}
	})
	if s.flags.Lookup("allow-rejects") != nil && err == nil {
		_, err = parseAllowance(s.allowRejects)
	}
	return err
}

// options turns the flags into the importer's.
func (s *settings) options(terminal bool) (policy.Options, error) {
	o := policy.Options{
		Mode: policy.Mode(s.mode), OnDuplicate: policy.OnDuplicate(s.onDuplicate),
		OnMissing: policy.OnMissing(s.onGone), Overwrite: s.onDrift == "overwrite", Recreate: s.onDeleted == "create", Recheck: s.recheck,
		Adopt: policy.Adopt(s.adopt), Rekey: s.rekey, AcceptWorkspace: s.acceptWorkspace,
		Strict: s.strict, MaxDuration: s.maxDuration, MaxWrites: s.limit, Workers: s.workers,
		ListLag: cmp.Or(s.listLag, -1),
	}
	for _, l := range []struct {
		name, text string
		limit      *policy.Limit
	}{
		{"max-change", s.maxChange, &o.MaxChange}, {"max-create", s.maxCreate, &o.MaxCreate},
		{"max-shrink", s.maxShrink, &o.MaxShrink}, {"max-failures", s.maxFailures, &o.MaxFailures},
	} {
		var err error
		if *l.limit, err = parseLimit(l.name, l.text); err != nil {
			return o, err
		}
	}
	if o.OnMissing == policy.DeleteMissing && !o.MaxChange.Set {
		return o, usage("--on-gone delete needs --max-change, which says how many contacts may be changed or deleted at the most")
	}
	if !o.MaxChange.Set && !terminal {
		o.MaxChange = policy.Limit{Percent: 50, Percentage: true, From: 100, Set: true}
	}
	return o, nil
}

func parseLimit(name, text string) (policy.Limit, error) {
	if text == "" {
		return policy.Limit{}, nil
	}
	if share, ok := strings.CutSuffix(text, "%"); ok {
		if p, err := strconv.ParseFloat(share, 64); err == nil && p >= 0 && p <= 100 {
			return policy.Limit{Percent: p, Percentage: true, Set: true}, nil
		}
	} else if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return policy.Limit{N: n, Set: true}, nil
	}
	return policy.Limit{}, usage("--%s %s: it is a number, as 100, or a share, as 5%%", name, text)
}

// streams are where the command reads and writes.
type streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// isTerminal says whether a stream is a person's.
func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && termIsTerminal(int(f.Fd()))
}
