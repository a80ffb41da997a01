package delimited_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

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
		"a comma file":                                                   {in: "Name,Phone\nAnn,1\nBen,2\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1", "3: Ben|2"}},
		"the last line may lack its end":                                 {in: "Name,Phone\nAnn,1", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1"}},
		"lines may end in CRLF":                                          {in: "Name,Phone\r\nAnn,1\r\nBen,2\r\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1", "3: Ben|2"}},
		"lines may end in CR alone":                                      {in: "Name,Phone\rAnn,1\rBen,2\r", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1", "3: Ben|2"}},
		"a line in a cell moves the lines below":                         {in: "Name,Note\nAnn,\"a\nb\"\nBen,\n", header: []string{"Name", "Note"}, rows: []string{"2: Ann|a\nb", "4: Ben|"}},
		"a CRLF in a cell becomes LF":                                    {in: "Name,Note\r\nAnn,\"a\r\nb\"\r\nBen,\r\n", header: []string{"Name", "Note"}, rows: []string{"2: Ann|a\nb", "4: Ben|"}},
		"blank lines are skipped and counted":                            {in: "\n\nName,Phone\n\nAnn,1\n , \n,,,\nBen,2\n\x1a", header: []string{"Name", "Phone"}, rows: []string{"5: Ann|1", "8: Ben|2"}},
		"a short row is padded":                                          {in: "A,B,C\n1\n1,2\n", header: []string{"A", "B", "C"}, rows: []string{"2: 1||", "3: 1|2|"}},
		"a long row keeps the cells beyond the header":                   {in: "A,B\n1,2,3\n1,2,,4\n", header: []string{"A", "B"}, rows: []string{"2: 1|2|3", "3: 1|2||4"}},
		"blank cells beyond the header are dropped":                      {in: "A,B\n1,2,,\n", header: []string{"A", "B"}, rows: []string{"2: 1|2"}},
		"semicolons":                                                     {in: "A;B\n1,5;2\n3;4\n", header: []string{"A", "B"}, rows: []string{"2: 1,5|2", "3: 3|4"}},
		"tabs":                                                           {in: "A\tB\n1\t2\n", header: []string{"A", "B"}, rows: []string{"2: 1|2"}},
		"pipes":                                                          {in: "A|B\n1|2\n", header: []string{"A", "B"}, rows: []string{"2: 1|2"}},
		"commas with pipes in a cell":                                    {in: "email,phones,urls\na@x,1|2,\nb@x,3,\nc@x,4|5|6,\n", header: []string{"email", "phones", "urls"}, rows: []string{"2: a@x|1|2|", "3: b@x|3|", "4: c@x|4|5|6|"}},
		"semicolons in quotes do not count":                              {in: "A,B\n\"x;y;z\",1\n\"u;v;w\",2\n", header: []string{"A", "B"}, rows: []string{"2: x;y;z|1", "3: u;v;w|2"}},
		"one column":                                                     {in: "Phone\n1\n2\n", header: []string{"Phone"}, rows: []string{"2: 1", "3: 2"}},
		"one column with a comma here and there":                         {in: "Company\nAcme\nLi, Inc.\nGlobex\n", header: []string{"Company"}, rows: []string{"2: Acme", "3: Li| Inc.", "4: Globex"}},
		"mostly short rows are still delimited":                          {in: "A;B;C\n1\n2\n3\n4;5\n", header: []string{"A", "B", "C"}, rows: []string{"2: 1||", "3: 2||", "4: 3||", "5: 4|5|"}},
		"the delimiter may be an option":                                 {in: "A,B\n1,2\n", opts: rows.Options{Delimiter: ";"}, header: []string{"A,B"}, rows: []string{"2: 1,2"}},
		"the delimiter may be a word":                                    {in: "A\tB\n", opts: rows.Options{Delimiter: "tab"}, header: []string{"A", "B"}},
		"sep= sets the delimiter and is not a row":                       {in: "sep=;\nA;B,C\n1;2,3\n", header: []string{"A", "B,C"}, rows: []string{"3: 1|2,3"}},
		"a header without rows opens":                                    {in: "Name,Phone\n", header: []string{"Name", "Phone"}},
		"a byte order mark is not part of the first name":                {in: "\ufeffName,Phone\nAnn,1\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1"}},
		"a quoted first name after a byte order mark":                    {in: "\ufeff\"Name\",Phone\nAnn,1\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann|1"}},
		"names are trimmed, cells are not":                               {in: " Name ,Phone\u00a0\n Ann ,1\n", header: []string{"Name", "Phone"}, rows: []string{"2:  Ann |1"}},
		"a quote in an unquoted cell is read":                            {in: "Name,Size\nAnn,5\" pipe\nBen,6\n", header: []string{"Name", "Size"}, rows: []string{`2: Ann|5" pipe`, "3: Ben|6"}},
		"a nickname in quotes is read":                                   {in: "Name,Size\n\"Ann \"Annie\" Li\",5\n", header: []string{"Name", "Size"}, rows: []string{`2: Ann "Annie" Li|5`}},
		"bad quotes that move cells cost their row":                      {in: "Name,Note,X\nAnn,\"a\" b,c\"d\",e\nBen,2,3\n", header: []string{"Name", "Note", "X"}, rows: []string{`2! quotes: Ann,"a" b,c"d",e`, "3: Ben|2|3"}},
		"a quote too many costs its line, not those it swallows":         {in: "A,B\n1,\"x\n2,y\n3,\"z\"\n4,w\n", header: []string{"A", "B"}, rows: []string{"2! quotes: 1,\"x", "3: 2|y", "4: 3|z", "5: 4|w"}},
		"a quote that is never closed costs its line":                    {in: "A,B\n1,x\n2,\"y\n3,z\n4,w\n", header: []string{"A", "B"}, rows: []string{"2: 1|x", "3! quotes: 2,\"y", "4: 3|z", "5: 4|w"}},
		"a quote that is never closed above other text ends the reading": {in: "A,B\n1,x\n2,\"y\nz\nw\n", header: []string{"A", "B"}, rows: []string{"2: 1|x", "end: FILE line 3: a quote (\") opens a cell in this line and is never closed; close it, or remove it; everything after it was read as one cell"}},
		"a quote too many before a cell of two lines costs its line":     {in: "A,B,C\n1,\"x,\n2,\"y\",\"z\nz\"\n4,v,w\n", header: []string{"A", "B", "C"}, rows: []string{"2! quotes: 1,\"x,", "3: 2|y|z\nz", "5: 4|v|w"}},
		"a bad quote in a cell of several lines costs all of it":         {in: "A,B,C\n1,\"x\ny \"q\" z\",2\n4,v,w\n", header: []string{"A", "B", "C"}, rows: []string{"2! quotes: 1,\"x\ny \"q\" z\",2", "4: 4|v|w"}},
		"a quote at the begin of a cell may be part of it":               {in: "Name,Company,Phone\nAnn,\"Acme\" Inc.,1\nBen,5\" Pipe,2\n", header: []string{"Name", "Company", "Phone"}, rows: []string{`2: Ann|"Acme" Inc.|1`, `3: Ben|5" Pipe|2`}},
		"a good row follows one that is refused":                         {in: "A,B,C\nx,\"y\" \"z,1\nAnn,5\" x 6\" pipe,2\n", header: []string{"A", "B", "C"}, rows: []string{"2! quotes: x,\"y\" \"z,1", `3: Ann|5" x 6" pipe|2`}},
		"what may be the rest of a torn row is an error":                 {in: "A,B\n\"x \"y\nz\",1\nrest\n4,v\n5\n", header: []string{"A", "B"}, rows: []string{"2! quotes: \"x \"y", "3! quotes: z\",1", "4! quotes: rest", "5: 4|v", "6: 5|"}},
		"the error has the line of the open cell":                        {in: "A,B\n\"x\ny\",\"y\n3\n", header: []string{"A", "B"}, rows: []string{"end: FILE line 3: a quote (\") opens a cell in this line and is never closed; close it, or remove it; everything after it was read as one cell"}},
		"a total below the table is an error":                            {in: "Name,Orders\nAnn,3\nTotal,3\nTotal: 1,\n", header: []string{"Name", "Orders"}, rows: []string{"2: Ann|3", "3! object: Total,3", "4! object: Total: 1,"}},
		"a person whose name is a word for a total is a row":             {in: "Name,Phone\nSum,+49 30 123\nTotal,\n", header: []string{"Name", "Phone"}, rows: []string{"2: Sum|+49 30 123", "3: Total|"}},
		"a zero byte costs its row":                                      {in: "Name,Phone\nA\x00nn,1\nBen,2\nCid,3\nDora,4\n", header: []string{"Name", "Phone"}, rows: []string{"2! nul: A\x00nn,1", "3: Ben|2", "4: Cid|3", "5: Dora|4"}},
		"a cell beyond the limit costs its row":                          {in: "A,B\n1234567890,2\n3,4\n", opts: rows.Options{MaxCell: 8}, header: []string{"A", "B"}, rows: []string{"2! too big: 1234567890,2", "3: 3|4"}},
		"a row of many cells costs its row":                              {in: "A,B\n1,2,3,4,5,6\n3,4\n", opts: rows.Options{MaxColumns: 5}, header: []string{"A", "B"}, rows: []string{"2! too big: 1,2,3,4,5,6", "3: 3|4"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.csv", c.in), c.opts)
			rowstest.Want(t, "header", f.Header, c.header)
			rowstest.Want(t, "rows", rowstest.Render(f), c.rows)
			rowstest.Want(t, "rows of a second pass", rowstest.Render(f), c.rows)
		})
	}
}

