package flags

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping"
)

type options struct {
	mode    policy.Mode
	drift   bool
	adopt   policy.Adopt
	limit   policy.Limit
	allow   Allowance
	count   int
	rate    float64
	span    time.Duration
	strict  bool
	yes     bool
	state   string
	sandbox bool
}

// command returns a command that has a sibling with a flag of its own.
func command() (*cobra.Command, *options) {
	o := &options{mode: policy.Upsert}
	root, cmd, other := &cobra.Command{Use: "root"}, &cobra.Command{Use: "cmd"}, &cobra.Command{Use: "other"}
	root.AddCommand(cmd, other)
	Of(other).Bool(new(bool), "elsewhere", "a flag of the other command")
	s := Of(cmd)
	Enum(s, &o.mode, "mode", "what may be done", Words(policy.Upsert, policy.CreateOnly)...).InMapping()
	Enum(s, &o.drift, "on-drift", "a changed value", Word[bool]{"keep", false}, Word[bool]{"overwrite", true}).InMapping()
	Enum(s, &o.adopt, "adopt", "use the contact", Words(policy.AdoptPhone, policy.AdoptNone)...)
	s.Limit(&o.limit, "limit", "at most").InMapping()
	s.Allowance(&o.allow, "allow", "rejected rows").InMapping()
	s.Count(&o.count, "count,c", "a number")
	s.Rate(&o.rate, "rate", "requests a second")
	s.Duration(&o.span, "span", "a time")
	s.Bool(&o.strict, "strict", "write nothing").InMapping()
	s.Bool(&o.yes, "yes", "do not ask").CommandLineOnly("it is consent")
	s.String(&o.state, "state", "a `file`").NoEnvironmentWith("sandbox")
	s.Bool(&o.sandbox, "sandbox", "a stand-in")
	return cmd, o
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args string
		want options
	}{
		{"", options{mode: policy.Upsert}},
		{"--mode create --on-drift overwrite --adopt phone", options{mode: policy.CreateOnly, drift: true, adopt: policy.AdoptPhone}},
		{"--limit 5% -c 3 --rate 2.5 --span 90m", options{mode: policy.Upsert, limit: policy.Limit{Percent: 5, Percentage: true, Set: true}, count: 3, rate: 2.5, span: 90 * time.Minute}},
		{"--allow known --strict --sandbox=false", options{mode: policy.Upsert, allow: Allowance{Known: true}, strict: true}},
		{"--allow 0", options{mode: policy.Upsert, allow: Allowance{Limit: policy.Limit{Set: true}}}},
	} {
		cmd, o := command()
		if err := cmd.ParseFlags(strings.Fields(c.args)); err != nil {
			t.Errorf("%s: %v", c.args, err)
		}
		if diff := cmp.Diff(c.want, *o, cmp.AllowUnexported(options{})); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.args, diff)
		}
	}
}

func TestWhatIsWrongWithACommandLine(t *testing.T) {
	for args, want := range map[string]string{
		"--mode creat":   `--mode must be upsert or create, not "creat" (did you mean "create"?)`,
		"--limit 101%":   `--limit must be a number or a percentage, such as 100 or 5%, not "101%"`,
		"--limit -1":     `--limit must be a number or a percentage, such as 100 or 5%, not "-1"`,
		"--allow some":   `--allow must be a number, a percentage or known, such as 100 or 5%, not "some"`,
		"--count -3":     `--count must be a number, such as 100, not "-3"`,
		"--rate NaN":     `--rate must be a number of requests a second above 0, such as 5, not "NaN"`,
		"--span 3":       `--span must be a duration, such as 90m or 2h, not "3"`,
		"--strict=maybe": `--strict must be true or false, not "maybe"`,
		"--sandbx":       `unknown flag --sandbx (did you mean "--sandbox"?)`,
		"--zzz":          `unknown flag --zzz (quo-import cmd --help lists them)`,
		"--mode":         `--mode needs a value: upsert|create`,
	} {
		cmd, _ := command()
		err := cmd.ParseFlags(strings.Fields(args))
		if err == nil {
			t.Errorf("%s was accepted", args)
		} else if got := Error(cmd, err).Error(); got != want {
			t.Errorf("%s: got %s, want %s", args, got, want)
		}
	}
}

