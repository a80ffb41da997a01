package mapping

import (
	"errors"
	"fmt"
	"time"

	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// converter turns the text of a cell into the canonical form of a type.
type converter func(raw string) (string, *values.Error)

// converterOf returns the converter of a type; nil for a text.
func converterOf(f *Field, t quo.FieldType) (converter, error) {
	switch t {
	case quo.Address, quo.String, quo.MultiSelect:
		return nil, nil
	case quo.URL:
		return values.URL, nil
	case quo.Boolean:
		return func(raw string) (string, *values.Error) { return values.Boolean(raw, f.True, f.False) }, nil
	case quo.Number:
		return numbers(f)
	case quo.Date:
		return dates(f)
	}
	return nil, fmt.Errorf("the type %q is not known to this program", t)
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
	return func(raw string) (string, *values.Error) { return values.Number(raw, format) }, nil
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
	return func(raw string) (string, *values.Error) { return values.Date(raw, formats, zone) }, nil
}
