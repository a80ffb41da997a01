//go:build unix

package keycommand

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestACommandIsSplitIntoWordsWithoutAShell(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string // nil: an error
	}{
		{`op read op://ops/quo/key`, []string{"op", "read", "op://ops/quo/key"}},
		{`  pass   show	quo `, []string{"pass", "show", "quo"}},
		{`security find-generic-password -s "Quo import" -w`, []string{"security", "find-generic-password", "-s", "Quo import", "-w"}},
		{`sh -c 'cat "$HOME/key" | tail -1'`, []string{"sh", "-c", `cat "$HOME/key" | tail -1`}},
		{`C:\Tools\op.exe read $KEY *`, []string{`C:\Tools\op.exe`, "read", "$KEY", "*"}},
		{`a ""`, []string{"a", ""}},
		{`a b"c d"e`, []string{"a", "bc de"}},
		{`op read "x`, nil},
	} {
		got, err := split(c.line)
		if (err != nil) != (c.want == nil) || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, %v; want %q", c.line, got, err, c.want)
		}
	}
}

func TestTheKeyIsTheOnlyLine(t *testing.T) {
	for _, line := range []string{`sh -c 'echo sekrit'`, `sh -c 'printf "sekrit\r\n"'`, `printf sekrit`, `sh -c 'echo noise >&2; echo sekrit'`} {
		if key, err := Run(t.Context(), line, time.Minute); key != "sekrit" || err != nil {
			t.Errorf("%s: %q, %v", line, key, err)
		}
	}
}

func TestAnErrorNamesTheProgramAndNeverTheKey(t *testing.T) {
	for _, c := range []struct {
		name, line string
		limit      time.Duration
		want       string
		usage      bool
	}{
		{"it is empty", ` `, time.Minute, "it is empty", true},
		{"a quote is not closed", `op "sekrit`, time.Minute, "not closed", true},
		{"there is no such program", `nowhere-to-be-found sekrit`, time.Minute, "there is no program nowhere-to-be-found", true},
		{"it fails and says why", `sh -c 'echo "not signed in" >&2; exit 3'`, time.Minute, "sh failed (exit status 3): not signed in", false},
		{"it fails after it printed", `sh -c 'echo sekrit; echo sekrit >&2; exit 3'`, time.Minute, "sh failed: exit status 3", false},
		{"it prints nothing", `true`, time.Minute, "true printed nothing", false},
		{"it prints more", `sh -c 'echo sekrit; echo user: ops'`, time.Minute, "sh printed 2 lines", false},
		{"it prints without end", `yes sekrit`, time.Minute, "yes printed more than a key", false},
		{"it never ends", `sleep 600`, 50 * time.Millisecond, "sleep did not end within 50ms", false},
		{"what it started never ends", `sh -c 'sleep 3 & echo sekrit; exit 1'`, time.Minute, "sh failed", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			key, err := Run(t.Context(), c.line, c.limit)
			if err == nil || key != "" || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "sekrit") {
				t.Errorf("%q, %v; want %q", key, err, c.want)
			}
			if errors.Is(err, ErrUsage) != c.usage {
				t.Errorf("%v: whether running it again helps is wrong", err)
			}
		})
	}
}

func TestACommandStopsWhenTheRunDoes(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, "sleep 600", time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
