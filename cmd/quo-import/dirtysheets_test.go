package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/nyaruka/phonenumbers"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

var (
	dirtySheets = flag.Int("dirty.sheets", 250, "how many dirty sheets are read")
	dirtyFirst  = flag.Uint64("dirty.seed", 0, "the first seed of dirty sheets")
	dirtyLists  = flag.Bool("dirty.lists", false, "list what was not matched, and why rows were refused")
	dirtyRuns   = flag.Int("dirty.imports", 20, "how many dirty sheets are imported")
)

// TestDirtySheets reads random sheets with the truth beside them, through the reader, the
// proposal and the mapping. Questions are answered with the truth. No value may be in a
// wrong field, no person lost unreported, no number of a wrong country.
func TestDirtySheets(t *testing.T) {
	var all dirtyVerdict
	dir := t.TempDir()
	for seed := *dirtyFirst; seed < *dirtyFirst+uint64(*dirtySheets); seed++ {
		s := newDirtySheet(t, seed)
		v := s.judge(t, dir)
		if len(v.wrong) > 0 {
			t.Errorf("%v\n%s\nagain: -dirty.seed %d -dirty.sheets 1 -v", s, strings.Join(v.wrong, "\n"), seed)
		}
		if *dirtySheets == 1 {
			t.Logf("%v\n%s", s, s.data)
			t.Log(strings.Join(v.asked, "\n"))
		}
		all.add(&v)
	}
	if *dirtyLists {
		t.Logf("not matched:\n%s", most(all.unmatched))
		t.Logf("why:\n%s", most(all.why))
	}
	t.Logf("%v", &all)
}

// TestDirtySheetsAreImportedAsChecked imports random sheets by the command: the check with
// look-ups in Quo says what the import then does, row by row, and in Quo is what the mapping
// made of the rows.
func TestDirtySheetsAreImportedAsChecked(t *testing.T) {
	for seed := *dirtyFirst; seed < *dirtyFirst+uint64(*dirtyRuns); seed++ {
		s := newDirtySheet(t, seed)
		v := s.judge(t, t.TempDir())
		w := newWorkplaceWith(t)
		if err := os.WriteFile(w.path(s.name), s.data, 0o600); err != nil {
			t.Fatal(err)
		}
		args := append([]string{w.path(s.name), "--source", "dirty"}, v.flags...)
		if s.region != "" {
			args = append(args, "--region", s.region)
		}
		if s.encoding != "" {
			args = append(args, "--encoding", s.encoding)
		}
		check := runStream(w, append([]string{"check", "--remote"}, args...))
		first := runStream(w, append([]string{"import", "--yes"}, args...))
		if diff := gocmp.Diff(check.told(), first.told()); diff != "" {
			t.Errorf("%v\ncheck (-) and import (+) differ:\n%s\n%s", s, diff, first.said)
		}
		got := w.landed()
		for _, list := range [][]landed{v.contacts, got} {
			for i := range list {
				for k := range list[i].Emails {
					list[i].Emails[k] = strings.ToLower(list[i].Emails[k])
				}
			}
		}
		if diff := gocmp.Diff(listed(v.contacts), listed(got)); diff != "" {
			t.Errorf("%v\nin Quo: -mapped +got\n%s\n%s", s, diff, first.said)
		}
		if t.Failed() {
			t.Fatalf("again: -dirty.seed %d -dirty.imports 1", seed)
		}
	}
}

// contactOf is a contact as it must be in Quo.
func contactOf(d *mapping.Desired) landed {
	l := landed{First: d.Text(quo.FirstName), Last: d.Text(quo.LastName), Company: d.Text(quo.Company), Role: d.Text(quo.Role)}
	for i := range d.Slots {
		for _, item := range d.Slots[i].Items {
			text := fmt.Sprintf("%s (%s)", item.Value, item.Name)
			switch d.Slots[i].Field {
			case quo.PhoneNumbers:
				l.Phones = append(l.Phones, text)
			case quo.Emails:
				l.Emails = append(l.Emails, text)
			}
		}
	}
	return l
}

