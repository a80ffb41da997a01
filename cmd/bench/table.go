package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// goal is what a line is to reach.
type goal struct {
	least, most float64 // 0 for none
}

var noGoal goal

func atMost(x float64) goal  { return goal{most: x} }
func atLeast(x float64) goal { return goal{least: x} }

// String gives the goal as the table shows it.
func (g goal) String() string {
	switch {
	case g.least > 0:
		return fmt.Sprintf("≥ %g", g.least)
	case g.most > 0:
		return fmt.Sprintf("≤ %g", g.most)
	}
	return ""
}

func (g goal) met(x float64) string {
	switch {
	case g == noGoal:
		return ""
	case g.least > 0 && x < g.least, g.most > 0 && x > g.most:
		return "missed"
	}
	return "met"
}

// table gathers the lines.
type table struct {
	costs   costs
	missing map[string]string
	lines   [][6]string
}

func (t *table) add(what, figure, against string, value float64, g goal) {
	t.lines = append(t.lines, [6]string{what, figure, against, fmt.Sprintf("%.2f", value), g.String(), g.met(value)})
}

// absent adds a line that says why one of the probes has no figure.
func (t *table) absent(what, against string, probes ...string) bool {
	for _, p := range probes {
		if why, ok := t.missing[p]; ok {
			t.lines = append(t.lines, [6]string{what, "", against, why, "", ""})
			return true
		}
	}
	return false
}

// ratio says how many times as long a takes as b.
func (t *table) ratio(what, a, b, against string, g goal) {
	if !t.absent(what, against, a, b) {
		t.compare(what, a, b, against, median(t.costs.times(a, b)), g)
	}
}

// faster says how many times as long b takes as a.
func (t *table) faster(what, a, b, against string, g goal) {
	if !t.absent(what, against, a, b) {
		t.compare(what, a, b, against, median(t.costs.times(b, a)), g)
	}
}

// compare shows elapsed seconds and, behind them, those of the CPUs: on a
// machine that is busy otherwise these say more.
func (t *table) compare(what, a, b, against string, value float64, g goal) {
	took := func(probe string) string {
		return fmt.Sprintf("%.2f s (%.2f)", median(t.costs.seconds(probe)), median(t.costs.cpu(probe)))
	}
	t.add(what, took(a), took(b)+" "+against, value, g)
}

// memory is what a probe took beyond so many megabytes.
func (t *table) memory(what, a string, beside float64, g goal) {
	if !t.absent(what, "", a) {
		most := median(t.costs.megabytes(a))
		t.add(what, fmt.Sprintf("%.1f MB", most), "", most-beside, g)
	}
}

func (t *table) memoryRatio(what, a, b string, besideA, besideB float64, g goal) {
	if !t.absent(what, "", a, b) {
		x, y := median(t.costs.megabytes(a)), median(t.costs.megabytes(b))
		t.add(what, fmt.Sprintf("%.1f MB", x), fmt.Sprintf("%.1f MB", y), (x-besideA)/(y-besideB), g)
	}
}

func (t *table) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "what\tfigure\tagainst\tvalue\tgoal\t")
	for _, l := range t.lines {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\n", l[0], l[1], l[2], l[3], l[4], l[5])
	}
	_ = tw.Flush()
}
