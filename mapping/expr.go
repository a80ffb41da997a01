package mapping

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	bytecode "github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// exprFunctions are the functions of expr-lang/expr that a mapping may use and
// that docs/mapping.md promises. The others are off: they read the clock or
// the time zone files, or could make one cell grow without bound.
var exprFunctions = []string{
	"lower", "upper", "trim", "trimPrefix", "trimSuffix", "replace", "split", "join",
	"indexOf", "lastIndexOf", "hasPrefix", "hasSuffix", "len", "string", "int", "float",
	"abs", "ceil", "floor", "round", "min", "max", "sum",
	"first", "last", "take", "concat", "uniq", "reverse", "sort",
	"map", "filter", "find", "any", "all", "none", "one", "count", "fromJSON", "get",
}

const (
	cellsName    = "\x00cells" // what columns become in the program: cells[i]; no source text can name it
	maxExprNodes = 1000
	maxExprBytes = 10_000
)

// lookup returns the number of a column, or an error if there is none.
type lookup func(column string) (int, error)

// anyColumn takes every name for a column: it checks an expression before
// there is a file.
func anyColumn(string) (int, error) { return 0, nil }

// compileExpr compiles an expression in which a bare name, or row["…"], is the
// text of a column.
func compileExpr(text string, columns lookup) (*vm.Program, error) {
	return compileWith(exprConfig(), text, columns)
}

// compileCondition compiles an expression that is true or false.
func compileCondition(text string, columns lookup) (*vm.Program, error) {
	config := exprConfig()
	config.Expect, config.ExpectAny = reflect.Bool, true
	return compileWith(config, text, columns)
}

func compileWith(config *conf.Config, text string, columns lookup) (*vm.Program, error) {
	if len(text) > maxExprBytes {
		return nil, fmt.Errorf("it is longer than %d bytes", maxExprBytes)
	}
	tree, err := parser.ParseWithConfig(text, config)
	if err != nil {
		return nil, plain(err)
	}
	if err := bindColumns(&tree.Node, columns); err != nil {
		return nil, err
	}
	if err := checkGrowth(tree.Node); err != nil {
		return nil, err
	}
	if _, err := checker.Check(tree, config); err != nil {
		return nil, plain(err)
	}
	limitWork(&tree.Node)
	if _, err := checker.Check(tree, config); err != nil {
		return nil, plain(err)
	}
	if err := optimizer.Optimize(&tree.Node, config); err != nil {
		return nil, plain(err)
	}
	program, err := bytecode.Compile(tree, config)
	if err != nil {
		return nil, plain(err)
	}
	return program, nil
}

func exprConfig() *conf.Config {
	config := conf.New(map[string]any{cellsName: []string{}, workName: func(...any) (any, error) { return nil, nil }})
	config.MaxNodes = maxExprNodes
	for name := range config.Builtins {
		if !slices.Contains(exprFunctions, name) {
			config.Disabled[name] = true
			delete(config.Builtins, name)
		}
	}
	replaceUniq(config)
	return config
}

// plain drops the drawing that the library adds to its messages: they are
// printed after "mapping.yaml:12:7:", on one line.
func plain(err error) error {
	f, ok := errors.AsType[*file.Error](err)
	if !ok {
		return err
	}
	text, _, _ := strings.Cut(f.Message, "\n")
	return fmt.Errorf("%s, at character %d", text, f.Column+1)
}

// bindColumns replaces every name of a column in the tree by its cell.
func bindColumns(root *ast.Node, columns lookup) error {
	b := &binder{paths: map[*ast.Node]string{}, rows: map[*ast.Node]bool{}, locals: locals{}}
	ast.Walk(root, b.locals)
	ast.Walk(root, b)
	var errs []string
	for _, at := range b.order {
		path, bound := b.paths[at]
		if b.rows[at] {
			errs = append(errs, `a column is written row["First Name"], with its name in quotes`)
			continue
		}
		if !bound || b.locals[path] {
			continue
		}
		i, err := columns(path)
		if err != nil {
			errs = append(errs, err.Error())
		}
		cell := &ast.MemberNode{Node: &ast.IdentifierNode{Value: cellsName}, Property: &ast.IntegerNode{Value: i}}
		cell.SetLocation((*at).Location())
		*at = cell
	}
	if len(errs) > 0 {
		return errors.New(strings.Join(errs, "; "))
	}
	return nil
}

// binder finds the names of columns in a tree. It visits children first, so a
// name is met before the node that may make more of it than a column: the
// callee of a function, the row of row["…"], the start of a path.
type binder struct {
	order  []*ast.Node          // as found
	paths  map[*ast.Node]string // where a column is named
	rows   map[*ast.Node]bool   // `row` itself, while nothing is taken from it
	locals locals
}

// locals are the names that `let` declares.
type locals map[string]bool

func (l locals) Visit(n *ast.Node) {
	if let, ok := (*n).(*ast.VariableDeclaratorNode); ok {
		l[let.Name] = true
	}
}

func (b *binder) Visit(n *ast.Node) {
	switch node := (*n).(type) {
	case *ast.IdentifierNode:
		b.order = append(b.order, n)
		if node.Value == "row" {
			b.rows[n] = true
		} else {
			b.paths[n] = node.Value
		}
	case *ast.CallNode:
		delete(b.paths, &node.Callee)
		delete(b.rows, &node.Callee)
	case *ast.MemberNode:
		name, isText := node.Property.(*ast.StringNode)
		if !isText {
			return
		}
		if b.rows[&node.Node] {
			delete(b.rows, &node.Node)
			b.order, b.paths[n] = append(b.order, n), name.Value
		} else if path, ok := b.paths[&node.Node]; ok && !b.locals[path] {
			delete(b.paths, &node.Node)
			b.order, b.paths[n] = append(b.order, n), path+"."+name.Value
		}
	}
}

// Names returns the columns that the expression names, in order.
func (x Expr) Names() []Name {
	var names []Name
	_, _ = compileExpr(x.Text, func(column string) (int, error) {
		if !slices.ContainsFunc(names, func(n Name) bool { return n.Text == column }) {
			names = append(names, Name{Pos: x.Pos, Text: column})
		}
		return 0, nil
	})
	return names
}
