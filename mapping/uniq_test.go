package mapping

import (
	"reflect"
	"strconv"
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/expr-lang/expr/vm/runtime"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Ours and the library's: the same values, in the same order.
func TestUniqKeepsTheFirstOfEqualValues(t *testing.T) {
	value := rapid.SampledFrom([]any{
		"a", "A", "", "1", "null", "\xff", "\xfe", 1, 1.0, -1, 2.5, 0.0, true, false, nil,
		[]any{1.0, "a"}, []any{1.0, "b"}, []any{}, map[string]any{"a": 1.0, "b": nil}, map[string]any{"b": nil, "a": 1.0}, map[string]any{},
		[]any{"\xff"}, []any{"\xfe"},
	})
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(value, 0, 12).Draw(t, "list")
		want, err := expr.Eval("uniq(list)", map[string]any{"list": list})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, any(distinct(reflect.ValueOf(list), runtime.Equal))); diff != "" {
			t.Errorf("%#v: -library +ours:\n%s", list, diff)
		}
	})
}

func TestUniqOfALongCellComparesFewValues(t *testing.T) {
	const n = 20_000
	strings, objects := make([]string, n), make([]any, n)
	for i := range n {
		strings[i] = strconv.Itoa(i % (n / 2))
		objects[i] = map[string]any{"number": float64(i % (n / 2))}
	}
	for _, list := range []any{strings, objects} {
		compared := 0
		kept := distinct(reflect.ValueOf(list), func(a, b any) bool { compared++; return runtime.Equal(a, b) })
		if len(kept) != n/2 || compared > n {
			t.Errorf("%d values are left of %T, after %d comparisons", len(kept), list, compared)
		}
	}
}

func TestUniqInAnExpressionIsOurs(t *testing.T) {
	for _, text := range []string{`join(uniq(split(tags, ";")), "+")`, `tags | split(";") | uniq() | join("+")`, `join(uniq(fromJSON("[\"b\",\"a\",\"b\"]")), "+")`} {
		program, err := compileExpr(text, anyColumn)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got, err := vm.Run(program, map[string]any{cellsName: []string{"b;a;b"}})
		if err != nil || got != "b+a" {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	if exprConfig().Functions["uniq"] == nil || !exprConfig().Disabled["uniq"] {
		t.Error("an expression calls the library's uniq, which takes minutes for a long cell")
	}
	if _, err := compileExpr(`uniq(tags, 2)`, anyColumn); err == nil {
		t.Error("a second argument is taken")
	}
}
