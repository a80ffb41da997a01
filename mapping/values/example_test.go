package values_test

import (
	"fmt"

	"github.com/quo-import/quo-import/mapping/values"
)

// How a column of dates reads is decided over all of it, and then each of its
// cells is read.
func ExampleDateColumn() {
	cells := []string{"03/04/2024", "2024-03-12T09:14:00Z", "04/13/2024", "31/31/2020"}
	var column values.DateColumn
	for i, cell := range cells {
		column.Add("contacts.csv", i+2, cell)
	}
	formats, undecided := column.Decide()
	if undecided != nil {
		fmt.Println(undecided.What)
		return
	}
	for _, cell := range cells {
		date, err := values.Date(cell, formats, nil)
		if err != nil {
			fmt.Println(cell, err)
			continue
		}
		fmt.Println(date)
	}
	// Output:
	// 2024-03-04T00:00:00.000Z
	// 2024-03-12T09:14:00.000Z
	// 2024-04-13T00:00:00.000Z
	// 31/31/2020 is not a date: there is no month 31
}

func ExampleUndecided() {
	var column values.NumberColumn
	column.Add("contacts.csv", 2, "1,200")
	_, undecided := column.Decide()
	fmt.Println(undecided.What, undecided.Formats, undecided.Examples)
	// Output:
	// can be read in two ways [[1,234.5] [1.234,5]] [{contacts.csv 2 1,200}]
}
