package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zip"

	"github.com/quo-import/quo-import/importer/rows"
)

// maxPart limits parts that are read as a whole. Styles and relations of real workbooks have kilobytes.
const maxPart = 64 << 20

// archive is the parts of a workbook.
type archive struct {
	in     *rows.Input
	byName map[string]*zip.File // in small letters: Office ignores case
}

// openArchive opens the zip archive that a workbook is, and refuses other files that are zip archives.
func openArchive(in *rows.Input) (*archive, error) {
	file, size, err := in.Bytes()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(file, size)
	if err != nil {
		return nil, &rows.Error{Reason: "this is a zip archive that is damaged or cut off", Advice: "get it again", Err: rows.ErrTruncated}
	}
	a := &archive{in: in, byName: map[string]*zip.File{}}
	for _, f := range slices.Backward(z.File) {
		a.byName[partName(f.Name)] = f
	}
	for _, other := range []struct{ part, what, advice string }{
		{"xl/workbook.bin", "a binary Excel workbook (.xlsb)", "save it as .xlsx or as CSV UTF-8"},
		{"content.xml", "an OpenDocument file", "save it as .xlsx or as CSV"},
		{"Index/Document.iwa", "a Numbers file", "export it from Numbers as CSV or Excel"},
		{"Index.zip", "a Numbers file", "export it from Numbers as CSV or Excel"},
		{"word/document.xml", "a Word document", "put its table into a spreadsheet and save that as CSV or .xlsx"},
	} {
		if a.find(other.part) != nil {
			return nil, &rows.Error{Reason: "this is " + other.what, Advice: other.advice, Err: rows.ErrUnsupported}
		}
	}
	if a.find("[Content_Types].xml") == nil {
		return nil, &rows.Error{Reason: "this is a zip archive", Advice: "unpack it and pass the files that are in it", Err: rows.ErrUnsupported}
	}
	return a, nil
}

// find returns a part, nil if there is none. Like Office, it ignores case.
func (a *archive) find(name string) *zip.File {
	return a.byName[partName(strings.TrimPrefix(name, "/"))]
}

func partName(name string) string { return strings.ToLower(strings.ReplaceAll(name, `\`, "/")) }

// open opens a part, with the limits of a compressed file.
func (a *archive) open(name string) (io.ReadCloser, error) {
	p := a.find(name)
	if p == nil {
		return nil, fmt.Errorf("it has no part %s", path.Base(name))
	}
	r, err := p.Open()
	if err != nil {
		return nil, err
	}
	return a.in.Guard(r, int64(p.CompressedSize64)), nil
}

// decode reads a small part.
func (a *archive) decode(name string, into any) error {
	r, err := a.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	limited := &io.LimitedReader{R: r, N: maxPart}
	err = xml.NewDecoder(limited).Decode(into)
	if limited.N == 0 {
		return rows.ErrTooBig
	}
	return err
}

// relation is the reference of one part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations reads the relations of a part, which may have none, or with "" of
// the archive. Their targets become paths in the archive.
func (a *archive) relations(of string) ([]relation, error) {
	dir, base := path.Split(of)
	name := path.Join(dir, "_rels", base+".rels")
	if a.find(name) == nil {
		return nil, nil
	}
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	err := a.decode(name, &list)
	for i, r := range list.Relations {
		list.Relations[i].Target = strings.TrimPrefix(r.Target, "/")
		if !strings.HasPrefix(r.Target, "/") {
			list.Relations[i].Target = path.Join(dir, r.Target)
		}
	}
	return list.Relations, err
}

// damaged returns an error of a part as one for a person.
func damaged(err error) *rows.Error {
	if open, ok := errors.AsType[*rows.Error](err); ok {
		return open
	}
	if errors.Is(err, rows.ErrTooBig) {
		return &rows.Error{Reason: "a part of this workbook is larger than in any real one", Advice: "save the sheet as CSV", Err: rows.ErrTooBig}
	}
	e := &rows.Error{Reason: fmt.Sprintf("this workbook is damaged (%v)", err), Advice: "open it in a spreadsheet and save it again, or save the sheet as CSV", Err: rows.ErrSyntax}
	if errors.Is(err, rows.ErrTruncated) || errors.Is(err, io.ErrUnexpectedEOF) {
		e.Err = rows.ErrTruncated
	}
	return e
}
