package show

import (
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
)

// adoptions lists the new rows whose number is already in Quo, at most most of them.
func adoptions(s term.Screen, p *plan.Plan, most int, oneFile bool) {
	if p.Adoptable == 0 {
		return
	}
	s.Styled(term.Warning, say.Plural(p.Adoptable, "new row has", "new rows have")+" the number of a contact that is already in Quo:")
	adoptionTable(s, p, most, oneFile)
}

func adoptionTable(s term.Screen, p *plan.Plan, most int, oneFile bool) {
	list := p.Adoptions[:min(len(p.Adoptions), most)]
	if s.Terminal {
		t := s.Table(term.Column{Head: "ROW", Width: 14, Whole: true}, term.Column{Head: "NAME IN THE FILE", Width: 18}, term.Column{Head: "CONTACT IN QUO"}, term.Column{Head: "RESULT", Width: 12})
		for _, a := range list {
			t.AppendRow([]any{placeWords(a.Pos, oneFile), term.Printable(a.Name), term.Printable(foundWords(a, true)), outcomeWords[a.Outcome]})
		}
		s.Show(t)
	} else {
		for _, a := range list {
			s.Line(fmt.Sprintf("%s: key %s: %s: %s", a.Pos, a.Key, foundWords(a, false), outcomeWords[a.Outcome]))
		}
	}
	if more := p.Adoptable - len(list); more > 0 {
		s.Line("… and " + say.Count(more) + " more")
	}
}

var outcomeWords = map[plan.Outcome]string{
	plan.Adopted: "updated", plan.Unsure: "rejected", plan.Open: "to decide",
}

// foundWords names the contacts of an adoption, and what agrees.
func foundWords(a plan.Adoption, names bool) string {
	var list []string
	for _, c := range a.Contacts {
		word := c.ID
		if names && c.Name != "" {
			word = c.Name
		}
		list = append(list, word+" (same "+c.Why+")")
	}
	return strings.Join(list, ", ")
}
