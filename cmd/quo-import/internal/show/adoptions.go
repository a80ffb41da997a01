package show

import (
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
)

// adoptions lists the new rows whose number is in Quo already, most at the most.
func adoptions(s term.Screen, p *plan.Plan, most int, oneFile bool) {
	if p.Adoptable == 0 {
		return
	}
	s.Styled(term.Warning, say.Plural(p.Adoptable, "new row has", "new rows have")+" the number of a contact that is already in Quo:")
	list := p.Adoptions[:min(len(p.Adoptions), most)]
	if s.Terminal {
		t := s.Table(term.Column{Head: "ROW", Width: 14, Whole: true}, term.Column{Head: "KEY", Width: 16}, term.Column{Head: "CONTACT IN QUO"})
		for _, a := range list {
			t.AppendRow([]any{placeWords(a.Pos, oneFile), term.Printable(a.Key), term.Printable(foundWords(a, true))})
		}
		s.Show(t)
	} else {
		for _, a := range list {
			s.Line(fmt.Sprintf("%s: %s", a.Pos, foundWords(a, false)))
		}
	}
	if more := p.Adoptable - len(list); more > 0 {
		s.Line("… and " + say.Count(more) + " more")
	}
}

// foundWords names the contacts of an adoption. Of several none is used.
func foundWords(a plan.Adoption, names bool) string {
	var list []string
	for _, c := range a.Contacts {
		word := c.ID
		if names && c.Name != "" {
			word = c.Name + " (" + c.ID + ")"
		}
		list = append(list, word)
	}
	words := strings.Join(list, ", ")
	if len(list) > 1 {
		words += ": it is not known which, so none is used"
	}
	return words
}
