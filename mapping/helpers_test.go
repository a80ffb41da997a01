package mapping_test

import "github.com/quo-import/quo-import/mapping/mappingtest"

// What these tests share with those of the other mapping packages.
var (
	catalogue   = mappingtest.Catalogue
	load        = mappingtest.Load
	sheet       = mappingtest.Sheet
	objects     = mappingtest.Objects
	jsonColumns = mappingtest.JSONColumns
	compile     = mappingtest.Compile
	show        = mappingtest.Show
	golden      = mappingtest.Golden
	isPos       = mappingtest.IsPos
	showDesired = mappingtest.ShowDesired
)
