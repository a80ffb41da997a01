package propose_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/quo"
)

// Dirty sheets: random headers of the vocabulary in several languages, with words that
// nobody knows, in random orders, with columns that are no field, wrapped cells, words
// for nothing and broken numbers, and with the truth beside them. Whatever such a sheet
// is, no value may be in a wrong field, no person may be lost without a problem or a
// question, and no number may be of a wrong country.

// tongue is how the columns of a sheet are called in a language.
type tongue struct {
	first, last, full, phone, mobile, email, company, role string
	kinds                                                  []string // columns that are no field
	strangers                                              []string // columns of numbers that are not the person's
}

var tongues = []tongue{
	{"First Name", "Last Name", "Full Name", "Phone", "Mobile", "Email", "Company", "Job Title", []string{"Phone type", "Notes", "Status", "Birthday", "Zip", "Fax consent"}, []string{"Fax", "Assistant's Phone", "Emergency Contact Phone", "Spouse Mobile"}},
	{"FNAME", "LNAME", "name", "Tel. No.", "Cell #", "E-mail address", "Business Name", "Position", []string{"Email opt-in", "Comments", "Source", "Created", "City", "Newsletter"}, []string{"FAX NO", "Manager phone", "Referred by (phone)"}},
	{"Vorname", "Nachname", "Vollständiger Name", "Telefonnummer", "Handy", "E-Mail-Adresse", "Firma", "Position", []string{"Telefontyp", "Notizen", "Status", "Geburtstag", "PLZ", "Einwilligung"}, []string{"Fax", "Notfalltelefon", "Telefon Assistent"}},
	{"Prénom", "Nom de famille", "Nom complet", "Téléphone", "Portable", "Courriel", "Société", "Fonction", []string{"Type de téléphone", "Remarques", "Statut", "Date de naissance", "Ville", "Consentement"}, []string{"Fax", "Tél. urgence"}},
	{"Nombre de pila", "Apellidos", "Nombre completo", "Teléfono", "Móvil", "Correo electrónico", "Empresa", "Cargo", []string{"Tipo de teléfono", "Notas", "Estado", "Cumpleaños", "Ciudad", "Consentimiento"}, []string{"Fax", "Teléfono de emergencia"}},
	{"Imię", "Nazwisko", "Imię i nazwisko", "Telefon", "Komórka", "E-mail", "Firma", "Stanowisko", []string{"Typ", "Uwagi", "Status", "Data urodzenia", "Miasto", "Zgoda"}, []string{"Faks"}},
	{"Имя", "Фамилия", "ФИО", "Телефон", "Мобильный", "Электронная почта", "Компания", "Должность", []string{"Тип", "Комментарий", "Статус", "Дата рождения", "Город", "Согласие"}, []string{"Факс"}},
	{"Ad", "Soyad", "Ad Soyad", "Telefon", "Cep", "E-posta", "Şirket", "Unvan", []string{"Tür", "Notlar", "Doğum tarihi", "Şehir"}, []string{"Faks"}},
	{"名", "姓", "氏名", "電話番号", "携帯", "メールアドレス", "会社名", "役職", []string{"備考", "生年月日", "フリガナ"}, []string{"FAX番号"}},
	{"名字", "姓氏", "姓名", "电话", "手机", "邮箱", "公司", "职位", []string{"备注", "生日", "城市"}, []string{"传真"}},
	{"Förnamn", "Efternamn", "Namn", "Telefon", "Mobil", "E-post", "Företag", "Befattning", []string{"Typ", "Anteckningar", "Födelsedatum", "Ort"}, []string{"Fax"}},
	{"Όνομα", "Επώνυμο", "Ονοματεπώνυμο", "Τηλέφωνο", "Κινητό", "Email", "Εταιρεία", "Θέση", []string{"Σημειώσεις", "Ημερομηνία γέννησης", "Πόλη"}, []string{"Φαξ"}},
}

