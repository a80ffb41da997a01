package vcard_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
	"github.com/quo-import/quo-import/importer/rows/vcard"
)

// card wraps properties into a card of version 3.0.
func card(properties ...string) string {
	return "BEGIN:VCARD\r\nVERSION:3.0\r\n" + strings.Join(properties, "\r\n") + "\r\nEND:VCARD\r\n"
}

// byColumn returns the cells that are not blank, with their column's name.
func byColumn(f *rows.File, row rows.Row) map[string]string {
	m := map[string]string{}
	for i, c := range row.Cells {
		if c != "" {
			m[f.Header[i]] = c
		}
	}
	return m
}

func TestVCard(t *testing.T) {
	type columns = map[string]string
	for name, c := range map[string]struct {
		in   string
		want columns
	}{
		"a person from iCloud": {
			in: card(`N:Okafor;Maya;Jane;;`, `FN:Maya Okafor`, `ORG:Okafor Plumbing;Field Team`, `TITLE:Owner`,
				`item1.TEL;type=pref:+1 (415) 555-0134`, `item1.X-ABLabel:Site phone`, `TEL;type=WORK;type=VOICE:(415) 555-0136`,
				`EMAIL;type=INTERNET;type=WORK;type=pref:maya@okafor.example`, `item2.ADR;type=WORK:;;12 Pier St\nSuite 4;Oakland;CA;94607;United States`,
				`NOTE:Prefers texts\, after 5pm\nGate code 1234`, `UID:7d0d`),
			want: columns{"UID": "7d0d", "Full Name": "Maya Okafor", "First Name": "Maya", "Middle Name": "Jane", "Last Name": "Okafor", "Company": "Okafor Plumbing",
				"Department": "Field Team", "Title": "Owner", "Other Phone": "+1 (415) 555-0134", "Other Phone Label": "Site phone", "Work Phone": "(415) 555-0136",
				"Work Email": "maya@okafor.example", "Address": "12 Pier St Suite 4, Oakland, CA, 94607, United States", "Country": "United States", "Note": "Prefers texts, after 5pm\nGate code 1234"}},
		"a company has no person's name": {
			in:   card(`N:;;;;`, `FN:Front Desk\, Hotel Lux`, `ORG:Front Desk\, Hotel Lux;`, `X-ABShowAs:COMPANY`, `TEL;type=MAIN:5552368`),
			want: columns{"Company": "Front Desk, Hotel Lux", "Main Phone": "5552368"}},
		"several numbers of a kind share a cell": {
			in:   card(`FN:A`, `TEL;TYPE=CELL:1`, `TEL;TYPE=cell,voice:2`, `TEL;TYPE=HOME:3`, `TEL:4`, `item1.TEL:5`, `item1.X-ABLabel:Boat`),
			want: columns{"Full Name": "A", "Mobile Phone": "1 ::: 2", "Home Phone": "3", "Other Phone": "4 ::: 5", "Other Phone Label": "other ::: Boat"}},
		"a label of Apple's own is a kind": {
			in:   card(`FN:A`, `item1.TEL:1`, `item1.X-ABLabel:_$!<Mobile>!$_`, `item2.TEL:2`, `item2.X-ABLabel:_$!<HomeFAX>!$_`),
			want: columns{"Full Name": "A", "Mobile Phone": "1", "Fax": "2"}},
		"a fax at work is a fax": {
			in: card(`FN:A`, `TEL;type=WORK;type=FAX:1`), want: columns{"Full Name": "A", "Fax": "1"}},
		"version 4 with values that are URIs": {
			in:   strings.Replace(card(`FN:A`, `TEL;VALUE=uri;TYPE="voice,work":tel:+1-555-555-0134;ext=102`, `EMAIL:mailto:a@x.example`, `UID:urn:uuid:1`), "3.0", "4.0", 1),
			want: columns{"Full Name": "A", "Work Phone": "+1-555-555-0134 ext. 102", "Other Email": "a@x.example", "Other Email Label": "other", "UID": "urn:uuid:1"}},
		"types in the short form of 2.1": {
			in: card(`FN:A`, `TEL;CELL;PREF:1`, `EMAIL;HOME:a@x.example`), want: columns{"Full Name": "A", "Mobile Phone": "1", "Home Email": "a@x.example"}},
		"folded lines are joined, within characters too": {
			in: card("FN:Zo\xc3\r\n \xab Gar\r\n cía", "NOTE:one\r\n\ttwo"), want: columns{"Full Name": "Zoë García", "Note": "onetwo"}},
		"escaped semicolons do not split": {
			in: card(`N:Li\;x;Ben;;;`, `FN:Ben`, `ORG:Li \; Sons;A`), want: columns{"Full Name": "Ben", "First Name": "Ben", "Last Name": "Li;x", "Company": "Li ; Sons", "Department": "A"}},
		"pictures are skipped, however large": {
			in: card(`FN:A`, "PHOTO;ENCODING=b;TYPE=JPEG:"+strings.Repeat("QUJD\r\n ", 1<<20), `TEL:1`), want: columns{"Full Name": "A", "Other Phone": "1", "Other Phone Label": "other"}},
		"a picture on one line too": {
			in: card(`FN:A`, "PHOTO:data:image/jpeg;base64,"+strings.Repeat("QUJD", 2<<20), `TEL;TYPE=main:1`), want: columns{"Full Name": "A", "Main Phone": "1"}},
		"version 2.1 in its short form": {
			in: strings.Replace(card(`N:Ruiz;Ana;;;`, `FN:Ana Ruiz`, `TEL;CELL;VOICE:+1-415-201-4411`, `TEL;WORK:415-322-9981`, `EMAIL;PREF;INTERNET:ana@x.example`, `ORG:Acme;Sales`, `TITLE:CEO`), "3.0", "2.1", 1),
			want: columns{"Full Name": "Ana Ruiz", "First Name": "Ana", "Last Name": "Ruiz", "Mobile Phone": "+1-415-201-4411", "Work Phone": "415-322-9981",
				"Other Email": "ana@x.example", "Other Email Label": "other", "Company": "Acme", "Department": "Sales", "Title": "CEO"}},
		"quoted-printable, over several lines": {
			in: strings.Replace(card(`N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=52=75=C3=AD=7A;=41=6E=61;;;`, "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=41=6E=61=20=\r\n=52=75=C3=AD=7A",
				"NOTE;QUOTED-PRINTABLE:one=0D=0Atwo=3B three=\r\n, four", `TEL;CELL:1`), "3.0", "2.1", 1),
			want: columns{"Full Name": "Ana Ruíz", "First Name": "Ana", "Last Name": "Ruíz", "Note": "one\ntwo; three, four", "Mobile Phone": "1"}},
		"quoted-printable in another charset": {
			in:   card(`FN;ENCODING=QUOTED-PRINTABLE;CHARSET=Shift_JIS:=8D=B2=93=A1`, `ORG;ENCODING=QUOTED-PRINTABLE:M=FCller=3B Co;A`),
			want: columns{"Full Name": "佐藤", "Company": "Müller; Co", "Department": "A"}},
		"a picture of 2.1 need not be folded": {
			in: strings.Replace(card(`FN:A`, "PHOTO;ENCODING=BASE64;JPEG:QUJD", strings.Repeat("QUJDQUJD\r\n", 3)+"QUI=", "", `TEL:1`), "3.0", "2.1", 1), want: columns{"Full Name": "A", "Other Phone": "1", "Other Phone Label": "other"}},
		"several names of a kind are one name": {
			in: card(`N:Ruiz;Ana;Maria,Pia;Dr.,Prof.;Jr.,M.D.`, `FN:Ana Ruiz`), want: columns{"Full Name": "Ana Ruiz", "First Name": "Ana", "Middle Name": "Maria Pia", "Last Name": "Ruiz"}},
		"but not a name with a comma in it": {
			in: card(`N:Ruiz\, Jr.;Ana;;;`, `FN:Ana Ruiz`), want: columns{"Full Name": "Ana Ruiz", "First Name": "Ana", "Last Name": "Ruiz, Jr."}},
		"an assistant's number is somebody else's": {
			in: card(`FN:A`, `item1.TEL:1`, `item1.X-ABLabel:_$!<Assistant>!$_`, `TEL;TYPE=CELL:2`), want: columns{"Full Name": "A", "Assistant Phone": "1", "Mobile Phone": "2"}},
		"categories are split": {
			in: card(`FN:A`, `CATEGORIES:vip,north`), want: columns{"Full Name": "A", "Categories": "vip ::: north"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.vcf", c.in), rows.Options{})
			n := 0
			for row, err := range f.Rows(t.Context()) {
				if err != nil || row.Err != nil {
					t.Fatal(err, row.Err)
				}
				if d := cmp.Diff(c.want, byColumn(f, row)); d != "" {
					t.Error(d)
				}
				n++
			}
			if n != 1 || f.Format != vcard.Format.Name {
				t.Errorf("%d rows of %s", n, f.Format)
			}
		})
	}
}

