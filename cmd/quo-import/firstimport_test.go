//go:build unix

package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// germanSheet is a list that somebody keeps by hand: semicolons, Windows-1252, no id,
// and what people write into cells.
func germanSheet() string {
	var b strings.Builder
	b.WriteString("Nachname;Vorname;Firma;Telefon;Handy;E-Mail;PLZ;Ort;Notiz\r\n")
	first := []string{"J\xfcrgen", "K\xe4the", "Bj\xf6rn", "Anna", "Uwe", "S\xf6ren", "Ute", "Lena"}
	last := []string{"M\xfcller", "Sch\xe4fer", "Wei\xdf", "Becker", "K\xf6nig", "Vogel", "J\xe4ger", "Hahn", "Gr\xfcn"}
	cities := []string{"10115;Berlin", "20095;Hamburg", "50667;K\xf6ln", "80331;M\xfcnchen"}
	for i := range 48 {
		f, l := first[i%len(first)], last[i%len(last)]
		phone, mobile, note := fmt.Sprintf("030 9018%02d", i+10), fmt.Sprintf("0151 234567%02d", i+10), ""
		mail := fmt.Sprintf("kunde%d@beispiel.de", i+1)
		switch i {
		case 7:
			mail = "keine"
		case 12:
			phone, note = "4711", "Durchwahl, \xfcber die Zentrale"
		case 19:
			phone, mobile = "", ""
		}
		fmt.Fprintf(&b, "%s;%s;%s & Sohn;%s;%s;%s;%s;%s\r\n", l, f, l, phone, mobile, mail, cities[i%len(cities)], note)
	}
	return b.String()
}

// crmExport is an export of a CRM that no preset knows.
func crmExport(rows int) string {
	var b strings.Builder
	b.WriteString("Contact ID,First Name,Last Name,Account,Title,Work Phone,Mobile,Email,Owner,Lead Status,Annual Revenue,Created\n")
	first := []string{"Maya", "Ben", "Ana", "Daniel", "Hannah", "Tom", "Ida", "Leo", "Grace", "Omar", "Priya"}
	last := []string{"Okafor", "Li", "Ruiz", "Reyes", "Lindqvist", "Herrera", "Novak", "Brandt", "Osei", "Haddad", "Nair", "Cole", "Fox"}
	for i := range rows {
		f, l := first[i%len(first)], last[i%len(last)]
		mobile := fmt.Sprintf("(415) 555-%04d", i%10000)
		switch {
		case i%211 == 17:
			mobile = fmt.Sprintf("555-%04d", i%10000)
		case i%307 == 40:
			mobile = "4.15555E+09"
		}
		fmt.Fprintf(&b, "C-%05d,%s,%s,%s %s Inc.,Owner,(212) 555-%04d,%s,%s.%s%d@example.com,Sam,New,$%d,2024-0%d-1%d\n",
			i+1, f, l, l, f, (i*7)%10000, mobile, strings.ToLower(f), strings.ToLower(l), i, 10000+i, i%9+1, i%10)
	}
	return b.String()
}

// TestTheFirstImport has a person import two files with one command each, and without a
// manual; what is on the terminal is docs/first-import.md.
func TestTheFirstImport(t *testing.T) {
	t.Parallel()
	const page = "../../docs/first-import.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Dir(buildProgram(t))
	got := string(text)
	for _, test := range []struct{ file, content, conversation string }{
		{"Kunden.csv", germanSheet(), "? [DE] >\n> \n? [y/N]\n> y"},
		{"crm-export.csv", crmExport(3000), "? [US] >\n> \n? [crm-export] >\n> acme-crm\n? [y/N]\n> y"},
	} {
		server := httptest.NewServer(sandbox.New(sandbox.Options{RatePerSecond: 9000, PhoneNumbers: []sandbox.PhoneNumber{{Number: "+14155550100", Name: "Main"}}}))
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, test.file), []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		env := []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + dir, "QUO_API_KEY=key", "QUO_IMPORT_BASE_URL=" + server.URL, "QUO_IMPORT_PROGRESS=never"}
		line := "quo-import import " + test.file
		_, screen, err := converse(line, dir, env, test.conversation, 80)
		server.Close()
		if err != nil {
			t.Fatalf("%v\n%s", err, screen)
		}
		screen = strings.NewReplacer(dir, "/home/maya").Replace(screen)
		screen = regexp.MustCompile(`\d{8}T\d{6}Z-\w{4}`).ReplaceAllString(screen, "20261128T101500Z-k3f9")
		screen = regexp.MustCompile(`requests in .*`).ReplaceAllString(screen, "requests in …")
		block := regexp.MustCompile("(?s)```text\n\\$ " + regexp.QuoteMeta(line) + "\n.*?```")
		got = block.ReplaceAllLiteralString(got, "```text\n$ "+line+"\n"+strings.TrimSpace(screen)+"\n```")
		if !strings.Contains(got, strings.TrimSpace(screen)) {
			t.Errorf("%s has no block for %s", page, line)
		}
	}
	if *update {
		if err := os.WriteFile(page, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(text), got); diff != "" {
		t.Errorf("%s (-page +terminal; go test ./cmd/quo-import -run TestTheFirstImport -update)\n%s", page, diff)
	}
}