// most returns what is counted, the most frequent first.
func most(counts map[string]int) string {
	list := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	var b strings.Builder
	for _, what := range list {
		fmt.Fprintf(&b, "%6d %s\n", counts[what], what)
	}
	return b.String()
}

// dirtyVerdict is what a sheet came to.
type dirtyVerdict struct {
	wrong []string
	asked []string // decisions that were open
	flags []string // that answer them

	contacts []landed // that an import makes

	doubted, undecidable                 int // sheets with a wrong country: it was said, nothing shows it
	sheets, refused, questions, defaults int // defaults: of regions
	columns, matched                     int // of fields
	people, imported, rejected, needless int // needless: rejected although nothing is broken
	values, landed                       int // numbers and addresses
	unmatched, why                       map[string]int
}

func (v *dirtyVerdict) add(o *dirtyVerdict) {
	v.sheets++
	v.refused += o.refused
	if len(o.asked) > 0 {
		v.questions++
	}
	v.defaults += o.defaults
	v.doubted += o.doubted
	v.undecidable += o.undecidable
	v.columns, v.matched = v.columns+o.columns, v.matched+o.matched
	v.people, v.imported, v.rejected, v.needless = v.people+o.people, v.imported+o.imported, v.rejected+o.rejected, v.needless+o.needless
	v.values, v.landed = v.values+o.values, v.landed+o.landed
	for k, n := range o.unmatched {
		v.note(&v.unmatched, k, n)
	}
	for k, n := range o.why {
		v.note(&v.why, k, n)
	}
	if len(o.wrong) > 0 {
		v.wrong = append(v.wrong, "x")
	}
}

func (v *dirtyVerdict) note(m *map[string]int, what string, n int) {
	if *m == nil {
		*m = map[string]int{}
	}
	(*m)[what] += n
}

func (v *dirtyVerdict) String() string {
	share := func(n, of int) string {
		return fmt.Sprintf("%d of %d (%.1f %%)", n, of, 100*float64(n)/float64(max(of, 1)))
	}
	return fmt.Sprintf("%d sheets, %d wrong; %d refused, %d with questions; columns matched: %s; people imported: %s, rejected %d (%d of them whole); numbers and addresses of the imported: %s; of sheets with a wrong --region %d said so, %d do not show it; %d regions proposed by a misleading language",
		v.sheets, len(v.wrong), v.refused, v.questions, share(v.matched, v.columns), share(v.imported, v.people), v.rejected, v.needless, share(v.landed, v.values), v.doubted, v.undecidable, v.defaults)
}

func (v *dirtyVerdict) fail(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
}

// String describes the sheet without its rows.
func (s *dirtySheet) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "sheet %d, %s, in %s, of %s, --region %q, %s, %s:", s.seed, s.name, s.tongue, s.home, s.region, s.order, s.about)
	for _, c := range s.columns {
		fmt.Fprintf(&b, " %q (%s)", c.header, c.is)
	}
	return b.String()
}

// fieldOf is the field of a column.
var fieldOf = map[dirtyKind]string{
	isFirst: string(quo.FirstName), isLast: string(quo.LastName), isFull: mapping.FullName, isLastFirst: mapping.FullName, isCompany: string(quo.Company),
	isRole: string(quo.Role), isPhone: string(quo.PhoneNumbers), isEmail: string(quo.Emails), isCountry: "region",
}

