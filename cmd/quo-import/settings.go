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

	"github.com/quo-import/quo-import/importer"
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

// inputFlags say how to read files and what their columns mean.
func (s *settings) inputFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&s.mapping, "mapping", "m", "", "mapping `file`; without one, a known export is recognised, else headers are matched")
	f.StringVar(&s.onInvalid, "on-invalid", "reject", "an invalid phone, email or custom value: reject the row, or drop the value (`reject|drop`)")
	f.StringVar(&s.blank, "blank", "keep", "an empty cell of a mapped column: keep what Quo has, or clear it (`keep|clear`)")
	s.readFlags(cmd)
}

// readFlags say how to read files, and what stands in for lines of a mapping.
func (s *settings) readFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.source, "source", "", "`name` of the source, the namespace of the keys; overrides the mapping")
	f.StringVar(&s.key, "key", "", "column(s) of the key, or derived from number or email and name (`COL[,COL]|derived`); overrides the mapping")
	f.StringVar(&s.region, "region", "", "`country` of phone numbers without a country code, as US or GB; none rejects them row by row")
	f.StringVar(&s.fields, "fields", "", "custom fields from a `file` (the output of: quo-import fields --json) instead of the API")
	f.StringVar(&s.encoding, "encoding", "", "text `encoding`, when sniffing is wrong: utf-8, utf-16, windows-1252 …")
	f.StringVar(&s.delimiter, "delimiter", "", "column `separator`, when sniffing is wrong: , ; tab |")
	f.IntVar(&s.headerRow, "header-row", 0, "`line` of the header, when sniffing is wrong")
	f.StringVar(&s.sheet, "sheet", "", "`name` of the sheet of a workbook")
	f.StringVar(&s.jsonPath, "json-path", "", "`path` of the list in a JSON file, as data.items")
}

// planFlags are the rules of a run.
func (s *settings) planFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&s.state, "state", "s", defaultState, "state `file`: which key is which contact")
	f.BoolVar(&s.requireState, "require-state", false, "refuse to start without the state file (for cron)")
	f.StringVar(&s.mode, "mode", "upsert", "what may be done; the rest is skipped (`upsert|create|update`)")
	f.StringVar(&s.onDuplicate, "on-duplicate", "reject", "the same key on several rows (`reject|first|last|merge`)")
	f.StringVar(&s.onDrift, "on-drift", "keep", "a value that was changed in Quo and not in the file (`keep|overwrite`)")
	f.StringVar(&s.onDeleted, "on-deleted", "skip", "a contact of ours that was deleted in Quo (`skip|create`)")
	f.StringVar(&s.onGone, "on-gone", "keep", "a key of ours that is no longer in the file (`keep|report|delete`); delete needs --max-change")
	f.StringVar(&s.adopt, "adopt", "", "use the contact already in Quo with the same number, or make another (`phone|none`)")
	f.BoolVar(&s.recheck, "recheck", false, "read every known contact, to find changes and deletions in Quo")
	f.BoolVar(&s.strict, "strict", false, "write nothing if any row is rejected")
	f.StringVar(&s.maxChange, "max-change", "", "stop before writing if more contacts would be updated or deleted (`N|P%`); 50% without a terminal, from 100 known keys")
	f.StringVar(&s.maxCreate, "max-create", "", "stop before writing if more contacts would be created (`N`)")
	f.StringVar(&s.maxShrink, "max-shrink", "", "stop before writing if the input has so much fewer rows than the last complete run (`P%`)")
	f.StringVar(&s.maxFailures, "max-failures", "", "stop when more contacts fail (`N|P%`)")
	f.DurationVar(&s.maxDuration, "max-duration", 0, "stop after this `time`; what is left is done by the next run")
	f.StringVar(&s.allowRejects, "allow-rejects", "0", "so many rejected rows still end with exit code 0 (`N|P%|known`); known: all that were rejected or failed in the last complete run, too")
	f.IntVar(&s.limit, "limit", 0, "write at most `N` rows")
	f.BoolVar(&s.acceptWorkspace, "accept-workspace", false, "go on although the workspace has none of the known contacts")
	f.BoolVar(&s.rekey, "rekey", false, "go on although the key is another than before")
	f.DurationVar(&s.listLag, "list-lag", 10*time.Second, "how long Quo's list may not show a new contact")
	_ = f.MarkHidden("list-lag")
}

