package ui

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheScriptKnowsTheView compares the types of view.go with those of client/model.ts.
func TestTheScriptKnowsTheView(t *testing.T) {
	text, err := os.ReadFile("client/model.ts")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string][]string{} // the sorted fields of each type → joined by commas, its names
	for _, m := range regexp.MustCompile(`(?s)export interface (\w+) \{(.*?)\n?\}`).FindAllStringSubmatch(string(text), -1) {
		var fields []string
		for _, f := range regexp.MustCompile(`(\w+)\??:`).FindAllStringSubmatch(m[2], -1) {
			fields = append(fields, f[1])
		}
		slices.Sort(fields)
		declared[strings.Join(fields, ",")] = append(declared[strings.Join(fields, ",")], m[1])
	}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(of.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if seen[of] {
			return
		}
		seen[of] = true
		var fields []string
		for i := range of.NumField() {
			name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			fields = append(fields, name)
			walk(of.Field(i).Type)
		}
		slices.Sort(fields)
		if len(declared[strings.Join(fields, ",")]) == 0 {
			t.Errorf("client/model.ts has no interface with the fields of %s: %s", of.Name(), strings.Join(fields, ", "))
		}
	}
	walk(reflect.TypeFor[view]())
}