// judge imports the sheet, up to what would be written, and compares it with the truth.
func (s *dirtySheet) judge(t testing.TB, dir string) (v dirtyVerdict) {
	ctx := context.Background()
	path := filepath.Join(dir, s.name)
	if err := os.WriteFile(path, s.data, 0o600); err != nil {
		t.Fatal(err)
	}
	v.people = len(s.people)
	j, err := job.Begin(ctx, job.Options{
		Files: []string{path}, Rows: rows.Options{Encoding: s.encoding}, Answers: job.Answers{Region: s.region, Source: "dirty"}, Writes: true, Asks: true,
		API: job.API{Key: func() (string, error) { return "", nil }},
	})
	if err != nil {
		v.refuse(err)
		return v
	}
	defer func() {
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	if err := v.answer(ctx, s, j); err != nil {
		v.refuse(err)
		return v
	}
	if err := j.Ready(); err != nil {
		v.refuse(err)
		return v
	}
	fields := v.judgeColumns(s, j)
	v.judgeRows(ctx, s, j, fields)
	if s.wrongRegion() && len(v.wrong) > 0 {
		v.forgive(ctx, s, j)
	}
	return v
}

// forgive drops what is wrong because a wrong country was passed, if that was said, or if
// nothing in the sheet shows it.
func (v *dirtyVerdict) forgive(ctx context.Context, s *dirtySheet, j *job.Job) {
	planned, err := j.Importer(policy.Options{DryRun: true}, "dirty", func(event.Event) {}).Plan(ctx, j.Inputs...)
	if err != nil {
		v.fail("the plan: %v", err)
		return
	}
	defer planned.Close()
	doubted := slices.ContainsFunc(planned.Plan.Notices, func(n event.Notice) bool { return n.Kind == "region-doubt" })
	if v.wrong = nil; doubted {
		v.doubted++
	} else {
		v.undecidable++
	}
}

func (v *dirtyVerdict) refuse(err error) {
	v.refused++
	text := err.Error()
	v.note(&v.why, "refused: "+text[:min(len(text), 150)], 1)
}

// answer answers the open decisions with the truth.
func (v *dirtyVerdict) answer(ctx context.Context, s *dirtySheet, j *job.Job) error {
	for range 2 * (len(s.columns) + 3) {
		open := slices.DeleteFunc(j.Decisions(), func(d job.Decision) bool { return d.Optional })
		if len(open) == 0 {
			return nil
		}
		d := open[0]
		v.asked = append(v.asked, d.Text())
		answer := d.Default
		names := s.names(j)
		switch d.About {
		case job.AboutName:
			answer = "none"
			var parts []string
			for _, is := range []dirtyKind{isFirst, isLast, isFull, isLastFirst} {
				if at := slices.IndexFunc(s.columns, func(c dirtyColumn) bool { return c.is == is }); at >= 0 {
					parts = append(parts, names[at])
				}
			}
			if len(parts) > 0 {
				answer = strings.Join(parts, ",")
			}
		case job.AboutColumn:
			_, column, _ := strings.Cut(d.ID, ":")
			answer = "none"
			if at := slices.Index(names, column); at >= 0 {
				switch c := s.columns[at]; {
				case c.is == isPhone || c.is == isUnclear && strings.Contains(d.Question, "phone numbers"):
					answer = "phone"
				case c.is == isEmail || c.is == isUnclear:
					answer = "email"
				}
			}
		case job.AboutRegion:
			answer = s.home
			if code := phonenumbers.GetCountryCodeForRegion(s.home); d.Default != "" && phonenumbers.GetCountryCodeForRegion(d.Default) != code {
				v.defaults++
				if !s.misleading() {
					v.fail("%s is proposed as the country: %s", d.Default, strings.Join(d.Evidence, "; "))
				}
			}
		}
		v.flags = append(v.flags, d.Words(answer)...)
		if err := j.Answer(ctx, d.ID, answer); err != nil {
			return fmt.Errorf("answer %q to %s: %w", answer, d.Text(), err)
		}
	}
	return errors.New("questions without end")
}

// names returns what the job calls the columns, "" for one that it does not have.
func (s *dirtySheet) names(j *job.Job) []string {
	names := make([]string, len(s.columns))
	list := j.ColumnSamples(1)
	for i, c := range s.columns {
		if !strings.HasPrefix(filepath.Ext(s.name), ".json") {
			if i < len(list) {
				names[i] = list[i].Column
			}
			continue
		}
		for _, l := range list {
			if l.Column == c.header || strings.TrimPrefix(l.Column, "properties.") == c.header {
				names[i] = l.Column
			}
		}
	}
	return names
}

// judgeColumns compares which columns feed which fields, and returns the fields.
func (v *dirtyVerdict) judgeColumns(s *dirtySheet, j *job.Job) []string {
	fields := make([]string, len(s.columns))
	names := s.names(j)
	samples := j.ColumnSamples(1)
	for i, c := range s.columns {
		at := slices.IndexFunc(samples, func(l job.ColumnSample) bool { return l.Column == names[i] })
		if at < 0 {
			continue
		}
		fields[i] = samples[at].Field
		if samples[at].Key && c.is != isKey && fields[i] == "" && !j.Mapping.Key.Derived {
			v.fail("column %q is the key", c.header)
		}
		want, ok := fieldOf[c.is]
		switch {
		case !ok && fields[i] != "" && c.is != isUnclear && c.is != isKey && c.is != isPostal:
			v.fail("column %q (%s) feeds %s", c.header, c.is, fields[i])
		case !ok || !slices.ContainsFunc(s.people, func(p *dirtyPerson) bool { return p.cells[i] != "" }):
		case fields[i] == want || c.is == isFull && fields[i] == string(quo.FirstName):
			v.columns++
			v.matched++
		case fields[i] != "":
			v.columns++
			v.note(&v.unmatched, fmt.Sprintf("%s: %s %q as %s", s.tongue, c.is, c.header, fields[i]), 1)
		default:
			v.columns++
			v.note(&v.unmatched, fmt.Sprintf("%s: %s %q", s.tongue, c.is, c.header), 1)
		}
	}
	return fields
}

// judgeRows compares each row with its person.
func (v *dirtyVerdict) judgeRows(ctx context.Context, s *dirtySheet, j *job.Job, fields []string) {
	in := j.Inputs[0]
	w := in.Mapper.Worker()
	next, unread := 0, 0
	for row, err := range in.Rows(ctx) {
		if err != nil {
			v.fail("the reader stopped: %v", err)
			return
		}
		if row.Err != nil {
			if !strings.Contains(row.Err.Reason, "total") {
				unread++
				v.note(&v.why, "unreadable: "+row.Err.Reason, 1)
			}
			continue
		}
		if row.JSON == nil && strings.TrimSpace(strings.Join(row.Cells, "")) == "" {
			continue // which the mapping skips
		}
		at := s.find(row, next)
		if at < 0 {
			v.fail("row of line %d is nobody: %q", row.Pos.Line, row.Cells)
			continue
		}
		v.lost(s, next, at, unread)
		next, unread = at+1, 0
		w.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread})
		v.judgeRow(s, s.people[at], w.Map(), fields)
	}
	v.lost(s, next, len(s.people), unread)
}

