package mapping

// Sampler reads what fields of a mapping have in the rows of one input, before
// it is converted: to decide by it how it is to be converted.
type Sampler struct {
	worker  *Worker
	origins []origin
}

// NewSampler returns a sampler of fields. Of the mapping only Where counts. The
// error is an Errors.
func NewSampler(m *Mapping, cols Columns, fields []Field) (*Sampler, error) {
	c := newCompiler(m, cols, CompileOptions{})
	s := &Sampler{origins: make([]origin, len(fields))}
	c.mapper.where = c.program(m.Where)
	for i := range fields {
		s.origins[i] = c.origin(&fields[i], fields[i].Target)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	s.worker = c.mapper.Worker()
	return s, nil
}

// Load takes a row and reports whether the mapping imports it.
func (s *Sampler) Load(row Row) bool {
	s.worker.clear()
	s.worker.Load(row)
	return !s.worker.empty && s.worker.passes()
}

// Texts returns the texts of a field in the row, none for a blank one. The list
// is valid until the next call.
func (s *Sampler) Texts(field int) []string {
	parts, _, _ := s.worker.gather(&s.origins[field])
	return parts
}
