package grid

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/values"
)

// Bulk is a correction of many rows: those that were selected, else those of a filter.
type Bulk struct {
	Do     string  `json:"do"`
	Filter Filter  `json:"filter"`
	Rows   []int32 `json:"rows,omitempty"` // by their numbers; nil for those of the filter
	Column int     `json:"column"`         // whose cells change

	Words     []string `json:"words,omitempty"`   // of BlankWords
	Country   string   `json:"country,omitempty"` // of SetCountry
	Separator string   `json:"separator,omitempty"`
	Into      int      `json:"into,omitempty"` // of Split: the column for what is after the separator; -1 drops it
	Find      string   `json:"find,omitempty"` // of Replace
	Replace   string   `json:"replace,omitempty"`
	Case      bool     `json:"case,omitempty"`  // upper and lower case differ
	Whole     bool     `json:"whole,omitempty"` // only cells that are the text as a whole
}

// What a Bulk does.
const (
	BlankWords = "blank"   // empties the cells that hold one of the words
	DropValue  = "drop"    // empties the cells that have a problem
	SetCountry = "country" // writes numbers that are valid in a country with its code
	Split      = "split"   // keeps the first of several values
	Replace    = "replace"
	KeepFirst  = "first" // of rows with one key, imports the first
)

// Preview is what a Bulk would do.
type Preview struct {
	What     string    `json:"what"`
	Cells    int       `json:"cells"`
	Rescued  int       `json:"rescued"`  // rows that an import would not reject any more
	Left     int       `json:"left"`     // rows of the choice that it still would
	Examples []Example `json:"examples"` // the first ten
}

// Example is a cell that changes.
type Example struct {
	Line    int32  `json:"line"`
	Column  string `json:"column"`
	Before  string `json:"before"`
	After   string `json:"after"`
	Result  string `json:"result"`
	Problem string `json:"problem"`
}

const mostExamples = 10

// Preview returns what a correction of many rows would do, and changes nothing.
func (g *Grid) Preview(b Bulk) (*Preview, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	chosen, s, err := g.plan(b)
	if err != nil {
		return nil, err
	}
	p := &Preview{What: s.what, Cells: len(s.changes), Examples: []Example{}}
	for _, c := range s.changes[:min(len(s.changes), mostExamples)] {
		e, err := g.example(c)
		if err != nil {
			return nil, err
		}
		p.Examples = append(p.Examples, e)
	}
	// Nothing tells what it would do as well as doing it.
	before := g.tally.Total()
	_, err = g.carryOut(s.changes)
	p.Rescued = before - g.tally.Total()
	for _, i := range chosen {
		if g.broken(i) {
			p.Left++
		}
	}
	_, again := g.carryOut(inverse(s.changes))
	return p, errors.Join(err, again)
}

func (g *Grid) example(c change) (Example, error) {
	if c.key != "" {
		i := g.keys.of(hashKey(c.key))[0]
		return Example{Line: g.lines[i], Column: "key", Before: c.key, After: c.key, Result: "the first of " + say.Count(len(g.keys.of(hashKey(c.key)))) + " rows is imported"}, nil
	}
	i := c.rows[0]
	e := Example{Line: g.lines[i], Column: c.column}
	column := g.columnNamed(c.column)
	var err error
	if e.Before, err = g.value(i, column); err != nil {
		return e, err
	}
	t := Tried{}
	if c.new != nil {
		t.File, t.Value = c.new.Old, c.new.New
	} else {
		t.File, t.Value = c.old.Old, c.old.Old
	}
	err = g.try(i, column, &t)
	e.After, e.Result, e.Problem = t.Value, t.Result, t.Problem
	return e, err
}

// Apply carries a correction of many rows out.
func (g *Grid) Apply(b Bulk) (*Done, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, s, err := g.plan(b)
	if err != nil {
		return nil, err
	}
	return g.commit(s)
}

// plan returns the rows that a correction is about, and what it changes.
func (g *Grid) plan(b Bulk) (chosen []int32, s step, err error) {
	if chosen = b.Rows; chosen == nil {
		chosen = g.matching(b.Filter)
	}
	if err := g.haveRows(chosen); err != nil {
		return nil, s, err
	}
	if b.Do == KeepFirst {
		s, err = g.planFirst(chosen)
		return chosen, s, err
	}
	if !g.isMapped(b.Column) {
		return nil, s, errors.New("choose a column that is imported")
	}
	change, what, err := g.rewriter(&b)
	if err != nil {
		return nil, s, err
	}
	var edits []Edit
	for _, i := range chosen {
		value, err := g.value(i, b.Column)
		if err != nil {
			return nil, s, err
		}
		edits = append(edits, change(i, value)...)
	}
	s = step{what: what}
	s.changes, err = g.changes(edits)
	return chosen, s, err
}

