package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/nyaruka/phonenumbers"
)

// Dirty sheets: files as people have them, made at random, with the truth beside them.
// The headers are of the vocabulary, in all its languages, with words that nobody knows
// and in any order; the columns are wrapped, the cells have words for nothing, one number
// in twenty is broken; dialects, encodings and formats are random, too.

// dirtyKind is what a column is in truth.
type dirtyKind string

const (
	isFirst     dirtyKind = "first name"
	isLast      dirtyKind = "last name"
	isFull      dirtyKind = "full name"
	isLastFirst dirtyKind = "last and first name"
	isCompany   dirtyKind = "company"
	isRole      dirtyKind = "role"
	isPhone     dirtyKind = "phone"
	isEmail     dirtyKind = "email"
	isCountry   dirtyKind = "country"
	isPostal    dirtyKind = "country of an address" // which need not be that of the numbers
	isLabel     dirtyKind = "label"
	isKey       dirtyKind = "key"
	isStranger  dirtyKind = "somebody else's"
	isUnclear   dirtyKind = "unclear" // numbers or addresses, and nothing says whose: a person has to decide
	isOther     dirtyKind = "no field"
)

// dirtyColumn is a column with what it is in truth.
type dirtyColumn struct {
	header string
	is     dirtyKind
	label  string // that its numbers must have in theirs; "" for any
	plain  bool   // the header is of the vocabulary, without anything beside it
	cell   func(p *dirtyPerson) string
	wrap   func(string) string
}

// dirtyPerson is the truth of a row.
type dirtyPerson struct {
	cells       []string // as they are written
	first, last string
	company     string
	role        string
	country     string // of the row
	numbers     map[string]dirtyNumber
	emails      map[string]int  // the column of each
	unclear     map[string]bool // numbers and addresses that may be the person's
	broken      []string        // cells that cannot be read: the row must be rejected
	labels      []string        // of its label columns
}

// dirtySheet is a sheet with the truth.
type dirtySheet struct {
	seed    uint64
	tongue  string
	home    string // the country of its numbers
	region  string // that is passed; "" for none
	columns []dirtyColumn
	people  []*dirtyPerson
	order   string // "last, first" where full names are written so

	name     string // of the file
	data     []byte
	encoding string // that is passed; "" for none
	about    string // its dialect, for messages
}

// dirtyMaker makes one sheet.
type dirtyMaker struct {
	*dirtySheet
	r     *rand.Rand
	lines map[string][]string // of the language: what it is → how people write it
	taken map[string]bool     // numbers and headers
	at    int                 // the column of the cell that is being made
	kept  []string            // countries that numbers may be read in
}

// dirtyWords are the files of the vocabulary, by language.
var dirtyWords = sync.OnceValue(func() map[string]map[string][]string {
	files, err := filepath.Glob("../../mapping/headers/words/*.txt")
	if err != nil || len(files) == 0 {
		panic(fmt.Sprint("no words: ", err))
	}
	all := map[string]map[string][]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		lines := map[string][]string{}
		for line := range strings.SplitSeq(string(text), "\n") {
			head, list, ok := strings.Cut(line, " = ")
			if !ok {
				continue
			}
			for phrase := range strings.SplitSeq(list, ",") {
				if phrase = strings.TrimSpace(phrase); phrase != "" {
					lines[strings.TrimSpace(head)] = append(lines[strings.TrimSpace(head)], phrase)
				}
			}
		}
		all[strings.TrimSuffix(filepath.Base(file), ".txt")] = lines
	}
	return all
})

