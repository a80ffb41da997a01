package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAScreenInRuns(t *testing.T) {
	for _, c := range []struct {
		name, screen string
		want         [][]run
	}{
		{"words stay together, and a gap ends a run", "  two words   far\n", [][]run{{{2, "two words", look{}}, {14, "far", look{}}}}},
		{"a look lasts until it is changed, beyond the end of its line", "\x1b[31ma\nb\x1b[39mc\n", [][]run{
			{{0, "a", look{colour: "red"}}}, {{0, "b", look{colour: "red"}}, {1, "c", look{}}},
		}},
		{"what stands out twice", "\x1b[1;32mok\x1b[0m \x1b[2mso\x1b[0m", [][]run{
			{{0, "ok", look{strong: true, colour: "green"}}, {3, "so", look{faint: true}}},
		}},
		{"a character is a column, however many bytes it has", "é · ü\x1b[33m!", [][]run{{{0, "é · ü", look{}}, {5, "!", look{colour: "yellow"}}}}},
		{"blank lines stay, but for those at the end", "a\n\nb\n\n\n", [][]run{{{0, "a", look{}}}, nil, {{0, "b", look{}}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parse(c.screen)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(run{}, look{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAColourThatIsNotKnownIsRefused(t *testing.T) {
	if _, err := parse("\x1b[35mpurple"); err == nil || !strings.Contains(err.Error(), `"35"`) {
		t.Errorf("got %v", err)
	}
}

func TestThePictureIsText(t *testing.T) {
	var b strings.Builder
	if err := draw(&b, strings.NewReader("$ a <b> & c"), 20, "a <title>"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`viewBox="0 0 200 62"`, "<title>a &lt;title&gt;</title>", `textLength="92.4">$ a &lt;b&gt; &amp; c</text>`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
}
