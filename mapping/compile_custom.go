package mapping

import (
	"errors"
	"fmt"
	"time"

	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// customFields compiles what feeds the custom fields.
func (c *compiler) customFields() {
	lines := map[string]int{} // by key
	for i := range c.m.Custom {
		f := &c.m.Custom[i]
		def, err := c.define(f)
		if err != nil {
			c.add(f.Pos, "%v", err)
			c.origin(f, f.Target) // its columns may be wrong too
			continue
		}
		if before := lines[def.Key]; before != 0 && before != f.Line {
			c.add(f.Pos, "the custom field %s is mapped twice: on line %d too", quote(def.Name), before)
		}
		lines[def.Key] = f.Line
		c.customField(f, def)
	}
}

func (c *compiler) customField(f *Field, def quo.CustomField) {
	c.checkType(f, def.Type)
	target, called := quo.Custom(def.Key), "custom."+f.Target
	c.mapper.custom = append(c.mapper.custom, def)
	convert, err := converterOf(f, def.Type)
	if err != nil {
		c.add(f.Pos, "the custom field %s: %v", quote(f.Target), err)
	}
	if def.Type == quo.MultiSelect {
		s := slot{origin: c.origin(f, called), target: target, def: &def, convert: convert, labelCol: -1}
		s.id = c.slotName(target, s.name)
		c.slot(s)
		return
	}
	s := scalar{origin: c.origin(f, called), target: target, def: &def, convert: convert}
	s.blankIsValue = def.Type == quo.Boolean && (contains(f.True, "") || contains(f.False, ""))
	c.mapper.scalars = append(c.mapper.scalars, s)
}

// define finds a custom field in the workspace: by its key, by its name, or by
// its name without regard to case and accents where only one is like it.
func (c *compiler) define(f *Field) (quo.CustomField, error) {
	if c.opts.Catalogue == nil {
		def := quo.CustomField{Name: f.Target, Key: f.Target, Type: assumedType(f)}
		c.note(Note{Column: joined(f.Columns), Kind: NoteWarning, Field: "custom." + f.Target,
			Text: fmt.Sprintf("the workspace's custom fields are not known: %s is taken for a %s", quote(f.Target), def.Type)})
		return def, nil
	}
	def, err := find(c.opts.Catalogue, f.Target)
	if err == nil && f.Type != "" && f.Type != def.Type {
		err = fmt.Errorf("the custom field %s is a %s in the workspace, not a %s", quote(f.Target), def.Type, f.Type)
	}
	return def, err
}

func find(catalogue []quo.CustomField, name string) (quo.CustomField, error) {
	for _, field := range catalogue {
		if field.Key == name {
			return field, nil
		}
	}
	for _, same := range []func(string) bool{
		func(s string) bool { return s == name },
		func(s string) bool { return headers.Normalise(s) == headers.Normalise(name) },
	} {
		found := like(catalogue, same)
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return quo.CustomField{}, fmt.Errorf("the workspace has %d custom fields like %s: say which by its key, %s", len(found), quote(name), either(keysOf(found)))
		}
	}
	var names []string
	for _, field := range catalogue {
		names = append(names, field.Name)
	}
	return quo.CustomField{}, fmt.Errorf("the workspace has no custom field %s%s; fields are created in the Quo app", quote(name), didYouMean(name, names))
}

func like(catalogue []quo.CustomField, same func(string) bool) []quo.CustomField {
	var found []quo.CustomField
	for _, field := range catalogue {
		if same(field.Name) {
			found = append(found, field)
		}
	}
	return found
}

func keysOf(fields []quo.CustomField) []string {
	keys := make([]string, len(fields))
	for i, field := range fields {
		keys[i] = field.Key
	}
	return keys
}

