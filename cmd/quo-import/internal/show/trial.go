package show

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
)

// trial prints who a small --limit was chosen to write.
func (v *view) trial(p *plan.Plan) {
	if !p.Trial() || len(p.Samples) == 0 {
		return
	}
	s := v.screen
	s.Line(fmt.Sprintf("--limit chose %s that differ:", say.Plural(p.Writes, "row", "rows")))
	for i := range p.Samples {
		s.Item(v.sampleWords(&p.Samples[i]))
	}
	if more := p.Writes - len(p.Samples); more > 0 {
		s.Item("and " + say.Count(more) + " more")
	}
}

// sampleWords returns the place of a contact, and who it is: to a log its key.
func (v *view) sampleWords(c *plan.Sample) string {
	place := placeWords(c.Pos, len(v.job.Files) == 1)
	if !v.screen.Terminal && !v.ShowValues {
		return place + ", key " + c.Key
	}
	return place + "  " + whoIs(c)
}

// whoIs names a contact: by its name, else by its company or number, with what else there
// is to see.
func whoIs(c *plan.Sample) string {
	t := &c.Contact
	parts := []string{t.FullName()}
	if t.Company != "" && t.Company != parts[0] {
		parts = append(parts, t.Company)
	}
	for i, n := range t.PhoneNumbers {
		if i == 0 || len(t.PhoneNumbers) < 3 {
			parts = append(parts, n.Value)
		}
	}
	if more := len(t.PhoneNumbers) - 1; more > 1 {
		parts = append(parts, say.Plural(more, "more number", "more numbers"))
	}
	if len(t.PhoneNumbers) == 0 {
		parts = append(parts, "no number: invisible in the app")
	}
	for _, f := range t.Custom {
		if text := cmp.Or(f.Text, strings.Join(f.Items, ", ")); text != "" {
			parts = append(parts, cmp.Or(f.Name, f.Key))
			break
		}
	}
	if c.Action == event.Updated {
		parts = append(parts, "in Quo already")
	}
	return strings.Join(parts, " · ")
}

// lookAt prints where to see what a trial wrote.
func (v *view) lookAt(c event.Counts) {
	p := v.planned
	if !p.Trial() || c.Created+c.Updated == 0 || len(p.Samples) == 0 {
		return
	}
	v.screen.Line("look at what was written: in the Quo app, call or text one of their numbers and open the contact beside the conversation; or here:")
	v.screen.Verbatim("quo-import state get " + term.ShellWord(p.Samples[0].Key) + " --remote" + v.stateFlag())
}
