package rows

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zip"
)

// workbook is an opened XLSX: its parts, and what they share.
//
// It is read here and not with excelize, whose row iterator takes 20 s for
// 200,000 rows of 14 columns where this takes two, hides a cell's type (a date is told from a number
// by it), passes over broken XML and broken references in silence, and writes large sheets to
// named temporary files, which stay when the process is killed.
type workbook struct {
	zip      *zip.Reader
	opts     Options
	sheets   []sheet
	strings  sharedStrings
	styles   []style // by the number that cells give
	date1904 bool
}

type sheet struct {
	name   string
	part   string // the path in the archive
	hidden bool
}

// maxPart bounds the parts that are read whole. Styles and relations of real workbooks have kilobytes.
const maxPart = 64 << 20

// openZip opens an XLSX and names the other files that are zip archives, too.
func (f *File) openZip() error {
	if f.src.pack != plain { // a zip archive is read from its end
		if err := f.unpack(); err != nil {
			return err
		}
	}
	z, err := zip.NewReader(io.NewSectionReader(f.src.file, 0, f.src.size), f.src.size)
	if err != nil {
		return &OpenError{Reason: "this is a zip archive that is damaged or cut off", Advice: "get it again", Err: ErrTruncated}
	}
	if e := refuseArchive(z); e != nil {
		return e
	}
	w := &workbook{zip: z, opts: f.opts}
	if err := w.open(); err != nil {
		return workbookError(err)
	}
	f.Format, f.book = XLSX, w
	f.start = f.startSheet
	return f.chooseSheet()
}

// unpack replaces a packed source by its content.
func (f *File) unpack() error {
	r, err := f.src.open()
	if err != nil {
		return err
	}
	defer r.Close()
	packed := f.src.file
	src, err := spool(f.Name, r, f.opts)
	if err != nil {
		return err
	}
	f.src = src
	return packed.Close()
}

func refuseArchive(z *zip.Reader) *OpenError {
	for _, kind := range []struct{ part, what, advice string }{
		{"xl/workbook.bin", "a binary Excel workbook (.xlsb)", "save it as .xlsx or as CSV UTF-8"},
		{"content.xml", "an OpenDocument file", "save it as .xlsx or as CSV"},
		{"Index/Document.iwa", "a Numbers file", "export it from Numbers as CSV or Excel"},
		{"Index.zip", "a Numbers file", "export it from Numbers as CSV or Excel"},
		{"word/document.xml", "a Word document", "put its table into a spreadsheet and save that as CSV or .xlsx"},
	} {
		if part(z, kind.part) != nil {
			return &OpenError{Reason: "this is " + kind.what, Advice: kind.advice, Err: ErrUnsupported}
		}
	}
	if part(z, "[Content_Types].xml") == nil {
		return &OpenError{Reason: "this is a zip archive", Advice: "unpack it and give the files that are in it", Err: ErrUnsupported}
	}
	return nil
}

// part finds a part whatever the case of its name, as Office does.
func part(z *zip.Reader, name string) *zip.File {
	name = strings.TrimPrefix(name, "/")
	i := slices.IndexFunc(z.File, func(f *zip.File) bool {
		return strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name)
	})
	if i < 0 {
		return nil
	}
	return z.File[i]
}

// workbookError makes an error of a part one for a person.
func workbookError(err error) *OpenError {
	var open *OpenError
	switch {
	case errors.As(err, &open):
		return open
	case errors.Is(err, errLong), errors.Is(err, ErrTooBig):
		return &OpenError{Reason: "a part of this workbook is larger than any that was seen in a real one", Advice: "save the sheet as CSV", Err: ErrTooBig}
	}
	e := &OpenError{Reason: fmt.Sprintf("this workbook is damaged (%v)", err), Advice: "open it in a spreadsheet and save it again, or save the sheet as CSV", Err: ErrSyntax}
	if errors.Is(err, ErrTruncated) || errors.Is(err, io.ErrUnexpectedEOF) {
		e.Err = ErrTruncated
	}
	return e
}

// open reads the parts that all sheets need.
func (w *workbook) open() error {
	main := "xl/workbook.xml"
	rels, err := w.relations("_rels/.rels")
	if err != nil {
		return err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = resolve("", r.Target)
		}
	}
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decode(main, &book); err != nil {
		return err
	}
	rels, err = w.relations(path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"))
	if err != nil {
		return err
	}
	w.date1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	styles, texts := "", ""
	for _, r := range rels {
		switch {
		case strings.HasSuffix(r.Type, "/styles"):
			styles = resolve(main, r.Target)
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			texts = resolve(main, r.Target)
		}
	}
	for _, s := range book.Sheets {
		for _, r := range rels {
			if strings.HasSuffix(r.Type, "/worksheet") && slices.ContainsFunc(s.Attrs, func(a xml.Attr) bool { return a.Name.Local == "id" && a.Value == r.ID }) {
				w.sheets = append(w.sheets, sheet{name: s.Name, part: resolve(main, r.Target), hidden: s.State != "" && s.State != "visible"})
			}
		}
	}
	if err := w.readStyles(styles); err != nil {
		return err
	}
	return w.readStrings(texts)
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations reads how a part names others; a part that has none names none.
func (w *workbook) relations(name string) ([]relation, error) {
	var rels struct {
		Relations []relation `xml:"Relationship"`
	}
	if part(w.zip, name) == nil {
		return nil, nil
	}
	err := w.decode(name, &rels)
	return rels.Relations, err
}

// resolve makes the target of a relation a path in the archive.
func resolve(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return target[1:]
	}
	return path.Join(path.Dir(from), target)
}

// decode reads a small part.
func (w *workbook) decode(name string, into any) error {
	r, err := w.part(name)
	if err != nil {
		return err
	}
	defer r.Close()
	limited := &io.LimitedReader{R: r, N: maxPart}
	err = xml.NewDecoder(limited).Decode(into)
	if limited.N == 0 {
		return ErrTooBig
	}
	return err
}

// part opens a part, guarded as a packed file is.
func (w *workbook) part(name string) (io.ReadCloser, error) {
	p := part(w.zip, name)
	if p == nil {
		return nil, fmt.Errorf("it has no part %s", path.Base(name))
	}
	r, err := p.Open()
	if err != nil {
		return nil, err
	}
	return &unpacked{r: r, packed: &exact{n: int64(p.CompressedSize64)}, max: w.opts.MaxExpand, close: r.Close}, nil
}
