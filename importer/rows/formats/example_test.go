package formats_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
)

func ExampleOpen() {
	in := strings.NewReader("Name;Phone\nAnn;+1 415 555 0134\n\"Ben \"Benny\" Li;\n\"Zoë\nGarcía\";+49 30 1234\n")
	f, err := formats.Open("-", rows.Options{Stdin: in})
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	fmt.Printf("%s, %s, delimiter %q: %q\n", f.Format, f.Encoding, f.Delimiter, f.Header)
	for row, err := range f.Rows(context.Background()) {
		switch {
		case err != nil:
			log.Fatal(err) // nothing after it can be read
		case row.Err != nil:
			fmt.Println(row.Err)
		default:
			fmt.Printf("%v: %q\n", row.Pos, row.Cells)
		}
	}
	// Output:
	// CSV, UTF-8, delimiter ';': ["Name" "Phone"]
	// standard input line 2: ["Ann" "+1 415 555 0134"]
	// standard input line 3: the quotes (") do not pair, at character 6 of the line; put the cell between quotes, and write a quote inside it twice ("")
	// standard input line 4: ["Zoë\nGarcía" "+49 30 1234"]
}