// TestPrecedence checks flag > environment > mapping file > default.
func TestPrecedence(t *testing.T) {
	cmd, o := command()
	if err := cmd.ParseFlags([]string{"--mode", "upsert"}); err != nil {
		t.Fatal(err)
	}
	warnings, err := FromEnvironment(cmd, []string{"QUO_IMPORT_MODE=create", "QUO_IMPORT_LIMIT=7", "QUO_IMPORT_RATE=", "PATH=/bin", "QUO_IMPORT_ELSEWHERE=1"})
	if err != nil || len(warnings) > 0 {
		t.Errorf("%v, warnings %q", err, warnings)
	}
	m := &mapping.Mapping{Options: []mapping.Option{{Name: "mode", Value: "create"}, {Name: "limit", Value: "9"}, {Name: "strict", Value: "true"}}}
	if err := FromFile(cmd, m.File, m.Options); err != nil {
		t.Fatal(err)
	}
	want := options{mode: policy.Upsert, limit: policy.Limit{N: 7, Set: true}, strict: true}
	if diff := cmp.Diff(want, *o, cmp.AllowUnexported(options{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestEnvironment(t *testing.T) {
	for _, c := range []struct {
		name, environ, warning, err string
		want                        options
	}{
		{"a flag that consents is ignored", "QUO_IMPORT_YES=true", "QUO_IMPORT_YES is ignored: --yes can be passed on the command line only", "", options{mode: policy.Upsert}},
		{"a variable of no flag", "QUO_IMPORT_MOD=create", "QUO_IMPORT_MOD is not known: no flag is called --mod", "", options{mode: policy.Upsert}},
		{"a wrong value", "QUO_IMPORT_MODE=all", "", `QUO_IMPORT_MODE must be upsert or create, not "all"`, options{mode: policy.Upsert}},
		{"a state", "QUO_IMPORT_STATE=a.db", "", "", options{mode: policy.Upsert, state: "a.db"}},
		{"no state of the environment in a sandbox, whatever the order", "QUO_IMPORT_STATE=a.db QUO_IMPORT_SANDBOX=true", "", "", options{mode: policy.Upsert, sandbox: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd, o := command()
			warnings, err := FromEnvironment(cmd, strings.Fields(c.environ))
			if got := strings.Join(warnings, "\n"); got != c.warning {
				t.Errorf("warnings %q, want %q", got, c.warning)
			}
			if (err != nil || c.err != "") && (err == nil || err.Error() != c.err) {
				t.Errorf("error %v, want %q", err, c.err)
			}
			if diff := cmp.Diff(c.want, *o, cmp.AllowUnexported(options{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAllowance(t *testing.T) {
	for _, c := range []struct {
		allow  string
		counts event.Counts
		want   bool
	}{
		{"0", event.Counts{Read: 9}, true},
		{"0", event.Counts{Read: 9, Rejected: 1}, false},
		{"2", event.Counts{Read: 9, Rejected: 2}, true},
		{"2", event.Counts{Read: 9, Rejected: 1, Failed: 1}, false},
		{"10%", event.Counts{Read: 10, Rejected: 1}, true},
		{"10%", event.Counts{Read: 10, Rejected: 2}, false},
		{"known", event.Counts{Read: 10, Rejected: 2, Failed: 1}, true},
		{"known", event.Counts{Read: 10, Rejected: 2, RejectedNew: 1}, false},
	} {
		a, err := parseAllowance(c.allow)
		if err != nil || a.Allows(c.counts) != c.want || a.String() != c.allow {
			t.Errorf("%s (%v): %+v: want %v", a, err, c.counts, c.want)
		}
	}
	if !(Allowance{}).Allows(event.Counts{Read: 3}) || (Allowance{}).Allows(event.Counts{Rejected: 1}) || (Allowance{}).Allows(event.Counts{Failed: 1}) {
		t.Error("the zero allowance allows nothing")
	}
}

func TestShellsOfferTheWords(t *testing.T) {
	cmd, _ := command()
	Complete(cmd.Root())
	complete, ok := cmd.GetFlagCompletionFunc("on-drift")
	if !ok {
		t.Fatal("nothing is offered")
	}
	if words, _ := complete(cmd, nil, ""); !cmp.Equal(words, []string{"keep", "overwrite"}) {
		t.Errorf("offered %q", words)
	}
	if usage := cmd.Flags().FlagUsages(); !strings.Contains(usage, "--mode upsert|create") || !strings.Contains(usage, "(default upsert)") {
		t.Errorf("the help is %s", usage)
	}
}