// TestDialects: a file that does not keep to RFC 4180 in one way, all over, is read
// as if it did.
func TestDialects(t *testing.T) {
	header := []string{"First Name", "Last Name", "Phone"}
	both := []string{"2: Ann|Li|415-201-4411", "3: Bo|Ruiz, Jr.|415-322-9981"}
	for name, c := range map[string]struct {
		in   string
		rows []string
	}{
		"CRLF, LF and CR end lines of one file":                      {in: "First Name,Last Name,Phone\r\nAnn,Li,415-201-4411\nBo,\"Ruiz, Jr.\",415-322-9981\rCy,Fox,1\r\n", rows: append(both[:2:2], "4: Cy|Fox|1")},
		"a block of CRLF follows a block of CR":                      {in: "First Name,Last Name,Phone\rAnn,Li,415-201-4411\rBo,\"Ruiz, Jr.\",415-322-9981\r\nCy,Fox,1\r\nDi,Orr,2\r\n", rows: append(both[:2:2], "4: Cy|Fox|1", "5: Di|Orr|2")},
		"lines end in CR, and a cell has a CRLF":                     {in: "First Name,Last Name,Phone\rAnn,Li,415-201-4411\rBo,\"Ruiz,\r\nJr.\",415-322-9981\rCy,Fox,1\r", rows: []string{both[0], "3: Bo|Ruiz,\nJr.|415-322-9981", "5: Cy|Fox|1"}},
		"typographic quotes are quotes":                              {in: "“First Name”,“Last Name”,“Phone”\n“Ann”,“Li”,“415-201-4411”\n“Bo”,“Ruiz, Jr.”,“415-322-9981”\n", rows: both},
		"so are German and French ones":                              {in: "„First Name“;„Last Name“;„Phone“\n„Ann“;„Li“;„415-201-4411“\n«Bo»;«Ruiz, Jr.»;«415-322-9981»\n", rows: both},
		"typographic quotes below a header without any":              {in: "First Name,Last Name,Phone\n“Ann”,“Li”,“415-201-4411”\n“Bo”,“Ruiz, Jr.”,“415-322-9981”\n", rows: both},
		"apostrophes are quotes":                                     {in: "'First Name','Last Name','Phone'\n'Ann','Li','415-201-4411'\n'Bo','Ruiz, Jr.','415-322-9981'\n'Pat','O''Brien \"Mac\"','1'\n", rows: append(both[:2:2], `4: Pat|O'Brien "Mac"|1`)},
		"single typographic quotes are quotes, and apostrophes stay": {in: "‘First Name’,‘Last Name’,‘Phone’\n‘Ann’,‘Li’,‘415-201-4411’\n‘Bo’,‘Ruiz, Jr.’,‘415-322-9981’\n‘Pat’,‘O’Brien’,‘1’\n", rows: append(both[:2:2], "4: Pat|O’Brien|1")},
		"a tab may stand before a quote":                             {in: "First Name,Last Name,Phone\nAnn,\t\"Li\",\t\"415-201-4411\"\nBo,\t\"Ruiz, Jr.\",\t\"415-322-9981\"\n", rows: both},
		"blanks may stand before a quote":                            {in: "First Name, Last Name, Phone\nAnn, \"Li\", \"415-201-4411\"\nBo, \"Ruiz, Jr.\", \"415-322-9981\"\n", rows: both},
		"and before a cell of two lines":                             {in: "First Name, Last Name, Phone\nAnn, \"Li\nLu\", \"415-201-4411\"\nBo, \"Ruiz, Jr.\", \"415-322-9981\"\n", rows: []string{"2: Ann|Li\nLu|415-201-4411", "4: Bo|Ruiz, Jr.|415-322-9981"}},
		"blanks may stand on both sides of a delimiter":              {in: "First Name,Last Name,Phone\n\"Ann\" , \"Li\" , \"415-201-4411\"\n\"Bo\" , \"Ruiz, Jr.\" , \"415-322-9981\"\n", rows: both},
		"whole lines may be between quotes":                          {in: "\"First Name,Last Name,Phone\"\n\"Ann,Li,415-201-4411\"\n\"Bo,\"\"Ruiz, Jr.\"\",415-322-9981\"\n", rows: both},
		"but for the header":                                         {in: "First Name,Last Name,Phone\n\"Ann,Li,415-201-4411\"\n\"Bo,\"\"Ruiz, Jr.\"\",415-322-9981\"\n", rows: both},
		"with delimiters behind the quotes":                          {in: "\"First Name,Last Name,Phone\";;\n\"Ann,Li,415-201-4411\";;\n\"Bo,\"\"Ruiz, Jr.\"\",415-322-9981\";;\n", rows: both},
		"or some of many lines":                                      {in: "First Name,Last Name,Phone\nAnn,Li,415-201-4411\n\"Bo,\"\"Ruiz, Jr.\"\",415-322-9981\"\n", rows: both},
		"several ways at once":                                       {in: "“First Name”; “Last Name”; “Phone”\r“Ann”; “Li”; “415-201-4411”\r\n“Bo”; “Ruiz, Jr.”; “415-322-9981”\r\n", rows: both},
		"zero bytes behind the last line are not of it":              {in: "First Name,Last Name,Phone\nAnn,Li,415-201-4411\nBo,\"Ruiz, Jr.\",415-322-9981\n" + strings.Repeat("\x00", 512), rows: both},
		"a CR far below a file of LF ends rows that fit":             {in: "First Name,Last Name,Phone\n" + strings.Repeat("Ann,Li,415-201-4411\n", 3000) + "Bo,Li,1\rCy,Fox,2\nDi,Orr,3\n", rows: nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.csv", c.in), rows.Options{})
			rowstest.Want(t, "header", f.Header, header)
			got := rowstest.Render(f)
			if c.rows == nil {
				got = got[3000:]
				c.rows = []string{"3002: Bo|Li|1", "3003: Cy|Fox|2", "3004: Di|Orr|3"}
			}
			rowstest.Want(t, "rows", got, c.rows)
		})
	}
}

