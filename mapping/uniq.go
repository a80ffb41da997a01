package mapping

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"

	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/vm/runtime"
)

// replaceUniq replaces the library's uniq, which compares each value of a list with all
// others: a cell of a megabyte took minutes.
func replaceUniq(config *conf.Config) {
	uniq := *config.Builtins["uniq"]
	uniq.Func = func(args ...any) (any, error) {
		if len(args) != 1 {
			return nil, fmt.Errorf("invalid number of arguments (expected 1, got %d)", len(args))
		}
		list := reflect.ValueOf(args[0])
		if list.Kind() != reflect.Array && list.Kind() != reflect.Slice {
			return nil, fmt.Errorf("cannot uniq %s", list.Kind())
		}
		return distinct(list, runtime.Equal), nil
	}
	config.Disabled["uniq"] = true
	delete(config.Builtins, "uniq")
	config.Functions["uniq"] = &uniq
}

// distinct returns the values of a list without those that equal an earlier one. Only
// values that look alike are compared.
func distinct(list reflect.Value, equal func(a, b any) bool) []any {
	kept, alike := []any{}, map[string][]any{}
next:
	for i := range list.Len() {
		v := list.Index(i).Interface()
		look := lookOf(v)
		for _, other := range alike[look] {
			if equal(v, other) {
				continue next
			}
		}
		kept, alike[look] = append(kept, v), append(alike[look], v)
	}
	return kept
}

// lookOf returns a text that is the same for equal values, and seldom for others.
func lookOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return strconv.FormatFloat(float64(r.Int()), 'g', -1, 64)
	case r.CanFloat():
		return strconv.FormatFloat(r.Float()+0, 'g', -1, 64) // -0 is 0
	}
	text, _ := json.Marshal(v) // what is in lists of fromJSON can be written again
	return string(text)
}
