package propose

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// isAPIShape reports whether JSON is in the API's own shape (docs/quo-api.md,
// "The contact"), as programs write it.
func isAPIShape(cols mapping.Columns) bool {
	return slices.ContainsFunc(cols.Names, func(name string) bool { return strings.HasPrefix(name, "defaultFields.") })
}

// apiShape maps the API's own shape. Its custom fields are a list of keys and
// values: with a catalogue all of the workspace's are mapped, without one those
// of the first objects.
func (p *proposal) apiShape(first []mapping.Row) {
	p.m.Preset = "Quo's API"
	column := func(target quo.Field, path string) {
		p.m.Contact = append(p.m.Contact, mapping.Field{Target: string(target), Columns: mapping.Named(path)})
	}
	for _, f := range []quo.Field{quo.FirstName, quo.LastName, quo.Company, quo.Role} {
		column(f, "defaultFields."+string(f))
	}
	for _, f := range quo.ListFields() {
		list := "defaultFields." + string(f) + ".#."
		label := mapping.Label{Column: mapping.Name{Text: list + "name"}}
		p.m.Contact = append(p.m.Contact, mapping.Field{Target: string(f), Columns: mapping.Named(list + "value"), Label: label})
	}
	column(quo.SourceURL, "sourceUrl")
	column(mapping.ContactID, "id")
	column(mapping.CreatedBy, "createdByUserId")
	if p.header.has("externalId") {
		p.m.Key.Columns = mapping.Named("externalId")
	}
	p.source(first)
	p.apiCustom(first)
	p.whole = append(p.whole, mapping.Note{Kind: mapping.NotePreset, Text: "is in the shape of Quo's API"})
	for i, name := range p.header.names {
		if name != "createdAt" && name != "updatedAt" {
			p.notes[i].Kind = mapping.NotePreset
		}
	}
}

// source takes the source of the objects if all have the same and it is one
// that may be sent.
func (p *proposal) source(first []mapping.Row) {
	var source string
	for i, row := range first {
		s := gjson.GetBytes(row.JSON, "source").String()
		if i > 0 && s != source {
			return
		}
		source = s
	}
	if source != "" && mapping.CheckSource(source) == "" {
		p.m.Source = source
	}
}

func (p *proposal) apiCustom(first []mapping.Row) {
	if p.Catalogue != nil {
		for _, def := range p.Catalogue {
			p.apiField(def.Key, "")
		}
		return
	}
	var seen []string
	for _, row := range first {
		gjson.GetBytes(row.JSON, "customFields").ForEach(func(_, field gjson.Result) bool {
			key, value := field.Get("key").String(), field.Get("value")
			if key == "" || slices.Contains(seen, key) || value.Type == gjson.Null {
				return true
			}
			seen = append(seen, key)
			p.apiField(key, typeOf(value))
			return true
		})
	}
}

func (p *proposal) apiField(key string, t quo.FieldType) {
	path := `customFields.#(key=="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key) + `").value`
	p.m.Custom = append(p.m.Custom, mapping.Field{Target: key, Columns: mapping.Named(path), Type: t})
}

// typeOf returns the type of a field with that JSON value, "" if it may be
// several.
func typeOf(v gjson.Result) quo.FieldType {
	switch {
	case v.IsArray():
		return quo.MultiSelect
	case v.IsBool():
		return quo.Boolean
	case v.Type == gjson.Number:
		return quo.Number
	}
	return ""
}
