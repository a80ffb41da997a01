package formats_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
)

var (
	utf16le = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16be = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

func encode(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	b, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncodings(t *testing.T) {
	const german = "Name;Firma\nJürgen Müller;Weiß & Söhne\n"
	for name, c := range map[string]struct {
		enc    encoding.Encoding
		mark   string
		option string
		in     string
		want   string // Encoding
		warns  bool
	}{
		"UTF-8":                                 {in: german, want: "UTF-8"},
		"UTF-8 with a mark":                     {mark: "\xef\xbb\xbf", in: german, want: "UTF-8"},
		"UTF-16 from Excel":                     {enc: utf16le, mark: "\xff\xfe", in: "Name\tFirma\r\nJürgen Müller\tWeiß\r\n", want: "UTF-16LE"},
		"UTF-16 of the other order":             {enc: utf16be, mark: "\xfe\xff", in: german, want: "UTF-16BE"},
		"UTF-16 without a mark":                 {enc: utf16le, in: german, want: "UTF-16LE"},
		"UTF-16BE without a mark":               {enc: utf16be, in: german, want: "UTF-16BE"},
		"Japanese UTF-16":                       {enc: utf16le, mark: "\xff\xfe", in: "名前,電話\n田中 太郎,03\n", want: "UTF-16LE"},
		"German from Excel":                     {enc: charmap.Windows1252, in: german, want: "windows-1252", warns: true},
		"French with typographic signs":         {enc: charmap.Windows1252, in: "Prénom,Société\nNadia,Café de l’Étoile\n", want: "windows-1252", warns: true},
		"one umlaut":                            {enc: charmap.Windows1252, in: "Name,Phone\nAnn,1\nJürgen,2\n", want: "windows-1252", warns: true},
		"no-break spaces alone":                 {enc: charmap.Windows1252, in: "Name,Since\nAnn,\u00a02024-03-12\u00a0\nBen,\u00a02023-01-01\u00a0\n", want: "windows-1252", warns: true},
		"no-break spaces around names":          {enc: charmap.Windows1252, in: "Name,Since\n\u00a0Silva\u00a0,1\n\u00a0Roe\u00a0,2\n", want: "windows-1252", warns: true},
		"no-break spaces around small letters":  {enc: charmap.Windows1252, in: "Site,Phone\n\u00a0www.li.example\u00a0,1\n\u00a0www.roe.example\u00a0,2\n", want: "windows-1252", warns: true},
		"no-break spaces and a few letters":     {enc: charmap.Windows1252, in: "Nimi\tPäivämäärä\nSeán Weber\t\u00a01999-12-31\u00a0\nJo Li\t\u00a02024-02-29\u00a0\nAl Roe\t\u00a02024-03-12\u00a0\n", want: "windows-1252", warns: true},
		"Danish":                                {enc: charmap.Windows1252, in: "Navn,Firma\nSøren Bjørn,Ærø\n", want: "windows-1252", warns: true},
		"Spanish":                               {enc: charmap.Windows1252, in: "Nombre,Teléfono\nJosé Núñez,55\nMaría Peña,66\n", want: "windows-1252", warns: true},
		"Polish":                                {enc: charmap.Windows1250, in: "Imię,Nazwisko\nMałgorzata,Żółć\nStanisław,Dąbrowski\n", want: "windows-1250", warns: true},
		"Russian":                               {enc: charmap.Windows1251, in: "Имя,Фамилия\nДмитрий,Иванов\nОльга,Петрова\n", want: "windows-1251", warns: true},
		"Japanese":                              {enc: japanese.ShiftJIS, in: "名前,電話\n田中 太郎,03\n鈴木 美咲,04\n", want: "shift_jis", warns: true},
		"an old Mac":                            {enc: charmap.Macintosh, in: "Prénom,Nom\nRenée,Lefèvre\nJosé,Núñez\n", want: "macintosh", warns: true},
		"Polish by ISO":                         {enc: charmap.ISO8859_2, in: "Imię;Nazwisko\nŚwięty;Żółć\n", want: "iso-8859-2", warns: true},
		"Czech":                                 {enc: charmap.Windows1250, in: "Jméno;Příjmení\nJiří;Dvořák\nŠárka;Černá\n", want: "windows-1250", warns: true},
		"Hungarian":                             {enc: charmap.Windows1250, in: "Név;Telefon\nGyörgy Kovács;1\nErzsébet Szűcs;2\nJenő;3\n", want: "windows-1250", warns: true},
		"Lithuanian":                            {enc: charmap.Windows1257, in: "Vardas;Pavardė\nJonas;Žukauskas\nRūta;Šimkutė\n", want: "windows-1257", warns: true},
		"Turkish":                               {enc: charmap.Windows1254, in: "Ad;Soyad\nAyşe;Yılmaz\nÇağrı;Şahin\n", want: "windows-1254", warns: true},
		"Turkish with a dot on a capital":       {enc: charmap.Windows1254, in: "Ad;Soyad\nİbrahim;Güneş\nİsmail;Gül\nİlker;Çelik\nİpek;Öz\nİnci;Güler\nŞükrü;Çetin\n", want: "windows-1254", warns: true},
		"Ukrainian":                             {enc: charmap.Windows1251, in: "Ім'я;Прізвище\nЇжак;Євген\n", want: "windows-1251", warns: true},
		"Russian, one name":                     {enc: charmap.Windows1251, in: "Name;Phone\nАнна;1\n", want: "windows-1251", warns: true},
		"Russian, as in old mail":               {enc: charmap.KOI8R, in: "Имя;Фамилия\nАнна;Руис\nБорис;Ли\n", want: "koi8-r", warns: true},
		"Russian, from DOS":                     {enc: charmap.CodePage866, in: "Имя;Фамилия\nАнна;Руис\nБорис;Ли\n", want: "ibm866", warns: true},
		"German, from DOS":                      {enc: charmap.CodePage850, in: "Name;Straße\nJürgen Müller;Hauptstraße\nKäthe;Königsweg\n", want: "ibm850", warns: true},
		"Greek":                                 {enc: charmap.Windows1253, in: "Όνομα;Επώνυμο\nΜαρία;Παπαδοπούλου\nΓιώργος;Νικολάου\n", want: "iso-8859-7", warns: true},
		"Greek with an accent on a capital":     {enc: charmap.Windows1253, in: "Όνομα;Επώνυμο\nΆννα;Παπαδοπούλου\nΓιώργος;Νικολάου\n", want: "windows-1253", warns: true},
		"Greek with it, by ISO":                 {enc: charmap.ISO8859_7, in: "Όνομα;Επώνυμο\nΆννα;Παπαδοπούλου\nΓιώργος;Νικολάου\n", want: "iso-8859-7", warns: true},
		"Ukrainian, as in old mail":             {enc: charmap.KOI8U, in: "Ім'я;Прізвище\nОлена;Шевченко\nТарас;Бойко\nЇжак;Київ\n", want: "koi8-u", warns: true},
		"Hebrew":                                {enc: charmap.Windows1255, in: "שם;טלפון\nדוד כהן;1\nשרה לוי;2\n", want: "windows-1255", warns: true},
		"Arabic":                                {enc: charmap.Windows1256, in: "الاسم,الهاتف\nمحمد,1\nفاطمة,2\n", want: "windows-1256", warns: true},
		"Japanese, one name":                    {enc: japanese.ShiftJIS, in: "Name,Phone\n佐藤 花子,1\n", want: "shift_jis", warns: true},
		"Japanese by EUC":                       {enc: japanese.EUCJP, in: "姓,名,電話番号\n佐藤,花子,1\n鈴木,一郎,2\n", want: "euc-jp", warns: true},
		"Japanese by ISO":                       {enc: japanese.ISO2022JP, in: "姓,名,電話番号\n佐藤,花子,1\n", want: "iso-2022-jp"},
		"an escape sequence that nothing ends":  {in: "Name,Note\nAnn,\x1b$B\nBen,x\n", want: "UTF-8"},
		"a terminal's escape sequences":         {in: "Name,Note\nAnn,\x1b$@@@ \x10\nBen,x\n", want: "UTF-8"},
		"Chinese, one name":                     {enc: simplifiedchinese.GBK, in: "Name,Phone\n张伟,1\n", want: "gb18030", warns: true},
		"Chinese, traditional":                  {enc: traditionalchinese.Big5, in: "姓名,手機\n陳大文,1\n林小姐,2\n", want: "big5", warns: true},
		"Korean":                                {enc: korean.EUCKR, in: "이름,전화번호\n김철수,1\n이영희,2\n", want: "euc-kr", warns: true},
		"names of several countries":            {enc: charmap.Windows1252, in: "Name,City\nSøren Bjørn,Århus\nJosé Muñoz,Cádiz\nFrançois Lefèvre,Orléans\nJürgen Groß,Köln\n", want: "windows-1252", warns: true},
		"a price":                               {enc: charmap.Windows1252, in: "Name,Price\nAnn,5 €\n", want: "windows-1252", warns: true},
		"a temperature and a half":              {enc: charmap.Windows1252, in: "Name,Note\nAnn,20°C\nBen,½\n", want: "windows-1252", warns: true},
		"typographic signs only":                {enc: charmap.Windows1252, in: "Name,Note\nAnn,“hi” – it’s\n", want: "windows-1252", warns: true},
		"blanks that do not break":              {enc: charmap.Windows1252, in: "Name,Phone\nAnn,415\u00a0201\u00a04411\n", want: "windows-1252", warns: true},
		"names in capital letters":              {enc: charmap.Windows1252, in: "NAME,CITY\nJOÃO MUÑOZ,CÁDIZ\nÅSA ÖBERG,MALMÖ\n", want: "windows-1252", warns: true},
		"an option overrides the detection":     {enc: charmap.ISO8859_15, option: "iso-8859-15", in: "Name,Price\nJosé,5 €\n", want: "iso-8859-15"},
		"latin1 is windows-1252, as on the web": {enc: charmap.Windows1252, option: "latin1", in: "Name,Price\nJosé,5 €\n", want: "windows-1252"},
		"UTF-8 as an option, with a mark":       {mark: "\xef\xbb\xbf", in: german, option: "utf-8", want: "UTF-8"},
		"UTF-16 as an option, with a mark":      {enc: utf16le, mark: "\xff\xfe", option: "utf-16le", in: german, want: "UTF-16LE"},
		"the mark overrides the byte order":     {enc: utf16be, mark: "\xfe\xff", option: "utf-16", in: german, want: "UTF-16BE"},
	} {
		t.Run(name, func(t *testing.T) {
			raw := c.in
			if c.enc != nil {
				raw = encode(t, c.enc, c.in)
			}
			f := rowstest.Open(t, rowstest.File(t, "x.csv", c.mark+raw), rows.Options{Encoding: c.option})
			if f.Encoding != c.want || f.BOM != (c.mark != "") || (len(f.Warnings) > 0) != c.warns {
				t.Errorf("%s, mark %v, warnings %q", f.Encoding, f.BOM, f.Warnings)
			}
			expected := rowstest.Open(t, rowstest.File(t, "y.csv", c.in), rows.Options{})
			rowstest.Want(t, "header", f.Header, expected.Header)
			rowstest.Want(t, "rows", rowstest.Render(f), rowstest.Render(expected))
		})
	}
}

func TestBytesThatAreNoText(t *testing.T) {
	ascii := strings.Repeat("Ann,1\n", 20_000) // more than Open reads of a compressed file
	t.Run("a stray byte far down in UTF-8 costs its row, by line and byte", func(t *testing.T) {
		in := "Name,Phone\nZoë,0\n" + ascii + "J\xfcrgen,2\n" + ascii + "Zoë,3\n"
		f := rowstest.Open(t, rowstest.File(t, "x.csv", in), rows.Options{})
		n := 0
		for row, err := range f.Rows(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if row.Err == nil {
				n++
				continue
			}
			if got := row.Err.Message(); row.Pos.Line != 20_003 || got != "byte 0xFC in line 20003 is not UTF-8; pass the file's encoding with --encoding (windows-1252 is common), or save it as UTF-8" {
				t.Errorf("%v: %s", row.Pos, got)
			}
		}
		if n != 40_002 {
			t.Errorf("%d rows", n)
		}
	})
	t.Run("the error has the line within a row of several", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.csv", "A,B\n1,\"x\ny\xff\"\n"), rows.Options{Encoding: "utf-8"})
		for row := range f.Rows(t.Context()) {
			if row.Err == nil || row.Pos.Line != 2 || !strings.Contains(row.Err.Reason, "line 3") {
				t.Errorf("%v %v", row.Pos, row.Err)
			}
		}
	})
	t.Run("a file whose first letters beyond ASCII come late is guessed from samples", func(t *testing.T) {
		in := encode(t, charmap.Windows1252, "Name,Phone\n"+ascii+strings.Repeat("Jürgen Müller,2\n", 10_000))
		f := rowstest.Open(t, rowstest.File(t, "x.csv", in), rows.Options{})
		if f.Encoding != "windows-1252" {
			t.Error(f.Encoding)
		}
	})
	t.Run("half a surrogate in UTF-16 costs its row", func(t *testing.T) {
		in := "\xff\xfe" + encode(t, utf16le, "Name,Phone\nA") + "\x00\xd8" + encode(t, utf16le, "nn,1\nBen,2\n")
		rowstest.Want(t, "rows", rowstest.Render(rowstest.Open(t, rowstest.File(t, "x.csv", in), rows.Options{})), []string{"2! encoding: A\uFFFDnn,1", "3: Ben|2"})
	})
	t.Run("a character that was lost before is left as it is", func(t *testing.T) {
		rowstest.Want(t, "rows", rowstest.Render(rowstest.Open(t, rowstest.File(t, "x.csv", "Name,Phone\nJ\uFFFDrgen,1\n"), rows.Options{})), []string{"2: J\uFFFDrgen|1"})
	})
	t.Run("characters cut by the edges of buffers are whole", func(t *testing.T) {
		for shift := range 4 {
			in := "A,B\n" + strings.Repeat("x", shift) + ",\n" + strings.Repeat("€€€€€€€€€€,€\n", 20_000)
			if n := rowstest.Count(t, rowstest.Open(t, rowstest.File(t, "x.csv", in), rows.Options{})); n != 20_000 && shift == 0 || n != 20_001 && shift > 0 {
				t.Errorf("%d rows at shift %d", n, shift)
			}
		}
	})
}
