package importer_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/store/memory"
)

// A program with a state of its own, here in memory: the second import finds nothing to
// do. Check such a state with store/storetest.
func Example_ownState() {
	client, _ := quo.New(quo.Options{BaseURL: "http://127.0.0.1:1", Key: "key", Transport: sandbox.New(sandbox.Options{}).RoundTripper()})
	m, err := mapping.Load("mapping.yaml", strings.NewReader(
		"{version: 1, source: my-shop, key: id, contact: {firstName: name, phoneNumbers: [{column: phone, name: mobile}]}}"))
	if err != nil {
		fmt.Println(err)
		return
	}
	header := []string{"id", "name", "phone"}
	mapper, _ := m.Compile(mapping.Columns{Names: header}, mapping.CompileOptions{})
	customers := func(context.Context) iter.Seq2[rows.Row, error] {
		return func(yield func(rows.Row, error) bool) {
			yield(rows.Row{Cells: []string{"1", "Maya", "+14155550134"}, Pos: rows.Position{Line: 1, Index: -1}}, nil)
		}
	}
	state := memory.New()
	for range 2 {
		im := &importer.Importer{API: client, State: state, Source: m.Source, Run: importer.RunID(time.Now())}
		counts, err := im.Import(context.Background(), plan.Input{Name: "shop", Header: header, Rows: customers, Mapper: mapper})
		fmt.Println(counts.Created, "created,", counts.Unchanged, "unchanged,", err)
	}
	// Output:
	// 1 created, 0 unchanged, <nil>
	// 0 created, 1 unchanged, <nil>
}