var (
	firstNames = []string{"Maya", "Ben", "Zoë", "José", "Anna", "Ivan", "Li", "Nora"}
	lastNames  = []string{"Okafor", "Li", "O'Neil", "García", "Müller", "Petrov", "Smith", "Roe"}
	companies  = []string{"Okafor Plumbing", "Li & Sons Inc.", "Acme", "Nandu SA", ""}
	roles      = []string{"Owner", "Head of Sales", "CTO", ""}
	strange    = []string{"Zorb", "Quux", "Plinth", "Xyzzy"}
	nothings   = []string{"", "-", "N/A", "NULL", "n/a", "--", "none"}
	otherCells = map[bool][]string{true: {"yes", "no"}, false: {"see the file of last year", "12", "2024-03-12", "Lead, Partner"}}
)

// dirtyColumn is a column with what it is in truth.
type dirtyColumn struct {
	header, field string
	wrap          func(string) string
}

// dirtySheet is a sheet with the truth of each row, by field.
type dirtySheet struct {
	cols  mapping.Columns
	rows  []mapping.Row
	truth []map[string][]string
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// wrappers are what programs put around the cells of a column.
var wrappers = []func(string) string{
	func(s string) string { return s },
	func(s string) string { return s },
	func(s string) string { return `="` + s + `"` },
	func(s string) string { return strings.ReplaceAll(s, "&", "&amp;") },
	func(s string) string { return "\u200e" + s + "\u00ad " },
}

func newDirtySheet(r *rand.Rand) *dirtySheet {
	l := pick(r, tongues)
	var columns []dirtyColumn
	add := func(header, field string) {
		columns = append(columns, dirtyColumn{header, field, pick(r, wrappers)})
	}
	if r.IntN(2) == 0 {
		add(l.first, "firstName")
		add(l.last, "lastName")
	} else {
		add(l.full, "fullName")
	}
	for _, header := range []string{l.phone, l.mobile}[:1+r.IntN(2)] {
		switch r.IntN(4) {
		case 0:
			header = pick(r, strange) + " " + header
		case 1:
			header += " (" + pick(r, strange) + ")"
		}
		add(header, "phoneNumbers")
	}
	if email := l.email; r.IntN(4) > 0 {
		if r.IntN(4) == 0 {
			email = pick(r, strange) + " " + email
		}
		add(email, "emails")
	}
	if r.IntN(2) == 0 {
		add(l.company, "company")
	}
	if r.IntN(3) == 0 {
		add(l.role, "role")
	}
	for _, i := range r.Perm(len(l.kinds))[:r.IntN(3)] {
		add(l.kinds[i], "")
	}
	if r.IntN(3) == 0 {
		add(pick(r, l.strangers), "stranger")
	}
	r.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	s := &dirtySheet{cols: mapping.Columns{File: "dirty.csv"}}
	for _, c := range columns {
		s.cols.Names = append(s.cols.Names, c.header)
	}
	for range 1 + r.IntN(12) {
		s.addRow(r, columns)
	}
	return s
}

func (s *dirtySheet) addRow(r *rand.Rand, columns []dirtyColumn) {
	first, last := pick(r, firstNames), pick(r, lastNames)
	truth := map[string][]string{"name": {first + " " + last}}
	cells := make([]string, len(columns))
	kind := r.IntN(2) == 0
	for i, c := range columns {
		var cell string
		switch c.field {
		case "firstName":
			cell = first
		case "lastName":
			cell = last
		case "fullName":
			cell = first + " " + last
		case "company":
			cell = pick(r, companies)
		case "role":
			cell = pick(r, roles)
		case "emails":
			cell = fmt.Sprintf("p%d@okafor.example", r.IntN(1000))
		case "phoneNumbers":
			cell = fmt.Sprintf(pick(r, []string{"(415) 555-01%02d", "415-555-01%02d", "+1 415 555 01%02d", "41555501%02d"}), r.IntN(100))
			if r.IntN(20) == 0 {
				cell = cell[:len(cell)-1] // a digit is missing
			}
		case "stranger":
			cell = fmt.Sprintf("(212) 555-01%02d", r.IntN(100))
		default:
			cell = pick(r, otherCells[kind])
		}
		if r.IntN(8) == 0 && !strings.HasSuffix(c.field, "Name") {
			cell = ""
		}
		if cell == "" {
			cells[i] = pick(r, nothings)
			continue
		}
		truth[c.field] = append(truth[c.field], cell)
		cells[i] = c.wrap(cell)
	}
	s.rows, s.truth = append(s.rows, mapping.Row{Cells: cells}), append(s.truth, truth)
}

// compare returns what is wrong with a contact.
func compare(d *mapping.Desired, truth map[string][]string) string {
	if name := strings.TrimSpace(d.Text(quo.FirstName) + " " + d.Text(quo.LastName)); name != truth["name"][0] {
		return fmt.Sprintf("is called %q, not %q", name, truth["name"][0])
	}
	for _, f := range []quo.Field{quo.Company, quo.Role} {
		if got := d.Text(f); got != "" && !slices.Contains(truth[string(f)], got) {
			return fmt.Sprintf("has the %s %q", f, got)
		}
	}
	for i := range d.Slots {
		for _, item := range d.Slots[i].Items {
			if !slices.ContainsFunc(truth[string(d.Slots[i].Field)], func(v string) bool { return sameValue(v, item.Value) }) {
				return fmt.Sprintf("has %q among its %s", item.Value, d.Slots[i].Field)
			}
		}
	}
	return ""
}

// sameValue reports whether a cell is a value: an address as it is, a number by its
// digits.
func sameValue(cell, value string) bool {
	if cell == value {
		return true
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, cell)
	return len(digits) >= 7 && value == "+1"+strings.TrimPrefix(digits, "1")
}

// distinct returns how many values there are, numbers by their last digits.
func distinct(list []string) int {
	seen := map[string]bool{}
	for _, v := range list {
		seen[v[max(0, len(v)-2):]] = true
	}
	return min(len(seen), len(list))
}

// dirtySheets is how many sheets are tried.
const dirtySheets = 10_000

func TestDirtySheets(t *testing.T) {
	n := dirtySheets
	if testing.Short() {
		n /= 10
	}
	asked, values, landed := 0, 0, 0
	for seed := range n {
		r := rand.New(rand.NewPCG(1, uint64(seed)))
		s := newDirtySheet(r)
		p := propose.Mapping(s.cols, s.rows, propose.Options{Region: "US"})
		if len(p.Questions) > 0 {
			asked++
			continue
		}
		m := p.Mapping.With(mapping.Overrides{Region: "US", Key: []string{"derived"}})
		mapper, err := m.Compile(s.cols, mapping.CompileOptions{})
		if err != nil {
			t.Fatalf("sheet %d: %v", seed, err)
		}
		w := mapper.Worker()
		for i, row := range s.rows {
			w.Load(row)
			mapped := w.Map()
			if mapped.Skip {
				t.Errorf("sheet %d %q: row %d %q is skipped", seed, s.cols.Names, i, row.Cells)
			}
			if len(mapped.Errors) > 0 || mapped.Skip {
				continue // reported
			}
			if wrong := compare(&mapped.Desired, s.truth[i]); wrong != "" {
				t.Errorf("sheet %d %q: row %d %q %s", seed, s.cols.Names, i, row.Cells, wrong)
			}
			values += distinct(s.truth[i]["phoneNumbers"]) + distinct(s.truth[i]["emails"])
			here := 0
			for j := range mapped.Desired.Slots {
				here += len(mapped.Desired.Slots[j].Items)
			}
			landed += here
			if want := distinct(s.truth[i]["phoneNumbers"]) + distinct(s.truth[i]["emails"]); here < want {
				t.Errorf("sheet %d %q: row %d %q has %d of %d", seed, s.cols.Names, i, row.Cells, here, want)
			}
		}
		if t.Failed() && seed > n/100 {
			t.FailNow()
		}
	}
	t.Logf("%d sheets, %d asked; %d of %d numbers and addresses are there (%.1f %%)", n, asked, landed, values, 100*float64(landed)/float64(values))
	if float64(landed) < 0.97*float64(values) {
		t.Errorf("only %d of %d numbers and addresses are there", landed, values)
	}
}
