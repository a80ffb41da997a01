package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
)

func runsCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:   "runs [RUN|last]",
		Short: "List what was run, or what one run did to each contact",
		Long: `Lists the runs that the state remembers, the newest last. With the id of a run,
or "last", it shows what that run did: one line for each contact that it wrote.
Of the last 30 runs each contact is known, and they can be taken back
(quo-import undo); of older ones the sums.`,
		Example: `  quo-import runs
  quo-import runs last`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			st, err := s.readState()
			if err != nil {
				return err
			}
			defer st.Close()
			runs, err := st.Runs(context.Background())
			if err != nil {
				return err
			}
			slices.SortStableFunc(runs, func(a, b store.Run) int { return a.Started.Compare(b.Started) })
			if len(args) == 0 {
				return s.listRuns(io, runs)
			}
			r, err := findRun(runs, args[0])
			if err != nil {
				return err
			}
			if s.json {
				return streamRun(newJSONEvents(io.Out, startEvent{Command: "runs"}), st, r)
			}
			return showRun(io, st, runs, r)
		},
	}
	s.stateFileFlag(cmd)
	s.jsonFlag(cmd)
	return cmd
}

func (s *settings) listRuns(io streams, runs []store.Run) error {
	if s.json {
		j := newJSONEvents(io.Out, startEvent{Command: "runs"})
		for i := range runs {
			j.run(&runs[i])
		}
		return nil
	}
	if len(runs) == 0 {
		fmt.Fprintln(io.Err, "nothing was run with this state")
		return nil
	}
	w := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RUN\tKIND\tSOURCE\tTOOK\tOUTCOME\tDID") // when it began is in its name
	for i := range runs {
		r := &runs[i]
		outcome, _, _ := strings.Cut(outcome(r), ":") // why it stopped is for the page of the run
		tableRow(w, r.ID, r.Kind, r.Source, took(r), outcome, did(r))
	}
	return w.Flush()
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

// did are the counts that are not 0, in an order that people expect.
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
		words["updated"], words["skipped"], words["unchanged"] = "put back", "left alone", "taken back before"
	}
	var parts []string
	for _, name := range order {
		if n := r.Counts[name]; n > 0 {
			word, ok := words[name]
			if !ok {
				word = name
			}
			parts = append(parts, word+" "+say.Count(n))
		}
	}
	if len(parts) == 0 {
		return "-"
	}
	return strings.Join(parts, ", ")
}

// findRun gives the run of an id, or the last one.
func findRun(runs []store.Run, id string) (*store.Run, error) {
	at := slices.IndexFunc(runs, func(r store.Run) bool { return r.ID == id })
	if id == "last" {
		at = len(runs) - 1
	}
	if at < 0 {
		return nil, usage("the state knows no run %q: quo-import runs lists them", id)
	}
	return &runs[at], nil
}

// streamRun is one run as JSON events, with each contact that it wrote.
func streamRun(j *jsonEvents, st *bolt.Store, r *store.Run) error {
	j.run(r)
	for e, err := range st.Journal(context.Background(), r.ID) {
		if err != nil {
			return err
		}
		j.wrote(e)
	}
	return nil
}

func showRun(io streams, st *bolt.Store, runs []store.Run, r *store.Run) error {
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
			fmt.Fprintln(io.Out, printable(fmt.Sprintf("%-8s %s", l[0], l[1])))
		}
	}
	return listJournal(io, st, r)
}

// operationWords say what was done to a contact.
var operationWords = map[store.Operation]string{store.Create: "created", store.Update: "updated", store.Delete: "deleted"}

func listJournal(io streams, st *bolt.Store, r *store.Run) error {
	w := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
	lines := 0
	for e, err := range st.Journal(context.Background(), r.ID) {
		if err != nil {
			return err
		}
		if lines == 0 {
			fmt.Fprintln(w, "\nKEY\tDID\tCONTACT")
		}
		lines++
		word := operationWords[e.Operation]
		if r.Kind == "undo" && e.Operation == store.Update {
			word = "put back"
		}
		tableRow(w, e.Key, word, e.ContactID)
		if lines%1000 == 0 { // a table of a million lines is not kept in memory
			if err := w.Flush(); err != nil {
				return err
			}
		}
	}
	if wrote := r.Counts["created"] + r.Counts["updated"] + r.Counts["deleted"]; lines == 0 && wrote > 0 {
		fmt.Fprintln(io.Err, "what it did to each contact is not kept any more: only that of the last 30 runs is")
	}
	return w.Flush()
}