// planFirst keeps the first of the rows that share a key with one of the chosen rows.
func (g *Grid) planFirst(chosen []int32) (step, error) {
	s := step{what: "Keep the first of rows with one key"}
	seen := map[uint64]bool{}
	for _, i := range chosen {
		key := g.keys.keys[i]
		if !g.doubles(i) || g.keys.first[key] || seen[key] {
			continue
		}
		seen[key] = true
		_, m, err := g.mapRow(i, g.edits[i])
		if err != nil {
			return s, err
		}
		s.changes = append(s.changes, change{key: m.Key, new: &fixes.Fix{Row: fixes.Row{Key: m.Key}, New: fixes.KeepFirst}})
	}
	return s, nil
}

// rewriter returns the function that makes the edits of a row from its value, and what the
// correction is called.
func (g *Grid) rewriter(b *Bulk) (func(i int32, value string) []Edit, string, error) {
	column := g.columns[b.Column].Name
	to := func(i int32, value string) []Edit { return []Edit{{i, b.Column, value}} }
	switch b.Do {
	case BlankWords:
		words := map[string]bool{}
		for _, w := range b.Words {
			words[folded(w)] = true
		}
		if len(words) == 0 {
			return nil, "", errors.New("choose the words that mean nothing")
		}
		return func(i int32, value string) []Edit {
			if !words[folded(value)] {
				return nil
			}
			return to(i, "")
		}, "Empty " + column, nil
	case DropValue:
		return func(i int32, _ string) []Edit {
			if !g.refused(i, b) {
				return nil
			}
			return to(i, "")
		}, "Leave out wrong values of " + column, nil
	case SetCountry:
		region, ok := phone.Region(b.Country)
		if !ok {
			return nil, "", fmt.Errorf("%s is no country: write its name or its code, as DE", quoted(b.Country))
		}
		return func(i int32, value string) []Edit {
			if number, ok := inCountry(value, region); ok {
				return to(i, number)
			}
			return nil
		}, "Write " + column + " as numbers of " + region, nil
	case Split:
		return g.splitter(b)
	case Replace:
		find, err := finder(b)
		if err != nil {
			return nil, "", err
		}
		return func(i int32, value string) []Edit {
			if !find.MatchString(value) {
				return nil
			}
			return to(i, find.ReplaceAllLiteralString(value, b.Replace))
		}, "Replace " + quoted(b.Find) + " in " + column, nil
	}
	return nil, "", errors.New("this version of quo-import does not know this correction: reload the page")
}

// refused reports whether the cell of a row is refused, for the reason of the filter if
// that has one.
func (g *Grid) refused(i int32, b *Bulk) bool {
	_, m, err := g.mapRow(i, g.edits[i])
	if err != nil {
		return false
	}
	for _, e := range m.Errors {
		if e.Column == g.columns[b.Column].Name && e.Kind != "required" && (b.Filter.Kind == "" || b.Filter.Column != e.Column || e.Kind == b.Filter.Kind) {
			return true
		}
	}
	return false
}

// inCountry returns a number that is not valid as it is, and is in a country.
func inCountry(value, region string) (string, bool) {
	if values.Blank(value) || phone.Valid(value, "") {
		return "", false
	}
	number, err := phone.Parse(value, region)
	if err != nil {
		return "", false
	}
	if number.Extension != "" {
		return string(number.E164) + " ext. " + number.Extension, true
	}
	return string(number.E164), true
}

func (g *Grid) splitter(b *Bulk) (func(i int32, value string) []Edit, string, error) {
	switch {
	case b.Separator == "":
		return nil, "", errors.New("write what stands between the values")
	case b.Into >= 0 && !g.isMapped(b.Into) || b.Into == b.Column:
		return nil, "", errors.New("choose another column for the second value, one that is imported")
	}
	return func(i int32, value string) []Edit {
		parts := values.Split(value, b.Separator)
		if len(parts) < 2 {
			return nil
		}
		edits := []Edit{{i, b.Column, parts[0]}}
		if b.Into < 0 {
			return edits
		}
		taken, err := g.value(i, b.Into)
		if err != nil || !values.Blank(taken) {
			return nil // a value that is there is not overwritten
		}
		return append(edits, Edit{i, b.Into, strings.Join(parts[1:], b.Separator)})
	}, "Split " + g.columns[b.Column].Name + " at " + quoted(b.Separator), nil
}

func finder(b *Bulk) (*regexp.Regexp, error) {
	if b.Find == "" && !b.Whole {
		return nil, errors.New("write what to find")
	}
	text := regexp.QuoteMeta(b.Find)
	if b.Whole {
		text = `^` + text + `$`
	}
	if !b.Case {
		text = `(?i)` + text
	}
	return regexp.Compile(text)
}