// lost notes people whose rows are not there, because they were not read.
func (v *dirtyVerdict) lost(s *dirtySheet, from, to, unread int) {
	switch n := to - from; {
	case n > unread:
		v.fail("%d people are lost, the first is %q", n, s.people[from].cells)
	default:
		v.rejected += n
		v.needless += n
	}
}

// find returns the person of a row, one of those from next on; -1 for nobody. Objects
// are in the order of the people.
func (s *dirtySheet) find(row rows.Row, next int) int {
	for i := next; i < len(s.people); i++ {
		if row.JSON != nil || sameCells(s.people[i].cells, row.Cells) {
			return i
		}
	}
	return -1
}

// sameCells reports whether a row was read as it was written, but for white space.
func sameCells(written, read []string) bool {
	fold := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	for i := range max(len(written), len(read)) {
		var a, b string
		if i < len(written) {
			a = written[i]
		}
		if i < len(read) {
			b = read[i]
		}
		if fold(a) != fold(b) {
			return false
		}
	}
	return true
}

// judgeRow compares what becomes of a row with the person.
func (v *dirtyVerdict) judgeRow(s *dirtySheet, p *dirtyPerson, m *mapping.Mapped, fields []string) {
	switch {
	case m.Skip:
		v.fail("%q is skipped: %s", p.cells, m.Reason)
		return
	case len(m.Errors) > 0:
		v.rejected++
		if len(p.broken) == 0 && !s.wrongRegion() && m.Errors[0].Kind != "phone-ambiguous" && m.Errors[0].Kind != "key-missing" {
			v.needless++
			v.note(&v.why, fmt.Sprintf("%s of %s: %s", m.Errors[0].Kind, p.country, m.Errors[0].Value), 1)
		}
		return
	}
	v.imported++
	v.contacts = append(v.contacts, contactOf(&m.Desired))
	for _, wrong := range s.differences(p, &m.Desired) {
		v.fail("%q %s", p.cells, wrong)
	}
	here := map[string]bool{}
	for i := range m.Desired.Slots {
		for _, item := range m.Desired.Slots[i].Items {
			here[strings.ToLower(item.Value)] = true
		}
	}
	want := map[string]int{}
	for e164, d := range p.numbers {
		want[e164] = d.column
	}
	maps.Copy(want, p.emails)
	for value, column := range want {
		v.values++
		switch {
		case here[strings.ToLower(value)]:
			v.landed++
		case fields[column] != "":
			v.fail("%q lacks %s, although column %q feeds %s", p.cells, value, s.columns[column].header, fields[column])
		default:
			v.fail("%q lacks %s: column %q is left out unasked", p.cells, value, s.columns[column].header)
		}
	}
}