func TestVCardsThatAreBroken(t *testing.T) {
	const a, b = "BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\n", "BEGIN:VCARD\nVERSION:3.0\nFN:B\nEND:VCARD\n"
	columns := len(rowstest.Open(t, rowstest.File(t, "x.vcf", a), rows.Options{}).Header)
	rest := strings.Repeat("|", columns-2)
	rowA, rowB := ": |A"+rest, ": |B"+rest
	for name, c := range map[string]struct {
		in   string
		opts rows.Options
		want []string
	}{
		"cards follow one another, with blank lines":         {in: "\n" + a + "\n\n" + b, want: []string{"2" + rowA, "8" + rowB}},
		"text between cards is an error of its own":          {in: a + "hello\n" + b, want: []string{"1" + rowA, "5! syntax: hello", "6" + rowB}},
		"a card without an end does not swallow the next":    {in: "BEGIN:VCARD\nFN:X\n" + b, want: []string{"1! syntax: BEGIN:VCARD\nFN:X", "3" + rowB}},
		"a file that ends within a card is cut off":          {in: a + "BEGIN:VCARD\nFN:X\n", want: []string{"1" + rowA, "end: FILE line 5: the file ends too early: the card has no end; it was not written or copied completely: get it again"}},
		"a line that is no property costs its card":          {in: "BEGIN:VCARD\nVERSION:3.0\nFN:A\noops\nEND:VCARD\n" + b, want: []string{"1! syntax: BEGIN:VCARD\nVERSION:3.0\nFN:A\noops\nEND:VCARD", "6" + rowB}},
		"a damaged parameter costs its card":                 {in: "BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL;TYPE=\"a\"b:1\nEND:VCARD\n", want: []string{"1! syntax: BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL;TYPE=\"a\"b:1\nEND:VCARD"}},
		"a card of 2.1 among others":                         {in: a + strings.Replace(b, "3.0", "2.1", 1), want: []string{"1" + rowA, "5" + rowB}},
		"lines that are none of a card's are no contact":     {in: "BEGIN:VCARD\nGroup: \nFirst name:A\nCell phone:+1415\nEND:VCARD\n" + b, want: []string{"1! syntax: BEGIN:VCARD\nGroup: \nFirst name:A\nCell phone:+1415\nEND:VCARD", "6" + rowB}},
		"a value that is not in its charset costs its card":  {in: "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=\nEND:VCARD\n" + b, want: []string{"1! encoding: BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=\nEND:VCARD", "5" + rowB}},
		"files with a byte order mark may be joined":         {in: "\ufeff" + a + "\ufeff" + b, want: []string{"1" + rowA, "5" + rowB}},
		"text above the first card is left out":              {in: "My contacts\n2024\n" + a + b, want: []string{"3" + rowA, "7" + rowB}},
		"lines may end in CR, LF and CRLF":                   {in: strings.ReplaceAll(a, "\n", "\r") + strings.ReplaceAll(b, "\n", "\r\n"), want: []string{"1" + rowA, "5" + rowB}},
		"a group is no contact":                              {in: "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:G\nEND:VCARD\n", want: []string{"1! object: BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:G\nEND:VCARD"}},
		"a card that is too long":                            {in: "BEGIN:VCARD\nVERSION:3.0\nNOTE:" + strings.Repeat("x", 200) + "\nFN:A\nEND:VCARD\n" + b, opts: rows.Options{MaxRow: 100}, want: []string{"1! too big: BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD", "6" + rowB}},
		"a byte that is not UTF-8 is reported with its line": {in: "BEGIN:VCARD\nVERSION:3.0\nFN:A\n B\nNOTE:\xff\nEND:VCARD\n", opts: rows.Options{Encoding: "utf-8"}, want: []string{"1! encoding: BEGIN:VCARD\nVERSION:3.0\nFN:AB\nNOTE:\xff\nEND:VCARD"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.vcf", c.in), c.opts)
			rowstest.Want(t, "rows", rowstest.Render(f), c.want)
			for row := range f.Rows(t.Context()) {
				if row.Err != nil && row.Err.Fault == rows.FaultEncoding && strings.Contains(c.in, "NOTE") && !strings.Contains(row.Err.Reason, "line 5 ") {
					t.Error(row.Err)
				}
			}
		})
	}
	t.Run("text above the first card is warned of", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "contacts.txt", "My contacts\n"+a), rows.Options{})
		rowstest.Want(t, "warnings", f.Warnings, []string{"the text above the first card, in line 2, was left out"})
	})
	t.Run("a table with a card in a cell is a table", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.csv", "Name,Card\nAnn,\"x\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n\"\n"), rows.Options{})
		if f.Format != "CSV" {
			t.Error(f.Format)
		}
	})
	t.Run("a property may name the charset of the file", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.vcf", "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=windows-1251:\xc0\xed\xed\xe0\nEND:VCARD\n"), rows.Options{})
		for row := range f.Rows(t.Context()) {
			if row.Err != nil || row.Cells[1] != "Анна" {
				t.Error(row.Cells, row.Err)
			}
		}
	})
	t.Run("windows-1252 is guessed in cards too", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.vcf", card("FN:J\xfcrgen M\xfcller")), rows.Options{})
		for row := range f.Rows(t.Context()) {
			if row.Cells[1] != "Jürgen Müller" {
				t.Error(row.Cells)
			}
		}
	})
}

func FuzzVCard(f *testing.F) {
	f.Add([]byte(card("FN:A", "TEL;CELL:1", "item1.TEL;type=pref:2", "item1.X-ABLabel:x", "N:a\\;b;c")))
	f.Add([]byte("BEGIN:VCARD\nFN:\n x\nBEGIN:VCARD\nVERSION:4.0\nTEL;TYPE=\"a,b\":tel:1;ext=2\nEND:VCARD\nx\n"))
	f.Add([]byte("VERSION:2.1\nFN;QUOTED-PRINTABLE:=41=\n=42\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=3B;=C3=AD,x\nEND:VCARD"))
	f.Add([]byte("BEGIN:VCARD\nPHOTO:x\n y\nADR:;;;\nORG:\nEND:VCARD"))
	f.Fuzz(func(t *testing.T, in []byte) {
		rowstest.Fuzz(t, append([]byte("BEGIN:VCARD\n"), in...), rows.Options{})
	})
}
