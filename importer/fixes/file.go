package fixes

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/atomicfile"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// The columns of a file of fixes. They are its version: a reader refuses a column that it
// does not know.
const (
	keyColumn    = "key"
	lineColumn   = "line"
	rowColumn    = "row"
	columnColumn = "column"
	oldColumn    = "old value"
	newColumn    = "new value"
)

var fileColumns = []string{keyColumn, lineColumn, rowColumn, columnColumn, oldColumn, newColumn}

// optional are the columns that a file may do without.
var optional = []string{lineColumn, rowColumn}

// FileError is everything that is wrong with a file of fixes.
type FileError struct {
	File     string
	Problems []Problem
}

// Problem is what is wrong with a line of a file of fixes.
type Problem struct {
	Line int
	Text string
}

// maxBytes bounds a file of fixes: half a million of them have less. maxProblems is how
// many of its lines may be wrong before the rest is not read.
const (
	maxBytes    = 64 << 20
	maxProblems = 10_000
)

// problemsShown is how many problems of a file are named: more than anybody fixes at a time.
const problemsShown = 20

func (e *FileError) Error() string {
	var b strings.Builder
	lines := "1 line is wrong"
	if n := len(e.Problems); n != 1 {
		lines = fmt.Sprintf("%d lines are wrong", n)
	}
	fmt.Fprintf(&b, "%s: %s, no fix was applied", e.File, lines)
	for i, p := range e.Problems {
		if i == problemsShown {
			fmt.Fprintf(&b, "\n  … %d more", len(e.Problems)-i)
			break
		}
		fmt.Fprintf(&b, "\n  line %d: %s", p.Line, p.Text)
	}
	return b.String()
}

// Read reads a file of fixes; name is for messages. The error is a *FileError if the file
// can be read and is wrong.
func Read(name string, from io.Reader) ([]Fix, error) {
	r := reader{name: name, seen: map[cell]int{}}
	if err := r.read(from); err != nil {
		return nil, err
	}
	if len(r.problems) > 0 {
		return nil, &FileError{name, r.problems}
	}
	return r.list, nil
}

// cell is what a fix is about.
type cell struct {
	row         Row
	column, old string
}

type reader struct {
	name     string
	at       map[string]int // column → its place
	list     []Fix
	seen     map[cell]int // → the line of its fix
	problems []Problem
}

func (r *reader) wrong(line int, format string, args ...any) {
	r.problems = append(r.problems, Problem{line, fmt.Sprintf(format, args...)})
}

func (r *reader) read(from io.Reader) error {
	in := bufio.NewReader(from)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = in.Discard(len(mark))
	}
	lines := csv.NewReader(in)
	lines.Comma = delimiter(in)
	lines.FieldsPerRecord = -1
	for {
		record, err := lines.Read()
		syntax, _ := errors.AsType[*csv.ParseError](err)
		switch {
		case err == io.EOF && r.at == nil:
			r.wrong(1, "the file is empty: its first line has to be %s", strings.Join(fileColumns, ","))
			return nil
		case err == io.EOF:
			return nil
		case syntax != nil:
			r.wrong(syntax.StartLine, "is not CSV: %v", syntax.Err)
			return nil // what follows a stray quote cannot be told apart
		case err != nil:
			return fmt.Errorf("%s: %w", r.name, err)
		}
		line, _ := lines.FieldPos(0)
		if r.at != nil {
			r.record(line, record)
		} else if !r.header(line, record) {
			return nil
		}
		if len(r.problems) >= maxProblems {
			r.wrong(line, "too much is wrong: the rest of the file was not read")
			return nil
		}
	}
}

// delimiter returns what separates the columns of the first line: spreadsheets write
// semicolons in some countries.
func delimiter(in *bufio.Reader) rune {
	first, _ := in.Peek(200)
	line, _, _ := strings.Cut(string(first), "\n")
	if !strings.Contains(line, ",") {
		for _, d := range ";\t" {
			if strings.ContainsRune(line, d) {
				return d
			}
		}
	}
	return ','
}

