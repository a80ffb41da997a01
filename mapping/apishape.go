package mapping

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/quo"
)

// isAPIShape says whether JSON is in the API's own shape (QUO_API, "The
// contact"), as people write it who have a program make it.
func isAPIShape(cols Columns) bool {
	return slices.ContainsFunc(cols.Names, func(name string) bool { return strings.HasPrefix(name, "defaultFields.") })
}

// apiShape maps the API's own shape. Its custom fields are a list of keys and
// values: with a catalogue all of the workspace's are looked for, without one
// those that the first objects have.
func (p *proposal) apiShape(first []Row) {
	p.m.Preset = "Quo's API"
	column := func(target quo.Field, path string) {
		p.m.Contact = append(p.m.Contact, Field{Target: string(target), Columns: []Name{{Text: path}}})
	}
	for _, f := range []quo.Field{quo.FirstName, quo.LastName, quo.Company, quo.Role} {
		column(f, "defaultFields."+string(f))
	}
	for _, f := range []quo.Field{quo.PhoneNumbers, quo.Emails} {
		list := "defaultFields." + string(f) + ".#."
		column(f, list+"value")
		p.m.Contact[len(p.m.Contact)-1].Label.Column.Text = list + "name"
	}
	column(quo.SourceURL, "sourceUrl")
	column(contactID, "id")
	column(createdBy, "createdByUserId")
	if contains(p.header.names, "externalId") {
		p.m.Key.Columns = []Name{{Text: "externalId"}}
	}
	p.source(first)
	p.apiCustom(first)
	p.all = append(p.all, Note{Kind: NotePreset, Text: "is in the shape of Quo's API"})
	for i, name := range p.header.names {
		if name != "createdAt" && name != "updatedAt" {
			p.notes[i].Kind = NotePreset
		}
		p.all = append(p.all, p.notes[i])
	}
}

// source takes the source of the objects where all have the same and it is
// one that may be sent.
func (p *proposal) source(first []Row) {
	var source string
	for i, row := range first {
		s := gjson.GetBytes(row.JSON, "source").String()
		if i > 0 && s != source {
			return
		}
		source = s
	}
	if source != "" && CheckSource(source) == "" {
		p.m.Source = source
	}
}

func (p *proposal) apiCustom(first []Row) {
	if p.catalogue != nil {
		for _, def := range p.catalogue {
			p.apiField(def.Key, "")
		}
		return
	}
	var seen []string
	for _, row := range first {
		gjson.GetBytes(row.JSON, "customFields").ForEach(func(_, field gjson.Result) bool {
			key, value := field.Get("key").String(), field.Get("value")
			if key == "" || contains(seen, key) || value.Type == gjson.Null {
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
	p.m.Custom = append(p.m.Custom, Field{Target: key, Columns: []Name{{Text: path}}, Type: t})
}

// typeOf is the type that a JSON value can be of, where it tells.
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