// TestNoDialect: signs of another dialect in cells of a file that keeps to RFC
// 4180 are part of the cells.
func TestNoDialect(t *testing.T) {
	for name, c := range map[string]struct {
		in     string
		header []string
		rows   []string
	}{
		"a CR in a quoted cell":                        {in: "Name,Note\nAnn,\"a\rb\"\nBen,c\n", header: []string{"Name", "Note"}, rows: []string{"2: Ann|a\rb", "3: Ben|c"}},
		"a CR in a cell without quotes":                {in: "Name,Note\nAnn,a\rb\nBen,c\n", header: []string{"Name", "Note"}, rows: []string{"2: Ann|a\rb", "3: Ben|c"}},
		"a quotation in typographic quotes":            {in: "Name,Note\nAnn,“yes”\nBen,no\nCid,“maybe”\n", header: []string{"Name", "Note"}, rows: []string{"2: Ann|“yes”", "3: Ben|no", "4: Cid|“maybe”"}},
		"a name with typographic apostrophes":          {in: "Name,Note\n‘Ann’,it’s\nBen,y\n", header: []string{"Name", "Note"}, rows: []string{"2: ‘Ann’|it’s", "3: Ben|y"}},
		"a name with apostrophes":                      {in: "Name,Note\n'Ann',x\nBen,y\n", header: []string{"Name", "Note"}, rows: []string{"2: 'Ann'|x", "3: Ben|y"}},
		"cells of which each has a leading apostrophe": {in: "Name,Phone\n'Ann,'1\n'Ben,'2\n", header: []string{"Name", "Phone"}, rows: []string{"2: 'Ann|'1", "3: 'Ben|'2"}},
		"one column of names with commas":              {in: "\"Full name\"\n\"Li, Ann\"\n\"Ruiz, Bo\"\n", header: []string{"Full name"}, rows: []string{"2: Li, Ann", "3: Ruiz, Bo"}},
		"a cell with as many commas as the header":     {in: "Name,Phone,Note\n\"Li, Ann, Dr.\",,\nBen,1,\n", header: []string{"Name", "Phone", "Note"}, rows: []string{"2: Li, Ann, Dr.||", "3: Ben|1|"}},
		"apostrophes that would join rows":             {in: "Phone,Name,Note\n'+1,O'Neil,a\n1,Ann\n2,Bo,b\n'+3,Cy,c\n4,O'Hara,d\n5,Di\n", header: []string{"Phone", "Name", "Note"}, rows: []string{"2: '+1|O'Neil|a", "3: 1|Ann|", "4: 2|Bo|b", "5: '+3|Cy|c", "6: 4|O'Hara|d", "7: 5|Di|"}},
		"texts as formulas, and one apostrophe":        {in: "Phone,Name,Note\n'+1 415 201 4411,O'Neil,=\"0049 1\"\n1,Ann,=\"0049 2\"\n2,\"Li, Bo\",=\"0049 3\"\n3,Cy,=\"0049 4\"\n", header: []string{"Phone", "Name", "Note"}, rows: []string{`2: '+1 415 201 4411|O'Neil|="0049 1"`, `3: 1|Ann|="0049 2"`, `4: 2|Li, Bo|="0049 3"`, `5: 3|Cy|="0049 4"`}},
		"blanks before cells without quotes":           {in: "Name, Phone\nAnn, 1\n", header: []string{"Name", "Phone"}, rows: []string{"2: Ann| 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.csv", c.in), rows.Options{})
			rowstest.Want(t, "header", f.Header, c.header)
			rowstest.Want(t, "rows", rowstest.Render(f), c.rows)
		})
	}
}

