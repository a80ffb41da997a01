package mapping

import (
	"fmt"
	"reflect"

	"github.com/expr-lang/expr/ast"
)

// workName is the function that counts what an expression does with a row. No source text
// can name it.
const workName = "\x00work"

// maxWork is how many bytes an expression may go through in one row: for each value of a
// list, the whole row once. Without a limit a cell of a megabyte, gone through for each of its
// characters, takes hours.
const maxWork = 1 << 26

// limitWork counts the values of each list that is gone through by a predicate which looks
// at more than the value itself: such predicates, one within another above all, make the
// work grow with the square of the row.
func limitWork(root *ast.Node) { ast.Walk(root, workLimiter{}) }

type workLimiter struct{}

func (workLimiter) Visit(n *ast.Node) {
	call, ok := (*n).(*ast.BuiltinNode)
	if !ok || len(call.Arguments) < 2 {
		return
	}
	predicate, ok := call.Arguments[1].(*ast.PredicateNode)
	if !ok || !looksBeyond(predicate) {
		return
	}
	list := call.Arguments[0]
	counted := &ast.CallNode{Callee: &ast.IdentifierNode{Value: workName}, Arguments: []ast.Node{list}}
	counted.SetLocation(list.Location())
	call.Arguments[0] = counted
}

// looksBeyond reports whether a predicate uses columns or names of "let".
func looksBeyond(p *ast.PredicateNode) bool {
	b := beyond(false)
	node := p.Node
	ast.Walk(&node, &b)
	return bool(b)
}

type beyond bool

func (b *beyond) Visit(n *ast.Node) {
	if name, ok := (*n).(*ast.IdentifierNode); ok && name.Value != workName {
		*b = true
	}
}

// work counts a list that is to be gone through, and returns it.
func (w *Worker) work(args ...any) (any, error) {
	list := reflect.ValueOf(args[0])
	if k := list.Kind(); k != reflect.Slice && k != reflect.Array {
		return args[0], nil // the predicate says what is wrong
	}
	if w.worked == 0 {
		w.size = 64
		for _, cell := range w.cells {
			w.size += len(cell)
		}
	}
	if w.worked += 1 + list.Len()*w.size; w.worked > maxWork {
		return nil, fmt.Errorf("it goes through too many values of this row, and through the row for each of them: shorten the cell, or write it without a list within a list")
	}
	return args[0], nil
}
