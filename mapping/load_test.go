package mapping_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping"
)

// TestLoadFindsAllProblems is promise 3 for people who write a mapping: one
// look at the messages, one round of fixing.
func TestLoadFindsAllProblems(t *testing.T) {
	f, err := os.Open("testdata/load/problems.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = mapping.Load("problems.yaml", f, func(o mapping.Option) string {
		if o.Name == "limit" && o.Value == "10" {
			return ""
		}
		return o.Name + ": " + o.Value + " is refused"
	})
	var errs mapping.Errors
	if !errors.As(err, &errs) {
		t.Fatalf("got %T %v, want Errors", err, err)
	}
	golden(t, "load/problems.golden", err.Error()+"\n")
}

func TestLoadRefuses(t *testing.T) {
	laughs := "version: 1\nkey: &a [x,x,x,x,x,x,x,x,x,x]\nwhere: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nfallback: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
	for _, test := range []struct{ name, text, want string }{
		{"an empty file", "", "is empty"},
		{"a file of comments", "# nothing\n", "is empty"},
		{"two documents", "version: 1\n---\nversion: 1\n", "is not valid YAML"},
		{"a list", "- a\n", "must be a mapping"},
		{"a tab where spaces belong", "contact:\n\tfirstName: A\n", "mapping.yaml:2:"},
		{"an unknown alias", "version: 1\nkey: *nobody\n", "nobody"},
		{"a key that is there twice", "version: 1\nkey: A\nkey: B\ncontact: {firstName: F}\n", `mapping.yaml:3:1: "key" is there twice: it is on line 2 too`},
		{"aliases that grow without end", laughs, "must be a text, not a list"},
		{"no contact", "version: 1\n", `"contact" is missing`},
		{"no version", "contact: {firstName: F}\n", `"version" is missing`},
		{"a file that is no text", "\x00\x01\x02", "is not valid YAML"},
		{"a megabyte", "# " + strings.Repeat("x", 1<<20), "larger than"},
		{"a source that Quo reserves", "version: 1\nsource: Zapier\ncontact: {firstName: F}\n", "reserved by Quo"},
		{"a source that is too long", "version: 1\nsource: " + strings.Repeat("x", 73) + "\ncontact: {firstName: F}\n", "longer than 72"},
		{"a where that is neither true nor false", "version: 1\nwhere: Status\ncontact: {firstName: F}\n", "mapping.yaml:2:8: \"where\" is no valid expression: expected bool, but got string"},
		{"an expression that is too long", "version: 1\nwhere: '" + strings.Repeat("1+", 9000) + "1 > 0'\ncontact: {firstName: F}\n", "longer than 10000"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := mapping.Load("mapping.yaml", strings.NewReader(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestAliasesAreBounded: a mapping may repeat itself by aliases, but not
// without end.
func TestAliasesAreBounded(t *testing.T) {
	text := "version: 1\ncontact:\n  firstName: F\n  phoneNumbers: &p\n" + strings.Repeat("    - {column: &c [x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x]}\n", 1) +
		strings.Repeat("    - {column: *c}\n", 2000)
	_, err := mapping.Load("mapping.yaml", strings.NewReader(text))
	if err == nil || !strings.Contains(err.Error(), "once its aliases are expanded") {
		t.Errorf("got %v", err)
	}
}

func TestPlainWordsStayText(t *testing.T) {
	m := load(t, "version: 1\nregion: NO\ncontact: {firstName: F, company: {value: yes}, role: {value: 007}, lastName: {value: null}}\n")
	if m.Region.Default != "NO" {
		t.Errorf("region is %q, want NO, which is Norway", m.Region.Default)
	}
	for i, want := range []string{"yes", "007", "null"} {
		if got := *m.Contact[i+1].Value; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestCompileFindsAllProblems holds a mapping against a file and a workspace
// that it does not fit.
func TestCompileFindsAllProblems(t *testing.T) {
	m := load(t, `version: 1
key: Customer-ID
region: {column: Contry}
where: 'Statsu == "x"'
contact:
  firstName: first name
  phoneNumbers: {column: Mobile, name: {column: Type}}
  role: {expr: 'row["Titel"]'}
custom:
  Lead Scor: Score
  Tags: {column: Tag, format: X}
  VIP: {column: VIP, type: string}
  vip: {column: VIP}
  Plan: {column: VIP, split: ","}
  Site: {column: VIP, trueValues: [a]}
  Signup Date: {column: VIP, format: DD/QQ}
  Lead Score: {column: Score, timezone: UTC, format: ["1,234.5", "1.234,5"]}
  Office: VIP
  66d0d87e8dc1211467372a07: Title
`)
	_, err := m.Compile(mapping.Columns{Names: []string{"Customer ID", "Country", "Status", "First Name", "Mobil", "Title", "Score", "Tags", "VIP"}},
		mapping.CompileOptions{Catalogue: catalogue})
	if err == nil {
		t.Fatal("no error")
	}
	golden(t, "load/compile.golden", err.Error()+"\n")
}

func TestAColumnThatTheFileDoesNotHaveIsAnError(t *testing.T) {
	m := load(t, "version: 1\nkey: ID\ncontact: {firstName: First, company: Firm}\n")
	_, err := m.Compile(mapping.Columns{File: "b.csv", Names: []string{"ID", "First"}}, mapping.CompileOptions{})
	if err == nil || !strings.Contains(err.Error(), `there is no column "Firm" in b.csv`) {
		t.Errorf("got %v", err)
	}
	mapper := compile(t, m, mapping.Columns{Names: []string{"ID", "Firm", "First"}}, mapping.CompileOptions{})
	if mapper.Position("First") != 2 || mapper.Position("Last") != -1 {
		t.Error("positions are wrong")
	}
}
