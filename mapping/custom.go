package mapping

import (
	"fmt"

	"github.com/quo-import/quo-import/mapping/headers/words"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// FindField returns the custom field of that key or name, or the only one whose
// name differs in case and accents alone.
func FindField(catalogue []quo.CustomField, name string) (quo.CustomField, error) {
	for _, same := range []func(quo.CustomField) bool{
		func(f quo.CustomField) bool { return f.Key == name },
		func(f quo.CustomField) bool { return f.Name == name },
		func(f quo.CustomField) bool { return words.Normalise(f.Name) == words.Normalise(name) },
	} {
		var found []quo.CustomField
		var keys []string
		for _, f := range catalogue {
			if same(f) {
				found, keys = append(found, f), append(keys, f.Key)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return quo.CustomField{}, fmt.Errorf("the workspace has %d custom fields like %s: name it by its key, %s", len(found), phrase.Quote(name), phrase.Either(keys))
		}
	}
	var names []string
	for _, field := range catalogue {
		names = append(names, field.Name)
	}
	return quo.CustomField{}, fmt.Errorf("the workspace has no custom field %s%s; fields are created in the Quo app", phrase.Quote(name), phrase.DidYouMean(name, names))
}

// CustomType returns the type of a custom field of which no catalogue is known:
// the one that the mapping names, or that its other keys are for.
func (f *Field) CustomType() quo.FieldType {
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

// isDateFormat reports whether a format is a date's, not a number's.
func isDateFormat(formats []string) bool {
	for _, layout := range formats {
		if _, err := values.ParseDateFormat(layout); err == nil {
			return true
		}
	}
	return false
}
