package show

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store"
)

// Runs lists runs.
func Runs(io term.Streams, runs []store.Run) error {
	if len(runs) == 0 {
		fmt.Fprintln(io.Err, "this state has no runs")
		return nil
	}
	heads := []string{"RUN", "BEGAN", "FILE", "KIND", "DID", "OUTCOME"}
	several := slices.ContainsFunc(runs, func(r store.Run) bool { return r.Source != runs[0].Source })
	if several {
		heads = slices.Insert(heads, 3, "SOURCE")
	}
	list := term.NewList(io.Out, heads...)
	for i := range runs {
		r := &runs[i]
		row := []string{r.ID, r.Started.Local().Format(minute), filesOf(r), r.Kind, did(r), outcomeWord(r)}
		if several {
			row = slices.Insert(row, 3, r.Source)
		}
		list.Row(row...)
	}
	return list.Close()
}

// filesOf names the files of a run, without their folders.
func filesOf(r *store.Run) string {
	switch n := len(r.Files); {
	case n == 0:
		return "-"
	case n > 1:
		return fmt.Sprintf("%s and %d more", filepath.Base(r.Files[0]), n-1)
	}
	if r.Files[0] == "-" {
		return "(standard input)"
	}
	return filepath.Base(r.Files[0])
}

// Run prints one of the runs, and each contact that it wrote.
func Run(io term.Streams, r *store.Run, runs []store.Run, journal iter.Seq2[store.JournalEntry, error]) error {
	lines := [][2]string{
		{"run", r.ID}, {"kind", r.Kind}, {"undoes", r.Undoes}, {"source", r.Source}, {"files", strings.Join(r.Files, ", ")},
		{"started", r.Started.UTC().Format(time.RFC3339)}, {"took", took(r)}, {"did", did(r)}, {"outcome", outcome(r)},
	}
	for _, other := range runs {
		if other.Undoes == r.ID {
			lines = append(lines, [2]string{"undone", "by " + other.ID + ", " + did(&other)})
		}
	}
	for _, l := range lines {
		if l[1] != "" {
			fmt.Fprintln(io.Out, term.Printable(fmt.Sprintf("%-8s %s", l[0], l[1])))
		}
	}
	return printJournal(io, r, journal)
}

func printJournal(io term.Streams, r *store.Run, journal iter.Seq2[store.JournalEntry, error]) error {
	var list *term.List
	for e, err := range journal {
		if err != nil {
			return err
		}
		if list == nil {
			list = term.NewList(io.Out, "\nKEY", "DID", "CONTACT")
		}
		word := operations[e.Operation]
		if r.Kind == "undo" && e.Operation == store.Update {
			word = "restored"
		}
		list.Row(e.Key, word, e.ContactID)
	}
	if list != nil {
		return list.Close()
	}
	if r.Counts["created"]+r.Counts["updated"]+r.Counts["deleted"] > 0 {
		fmt.Fprintln(io.Err, "the contacts of this run are no longer kept: only those of the last 30 runs are")
	}
	return nil
}

func took(r *store.Run) string {
	if r.Finished.IsZero() {
		return "-"
	}
	return say.Span(r.Finished.Sub(r.Started))
}

func outcome(r *store.Run) string {
	if r.Finished.IsZero() {
		return "did not end"
	}
	return r.Outcome
}

// outcomeWord returns how a run ended, without the reason, which quo-import runs RUN
// prints.
func outcomeWord(r *store.Run) string {
	word, _, _ := strings.Cut(outcome(r), ":")
	return word
}

// did returns the counts that are not 0, in an order that people expect.
func did(r *store.Run) string {
	order := []string{"created", "updated", "deleted", "unchanged", "skipped", "rejected", "failed", "notReached"}
	for _, name := range slices.Sorted(maps.Keys(r.Counts)) {
		if !slices.Contains(order, name) && r.Kind != "import" && r.Kind != "undo" {
			order = append(order, name)
		}
	}
	words := map[string]string{"notReached": "not reached"}
	if r.Kind == "undo" {
		order = append([]string{"deleted"}, slices.DeleteFunc(order, func(name string) bool { return name == "deleted" })...)
		words["updated"], words["skipped"], words["unchanged"] = "restored", "left alone", "undone before"
	}
	var parts []string
	for _, name := range order {
		if n := r.Counts[name]; n > 0 {
			parts = append(parts, cmp.Or(words[name], name)+" "+say.Count(n))
		}
	}
	if len(parts) == 0 {
		return "-"
	}
	return strings.Join(parts, ", ")
}