var (
	dirtyFirsts = strings.Fields("Maya Ben Zoë José Anna Ivan Li Nora Jean-Luc Björn Łukasz Seán Aisha Kenji Priya Tomás Ana Jo Michael Sarah David Emily Olga Mehmet Chloé Giulia")
	dirtyLasts  = strings.Split("Okafor|Li|O'Neil|García|Müller|Petrov|Smith|Roe|Nguyen|van der Berg|de la Cruz|Null|Smith-Jones|Nowak|Rossi|Dubois|Silva|Jensen|Kowalski|MacDonald|Al-Sayed|Ito|Weber|Costa|Andersson", "|")
	// names that are written in the script of a language
	dirtyNative = map[string][2]string{
		"ru": {"Иван Мария Ольга Дмитрий Пётр Анна Сергей Елена", "Петров Смирнова Кузнецов Попова Волков Зайцев Орлов"}, "uk": {"Олена Тарас Ірина Богдан Марко Оксана Юрій", "Шевченко Коваленко Бондар Мельник Лисенко Гнатюк"},
		"bg": {"Иван Мария Елена Георги Стоян Петя Нели", "Георгиев Иванова Димитров Петров Стоянова Колев"}, "el": {"Γιώργος Μαρία Νίκος Ελένη Κώστας Άννα Σοφία", "Παπαδόπουλος Οικονόμου Νικολάου Γεωργίου Βασιλείου Αντωνίου"},
		"he": {"דוד שרה יוסף רחל משה נועה יעל", "כהן לוי מזרחי פרץ ביטון אברהם"}, "ar": {"محمد فاطمة علي أحمد مريم يوسف ليلى", "حسن إبراهيم سعيد خالد منصور ناصر"},
	}
	dirtyCompanies = []string{"Okafor Plumbing", "Li & Sons Inc.", "Acme", "Nandu SA", "Weber GmbH", "Rossi & Figli", "Northwind Traders", "Studio 54", "3M", "Blue Door Café", "Ltd. Ideas", "O'Neil Bros."}
	dirtyRoles     = []string{"Owner", "Head of Sales", "CTO", "Office Manager", "Consultant", "Buyer", "VP, Marketing", "Technician"}
	dirtyDomains   = []string{"okafor.example", "mail.example", "example.com", "li-sons.example", "gmx.example", "sub.domain.example.org"}
	dirtyStrange   = strings.Fields("Zorb Quux Plinth Xyzzy Frobnitz Grault Wibble Vorpal Snark Bandersnatch Jubjub Tulgey Frumious Uffish Manxome Gimble Outgrabe Mimsy Borogove Rath Wabe Brillig Slithy Tove Galumph Frabjous Callooh Beamish Tumtum Burble")
	dirtyNothings  = []string{"", "", "", "", "-", "--", "N/A", "n/a", "NULL", "null", "#N/A", "none", "TBD", "\\N", "(blank)", "?", "."}
	dirtyNoNumbers = []string{"unknown", "no phone", "0", "000-000-0000", "nil", "keine"}
	dirtyNoEmails  = []string{"unknown", "no email", "0", "not provided"}
	dirtyTexts     = []string{"Prefers texts before 9 am; see the file", "Asked for a quote, then went away", "met at the fair, \"very\" interested", "call 415 555 0199 after five", "ok", "VIP\nsecond line"}
)

// newDirtySheet makes the sheet of a seed.
func newDirtySheet(t testing.TB, seed uint64) *dirtySheet {
	g := &dirtyMaker{dirtySheet: &dirtySheet{seed: seed}, r: rand.New(rand.NewPCG(13, seed)), taken: map[string]bool{}}
	all := dirtyWords()
	g.tongue = "en"
	if g.r.IntN(10) >= 3 {
		codes := make([]string, 0, len(all))
		for code := range all {
			codes = append(codes, code)
		}
		slices.Sort(codes)
		g.tongue = pick(g.r, codes)
	}
	g.lines = all[g.tongue]
	g.home = pick(g.r, dirtyCountries)
	if list := speaks[g.tongue]; list != "" && !g.one(5) {
		g.home = g.pickWord(list)
	}
	g.order = "first last"
	switch n := g.r.IntN(100); {
	case n < 60:
		g.region = g.home
	case n < 65:
		g.region = pick(g.r, dirtyCountries)
	}
	if g.kept = []string{g.home, cmp.Or(g.region, g.home)}; g.region == "" {
		g.kept = append(g.kept, strings.Fields(speaks[g.tongue])...)
	}
	g.makeColumns()
	people := 1 + g.r.IntN(12)
	if g.one(8) {
		people = 1 + g.r.IntN(60)
	}
	for range people {
		g.addPerson()
	}
	g.writeFile(t)
	return g.dirtySheet
}

// wrongRegion reports whether a country was passed that the numbers are not of.
func (s *dirtySheet) wrongRegion() bool {
	return s.region != "" && phonenumbers.GetCountryCodeForRegion(s.region) != phonenumbers.GetCountryCodeForRegion(s.home)
}

// misleading reports whether the sheet is in a language that is not spoken where its
// numbers are of: its columns are evidence for another country.
func (s *dirtySheet) misleading() bool {
	return s.tongue != "en" && !slices.Contains(strings.Fields(speaks[s.tongue]), s.home)
}