// TestAFileThatIsCutOff: a last line without an end and with cells missing is
// warned of, in a file whose other rows are whole.
func TestAFileThatIsCutOff(t *testing.T) {
	const sign = "the last line has no line end and only"
	for name, c := range map[string]struct {
		in    string
		warns bool
	}{
		"cut in the last line":                {"Name,Phone,Email\nAnn,1,a@x.example\nBen,2,b@x.example\nCid,", true},
		"cut in the last line of a long file": {"Name,Phone,Email\n" + strings.Repeat("Ann,1,a@x.example\n", 9000) + "Cid", true},
		"whole, with a line end":              {"Name,Phone,Email\nAnn,1,a@x.example\nCid,\n", false},
		"whole, without a line end":           {"Name,Phone,Email\nAnn,1,a@x.example\nCid,,", false},
		"with other rows that are short":      {"Name,Phone,Email\nAnn\nBen,2\nDi,1,d@x.example\nCid,", false},
		"with one row only":                   {"Name,Phone,Email\nAnn,1", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.csv", c.in), rows.Options{})
			if got := strings.Contains(strings.Join(f.Warnings, "\n"), sign); got != c.warns {
				t.Errorf("warnings: %q", f.Warnings)
			}
		})
	}
}

// A file that was written a moment ago, and whose last line has no end, may not be whole
// although no cell is missing.
func TestAFileThatMayStillBeWritten(t *testing.T) {
	for _, c := range []struct {
		in    string
		ago   time.Duration
		warns bool
	}{
		{"Name,Email\nAnn,a@x.example\nBen,b@x.exam", 0, true},
		{"Name,Email\nAnn,a@x.example\nBen,b@x.example\n", 0, false},
		{"Name,Email\nAnn,a@x.example\nBen,b@x.exam", time.Minute, false},
	} {
		path := rowstest.File(t, "x.csv", c.in)
		written := time.Now().Add(-c.ago)
		if err := os.Chtimes(path, written, written); err != nil {
			t.Fatal(err)
		}
		f := rowstest.Open(t, path, rows.Options{})
		if got := slices.Contains(f.Warnings, "the last line has no line end, and the file was written a moment ago: is it still being written?"); got != c.warns {
			t.Errorf("%q, written %s ago: %q", c.in, c.ago, f.Warnings)
		}
	}
}

// TestTextNamedAsAWorkbook: a table is read for what it is, other text is refused.
func TestTextNamedAsAWorkbook(t *testing.T) {
	f := rowstest.Open(t, rowstest.File(t, "x.xlsx", "Name,Phone\nAnn,1\n"), rows.Options{})
	rowstest.Want(t, "rows", rowstest.Render(f), []string{"2: Ann|1"})
	rowstest.Want(t, "warnings", f.Warnings, []string{"the file is text, whatever its name is, and was read as CSV"})
	rowstest.OpenError(t, rowstest.File(t, "x.xlsx", "Not found\n"), rows.Options{}, rows.ErrUnsupported)
}
