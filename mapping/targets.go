package mapping

import "github.com/quo-import/quo-import/quo"

// Target is a field that the mapping feeds, or one slot of a list ("" for a field
// that is not a list).
type Target struct {
	Field quo.Field
	Slot  string
}

// Targets returns what the mapping feeds in every row, blank or not.
func (m *Mapper) Targets() []Target {
	var list []Target
	add := func(s *scalar, fields ...quo.Field) {
		for _, f := range fields {
			if s != nil {
				list = append(list, Target{Field: f})
			}
		}
	}
	add(m.names.full, quo.FirstName, quo.LastName)
	add(m.names.first, quo.FirstName)
	add(m.names.last, quo.LastName)
	for i := range m.scalars {
		add(&m.scalars[i], m.scalars[i].target)
	}
	if len(m.fallback) > 0 {
		list = append(list, Target{Field: quo.FirstName})
	}
	for i := range m.slots {
		list = append(list, Target{m.slots[i].target, m.slots[i].id})
	}
	return list
}