// reportFlags say what is printed and kept.
func (s *settings) reportFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	s.folderFlag(cmd)
	s.jsonFlag(cmd)
	f.IntVar(&s.keepReports, "keep-reports", 0, "keep the reports of the last `N` runs; 0 keeps all")
	f.StringVar(&s.metricsFile, "metrics-file", "", "write the figures of the run to a `file`, for the textfile collector of Prometheus")
	f.StringVar(&s.progress, "progress", "auto", "show progress (`auto|always|never`)")
	f.IntVar(&s.maxShown, "max-shown", 20, "show at most `N` problems on the terminal")
}

func (s *settings) folderFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.report, "report", "quo-import-report", "`folder` under which each run has its own; none for no files")
}

// jsonFlag is the stream of docs/events.md.
func (s *settings) jsonFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&s.json, "json", false, "one JSON event a line on stdout")
}

// apiFlags say where the API is.
func (s *settings) apiFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.baseURL, "base-url", "", "`URL` of the API (default https://api.quo.com)")
	f.StringVar(&s.apiKeyFile, "api-key-file", "", "`file` with the API key; else QUO_API_KEY, else a prompt")
	f.Float64Var(&s.rate, "rate", 0, "requests a second at most (`N`); as fast as the key allows by default")
	f.IntVar(&s.workers, "workers", 16, "requests in flight at most (`N`)")
	f.BoolVar(&s.sandbox, "sandbox", false, "run against a stand-in for Quo inside the process: nothing leaves this machine")
}

// noSandbox is for commands about contacts that are in Quo already: a stand-in
// inside the process has none. The flag stays, because its twin in the
// environment must not let such a command out to the real Quo.
func (s *settings) noSandbox(cmd *cobra.Command) {
	s.sandboxless = true
	_ = cmd.Flags().MarkHidden("sandbox")
}

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
func (s *settings) options(terminal bool) (importer.Options, error) {
	o := importer.Options{
		Mode: importer.Mode(s.mode), OnDuplicate: importer.Duplicates(s.onDuplicate),
		OnGone: importer.Gone(s.onGone), Overwrite: s.onDrift == "overwrite", Recreate: s.onDeleted == "create", Recheck: s.recheck,
		Adopt: importer.Adopt(s.adopt), Rekey: s.rekey, AnyPlace: s.acceptWorkspace,
		Strict: s.strict, MaxDuration: s.maxDuration, Limit: s.limit, Workers: s.workers,
		ListLag: cmp.Or(s.listLag, -1),
	}
	for _, l := range []struct {
		name, text string
		limit      *importer.Limit
	}{
		{"max-change", s.maxChange, &o.MaxChange}, {"max-create", s.maxCreate, &o.MaxCreate},
		{"max-shrink", s.maxShrink, &o.MaxShrink}, {"max-failures", s.maxFailures, &o.MaxFailures},
	} {
		var err error
		if *l.limit, err = parseLimit(l.name, l.text); err != nil {
			return o, err
		}
	}
	if o.OnGone == importer.GoneDelete && !o.MaxChange.Set {
		return o, usage("--on-gone delete needs --max-change, which says how many contacts may be changed or deleted at the most")
	}
	if !o.MaxChange.Set && !terminal {
		o.MaxChange = importer.Limit{Percent: 50, Share: true, From: 100, Set: true}
	}
	return o, nil
}

func parseLimit(name, text string) (importer.Limit, error) {
	if text == "" {
		return importer.Limit{}, nil
	}
	if share, ok := strings.CutSuffix(text, "%"); ok {
		if p, err := strconv.ParseFloat(share, 64); err == nil && p >= 0 && p <= 100 {
			return importer.Limit{Percent: p, Share: true, Set: true}, nil
		}
	} else if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return importer.Limit{N: n, Set: true}, nil
	}
	return importer.Limit{}, usage("--%s %s: it is a number, as 100, or a share, as 5%%", name, text)
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