// header returns one of the ways in which the language writes something, "" for none.
func (g *dirtyMaker) header(line string) (phrase string, whole bool) {
	list := g.lines[line]
	if len(list) == 0 {
		return "", false
	}
	if phrase = list[0]; !g.one(3) {
		phrase = pick(g.r, list)
	}
	return strings.TrimSuffix(phrase, "!"), strings.HasSuffix(phrase, "!")
}

// dress writes a header as people and programs do.
func (g *dirtyMaker) dress(header string) string {
	latin := !strings.ContainsFunc(header, func(r rune) bool { return r > unicode.MaxLatin1 })
	switch g.r.IntN(14) {
	case 0:
		header = strings.ToUpper(header)
	case 1:
		header = strings.ToLower(header)
	case 2:
		header += " *"
	case 3:
		header += ":"
	case 4:
		header = "\u00a0" + header + " "
	case 5:
		if latin {
			header = strings.ReplaceAll(strings.ToLower(header), " ", "_")
		}
	case 6, 7, 8:
		if latin {
			list := strings.Fields(header)
			for i, w := range list {
				r := []rune(w)
				list[i] = string(unicode.ToUpper(r[0])) + string(r[1:])
			}
			header = strings.Join(list, " ")
			if len(list) > 1 && g.one(5) && header == strings.Map(func(r rune) rune {
				if r != ' ' && !unicode.IsLetter(r) {
					return -1
				}
				return r
			}, header) {
				header = strings.ReplaceAll(header, " ", "")
			}
		}
	}
	return header
}

// add adds a column with a header of a line of the vocabulary. It reports whether the
// language has one.
func (g *dirtyMaker) add(line string, c dirtyColumn) bool {
	phrase, whole := g.header(line)
	if phrase == "" {
		return false
	}
	c.plain = true
	if c.is != isOther && c.is != isCountry && !whole && g.one(9) { // the country of what is not known

		c.plain = false
		strange := g.strange()
		switch g.r.IntN(3) {
		case 0:
			phrase = strange + " " + phrase
		case 1:
			phrase += " (" + strange + ")"
		case 2:
			phrase += " " + strange
		}
	}
	return g.put(phrase, c)
}

// strange returns a word that nobody knows, another one for each column: where two have the
// same one, nothing in the sheet shows if both are of one thing or person.
func (g *dirtyMaker) strange() string {
	for {
		if word := pick(g.r, dirtyStrange); !g.taken[word] {
			g.taken[word] = true
			return word
		}
	}
}

// put adds a column with a header.
func (g *dirtyMaker) put(header string, c dirtyColumn) bool {
	c.header = g.dress(header)
	folded := strings.ToLower(strings.Trim(c.header, " \u00a0*:"))
	if g.taken["header "+folded] {
		return false
	}
	g.taken["header "+folded] = true
	if c.wrap == nil {
		c.wrap = g.wrapper(c.is)
	}
	g.columns = append(g.columns, c)
	return true
}

// wrapper is what a program puts around the cells of a column.
func (g *dirtyMaker) wrapper(is dirtyKind) func(string) string {
	switch g.r.IntN(16) {
	case 0:
		return func(s string) string { return `="` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	case 1:
		return func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "&", "&amp;"), "'", "&#39;") }
	case 2:
		return func(s string) string { return "\u200e" + s + "\u00ad " }
	case 3:
		return func(s string) string { return "\u00a0" + s + "\u00a0" }
	case 4:
		if is == isPhone || is == isEmail {
			return func(s string) string { return `["` + s + `"]` }
		}
	case 5:
		switch is {
		case isEmail:
			return func(s string) string { return "mailto:" + s }
		case isPhone:
			return func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") }
		}
	case 6:
		if is == isPhone {
			return func(s string) string {
				if strings.HasPrefix(s, "+") {
					return "'" + s
				}
				return s
			}
		}
	}
	return func(s string) string { return s }
}