// assumedType is the type of a custom field where there is no catalogue: what
// the mapping says, or what its other keys make sense for.
func assumedType(f *Field) quo.FieldType {
	switch {
	case f.Type != "":
		return f.Type
	case len(f.True) > 0 || len(f.False) > 0:
		return quo.Boolean
	case f.Timezone != "" || isDateFormat(f.Format):
		return quo.Date
	case len(f.Format) > 0:
		return quo.Number
	case len(f.Split) > 0 && f.Join == "":
		return quo.MultiSelect
	}
	return quo.String
}

// checkType holds the keys of a field against the type it has.
func (c *compiler) checkType(f *Field, t quo.FieldType) {
	wrong := func(key string, types ...string) {
		c.add(f.Pos, "the custom field %s is a %s: %q is for %s", quote(f.Target), t, key, either(types))
	}
	if len(f.Format) > 0 && t != quo.Date && t != quo.Number {
		wrong("format", "dates", "numbers")
	}
	if f.Timezone != "" && t != quo.Date {
		wrong("timezone", "dates")
	}
	if len(f.True)+len(f.False) > 0 && t != quo.Boolean {
		wrong("trueValues", "booleans")
	}
	if len(f.Split) > 0 && f.Join == "" && t != quo.MultiSelect {
		c.add(f.Pos, `the custom field %s is a %s and holds one value: "split" needs a "join" here, such as join: ", "`, quote(f.Target), t)
	}
	if f.Join != "" && t == quo.MultiSelect {
		wrong("join", "fields that hold one value")
	}
}

// converter turns the text of a cell into the canonical form of a type.
type converter func(w *Worker, raw string) (string, *values.Error)

func email(_ *Worker, raw string) (string, *values.Error)     { return values.Email(raw) }
func address(_ *Worker, raw string) (string, *values.Error)   { return values.URL(raw) }
func sourceURL(_ *Worker, raw string) (string, *values.Error) { return values.SourceURL(raw) }

// converterOf gives the converter of a type; nil for what is a text.
func converterOf(f *Field, t quo.FieldType) (converter, error) {
	switch t {
	case quo.Address, quo.String, quo.MultiSelect:
		return nil, nil
	case quo.URL:
		return address, nil
	case quo.Boolean:
		return booleans(f), nil
	case quo.Number:
		return numbers(f)
	case quo.Date:
		return dates(f)
	}
	return nil, fmt.Errorf("the type %q is not known to this program", t)
}

func booleans(f *Field) converter {
	return func(_ *Worker, raw string) (string, *values.Error) {
		yes, err := values.Boolean(raw, f.True, f.False)
		if err != nil {
			return "", err
		}
		if yes {
			return "true", nil
		}
		return "false", nil
	}
}

func numbers(f *Field) (converter, error) {
	var format values.NumberFormat
	if len(f.Format) > 1 {
		return nil, errors.New("numbers have one format")
	}
	for _, example := range f.Format {
		var err error
		if format, err = values.ParseNumberFormat(example); err != nil {
			return nil, err
		}
	}
	return func(_ *Worker, raw string) (string, *values.Error) { return values.Number(raw, format) }, nil
}

func dates(f *Field) (converter, error) {
	layouts := f.Format
	if len(layouts) == 0 {
		layouts = []string{"ISO"}
	}
	formats := make([]values.DateFormat, len(layouts))
	for i, layout := range layouts {
		var err error
		if formats[i], err = values.ParseDateFormat(layout); err != nil {
			return nil, err
		}
	}
	zone := time.UTC
	if f.Timezone != "" {
		zone, _ = time.LoadLocation(f.Timezone) // Load has checked it
	}
	return func(w *Worker, raw string) (string, *values.Error) {
		var err *values.Error
		w.text, err = values.AppendDate(w.text[:0], raw, formats, zone)
		return w.texts.of(w.text), err
	}, nil
}

// isDateFormat tells a date's format from a number's.
func isDateFormat(formats []string) bool {
	for _, layout := range formats {
		if _, err := values.ParseDateFormat(layout); err == nil {
			return true
		}
	}
	return false
}
