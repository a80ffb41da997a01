package show

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Explained is what is known of one row of a run: from the journal and the record of the
// state, from the report, and from the file as it is now. Only hashes of values are kept,
// so what is not in the file any more cannot be shown.
type Explained struct {
	Run      *store.Run
	Key      string
	Record   *store.Record       // nil: the state does not know the key
	Entry    *store.JournalEntry // nil: the run did not write it, or its journal is not kept
	Results  []report.Result
	Reported error    // why there are no results
	Row      *job.Row // nil: not found
	Read     error    // why the file could not be read again
}

// Explain prints one row of a run: cells → values → decision → what was sent → the answer.
func Explain(io term.Streams, e *Explained, values bool) {
	p := explainer{Explained: e, screen: term.NewScreen(io.Out), values: values || term.IsTerminal(io.Out)}
	p.line("run", e.Run.ID+", of "+cmp.Or(strings.Join(e.Run.Files, ", "), "no file")+", begun "+e.Run.Started.Local().Format(minute))
	p.line("key", e.Key+" of "+e.Run.Source)
	p.cells()
	p.decision()
	p.sent()
	p.answer()
}

type explainer struct {
	*Explained
	screen term.Screen
	values bool
}

// minute is how times are printed for people, in the time zone of the machine.
const minute = "2006-01-02 15:04"

func (p *explainer) line(label, text string) {
	fmt.Fprintln(p.screen, term.Printable(strings.TrimRight(fmt.Sprintf("%-9s %s", label, text), " ")))
}

// value returns a value of the file or of Quo, or how long it is where none may be printed.
func (p *explainer) value(text string) string {
	if p.values {
		return strconv.Quote(text)
	}
	return "(" + say.Plural(utf8.RuneCountInString(text), "character", "characters") + ")"
}

// cells prints the cells of the row and the values that they become.
func (p *explainer) cells() {
	switch {
	case p.Read != nil:
		p.line("row", "cannot be read again: "+p.Read.Error())
		return
	case p.Row == nil:
		p.line("row", "is not in the file any more, or not under this key; its cells are kept nowhere")
		return
	}
	p.line("row", p.Row.Pos.String()+", as the file is now")
	for _, c := range p.Row.Cells {
		p.line("", c.Column+": "+p.value(c.Text))
	}
	label := "values"
	for _, r := range p.Row.Results {
		if len(r.Values) == 0 {
			continue
		}
		quoted := make([]string, len(r.Values))
		for i, v := range r.Values {
			quoted[i] = p.value(v)
		}
		p.line(label, strings.Join(r.Columns, " + ")+" → "+r.Field+": "+strings.Join(quoted, ", "))
		label = ""
	}
	for i := range p.Row.Errors {
		e := &p.Row.Errors[i]
		p.line(label, strings.TrimSpace(e.Column+" "+e.Message))
		label = ""
	}
	if !p.values {
		p.line("", "--show-values prints the values")
	}
}

// decision prints what became of the row, and why.
func (p *explainer) decision() {
	switch {
	case p.Reported != nil:
		p.line("decision", "the report of this run is not there: --report names its folder")
	case len(p.Results) == 0 && p.Entry == nil:
		p.line("decision", "unchanged: rows that need no write have no line in the report; or the run had no row with this key")
	}
	for _, r := range p.Results {
		text := r.Action
		if r.Line != "" {
			text += ", line " + r.Line + " of " + r.File
		}
		if r.Message != "" && p.values { // it may quote a value
			text += ": " + r.Message
		}
		p.line("decision", text)
	}
}

// sent prints what is known of the request.
func (p *explainer) sent() {
	e := p.Entry
	if e == nil {
		p.line("sent", "nothing that the journal has (it keeps the writes of the last 30 runs)")
		return
	}
	last := p.Record != nil && p.Record.Run == p.Run.ID
	switch {
	case e.Operation == store.Delete:
		p.line("sent", "a delete")
	case last && p.Row != nil && p.Row.Want == p.Record.Desired:
		p.line("sent", operations[e.Operation]+" with the values above: their hash is that which the state keeps")
	case last:
		p.line("sent", operations[e.Operation]+"; the file or the mapping has changed since, and of what was sent only hashes are kept")
	default:
		p.line("sent", operations[e.Operation]+"; a later run has written the contact, and of what was sent nothing is kept")
	}
	if e.PreImage == nil {
		return
	}
	before, err := quo.Decode(e.PreImage)
	if err != nil {
		p.line("before", "the journal's copy cannot be read: "+err.Error())
		return
	}
	label := "before"
	for _, f := range contactFacts(&before) {
		p.line(label, f[0]+": "+p.value(f[1]))
		label = ""
	}
}

// answer prints what Quo answered, as far as it is known.
func (p *explainer) answer() {
	if p.Entry == nil {
		if p.Record != nil {
			p.line("contact", p.Record.ContactID)
		}
		return
	}
	p.line("answer", "contact "+p.Entry.ContactID)
	if p.Record == nil || p.Record.Run != p.Run.ID {
		return
	}
	other := 0
	for _, b := range p.Record.Base {
		if b.Value != b.Shown || b.Label != b.ShownLabel {
			other++
		}
	}
	if other > 0 {
		p.line("", fmt.Sprintf("%d of %d values are shown by Quo in another form than they were sent", other, len(p.Record.Base)))
	} else if len(p.Record.Base) > 0 {
		p.line("", "Quo shows every value as it was sent")
	}
}
