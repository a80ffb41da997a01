package headers

import (
	"slices"
	"testing"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// phrasesOf returns the phrases of a language for one thing, in order.
func phrasesOf(code, head string) []string {
	var list []string
	for phrase, p := range words.All() {
		for _, s := range p.Senses {
			if s.Head == head && s.Langs.Has(words.LangsOf(code)) {
				list = append(list, phrase)
			}
		}
	}
	slices.Sort(list)
	return list
}

// TestASheetInEachLanguage: each language has the words of a contact sheet, and each
// of them is understood in a sheet of that language.
func TestASheetInEachLanguage(t *testing.T) {
	if n := len(words.Codes()); n < 40 {
		t.Errorf("%d languages, want 40 at least", n)
	}
	things := []struct {
		head   string
		target Target
	}{
		{"first name", FirstName}, {"last name", LastName}, {"phone", Phone}, {"phone mobile", Phone}, {"email", Email}, {"company", Company}, {"role", Role}, {"country", Region},
	}
	for _, code := range words.Codes() {
		t.Run(code, func(t *testing.T) {
			longest := 0
			columns := make([][]string, len(things))
			for i, thing := range things {
				columns[i] = phrasesOf(code, thing.head)
				if thing.head == "first name" && len(columns[i]) == 0 {
					columns[i] = phrasesOf(code, "name") // beside a last name
				}
				if len(columns[i]) == 0 {
					t.Fatalf("no word for %s", thing.head)
				}
				longest = max(longest, len(columns[i]))
			}
			for n := range longest {
				row := make([]string, len(things))
				for i := range things {
					row[i] = columns[i][n%len(columns[i])]
				}
				for i, m := range Recognise(row, nil, "") {
					if m.Target != things[i].target {
						t.Errorf("%q in %q is %q (%s), want %q", row[i], row, m.Target, m.Reason, things[i].target)
					}
				}
			}
			for _, name := range phrasesOf(code, "name") {
				row := []string{name, columns[2][0], columns[4][0]}
				if m := Recognise(row, nil, "")[0]; m.Target != FullName {
					t.Errorf("%q in %q is %q (%s), want a full name", name, row, m.Target, m.Reason)
				}
			}
		})
	}
}

// TestAWordMeansWhatItsLanguageSays: the words of other headers show the language.
func TestAWordMeansWhatItsLanguageSays(t *testing.T) {
	for _, tc := range []struct {
		name   string
		row    []string
		column int
		want   Target
	}{
		{"名字 is a last name in Japanese", []string{"名字", "名", "電話番号", "メール"}, 0, LastName},
		{"and a first name in Chinese", []string{"姓氏", "名字", "电话号码", "邮箱"}, 1, FirstName},
		{"Titel is a role in Swedish", []string{"Förnamn", "Efternamn", "Titel", "Företag"}, 2, Role},
		{"Data is a date in Italian", []string{"Cognome", "Nome", "Data telefono"}, 2, Left},
		{"Ad is a first name in Turkish", []string{"Ad", "Soyad", "Telefon"}, 0, FirstName},
		{"and nothing in English", []string{"Ad", "First Name", "Phone"}, 0, Left},
		{"Meno is a first name beside a last name", []string{"Meno", "Priezvisko", "Telefón"}, 0, FirstName},
		{"Land is a country in German", []string{"Vorname", "Nachname", "Land"}, 2, Region},
		{"and nothing in English", []string{"First Name", "Last Name", "Land"}, 2, Left},
		{"a sheet in English with a German word", []string{"First Name", "Last Name", "Handy"}, 2, Left},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if m := Recognise(tc.row, nil, "")[tc.column]; m.Target != tc.want {
				t.Errorf("%q in %q is %q (%s), want %q", tc.row[tc.column], tc.row, m.Target, m.Reason, tc.want)
			}
		})
	}
	t.Run("the values confirm a word of another language", func(t *testing.T) {
		row := []string{"First Name", "Last Name", "Handy"}
		if m := Recognise(row, [][]string{{"Maya", "Okafor", "0171 2345678"}}, "DE")[2]; m.Target != Phone || m.Label != "mobile" {
			t.Errorf("%q is %q %q (%s)", row[2], m.Target, m.Label, m.Reason)
		}
	})
}
