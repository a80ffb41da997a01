package mapping_test

import (
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// A mapping file, held against a header and the workspace's custom fields,
// turns rows into contacts.
func Example() {
	m, err := mapping.Load("mapping.yaml", strings.NewReader(`
version: 1
source: acme-crm
key: Customer ID
region: US
contact:
  firstName: First Name
  phoneNumbers:
    - {column: Mobile, name: mobile}
custom:
  Plan: {column: Plan, allow: [Basic, Pro]}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	mapper, err := m.Compile(
		mapping.Columns{File: "customers.csv", Names: []string{"Customer ID", "First Name", "Mobile", "Plan"}},
		mapping.CompileOptions{Catalogue: []quo.CustomField{{Name: "Plan", Key: "plan", Type: quo.String}}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	w := mapper.Worker()
	for _, cells := range [][]string{
		{"C-1", "Maya", "(415) 555-0134", "Pro"},
		{"C-2", "Ben", "415-555", "Gold"},
	} {
		w.Load(mapping.Row{Cells: cells})
		row := w.Map()
		fmt.Println(row.Key)
		for _, e := range row.Errors {
			fmt.Println(" ", e.Error())
		}
		for _, slot := range row.Desired.Slots {
			fmt.Println(" ", slot.Items)
		}
	}
	// Output:
	// C-1
	//   [{mobile +14155550134}]
	// C-2
	//   Plan: "Gold" is not one of the values that the mapping allows: Basic or Pro
	//   Mobile: "415-555" is too short for a US number
	//   []
}
