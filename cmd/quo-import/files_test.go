package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/encoding/htmlindex"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/quo/sandbox"
)

var files = flag.String("files", "testdata/files/*.yaml", "the lists of inputs that TestFiles imports")

// TestFiles imports files as people have them, and compares what is in Quo with what a
// person sees in the file: testdata/files/README.md. A check with look-ups in Quo must
// report the same, row by row, and a second import must change nothing.
func TestFiles(t *testing.T) {
	groups, err := filepath.Glob(*files)
	if err != nil || len(groups) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, group := range groups {
		text, err := os.ReadFile(group)
		if err != nil {
			t.Fatal(err)
		}
		var cases []fileCase
		d := yaml.NewDecoder(bytes.NewReader(text))
		d.KnownFields(true)
		if err := d.Decode(&cases); err != nil {
			t.Fatalf("%s: %v", group, err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(group), ".yaml"), func(t *testing.T) {
			for _, c := range cases {
				t.Run(c.Name, func(t *testing.T) {
					t.Parallel()
					c.run(t)
				})
			}
		})
	}
}

// fileCase is a file and what must be in Quo after it was imported.
type fileCase struct {
	Name string `yaml:"name"`

	// The input: a file of testdata/files, or a text, or rows of a workbook.
	File     string  `yaml:"file"`
	Text     string  `yaml:"text"`
	As       string  `yaml:"as"`       // extension, csv if it is blank
	Encoding string  `yaml:"encoding"` // of the text, UTF-8 if it is blank
	Rows     [][]any `yaml:"rows"`

	Region  string   `yaml:"region"` // US if it is blank, none for no flag
	Args    []string `yaml:"args"`
	Mapping string   `yaml:"mapping"`

	Lands    []landed `yaml:"lands"`
	Count    int      `yaml:"count"` // of contacts, if they are not listed
	Rejected int      `yaml:"rejected"`
	Refused  string   `yaml:"refused"` // a regular expression: nothing is written, and this is the reason
	Says     []string `yaml:"says"`    // regular expressions
	Never    []string `yaml:"never"`
}

// landed is a contact in Quo. Custom fields are compared if the case lists any.
type landed struct {
	First   string         `yaml:"first"`
	Last    string         `yaml:"last"`
	Company string         `yaml:"company"`
	Role    string         `yaml:"role"`
	Phones  []string       `yaml:"phones"` // with the label in brackets, or without
	Emails  []string       `yaml:"emails"`
	Custom  map[string]any `yaml:"custom"`
}

func (c *fileCase) run(t *testing.T) {
	w := newWorkplace(t)
	args := []string{c.write(t, w), "--source", "files"}
	if c.Region == "" {
		c.Region = "US"
	}
	if c.Region != "none" {
		args = append(args, "--region", c.Region)
	}
	if c.Mapping != "" {
		if err := os.WriteFile(w.path("mapping.yaml"), []byte(c.Mapping), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-m", w.path("mapping.yaml"))
	}
	args = append(args, c.Args...)
	check := runStream(w, append([]string{"check", "--remote"}, args...))
	first := runStream(w, append([]string{"import", "--yes"}, args...))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the import said:\n%s", strings.ReplaceAll(first.said, w.dir+"/", ""))
		}
	})
	if diff := gocmp.Diff(check.told(), first.told()); diff != "" {
		t.Errorf("check (-) and import (+) differ:\n%s", diff)
	}
	for _, says := range c.Says {
		if !regexp.MustCompile("(?is)" + says).MatchString(first.said) {
			t.Errorf("does not say %s", says)
		}
	}
	for _, never := range c.Never {
		if m := regexp.MustCompile("(?i)" + never).FindString(first.said); m != "" {
			t.Errorf("says %q", m)
		}
	}
	if c.Refused != "" {
		if first.code == exitDone || first.code == exitRows || len(w.quo.Contacts()) > 0 {
			t.Fatalf("exit code %d, %d contacts, want it to be refused\n%s", first.code, len(w.quo.Contacts()), listed(w.landed()))
		}
		if !regexp.MustCompile("(?is)" + c.Refused).MatchString(first.said) {
			t.Errorf("is not refused because of %s", c.Refused)
		}
		return
	}
	want := exitDone
	if c.Rejected > 0 {
		want = exitRows
	}
	if first.code != want || first.counts["rejected"] != float64(c.Rejected) {
		t.Errorf("exit code %d, rejected %v; want %d, %d", first.code, first.counts["rejected"], want, c.Rejected)
	}
	got := w.landed()
	if c.Count > 0 {
		if len(got) != c.Count {
			t.Errorf("%d contacts, want %d", len(got), c.Count)
		}
		return
	}
	c.forget(got)
	if diff := gocmp.Diff(listed(c.Lands), listed(got)); diff != "" {
		t.Errorf("in Quo: -want +got\n%s", diff)
	}
	w.quo.ResetCounts()
	again := runStream(w, append([]string{"import", "--yes"}, args...))
	if n := w.quo.Counts().Of(sandbox.Create, sandbox.Update, sandbox.Delete); n > 0 || again.code != first.code {
		t.Errorf("a second import writes %d contacts, and ends with %d\n%s", n, again.code, again.said)
	}
}