// makeColumns chooses the columns and their order.
func (g *dirtyMaker) makeColumns() {
	g.nameColumns()
	lists := 0
	for range 1 + g.r.IntN(3) {
		if g.phoneColumn() {
			lists++
		}
	}
	for range g.r.IntN(3) {
		if g.add("email", dirtyColumn{is: isEmail, cell: g.emailCell}) {
			lists++
		}
	}
	if lists == 0 {
		g.put("Phone", dirtyColumn{is: isPhone, plain: true, cell: g.phoneCell})
	}
	if g.one(2) {
		g.add("company", dirtyColumn{is: isCompany, cell: func(p *dirtyPerson) string { return p.company }})
	}
	if g.one(3) {
		g.add("role", dirtyColumn{is: isRole, cell: func(p *dirtyPerson) string { return p.role }})
	}
	if g.one(8) {
		g.add("country", dirtyColumn{is: isCountry, cell: g.countryCell})
	}
	if g.tongue == "en" && g.region == g.home && g.one(10) {
		header := pick(g.r, []string{"Mailing Country", "Billing Country", "Address Country"})
		g.put(header, dirtyColumn{is: isPostal, plain: true, cell: func(*dirtyPerson) string {
			country := g.home
			if g.one(5) {
				country = pick(g.r, dirtyCountries)
			}
			return display.Regions(language.English).Name(language.MustParseRegion(country))
		}})
	}
	if g.one(4) {
		n := 100 + g.r.IntN(9000)
		g.add("key", dirtyColumn{is: isKey, cell: func(*dirtyPerson) string { n++; return fmt.Sprint(n) }})
	}
	for range g.r.IntN(5) {
		g.otherColumn()
	}
	if g.one(4) {
		g.strangerColumn()
	}
	for range g.r.IntN(3) {
		g.unknownColumn()
	}
	g.r.Shuffle(len(g.columns), func(i, j int) { g.columns[i], g.columns[j] = g.columns[j], g.columns[i] })
	if g.one(8) {
		g.labelColumn()
	}
}

// nameColumns adds the columns of names.
func (g *dirtyMaker) nameColumns() {
	first := dirtyColumn{is: isFirst, cell: func(p *dirtyPerson) string { return p.first }}
	last := dirtyColumn{is: isLast, cell: func(p *dirtyPerson) string { return p.last }}
	full := dirtyColumn{is: isFull, cell: func(p *dirtyPerson) string { return strings.TrimSpace(p.first + " " + p.last) }}
	if g.one(6) {
		g.order = "last, first"
		full.cell = func(p *dirtyPerson) string { return strings.Trim(p.last+", "+p.first, ", ") }
	}
	switch n := g.r.IntN(10); {
	case n < 5 && len(g.lines["first name"]) > 0 && len(g.lines["last name"]) > 0:
		if g.add("first name", first) {
			g.add("last name", last)
		}
		return
	case n == 5:
		if pair, ok := map[string][2]string{
			"de": {"Vorname", "Name"}, "fr": {"Prénom", "Nom"}, "nl": {"Voornaam", "Naam"}, "it": {"Nome", "Cognome"}, "es": {"Nombre", "Apellidos"}, "pt": {"Nome", "Sobrenome"}, "en": {"Name", "Surname"},
		}[g.tongue]; ok {
			first.plain, last.plain = true, true
			g.put(pair[0], first)
			g.put(pair[1], last)
			return
		}
	case n == 6:
		lastFirst := dirtyColumn{is: isLastFirst, cell: func(p *dirtyPerson) string { return strings.TrimSpace(p.last + " " + p.first) }}
		if g.add("last and first", lastFirst) {
			return
		}
	}
	if !g.add("name", full) {
		g.put("Name", full)
	}
}

// phoneColumn adds a column of the person's numbers.
func (g *dirtyMaker) phoneColumn() bool {
	c := dirtyColumn{is: isPhone, cell: g.phoneCell}
	switch g.r.IntN(7) {
	case 0, 1:
		c.label = "mobile"
		return g.add("phone mobile", c)
	case 2:
		label := pick(g.r, []string{"work", "home", "main", "other"})
		word, whole := g.header("label " + label)
		if phrase, alone := g.header("phone"); word != "" && phrase != "" && !whole && !alone {
			header := g.beside(word, phrase)
			if c.label, c.plain = label, true; g.means(header) {
				c.label = "" // as "house phone", a landline
			}
			return g.put(header, c)
		}
	case 3:
		if phrase, whole := g.header("phone"); phrase != "" && !whole {
			c.plain = true
			return g.put(fmt.Sprintf("%s %d", phrase, 1+g.r.IntN(3)), c)
		}
	}
	return g.add("phone", c)
}

