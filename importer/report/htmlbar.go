package report

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/report/say"
)

// segment is one part of the bar.
type segment struct {
	Name, Class, Share string
	Count              int
	X, Width           float64 // of 1000
}

// segments are the parts of the bar, left to right from good to bad.
func segments(p Page) []segment {
	c := p.Counts
	create, update := "created", "updated"
	if p.Dry {
		create, update = "to create", "to update"
	}
	all := []segment{
		{Name: "ready", Class: "ready", Count: c.Ready},
		{Name: create, Class: "created", Count: c.Created},
		{Name: update, Class: "updated", Count: c.Updated},
		{Name: "unchanged", Class: "unchanged", Count: c.Unchanged},
		{Name: "skipped", Class: "skipped", Count: c.Skipped},
		{Name: "not reached", Class: "notreached", Count: c.NotReached},
		{Name: "rejected", Class: "rejected", Count: c.Rejected},
		{Name: "failed", Class: "failed", Count: c.Failed},
	}
	list := slices.DeleteFunc(all, func(s segment) bool { return s.Count == 0 })
	layOut(list)
	return list
}

// layOut gives each segment its width. The smallest is still wide enough to be
// seen: one rejected row of a million is what the bar is looked at for.
func layOut(list []segment) {
	const whole, least = 1000.0, 8.0
	total := 0
	for _, s := range list {
		total += s.Count
	}
	left, sum := whole-least*float64(len(list)), 0.0
	for i := range list {
		s := &list[i]
		s.X, s.Width = sum, least+left*float64(s.Count)/float64(total)
		s.Share = share(s.Count, total)
		sum += s.Width
	}
}

func barWords(read int, list []segment) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = s.Name + " " + say.Count(s.Count)
	}
	return say.Plural(read, "row", "rows") + ": " + strings.Join(words, ", ")
}
