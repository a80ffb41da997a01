package delimited_test

import (
	"testing"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
)

func TestCSV(t *testing.T) {
	for name, c := range map[string]struct {
		in     string
		opts   rows.Options
		header []string
		rows   []string
	}{
		"a comma file":                                    {in: "Name,Phone\nAnn,1\nBen,2\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1", "3: Ben|2"}},
		"the last line may lack its end":                  {in: "Name,Phone\nAnn,1", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1"}},
		"lines may end in CRLF":                           {in: "Name,Phone\r\nAnn,1\r\nBen,2\r\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1", "3: Ben|2"}},
		"lines may end in CR alone":                       {in: "Name,Phone\rAnn,1\rBen,2\r", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1", "3: Ben|2"}},
		"a line in a cell moves the lines below":          {in: "Name,Note\nAnn,\"a\nb\"\nBen,\n", header: []string{"Name", "Note"}, rows: []string{"2: Ann|a\nb", "4: Ben|"}},
		"a CRLF in a cell becomes LF":                     {in: "Name,Note\r\nAnn,\"a\r\nb\"\r\nBen,\r\n", header: []string{"Name", "Note"}, rows: []string{"2: Ann|a\nb", "4: Ben|"}},
		"blank lines are skipped and counted":             {in: "\n\nName,Phone\n\nAnn,1\n , \n,,,\nBen,2\n\x1a", header: []string{"Name", "Phone"}, rows: []string{"5: Ann|1", "8: Ben|2"}},
		"a short row is padded":                           {in: "A,B,C\n1\n1,2\n", header: []string{"A", "B", "C"}, rows: []string{"2: 1||", "3: 1|2|"}},
		"a long row keeps the cells beyond the header":    {in: "A,B\n1,2,3\n1,2,,4\n", header: []string{"A", "B"}, rows: []string{"2: 1|2|3", "3: 1|2||4"}},
		"blank cells beyond the header are dropped":       {in: "A,B\n1,2,,\n", header: []string{"A", "B"}, rows: []string{"2: 1|2"}},
		"semicolons":                                      {in: "A;B\n1,5;2\n3;4\n", header: []string{"A", "B"}, rows: []string{"2: 1,5|2", "3: 3|4"}},
		"tabs":                                            {in: "A\tB\n1\t2\n", header: []string{"A", "B"}, rows: []string{"2: 1|2"}},
		"pipes":                                           {in: "A|B\n1|2\n", header: []string{"A", "B"}, rows: []string{"2: 1|2"}},
		"commas with pipes in a cell":                     {in: "email,phones,urls\na@x,1|2,\nb@x,3,\nc@x,4|5|6,\n", header: []string{"email", "phones", "urls"}, rows: []string{"2: a@x|1|2|", "3: b@x|3|", "4: c@x|4|5|6|"}},
		"semicolons in quotes do not count":               {in: "A,B\n\"x;y;z\",1\n\"u;v;w\",2\n", header: []string{"A", "B"}, rows: []string{"2: x;y;z|1", "3: u;v;w|2"}},
		"one column":                                      {in: "Phone\n1\n2\n", header: []string{"Phone"}, rows: []string{"2: 1", "3: 2"}},
		"one column with a comma here and there":          {in: "Company\nAcme\nLi, Inc.\nGlobex\n", header: []string{"Company"}, rows: []string{"2: Acme", "3: Li| Inc.", "4: Globex"}},
		"mostly short rows are still delimited":           {in: "A;B;C\n1\n2\n3\n4;5\n", header: []string{"A", "B", "C"}, rows: []string{"2: 1||", "3: 2||", "4: 3||", "5: 4|5|"}},
		"the delimiter may be an option":                  {in: "A,B\n1,2\n", opts: rows.Options{Delimiter: ";"}, header: []string{"A,B"}, rows: []string{"2: 1,2"}},
		"the delimiter may be a word":                     {in: "A\tB\n", opts: rows.Options{Delimiter: "tab"}, header: []string{"A", "B"}},
		"sep= sets the delimiter and is not a row":        {in: "sep=;\nA;B,C\n1;2,3\n", header: []string{"A", "B,C"}, rows: []string{"3: 1|2,3"}},
		"a header without rows opens":                     {in: "Name,Phone\n", header: []string{"Name", "Phone"}},
		"a byte order mark is not part of the first name": {in: "\ufeffName,Phone\nAnn,1\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1"}},
		"a quoted first name after a byte order mark":     {in: "\ufeff\"Name\",Phone\nAnn,1\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1"}},
		"names are trimmed, cells are not":                {in: " Name ,Phone\u00a0\n Ann ,1\n", header: []string{"Name", "Phone"}, rows: []string{"2:  Ann |1"}},
		"a quote in an unquoted cell is read":             {in: "Name,Size\nAnn,5\" pipe\nBen,6\n", header: []string{"Name", "Size"}, rows: []string{`2: Ann|5" pipe`, "3: Ben|6"}},
		"a nickname in quotes is read":                    {in: "Name,Size\n\"Ann \"Annie\" Li\",5\n", header: []string{"Name", "Size"}, rows: []string{`2: Ann "Annie" Li|5`}},
		"bad quotes that move cells cost their row":       {in: "Name,Note,X\nAnn,\"a\" b,c\"d\",e\nBen,2,3\n", header: []string{"Name", "Note", "X"}, rows: []string{`2! quotes: Ann,"a" b,c"d",e`, "3: Ben|2|3"}},
		"a quote too many costs the lines it swallows":    {in: "A,B\n1,\"x\n2,y\n3,\"z\"\n4,w\n", header: []string{"A", "B"}, rows: []string{"2! quotes: 1,\"x\n2,y\n3,\"z\"", "5: 4|w"}},
		"a quote that is never closed ends the reading":   {in: "A,B\n1,x\n2,\"y\n3,z\n", header: []string{"A", "B"}, rows: []string{"2: 1|x", "end: FILE line 3: a quote (\") opens a cell in this line and is never closed; close it, or remove it; everything after it was read as one cell"}},
		"a quote too many before a cell of two lines costs the lines it swallows": {in: "A,B,C\n1,\"x,\n2,\"y\",\"z\nz\"\n4,v,w\n", header: []string{"A", "B", "C"}, rows: []string{"2! quotes: 1,\"x,\n2,\"y\",\"z", "4! quotes: z\"", "5: 4|v|w"}},
		"what may be the rest of a torn row is an error":                          {in: "A,B\n\"x \"y\nz\",1\nrest\n4,v\n5\n", header: []string{"A", "B"}, rows: []string{"2! quotes: \"x \"y", "3! quotes: z\",1", "4! quotes: rest", "5: 4|v", "6: 5|"}},
		"the error has the line of the open cell":                                 {in: "A,B\n\"x\ny\",\"y\n3,z\n", header: []string{"A", "B"}, rows: []string{"end: FILE line 3: a quote (\") opens a cell in this line and is never closed; close it, or remove it; everything after it was read as one cell"}},
		"a zero byte costs its row":                                               {in: "Name,Phone\nA\x00nn,1\nBen,2\nCid,3\nDora,4\n", header: []string{"Name", "Phone"}, rows: []string{"2! nul: A\x00nn,1", "3: Ben|2", "4: Cid|3", "5: Dora|4"}},
		"a cell beyond the limit costs its row":                                   {in: "A,B\n1234567890,2\n3,4\n", opts: rows.Options{MaxCell: 8}, header: []string{"A", "B"}, rows: []string{"2! too big: 1234567890,2", "3: 3|4"}},
		"a row of many cells costs its row":                                       {in: "A,B\n1,2,3,4,5,6\n3,4\n", opts: rows.Options{MaxColumns: 5}, header: []string{"A", "B"}, rows: []string{"2! too big: 1,2,3,4,5,6", "3: 3|4"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.csv", c.in), c.opts)
			rowstest.Want(t, "header", f.Header, c.header)
			rowstest.Want(t, "rows", rowstest.Render(f), c.rows)
			rowstest.Want(t, "rows of a second pass", rowstest.Render(f), c.rows)
		})
	}
}