func (r *reader) header(line int, record []string) bool {
	r.at = map[string]int{}
	for i, name := range record {
		name = strings.ToLower(strings.TrimSpace(name))
		_, twice := r.at[name]
		switch {
		case twice:
			r.wrong(line, "the column %s is there twice", name)
		case !slices.Contains(fileColumns, name):
			r.wrong(line, "there is no column %s in a file of fixes%s", phrase.Quote(name), phrase.DidYouMean(name, fileColumns))
		}
		r.at[name] = i
	}
	for _, name := range fileColumns {
		if _, ok := r.at[name]; !ok && !slices.Contains(optional, name) {
			r.wrong(line, "the column %q is missing: the first line has to be %s", name, strings.Join(fileColumns, ","))
		}
	}
	return len(r.problems) == 0
}

func (r *reader) record(line int, record []string) {
	if len(record) != len(r.at) {
		r.wrong(line, "has %d cells, the header %d: write a value with a comma or a line end in quotes", len(record), len(r.at))
		return
	}
	get := func(name string) string {
		if i, ok := r.at[name]; ok {
			return record[i]
		}
		return ""
	}
	f := Fix{Row: Row{Key: get(keyColumn)}, Column: get(columnColumn), Old: get(oldColumn), New: get(newColumn), At: line}
	before := len(r.problems)
	if text := get(lineColumn); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			r.wrong(line, "%s is not the line of a row: write a number, or leave it blank", phrase.Quote(text))
		}
		f.Line = n
	}
	if text := get(rowColumn); text != "" {
		hash, err := strconv.ParseUint(text, 16, 64)
		if err != nil || len(text) != 16 || hash == 0 {
			r.wrong(line, "%s names no row: the column \"row\" holds 16 hexadecimal digits, for rows without a key; leave it blank and write the row's key", phrase.Quote(text))
		}
		f.Row.Hash = hash
	}
	r.check(&f)
	if len(r.problems) == before {
		r.seen[cell{f.Row, f.Column, f.Old}] = line
		r.list = append(r.list, f)
	}
}

func (r *reader) check(f *Fix) {
	switch {
	case f.Row == Row{}:
		r.wrong(f.At, "names no row: write its key")
	case f.Row.Key != "" && f.Row.Hash != 0:
		r.wrong(f.At, "names a row by its key and by its content: leave one of them blank")
	case f.KeepsFirst() && (f.Old != "" || f.New != KeepFirst):
		r.wrong(f.At, "names no column; without one, the new value can only be %q, for the rows with one key", KeepFirst)
	case f.KeepsFirst() && f.Row.Key == "":
		r.wrong(f.At, "%q is about the rows with one key: write the key", KeepFirst)
	case !f.KeepsFirst() && f.done(f.Old):
		r.wrong(f.At, "the old and the new value are the same: remove the line")
	default:
		if other, ok := r.seen[cell{f.Row, f.Column, f.Old}]; ok {
			r.wrong(f.At, "fixes the same cell as line %d: remove one of them", other)
		}
	}
}

// Write writes fixes as a file that Read reads.
func Write(to io.Writer, list []Fix) error {
	w := csv.NewWriter(to)
	if err := w.Write(fileColumns); err != nil {
		return err
	}
	for i := range list {
		f := &list[i]
		record := []string{f.Row.Key, "", "", f.Column, f.Old, f.New}
		if f.Line > 0 {
			record[1] = strconv.Itoa(f.Line)
		}
		if f.Row.Hash != 0 {
			record[2] = fmt.Sprintf("%016x", f.Row.Hash)
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// Load reads the fixes at a path.
func Load(path string) ([]Fix, error) {
	text, err := rows.ReadSmall(path, maxBytes)
	if err != nil {
		return nil, err
	}
	return Read(path, bytes.NewReader(text))
}

// Save writes fixes to a path, for its owner only. The file is the old one or the new
// one, whenever the process dies.
func Save(path string, list []Fix) error {
	var text bytes.Buffer
	if err := Write(&text, list); err != nil {
		return err
	}
	return atomicfile.Write(path, text.Bytes(), 0o600)
}
