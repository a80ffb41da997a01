package xlsx

import (
	"encoding/xml"
	"slices"
	"strings"
)

// workbook is what the sheets of a workbook share.
type workbook struct {
	parts    *archive
	sheets   []sheet
	strings  sharedStrings
	styles   []style // cells refer to them by number
	date1904 bool
}

type sheet struct {
	name   string
	part   string // the path in the archive
	hidden bool
}

func openWorkbook(a *archive) (*workbook, error) {
	main := "xl/workbook.xml"
	roots, err := a.relations("")
	if err != nil {
		return nil, err
	}
	for _, r := range roots {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = r.Target
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
	if err := a.decode(main, &book); err != nil {
		return nil, err
	}
	related, err := a.relations(main)
	if err != nil {
		return nil, err
	}
	w := &workbook{parts: a, date1904: isTrue(book.Properties.Date1904)}
	parts := map[string]string{} // of worksheets, by the id of the relation
	for _, r := range related {
		if strings.HasSuffix(r.Type, "/worksheet") {
			parts[r.ID] = r.Target
		}
	}
	for _, s := range book.Sheets {
		id := slices.IndexFunc(s.Attrs, func(a xml.Attr) bool { return a.Name.Local == "id" && parts[a.Value] != "" })
		if id >= 0 {
			w.sheets = append(w.sheets, sheet{name: s.Name, part: parts[s.Attrs[id].Value], hidden: s.State != "" && s.State != "visible"})
		}
	}
	styles, texts := "", ""
	for _, r := range related {
		switch {
		case strings.HasSuffix(r.Type, "/styles"):
			styles = r.Target
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			texts = r.Target
		}
	}
	if w.styles, err = readStyles(a, styles); err != nil {
		return nil, err
	}
	w.strings, err = readStrings(a, texts)
	return w, err
}

func isTrue(s string) bool { return s == "1" || s == "true" }
