package plan

import (
	"slices"
	"sync"

	"github.com/quo-import/quo-import/importer/person"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/quo"
)

// inventory is what a listing of the workspace is kept as.
type inventory struct {
	total, ours int
	numbers     map[string][]string      // number → ids of the contacts that have it
	people      map[string]person.Person // of contacts of the app and of lost ones, by id
	lost        map[string]bool          // contacts of the source whose keys neither state nor input have, by id
	others      map[string]stranger      // contacts of other sources, by id
}

// stranger is a contact of another source.
type stranger struct {
	source string
	person person.Person
}

func newInventory() *inventory {
	return &inventory{numbers: map[string][]string{}, people: map[string]person.Person{}, lost: map[string]bool{}, others: map[string]stranger{}}
}

// add adds a contact. One of our source that has no key is nobody's row: an undone
// adoption leaves it so, where its own source cannot be sent back.
func (s *inventory) add(c *quo.Contact, source string) {
	s.total++
	if c.Source == source && c.ExternalID != "" {
		s.ours++
		return
	}
	p := person.OfContact(c)
	switch {
	case quo.AppSource(c.Source), c.Source == source:
		s.people[c.ID] = p
	case quo.ReadOnlySource(c.Source):
		return // of an integration: no import can use it, and none made it
	default:
		s.others[c.ID] = stranger{c.Source, p}
	}
	s.note(c.ID, p)
}

func (s *inventory) note(id string, p person.Person) {
	for _, n := range p.Numbers {
		if !slices.Contains(s.numbers[n], id) {
			s.numbers[n] = append(s.numbers[n], id)
		}
	}
}

// addLost adds a contact of the source whose key neither the state nor the input has: the
// state was lost while keys changed, or before they did.
func (s *inventory) addLost(c *quo.Contact) {
	p := person.OfContact(c)
	s.people[c.ID], s.lost[c.ID] = p, true
	s.note(c.ID, p)
}

// Adoption is a new row whose number a contact in Quo has already.
type Adoption struct {
	Pos      rows.Position
	Key      string
	Name     string // of the row
	Contacts []Found
	Outcome  Outcome
}

// Found is a contact that is in Quo already.
type Found struct {
	ID, Name string
	Why      string // what agrees: "number and name", "number and email", "number"
	Certain  bool
}

// Outcome is what becomes of a row whose number is in Quo already.
type Outcome string

// The outcomes.
const (
	Adopted Outcome = "adopted" // the contact is updated
	Unsure  Outcome = "unsure"  // the row is rejected: a person decides
	Open    Outcome = "open"    // nothing is written before a person has decided
)

// matches returns the contacts of the app that may be the person of a row, and lost ones
// that certainly are.
func (s *inventory) matches(p person.Person) []Found {
	var list []Found
	for _, id := range s.owners(p) {
		contact, ok := s.people[id]
		if !ok {
			continue
		}
		e, why := person.Match(p, contact)
		if s.lost[id] && e != person.Certain {
			continue
		}
		list = append(list, Found{ID: id, Name: contact.Name(), Why: why, Certain: e == person.Certain})
	}
	return list
}

// elsewhere returns another source that has the person of a row: number and name, or
// number and email, agree.
func (s *inventory) elsewhere(p person.Person) string {
	for _, id := range s.owners(p) {
		if other, ok := s.others[id]; ok {
			if e, _ := person.Match(p, other.person); e == person.Certain {
				return other.source
			}
		}
	}
	return ""
}

func (s *inventory) owners(p person.Person) []string {
	var ids []string
	for _, n := range p.Numbers {
		for _, id := range s.numbers[n] {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids) // the order of a list of Quo is not stable
	return ids
}

// candidate is a row whose number is in Quo already.
type candidate struct {
	key      string
	row      person.Person
	adoption Adoption
}

// assign decides which candidate uses which contact, one row to one contact. A certain
// match wins over a possible one; of two that are equally sure neither is used.
// possible allows matches by the number alone.
func assign(list []candidate, possible bool) map[string]string {
	choice := map[string]string{} // key → contact
	torn := map[string]bool{}     // keys that match several contacts equally well
	rows := map[string][]string{} // contact → keys that want it
	for _, certain := range []bool{true, false} {
		if !certain && !possible {
			break
		}
		wanted := map[string][]string{}
		for _, c := range list {
			if _, done := choice[c.key]; done || torn[c.key] {
				continue
			}
			var ids []string
			for _, f := range c.adoption.Contacts {
				if f.Certain == certain && len(rows[f.ID]) == 0 {
					ids = append(ids, f.ID)
				}
			}
			if len(ids) == 1 {
				wanted[ids[0]] = append(wanted[ids[0]], c.key)
			}
			torn[c.key] = len(ids) > 1
		}
		for id, keys := range wanted {
			rows[id] = keys
			if len(keys) == 1 {
				choice[keys[0]] = id
			}
		}
	}
	return choice
}

// late finds people for rows of which it turns out only while they are written that their
// contact was deleted in Quo: somebody may have made it anew.
type late struct {
	mu    sync.Mutex
	seen  *inventory      // nil: the workspace was not listed for this yet
	taken map[string]bool // contacts that a row uses
}
