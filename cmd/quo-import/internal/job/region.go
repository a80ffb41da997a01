package job

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/propose"
)

// regionGiven reports whether the mapping or an option sets the country of numbers
// without a country code; "none" sets it, too.
func (j *Job) regionGiven() bool {
	return j.Mapping.Region.Default != "" || j.Mapping.Region.Column.Text != ""
}

// IsDecision reports whether a problem of a row is part of an open decision rather
// than a problem by itself: a number without a country code, if no country is given.
func (j *Job) IsDecision(problem *mapping.FieldError) bool {
	return phone.Kind(problem.Kind) == phone.NoRegion && !j.regionGiven()
}

// surroundings are what the first file shows about the country of its numbers.
func (j *Job) surroundings() propose.Surroundings {
	f := j.Files[0]
	return propose.Surroundings{Columns: j.columns[0], First: j.first, Delimiter: f.Delimiter, Encoding: f.Encoding}
}

// regionMissing returns an *Undecided if there are numbers without a country code
// and no country is given. Nothing may be written before that is decided.
func (j *Job) regionMissing() error {
	if list := j.regionDecision(&j.numbers.withoutRegion, true); list != nil {
		return &Undecided{Decisions: list}
	}
	return nil
}

// sampledRows is how many rows are searched for numbers without a country code before
// the plan, which reads all of them. Where somebody can be asked, all are searched: a
// plan cannot be asked about.
const sampledRows = 2000

// sampleNumbers collects numbers without a country code, if it has to be known before
// the plan which country they are of.
func (j *Job) sampleNumbers(ctx context.Context) error {
	if j.regionGiven() || !j.opts.Writes && !j.opts.Asks {
		j.sample, j.sampled = numberSample{}, ""
		return nil
	}
	// Most answers leave the numbers as they are: they are not searched for again.
	as, err := json.Marshal([]any{j.Mapping.Contact, j.Mapping.Where, j.Mapping.Nulls, j.Mapping.Key})
	if err != nil || string(as) == j.sampled {
		return err
	}
	j.sample, j.sampled = numberSample{}, string(as)
	for i, f := range j.Files {
		mapper, err := j.Mapping.Compile(j.columns[i], j.compileOptions())
		if err != nil {
			return nil // Ready returns what is wrong
		}
		w, n := mapper.Worker(), 0
		for row, err := range readable(ctx, f.Rows) {
			if err != nil {
				return err
			}
			if n++; n > sampledRows && !j.opts.Asks || j.sample.count >= numbersKept {
				break
			}
			w.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread})
			for _, e := range w.Map().Errors {
				if phone.Kind(e.Kind) == phone.NoRegion {
					j.sample.add(strings.Clone(e.Value))
				}
			}
		}
	}
	return nil
}

// regionDecision asks for the country of numbers without a country code, nil if there
// are none or it is given. all reports whether they are all of the files'.
func (j *Job) regionDecision(n *numberSample, all bool) []Decision {
	if n.count == 0 || j.regionGiven() {
		return nil
	}
	what := "are the " + say.Count(n.count) + " phone numbers"
	switch {
	case n.count == 1:
		what = "is the phone number"
	case !all && n.count >= numbersKept:
		what = "are the phone numbers"
	}
	d := Decision{
		ID: string(AboutRegion), About: AboutRegion, Flag: string(AboutRegion), Takes: "COUNTRY", Free: true,
		Question:  "Which country " + what + " without a country code from?",
		Otherwise: "if a column has the country, name it in a mapping file: region: {column: Country}",
	}
	list := n.countries(j.surroundings())
	plain, ok := propose.Plain(list)
	if ok {
		d.Default = plain.Region
		d.Evidence = append([]string{n.valid(plain)}, plain.Evidence...)
	}
	if len(list) == 0 {
		list = propose.Possible(n.first, j.surroundings())
	}
	for _, c := range list[:min(asked, len(list))] {
		means := strings.Join(c.As(n.first, shownAs), ", ")
		if !ok && c.Valid < len(n.first) {
			means = n.valid(c) + ": " + means
		}
		d.Choices = append(d.Choices, Choice{c.Region, means})
	}
	d.Choices = append(d.Choices, Choice{noName, "reject these numbers row by row"})
	return []Decision{d}
}

// doubtful is how many of the first numbers are looked at for a doubt.
const doubtful = 30

