package mapping

// Overrides are the flags that take the place of what a mapping says.
type Overrides struct {
	Source string   // --source; "" leaves it
	Key    []string // --key, its columns, or "derived" alone; empty leaves it
	Region string   // --region: the default only; "" leaves it, "none" takes it away
}

// With gives a copy of the mapping with the flags in it, so that the mapping
// file that a report keeps does the same without them.
func (m *Mapping) With(o Overrides) *Mapping {
	c := *m
	if o.Source != "" {
		c.Source = o.Source
	}
	if len(o.Key) > 0 {
		c.Key = keyOf(o.Key)
	}
	if o.Region != "" {
		c.Region.Default = o.Region
	}
	return &c
}

func keyOf(columns []string) Key {
	if len(columns) == 1 && columns[0] == "derived" {
		return Key{Derived: true}
	}
	var k Key
	for _, column := range columns {
		k.Columns = append(k.Columns, Name{Text: column})
	}
	return k
}
