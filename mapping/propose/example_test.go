package propose_test

import (
	"fmt"
	"os"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

// A file with plain headers needs no mapping file.
func ExampleMapping() {
	cols := mapping.Columns{File: "sheet.csv", Names: []string{"First Name", "Surname", "Mobile", "Fax"}}
	rows := []mapping.Row{{Cells: []string{"Maya", "Okafor", "+1 415 555 0134", ""}}}
	p := propose.Mapping(cols, rows, propose.Options{})
	for _, n := range p.Notes {
		fmt.Println(n.Kind, n.Column)
	}
	if err := p.Mapping.Write(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// matched First Name
	// matched Surname
	// matched Mobile
	// left Fax
	// version: 1
	// contact:
	//   firstName: First Name
	//   lastName: Surname
	//   phoneNumbers:
	//   - {column: Mobile, name: mobile}
}
