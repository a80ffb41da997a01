package show

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
)

// ImportOptions are what an import or a check prints and keeps.
type ImportOptions struct {
	Report      string // folder under which each run has its own; "" for none
	KeepReports int    // of how many runs; 0 for all
	MetricsFile string // "" for none
	Progress    ProgressMode
	MaxShown    int  // problems on the terminal
	ShowValues  bool // print values of the input, also to a log
	JSON        bool
	Asks        bool // a person is asked about the plan
	Quiet       bool
	Verbose     bool   // also what is only of interest if something is odd
	Dry         bool   // a check: nothing is written
	Diff        bool   // of a check: print what would change
	Again, Next string // commands to type after a check: the same one, and the import
	// Allows reports whether a run that was not stopped may end with exit code 0.
	Allows func(event.Counts) bool
}

// silent reports whether nothing is printed for people: the stream has it all.
func (o ImportOptions) silent() bool { return o.JSON && !o.Asks }

// view prints the texts of an import or a check.
type view struct {
	ImportOptions
	job      *job.Job
	screen   term.Screen
	knows    bool // creates can be told from updates
	findings findings
	drifts   int            // values changed in Quo, of check --remote
	report   *report.Report // nil: none
	planned  *plan.Plan     // nil: the run ended before there was one
	listed   bool           // people who are in Quo already were listed before the plan
	noted    bool           // appWarning was printed
	declined bool           // a person did not want the plan
	answers  bool           // questions were answered
	kept     string         // the mapping file with the answers; "" for none
}

// since returns the run that problems are compared with, "" for none.
func (v *view) since() string {
	if v.planned == nil {
		return ""
	}
	return v.planned.Known.Since
}

// withNew returns a number of rows, with how many of them are new if there is a run to
// compare with.
func (v *view) withNew(n, fresh int) string {
	switch {
	case n == 0 || v.since() == "":
		return say.Count(n)
	case fresh == 0:
		return say.Count(n) + " (none new)"
	}
	return say.Count(n) + " (" + say.Count(fresh) + " new)"
}

// inputs returns the files, as people call them.
func (v *view) inputs() []string {
	names := v.job.Names()
	for i, name := range names {
		if name == "-" {
			names[i] = "standard input"
		}
	}
	return names
}

// title returns the names of the files.
func (v *view) title() string {
	names := v.inputs()
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more files", names[0], len(names)-1)
	}
	return strings.Join(names, ", ")
}

// reported returns the path of a file of the report, for a shell.
func (v *view) reported(name string) string {
	return term.ShellWord(filepath.Join(v.report.Dir(), name))
}