// means reports whether words are a phrase of the vocabulary together.
func (g *dirtyMaker) means(words string) bool {
	for line, list := range g.lines {
		if !strings.HasPrefix(line, "value ") && slices.ContainsFunc(list, func(p string) bool { return strings.EqualFold(p, words) }) {
			return true
		}
	}
	return false
}

// headFirst are the languages in which the noun comes first.
const headFirst = "es pt fr it ro ca pl cs sk hr sl sr bg ru uk el he ar fa vi id th lt sw"

// beside joins a word that says which with the word for the thing.
func (g *dirtyMaker) beside(word, thing string) string {
	if slices.Contains(strings.Fields(headFirst), g.tongue) {
		return thing + " " + word
	}
	return word + " " + thing
}

// otherCells are values of columns that are no field, by what the vocabulary says of them.
func (g *dirtyMaker) otherCells(why string) (cells []string) {
	switch {
	case strings.Contains(why, "consent"), strings.Contains(why, "flag"):
		return []string{"yes", "no"}
	case strings.Contains(why, "status"):
		return []string{"active", "inactive", "verified"}
	case strings.Contains(why, "kind or label"):
		return []string{"Lead", "Customer", "A", "B"}
	case strings.Contains(why, "date"):
		return []string{"2024-03-12", "2023-01-01", "1999-12-31", "2024-02-29"}
	case strings.Contains(why, "postal address"):
		return []string{"12 High Street", "Springfield", "90210", "Apt 4"}
	case strings.Contains(why, "website"):
		return []string{"https://okafor.example", "www.li.example"}
	case strings.Contains(why, "note"):
		return dirtyTexts
	case strings.Contains(why, "amount"):
		return []string{"12", "7", "1200.50", "1,250,000"}
	case strings.Contains(why, "id of"):
		return []string{"DE123456789", "88-1234567", "400123", "7712345678"}
	case strings.Contains(why, "interest"):
		return []string{"Retail", "Football", "English", "EUR"}
	case strings.Contains(why, "salutation"):
		return []string{"Mr", "Ms", "Dr"}
	case strings.Contains(why, "suffix"):
		return []string{"Jr.", "PhD", ""}
	case strings.Contains(why, "initial"):
		return []string{"M.", "B", "J"}
	case strings.Contains(why, "another name"):
		return []string{"Skip", "Project Nine", "Sales", "Zed"}
	case strings.Contains(why, "pronounced"):
		return []string{"mah-ya", "benn"}
	case strings.Contains(why, "area code"), strings.Contains(why, "dialling"), strings.Contains(why, "extension"):
		return nil // they belong to the numbers beside them
	}
	return []string{"Alpha", "Beta", "x"}
}

