package importer_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/ratelimit"
	"github.com/quo-import/quo-import/store/bolt"
)

// A program imports rows of its own: here into the sandbox, otherwise with a quo.Client
// for the real API.
func Example() {
	dir, _ := os.MkdirTemp("", "example")
	defer os.RemoveAll(dir)
	state, _ := bolt.Open(filepath.Join(dir, "state.db"), bolt.Options{})
	defer state.Close()
	limiter := ratelimit.New(ratelimit.Options{})
	client, _ := quo.New(quo.Options{
		BaseURL: "http://127.0.0.1:1", Key: "key", Before: limiter.Wait, Observe: limiter.Observe,
		Transport: sandbox.New(sandbox.Options{}).RoundTripper(),
	})

	m, err := mapping.Load("mapping.yaml", strings.NewReader(`
version: 1
source: my-shop
key: id
contact: {firstName: name, phoneNumbers: [{column: phone, name: mobile}]}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	header := []string{"id", "name", "phone"}
	mapper, _ := m.Compile(mapping.Columns{Names: header}, mapping.CompileOptions{})
	customers := func(context.Context) iter.Seq2[rows.Row, error] {
		return func(yield func(rows.Row, error) bool) {
			for i, cells := range [][]string{{"1", "Maya", "+14155550134"}, {"2", "Ben", "+12125550171"}} {
				if !yield(rows.Row{Pos: rows.Position{File: "shop", Line: i + 1, Index: -1}, Cells: cells}, nil) {
					return
				}
			}
		}
	}
	im := &importer.Importer{API: client, State: state, Source: m.Source, Run: importer.RunID(time.Now()), Events: func(e event.Event) {
		if row, ok := e.(event.Row); ok {
			fmt.Println(row.Pos, row.Key, row.Action)
		}
	}}
	im.Options.Workers = 1 // so that the events of the example are in order
	counts, err := im.Import(context.Background(), plan.Input{Name: "shop", Header: header, Rows: customers, Mapper: mapper})
	fmt.Println(counts.Created, "created", err)
	// Output:
	// shop line 1 1 created
	// shop line 2 2 created
	// 2 created <nil>
}