// differences returns what of a contact is not the person's.
func (s *dirtySheet) differences(p *dirtyPerson, d *mapping.Desired) (list []string) {
	wrong := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	first, last := d.Text(quo.FirstName), d.Text(quo.LastName)
	standIn := slices.ContainsFunc(d.Scalars, func(sc mapping.Scalar) bool { return sc.StandIn })
	switch full := strings.TrimSpace(first + " " + last); {
	case p.first == "" && (standIn || full == ""):
	case full == strings.TrimSpace(p.first+" "+p.last) && (first == p.first || strings.Contains(p.last, " ") || !s.has(isFirst) && s.order == "first last"):
	default:
		wrong("is called %q %q, not %q %q", first, last, p.first, p.last)
	}
	for field, want := range map[quo.Field]string{quo.Company: p.company, quo.Role: p.role} {
		if got := d.Text(field); got != "" && got != want {
			wrong("has the %s %q", field, got)
		}
	}
	for i := range d.Slots {
		for _, item := range d.Slots[i].Items {
			value := item.Value
			switch d.Slots[i].Field {
			case quo.PhoneNumbers:
				if n, ok := p.numbers[value]; ok {
					if label := s.columns[n.column].label; label != "" && !strings.Contains(strings.ToLower(item.Name), label) && !strings.HasPrefix(item.Name, "phone") && !strings.Contains(item.Name, "landline") {
						wrong("has the label %q on %s of column %q", item.Name, value, s.columns[n.column].header)
					}
				} else if !p.unclear[value] {
					wrong("has the number %s", value)
				}
			case quo.Emails:
				known := func(address string) bool { return strings.EqualFold(address, value) }
				if !slices.ContainsFunc(slices.Collect(maps.Keys(p.emails)), known) && !slices.ContainsFunc(slices.Collect(maps.Keys(p.unclear)), known) {
					wrong("has the address %s", value)
				}
			}
		}
	}
	return list
}

// has reports whether a column is of a kind.
func (s *dirtySheet) has(is dirtyKind) bool {
	return slices.ContainsFunc(s.columns, func(c dirtyColumn) bool { return c.is == is })
}