// doubt returns why the country that was given may be the wrong one, and how many numbers
// show it; "" if nothing does. Numbers that are valid in the given country and in the one
// that they seem to be of would be stored as those of other people.
func (j *Job) doubt() (why string, numbers int) {
	given, ok := phone.Region(j.Mapping.Region.Default)
	if !ok {
		return "", 0
	}
	column := j.Mapping.Region
	column.Default = ""
	without, err := j.withoutRegion(0, column)
	if err != nil {
		return "", 0
	}
	with, w := j.Inputs[0].Mapper.Worker(), without.Worker()
	var n numberSample
	valid := 0
	for _, row := range j.first {
		w.Load(row)
		needing := numbersWithoutRegion(w.Map())
		for number := range needing {
			n.add(strings.Clone(number))
		}
		if len(needing) > 0 {
			with.Load(row)
			valid += len(needing) - len(with.Map().Errors)
		}
		if n.count >= doubtful {
			break
		}
	}
	if valid <= 0 || propose.WrittenAs(n.first, given) {
		return "", 0
	}
	c, ok := propose.Plain(n.countries(j.surroundings()))
	if !ok || !c.Strong() || propose.SameCode(c.Region, given) {
		return "", 0
	}
	as, look, agree := "those of "+given, "like those of "+c.Region, "are"
	if given == phone.International {
		as = "ones that lack their +"
	}
	if c.Region == phone.International {
		look, agree = "as if they had one", "do"
	}
	return fmt.Sprintf("numbers without a country code are read as %s, as was given, but look %s (%s; %s): pass --region %s if they %s",
		as, look, n.valid(c), strings.Join(c.Evidence, "; "), c.Region, agree), n.count
}

// withoutRegion compiles the mapping for an input as if no country was given but by
// region.
func (j *Job) withoutRegion(input int, region mapping.Region) (*mapping.Mapper, error) {
	none := *j.Mapping
	none.Region = region
	opts := j.compileOptions()
	opts.Region = noName
	return none.Compile(j.columns[input], opts)
}

// fixFrom is how many invalid numbers must fit another country before it is
// named: a few fit one by chance.
const fixFrom = 3

// Fix returns which region would make the numbers of rejected rows valid; "" if none
// clearly would. A region that would change a number that is valid now is no fix.
func (j *Job) Fix() string {
	without, invalid := &j.numbers.withoutRegion, &j.numbers.invalid
	if without.count > 0 && j.regionGiven() {
		if c, ok := propose.Plain(without.countries(j.surroundings())); ok {
			return fmt.Sprintf("of %s without a country code, %s: --region %s", say.Plural(without.count, "number", "numbers"), without.valid(c), c.Region)
		}
	}
	if invalid.count < fixFrom || j.anyValid(context.Background(), firstLook) {
		return ""
	}
	c, ok := propose.Plain(invalid.countries(j.surroundings()))
	if !ok || !c.Strong() || c.Valid < fixFrom || c.Region == j.region() || j.anyValid(context.Background(), math.MaxInt) {
		return ""
	}
	return fmt.Sprintf("%s would be valid with --region %s: %s", say.Plural(c.Valid, "number", "numbers"), c.Region, strings.Join(c.Evidence, "; "))
}

// firstLook is how many rows are asked before the countries are tried, which takes
// longer: most files have a valid number among them.
const firstLook = 500

// anyValid reports whether a file has, among its first rows, a number without a country
// code that is valid as things are: another region would change it. It reads until it
// finds one.
func (j *Job) anyValid(ctx context.Context, most int) bool {
	for i, f := range j.Files {
		without, err := j.withoutRegion(i, mapping.Region{})
		if err != nil {
			return true
		}
		with, w := j.Inputs[i].Mapper.Worker(), without.Worker()
		n := 0
		for row, err := range readable(ctx, f.Rows) {
			if err != nil {
				return true
			}
			if n++; n > most {
				break
			}
			r := mapping.Row{Cells: row.Cells, JSON: row.JSON}
			w.Load(r)
			needing := numbersWithoutRegion(w.Map())
			if len(needing) == 0 {
				continue
			}
			with.Load(r)
			for _, e := range with.Map().Errors {
				delete(needing, e.Value)
			}
			if len(needing) > 0 {
				return true
			}
		}
	}
	return false
}

// numbersWithoutRegion returns the numbers of a row that need a region.
func numbersWithoutRegion(m *mapping.Mapped) map[string]bool {
	list := map[string]bool{}
	for _, e := range m.Errors {
		if phone.Kind(e.Kind) == phone.NoRegion {
			list[e.Value] = true
		}
	}
	return list
}
