package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/mapping"
)

var update = flag.Bool("update", false, "rewrite the pages of testdata")

// pages returns the two pages that the tests and the browser check.
func pages(t *testing.T) map[string][]byte {
	return map[string][]byte{"check.html": checkPage(t), "import.html": importPage(t)}
}

func TestGoldenPages(t *testing.T) {
	for name, got := range pages(t) {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s differs (go test -update rewrites it; look at it then):\n%s", name, diff)
		}
	}
}

// fetches matches what would make a browser send a request.
var fetches = regexp.MustCompile(`(?i)<(script|link|img|iframe|object|embed|audio|video|source|base|form)\b|@import|url\s*\(|\b(src|srcset|action|poster|data|formaction)\s*=|href\s*=\s*"?(\w+:|//)|xlink`)

func TestAPageFetchesNothing(t *testing.T) {
	for name, page := range pages(t) {
		script := "<script>" + search + "</script>"
		if n := strings.Count(string(page), script); n != 1 {
			t.Errorf("%s has its script %d times", name, n)
		}
		page = bytes.ReplaceAll(page, []byte(script), nil)
		for _, found := range fetches.FindAll(unquoted(page), -1) {
			t.Errorf("%s has %s", name, found)
		}
		sum := sha256.Sum256([]byte(search))
		if want := `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-` + base64.StdEncoding.EncodeToString(sum[:]) + `'"`; !strings.Contains(string(page), want) {
			t.Errorf("%s does not forbid to fetch, and every script but its own", name)
		}
	}
}

// unquoted returns tags and style without the texts between tags that look like
// an attribute.
func unquoted(page []byte) []byte {
	return regexp.MustCompile(`>[^<]*src=[^<]*<`).ReplaceAll(page, []byte("><"))
}

func TestWhatAFileHoldsIsOnlyText(t *testing.T) {
	for name, page := range pages(t) {
		text := string(page)
		for _, bad := range []string{"<script>alert", "<img", "\x07", "\u202e", "\u200b", strings.Repeat("x", maxMessage+1)} {
			if strings.Contains(text, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
		if want := `&lt;script&gt;alert(1)&lt;/script&gt;`; !strings.Contains(text, want) {
			t.Errorf("%s does not show %s", name, want)
		}
		if want := `\u0007\u202e\u200b↵xxx`; !strings.Contains(text, want) {
			t.Errorf("%s does not show %s", name, want)
		}
	}
}

func TestAPageShowsTheRun(t *testing.T) {
	for page, want := range map[string][]string{
		string(checkPage(t)): {
			"<h1>10,348 of 10,412 rows ready to import</h1>", "64 rows would be rejected", "What would happen",
			`aria-label="10,412 rows: ready 10,348, rejected 64"`, "<bdi>Maya Okafor</bdi>", "2022-03-14",
			`<span class="badge guessed">guessed</span>`, `<span class="badge left">left out</span>`, `<td class="num">4,102</td>`,
			`<bdi>contacts.csv</bdi> <span aria-hidden="true">·</span> <bdi>23 November 2026, 07:13 UTC</bdi> <span aria-hidden="true">·</span> <bdi>Northwind Roofing, &#43;1 415-555-0100</bdi>`,
			`Import the other rows: <code tabindex="0">quo-import import &#39;my contacts.csv&#39; -m acme.yaml</code>`,
			`<tr><th scope="row" class="num">61</th><td><bdi>only because of Mobile</bdi>: <span>write the numbers with their area code</span>, or <span>pass --on-invalid drop</span>`,
			`<th scope="row" class="num">3</th><td><bdi>only because of &#34;keine angabe&#34; in Mobile</bdi>: <span>add it to nulls in the mapping</span>`,
			`<code>--on-invalid drop</code> imports 63 rows without the values that are wrong.`,
			`aria-label="52 no area code, 6 damaged by a spreadsheet, 3 not a number"`,
			`<td class="bad short" data-column="Mobile"><bdi>555-0100</bdi></td>`, `<b><bdi>Mobile</bdi></b> <bdi>has no area code</bdi>`,
			`<bdi>(415) 555-0134</bdi> <span class="to" aria-label="becomes">→</span> <bdi>&#43;14155550134</bdi>`,
			`<bdi>03/14/2022</bdi> <span class="to" aria-label="becomes">→</span> <bdi>2022-03-14</bdi>`,
			`<strong>3 contacts have no phone number.</strong> The Quo app never shows such contacts.`, "no number: invisible in the Quo app",
			`href="rejected.csv"`, `href="rejected.xlsx"`,
		},
		string(importPage(t)): {
			"<h1>212 contacts created, 1,034 updated</h1>", "The run ended early:", "Quo did not answer for 12s",
			"custom field Plan", `<td class="num">32</td><td class="num">400</td>`, "line\u00a05000 · <bdi>C-0</bdi>", "limit 10", "6 answers over the limit",
		},
	} {
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("the page does not have %s", w)
			}
		}
	}
}

func TestAPageDoesNotGrowWithTheFile(t *testing.T) {
	var ev Events
	for i := range 5_000 {
		ev.Event(event.Row{
			Pos: at(i), Action: event.Failed, Status: 400, Message: fmt.Sprint(i, hostile),
			Errors: []mapping.FieldError{{Column: fmt.Sprint("c", i), Kind: fmt.Sprint("k", i), Value: hostile, Message: hostile}},
		})
	}
	page := rendered(t, runOf(t, false, event.Counts{Read: 5_000, Failed: 5_000}), &ev)
	if len(page) > 400_000 {
		t.Errorf("the page is %d bytes", len(page))
	}
	for _, want := range []string{"4,950 more failures", "4,960 more problems", `Problems <span class="n">5,000</span>`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("what is left out is not counted: %s", want)
		}
	}
}

func TestThePageLinksToTheOtherFilesOfAReport(t *testing.T) {
	dir := t.TempDir()
	names := []string{"rejected.csv", "results.csv", "errors.csv", "summary.json"}
	for _, name := range append(names, fileName) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteFile(dir, runOf(t, true, event.Counts{Read: 1, Rejected: 1}), &Events{}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, fileName)
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.Contains(string(page), `<a href="`+name+`">`) {
			t.Errorf("it does not link to %s", name)
		}
	}
	if strings.Contains(string(page), fileName) {
		t.Error("it links to itself")
	}
}

func TestThePageIsPrivate(t *testing.T) {
	dir := t.TempDir()
	if err := WriteFile(dir, &Run{}, &Events{}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, fileName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v: it holds contacts", info.Mode(), err)
	}
}

func TestAReportOfNothingIsAPageToo(t *testing.T) {
	page := string(rendered(t, &Run{Summary: report.Summary{Stopped: "the file is empty"}}, &Events{}))
	if !strings.Contains(page, "No rows were read") || !strings.Contains(page, "the file is empty") {
		t.Errorf("%s", page)
	}
}
