package importer

import (
	"slices"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// previewSize is how many contacts a plan shows: enough to see a mapping that
// puts the company into the name, few enough to be read.
const previewSize = 10

// Preview is one of the first contacts that a plan writes, as it will look in
// Quo. Of an update it holds what the file says; what the mapping does not own
// stays as it is there.
type Preview struct {
	Pos     rows.Position
	Key     string
	Action  Action // Created or Updated
	Contact quo.Contact
}

// preview keeps a task for people to look at. In a dry run only the first
// tasks come encoded: each mapper encodes its first previewSize, among which
// the first of all must be.
func (p *Plan) preview(t *task) {
	var d mapping.Desired
	if len(p.Preview) == previewSize || t.encoded == nil || decode(t.encoded, &d) != nil {
		return
	}
	m := merge(t.key, nil, &d, &quo.Contact{}, true, true)
	p.Preview = append(p.Preview, Preview{Pos: t.row.pos, Key: t.key, Action: t.verdict.action(), Contact: m.target})
}

// hide takes a row back that turned out to be one of several with its key.
func (p *Plan) hide(t *task) {
	p.Preview = slices.DeleteFunc(p.Preview, func(v Preview) bool { return v.Key == t.key })
}
