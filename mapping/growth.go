package mapping

import (
	"fmt"

	"github.com/expr-lang/expr/ast"
)

// maxGrowth is how many times as long as all cells of a row together a text may become in
// an expression. Beyond it an expression could fill the memory with one row.
const maxGrowth = 2000

// checkGrowth refuses an expression that can make a text much longer than its cells, such
// as one that doubles a text again and again.
func checkGrowth(tree ast.Node) error {
	g := growth{}
	if n := g.of(tree); n > maxGrowth {
		return fmt.Errorf("it can make a text more than %d times as long as its cells: write it with fewer repetitions", maxGrowth)
	}
	return nil
}

// growth has how many times as long as the cells the variables of "let" may be.
type growth map[string]float64

// of returns how many times as long as the cells the value of a node may be, at least 1.
func (g growth) of(n ast.Node) float64 {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return max(1, g[n.Value])
	case *ast.VariableDeclaratorNode:
		g[n.Name] = g.of(n.Value)
		return g.of(n.Expr)
	case *ast.BinaryNode:
		switch n.Operator {
		case "..": // a list of so many numbers
			if to, ok := n.Right.(*ast.IntegerNode); !ok || to.Value > maxGrowth {
				return 2 * maxGrowth
			}
		case "+":
			return g.of(n.Left) + g.of(n.Right)
		}
		return max(g.of(n.Left), g.of(n.Right))
	case *ast.ConditionalNode:
		return max(g.of(n.Cond), g.of(n.Exp1), g.of(n.Exp2))
	case *ast.UnaryNode:
		return g.of(n.Node)
	case *ast.PredicateNode:
		return g.of(n.Node)
	case *ast.MemberNode:
		return g.of(n.Node)
	case *ast.ChainNode:
		return g.of(n.Node)
	case *ast.SliceNode:
		return g.of(n.Node)
	case *ast.ArrayNode:
		return g.sum(n.Nodes)
	case *ast.SequenceNode:
		return g.most(n.Nodes)
	case *ast.CallNode:
		return g.sum(n.Arguments)
	case *ast.BuiltinNode:
		return g.builtin(n)
	}
	return 1
}

func (g growth) builtin(n *ast.BuiltinNode) float64 {
	switch n.Name {
	case "replace":
		if last := len(n.Arguments) - 1; last >= 2 {
			if by, ok := n.Arguments[last].(*ast.StringNode); ok {
				return g.of(n.Arguments[0]) * max(1, float64(len(by.Value)))
			}
		}
		return g.sum(n.Arguments) * maxGrowth / 10
	case "join", "concat":
		return g.sum(n.Arguments)
	}
	return g.most(n.Arguments)
}

func (g growth) sum(nodes []ast.Node) float64 {
	n := 0.0
	for _, node := range nodes {
		n += g.of(node)
	}
	return max(1, n)
}

func (g growth) most(nodes []ast.Node) float64 {
	n := 1.0
	for _, node := range nodes {
		n = max(n, g.of(node))
	}
	return n
}