// otherColumn adds a column that is no field, of a line that says so.
func (g *dirtyMaker) otherColumn() {
	var lines []string
	for line := range g.lines {
		if strings.HasPrefix(line, "left ") || strings.HasPrefix(line, "never ") {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return
	}
	slices.Sort(lines)
	line := pick(g.r, lines)
	if strings.Contains(line, "somebody else") || strings.Contains(line, "fax") || strings.Contains(line, "pager") {
		g.strangerOf(line)
		return
	}
	cells := g.otherCells(line)
	if cells == nil {
		return
	}
	g.add(line, dirtyColumn{is: isOther, cell: func(*dirtyPerson) string { return pick(g.r, cells) }})
}

// strangerColumn adds numbers, addresses or names that are somebody else's.
func (g *dirtyMaker) strangerColumn() {
	for _, line := range []string{"never somebody else's", "never a fax number"} {
		if len(g.lines[line]) > 0 && g.one(2) {
			g.strangerOf(line)
			return
		}
	}
}

func (g *dirtyMaker) strangerOf(line string) {
	word, whole := g.header(line)
	if word == "" {
		return
	}
	number := func(*dirtyPerson) string {
		text, _ := g.write(g.number(g.home), g.home, g.home)
		return text
	}
	address := func(*dirtyPerson) string { return fmt.Sprintf("s%d@elsewhere.example", g.r.IntN(100000)) }
	c := dirtyColumn{is: isStranger, cell: number}
	if strings.Contains(line, "fax") || strings.Contains(line, "pager") || whole {
		g.put(word, c)
		return
	}
	switch phrase, alone := g.header(pick(g.r, []string{"phone", "email", "name", ""})); {
	case phrase == "" || alone:
		c.cell = func(*dirtyPerson) string { return pick(g.r, dirtyFirsts) + " " + pick(g.r, dirtyLasts) }
		g.put(word, c)
	case slices.Contains(g.lines["email"], phrase):
		c.cell = address
		g.put(g.beside(word, phrase), c)
	case slices.Contains(g.lines["phone"], phrase):
		g.put(g.beside(word, phrase), c)
	default:
		c.cell = func(*dirtyPerson) string { return pick(g.r, dirtyFirsts) + " " + pick(g.r, dirtyLasts) }
		g.put(g.beside(word, phrase), c)
	}
}

// unknownColumn adds a column whose header nobody knows.
func (g *dirtyMaker) unknownColumn() {
	header := g.strange()
	if g.one(2) {
		header += " " + g.strange()
	}
	c := dirtyColumn{is: isOther}
	n := 10000 + g.r.IntN(80000)
	switch g.r.IntN(13) {
	case 0:
		c.cell = func(*dirtyPerson) string { return "" }
	case 1:
		c.cell = func(*dirtyPerson) string {
			return fmt.Sprintf("20%02d-%02d-%02d", g.r.IntN(25), 1+g.r.IntN(12), 1+g.r.IntN(28))
		}
	case 2:
		c.cell = func(*dirtyPerson) string { return fmt.Sprintf("%d.%02d", g.r.IntN(10000), g.r.IntN(100)) }
	case 3:
		c.cell = func(*dirtyPerson) string { n++; return fmt.Sprint(n) }
	case 4:
		c.cell = func(*dirtyPerson) string { return fmt.Sprintf("%013d", g.r.Uint64N(1e13)) }
	case 5:
		c.cell = func(*dirtyPerson) string { return pick(g.r, dirtyTexts) }
	case 6:
		c.cell = func(*dirtyPerson) string { return pick(g.r, []string{"yes", "no", "x"}) }
	case 7:
		c.cell = func(*dirtyPerson) string {
			return fmt.Sprintf("%d.%d.%d.%d", g.r.IntN(256), g.r.IntN(256), g.r.IntN(256), g.r.IntN(256))
		}
	case 8:
		c.cell = func(*dirtyPerson) string { return pick(g.r, []string{"Blue", "Red", "Dark green"}) }
	case 9:
		c.cell = func(*dirtyPerson) string { return fmt.Sprintf("%08x-%04x", g.r.Uint32(), g.r.IntN(65536)) }
	case 10:
		c.cell = func(*dirtyPerson) string {
			return fmt.Sprintf("%02d/%02d/20%02d", 1+g.r.IntN(12), 1+g.r.IntN(28), g.r.IntN(25))
		}
	case 11:
		c.is, c.cell = isUnclear, func(p *dirtyPerson) string {
			text := phonenumbers.Format(g.number(g.home), phonenumbers.INTERNATIONAL)
			p.unclear["+"+onlyDigits(text)] = true
			return text
		}
	case 12:
		c.is, c.cell = isUnclear, func(p *dirtyPerson) string {
			text := g.address()
			p.unclear[text] = true
			return text
		}
	}
	g.put(header, c)
}

// labelColumn adds the labels of the numbers beside it, right after them.
func (g *dirtyMaker) labelColumn() {
	kind := ""
	for _, phrase := range g.lines["left a kind or label, not the thing itself"] {
		if kind == "" && slices.Contains(strings.Fields("type typ tipo typ. tipe tür tyyppi type"), strings.ToLower(phrase)) {
			kind = phrase
		}
	}
	at := slices.IndexFunc(g.columns, func(c dirtyColumn) bool { return c.is == isPhone && c.plain })
	if kind == "" || at < 0 {
		return
	}
	noun := strings.Trim(g.columns[at].header, " \u00a0*:")
	if g.taken["header "+strings.ToLower(g.beside(noun, kind))] {
		return
	}
	c := dirtyColumn{header: g.beside(noun, kind), is: isLabel, plain: true, wrap: func(s string) string { return s }, cell: func(p *dirtyPerson) string {
		label := pick(g.r, []string{"work", "home", "Mobile", "other"})
		p.labels = append(p.labels, label)
		return label
	}}
	g.columns = slices.Insert(g.columns, at+1, c)
	g.columns[at].label = ""
}

// countryCell is the country of a row.
func (g *dirtyMaker) countryCell(p *dirtyPerson) string {
	region := language.MustParseRegion(p.country)
	switch g.r.IntN(3) {
	case 0:
		return p.country
	case 1:
		if namer := display.Regions(language.Make(g.tongue)); namer != nil && slices.Contains(strings.Fields("en es pt fr de it nl"), g.tongue) {
			return namer.Name(region)
		}
	}
	return display.Regions(language.English).Name(region)
}

func (g *dirtyMaker) address() string {
	for {
		first := strings.ToLower(pick(g.r, strings.Fields("maya ben jo ana.li k.ito info+a x_y 1st")))
		text := fmt.Sprintf("%s%d@%s", first, g.r.IntN(10000), pick(g.r, dirtyDomains))
		if !g.taken[text] {
			g.taken[text] = true
			return text
		}
	}
}

func (g *dirtyMaker) emailCell(p *dirtyPerson) string {
	text := g.address()
	if g.one(40) {
		text = strings.Replace(text, "@", pick(g.r, []string{" at ", "", "@@"}), 1)
		p.broken = append(p.broken, text)
		return text
	}
	p.emails[text] = g.at
	if g.one(25) {
		second := g.address()
		p.emails[second] = g.at
		return text + pick(g.r, []string{"; ", ", ", " ; "}) + second
	}
	if g.one(12) {
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return text
}

func (g *dirtyMaker) phoneCell(p *dirtyPerson) string {
	country := p.country
	if g.one(12) {
		country = pick(g.r, dirtyCountries)
	}
	text, d := g.write(g.number(country), country, p.country)
	if g.one(20) {
		if broken := g.breakNumber(text, append(g.readIn(), p.country)...); broken != "" {
			p.broken = append(p.broken, broken)
			return broken
		}
	}
	d.column = g.at
	p.numbers[d.e164] = d
	switch {
	case g.one(30):
		text += pick(g.r, []string{" x12", " ext. 12", " (ext 12)"})
	case g.one(30):
		other, d := g.write(g.number(country), country, p.country)
		d.column = g.at
		p.numbers[d.e164] = d
		text += pick(g.r, []string{"; ", " / ", ", ", " ::: ", "\n"}) + other
	}
	return text
}

// readIn returns the countries that a number of a row may be read in: those of addresses are
// any.
func (g *dirtyMaker) readIn() []string {
	if g.has(isPostal) {
		return slices.Concat(g.kept, dirtyCountries)
	}
	return slices.Clone(g.kept)
}

// addPerson adds a row.
func (g *dirtyMaker) addPerson() {
	p := &dirtyPerson{first: pick(g.r, dirtyFirsts), last: pick(g.r, dirtyLasts), country: g.home, numbers: map[string]dirtyNumber{}, emails: map[string]int{}, unclear: map[string]bool{}}
	if native, ok := dirtyNative[g.tongue]; ok && !g.one(4) {
		p.first, p.last = g.pickWord(native[0]), g.pickWord(native[1])
	}
	if slices.ContainsFunc(g.columns, func(c dirtyColumn) bool { return c.is == isCountry }) && g.one(3) {
		p.country = pick(g.r, dirtyCountries)
	}
	p.company, p.role = pick(g.r, dirtyCompanies), pick(g.r, dirtyRoles)
	if g.one(4) {
		p.company = ""
	}
	if g.one(4) {
		p.role = ""
	}
	if g.one(40) {
		p.first, p.last = "", ""
	}
	values := 0
	for at, c := range g.columns {
		text := ""
		g.at = at
		if c.is == isPhone || c.is == isEmail || c.is == isUnclear || c.is == isOther || c.is == isStranger {
			if !g.one(7) {
				text = c.cell(p)
			}
		} else {
			text = c.cell(p)
		}
		if text == "" {
			p.cells = append(p.cells, g.nothing(c.is))
			continue
		}
		if !slices.Contains([]dirtyKind{isOther, isStranger, isUnclear, isLabel, isCountry, isPostal, isKey}, c.is) {
			values++
		}
		p.cells = append(p.cells, c.wrap(text))
	}
	if values == 0 { // nobody
		g.addPerson()
		return
	}
	g.people = append(g.people, p)
}

// nothing is a cell without a value.
func (g *dirtyMaker) nothing(is dirtyKind) string {
	switch {
	case is == isKey || is == isLabel:
		return ""
	case is == isPhone && g.one(4):
		return pick(g.r, dirtyNoNumbers)
	case is == isEmail && g.one(4):
		return pick(g.r, dirtyNoEmails)
	}
	return pick(g.r, dirtyNothings)
}
