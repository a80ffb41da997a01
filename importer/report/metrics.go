package report

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/atomicfile"
)

// WriteMetrics writes a summary for the textfile collector of Prometheus' node
// exporter. The file is replaced atomically.
func WriteMetrics(path string, s Summary, finished time.Time) error {
	if err := atomicfile.Write(path, metrics(s, finished), 0o644); err != nil {
		return fmt.Errorf("the metrics file: %w", err)
	}
	return nil
}

func metrics(s Summary, finished time.Time) []byte {
	var b bytes.Buffer
	label := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s.Source)
	b.WriteString("# HELP quo_import_rows Rows of the last run, by what became of them.\n# TYPE quo_import_rows gauge\n")
	for _, f := range s.Figures() {
		if f.Word != "ready" { // of dry runs
			fmt.Fprintf(&b, "quo_import_rows{source=\"%s\",action=\"%s\"} %d\n", label, strings.ReplaceAll(f.Word, " ", "_"), f.N)
		}
	}
	b.WriteString("# HELP quo_import_rows_new Rows of the last run that were rejected or failed, and were not in the last complete run before.\n# TYPE quo_import_rows_new gauge\n")
	fmt.Fprintf(&b, "quo_import_rows_new{source=\"%s\",action=\"rejected\"} %d\n", label, s.RejectedNew)
	fmt.Fprintf(&b, "quo_import_rows_new{source=\"%s\",action=\"failed\"} %d\n", label, s.FailedNew)
	for _, g := range []struct {
		name, help string
		value      float64
	}{
		{"deleted", "Contacts that the last run deleted.", float64(s.Deleted)},
		{"warnings", "Warnings of the last run.", float64(s.Warnings)},
		{"requests", "Requests that the last run sent.", float64(s.Requests)},
		{"rate_limited", "Requests of the last run that were over the rate limit (429).", float64(s.RateLimited)},
		{"duration_seconds", "Duration of the last run.", s.Seconds},
		{"exit_code", "Exit code of the last run; 0 is success.", float64(number(s.ExitCode))},
		{"finished_timestamp_seconds", "When the last run ended.", float64(finished.Unix())},
	} {
		fmt.Fprintf(&b, "# HELP quo_import_%s %s\n# TYPE quo_import_%s gauge\nquo_import_%s{source=\"%s\"} %g\n", g.name, g.help, g.name, g.name, label, g.value)
	}
	return b.Bytes()
}

// number returns *n, 0 if n is nil.
func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