// write writes the input and returns its path.
func (c *fileCase) write(t *testing.T, w *workplace) string {
	if c.File != "" {
		data, err := os.ReadFile(filepath.Join("testdata", "files", c.File))
		if err != nil {
			t.Fatal(err)
		}
		c.Text, c.As = string(data), strings.TrimPrefix(filepath.Ext(c.File), ".")
	}
	if c.Rows != nil {
		book := excelize.NewFile()
		for i, row := range c.Rows {
			if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := book.Write(&b); err != nil {
			t.Fatal(err)
		}
		c.Text, c.As = b.String(), "xlsx"
	}
	if c.Encoding != "" {
		e, err := htmlindex.Get(c.Encoding)
		if err != nil {
			t.Fatal(err)
		}
		if c.Text, err = e.NewEncoder().String(c.Text); err != nil {
			t.Fatal(err)
		}
	}
	path := w.path("input." + cmp.Or(c.As, "csv"))
	if err := os.WriteFile(path, []byte(c.Text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// forget removes from contacts what the case does not compare: labels, if it names
// none, and custom fields.
func (c *fileCase) forget(got []landed) {
	labels, custom := false, false
	for _, l := range c.Lands {
		labels = labels || slices.ContainsFunc(slices.Concat(l.Phones, l.Emails), func(s string) bool { return strings.HasSuffix(s, ")") })
		custom = custom || l.Custom != nil
	}
	for i := range got {
		if !labels {
			for _, list := range [][]string{got[i].Phones, got[i].Emails} {
				for j := range list {
					list[j], _, _ = strings.Cut(list[j], " (")
				}
				slices.Sort(list)
			}
		}
		if !custom {
			got[i].Custom = nil
		}
	}
}

// landed returns the contacts in Quo.
func (w *workplace) landed() []landed {
	list := make([]landed, 0, 8)
	items := func(items []sandbox.Item) []string {
		var list []string
		for _, i := range items {
			if i.Value != nil {
				list = append(list, fmt.Sprintf("%s (%s)", *i.Value, i.Name))
			}
		}
		slices.Sort(list)
		return list
	}
	for _, c := range w.quo.Contacts() {
		d := c.DefaultFields
		l := landed{First: deref(d.FirstName), Last: deref(d.LastName), Company: deref(d.Company), Role: deref(d.Role), Phones: items(d.PhoneNumbers), Emails: items(d.Emails)}
		for _, v := range c.CustomFields {
			if l.Custom == nil {
				l.Custom = map[string]any{}
			}
			l.Custom[v.Key] = v.Value
		}
		list = append(list, l)
	}
	return list
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// listed writes contacts as lines, in an order that does not depend on theirs.
func listed(list []landed) string {
	lines := make([]string, 0, len(list))
	for _, l := range list {
		slices.Sort(l.Phones)
		slices.Sort(l.Emails)
		line := fmt.Sprintf("%s|%s|%s|%s|%s|%s", l.First, l.Last, l.Company, l.Role, strings.Join(l.Phones, " "), strings.Join(l.Emails, " "))
		for _, k := range slices.Sorted(maps.Keys(l.Custom)) {
			line += fmt.Sprintf("|%s=%v", k, l.Custom[k])
		}
		lines = append(lines, line+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// ran is what a command reported.
type ran struct {
	code   int
	said   string
	rows   []map[string]any // events
	counts map[string]any   // the summary
}

// runStream runs a command and reads its stream.
func runStream(w *workplace, args []string) ran {
	var out, said bytes.Buffer
	args = append(args, "--json", "--base-url", w.url, "--api-key-file", w.path("key"))
	if args[0] == "import" {
		args = append(args, "--state", w.path("state.db"), "--report", w.path("report"))
	} else {
		args = append(args, "--state", w.path("state.db"))
	}
	io := term.Streams{In: strings.NewReader(""), Out: &out, Err: &said}
	r := ran{code: exitCode(io, run(context.Background(), io, args)), said: said.String()}
	d := json.NewDecoder(&out)
	for {
		event := map[string]any{}
		if d.Decode(&event) != nil {
			return r
		}
		switch event["event"] {
		case "row":
			r.rows = append(r.rows, event)
			for _, problem := range objectsOf(event["problems"]) {
				r.said += fmt.Sprintf("%v: (%v)\n", problem["column"], problem["kind"])
			}
		case "notice":
			r.said += fmt.Sprintln(event["text"])
		case "summary":
			r.counts = event
		}
	}
}

// objectsOf returns the objects of a list in an event.
func objectsOf(of any) (objects []map[string]any) {
	elements, _ := of.([]any)
	for _, e := range elements {
		object, _ := e.(map[string]any)
		objects = append(objects, object)
	}
	return objects
}

// told returns what a check and an import must agree on: what becomes of each row that
// has an event in both, the counts and the exit code.
func (r ran) told() []string {
	list := []string{fmt.Sprintf("exit code %d", r.code)}
	for _, count := range []string{"read", "created", "updated", "unchanged", "skipped", "rejected", "failed", "warnings"} {
		list = append(list, fmt.Sprintf("%s %v", count, r.counts[count]))
	}
	for _, row := range r.rows {
		if row["action"] == "created" && row["warnings"] == nil {
			continue // a check has no event of it
		}
		list = append(list, fmt.Sprintf("line %v[%v] %v %v problems %v warnings %v", row["line"], row["index"], row["key"], row["action"], row["problems"], row["warnings"]))
	}
	slices.Sort(list[1:])
	return list
}
