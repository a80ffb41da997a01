package mapping

import "github.com/quo-import/quo-import/quo"

// Result is what cells of a row became in a field.
type Result struct {
	Field   string   // as the mapping file calls it
	Columns []string // of the file
	Values  []string // none if the cells are blank or were refused
}

// Results returns what the cells of the row became, field by field, for people who look
// at how a file was understood. The row has been mapped (Map).
func (w *Worker) Results() []Result {
	m, d := w.m, &w.mapped.Desired
	var list []Result
	add := func(o *origin, values ...string) {
		r := Result{Field: o.field}
		for _, col := range o.cols {
			r.Columns = append(r.Columns, m.table.names[col])
		}
		for _, v := range values {
			if v != "" {
				r.Values = append(r.Values, v)
			}
		}
		list = append(list, r)
	}
	first, last := d.Text(quo.FirstName), d.Text(quo.LastName)
	for i := range d.Scalars {
		if d.Scalars[i].StandIn {
			first = "" // it is of another field
		}
	}
	if s := m.names.first; s != nil {
		add(&s.origin, first)
	}
	if s := m.names.last; s != nil {
		add(&s.origin, last)
	}
	if s := m.names.full; s != nil {
		add(&s.origin, first, last)
	}
	for i := range m.scalars {
		s := &m.scalars[i]
		add(&s.origin, d.Text(s.target))
	}
	for i := range d.Slots {
		var values []string
		for _, item := range d.Slots[i].Items {
			values = append(values, item.Value)
		}
		add(&m.slots[i].origin, values...)
	}
	return list
}
