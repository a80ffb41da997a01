package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
)

func TestEveryFlagIsInOneGroupOfTheHelp(t *testing.T) {
	root := newRoot(term.Streams{In: strings.NewReader(""), Out: new(bytes.Buffer), Err: new(bytes.Buffer)})
	for name, groups := range helpGroups {
		cmd, _, err := root.Find([]string{name})
		if err != nil {
			t.Fatal(err)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			n := 0
			for _, g := range groups {
				if slices.Contains(g.Flags, f.Name) {
					n++
				}
			}
			if n != 1 && !f.Hidden && f.Name != "help" {
				t.Errorf("%s: --%s is in %d groups of allGroups (help.go)", name, f.Name, n)
			}
		})
		if n := len(groups[0].Flags); n > 10 {
			t.Errorf("%s: %d flags come first", name, n)
		}
	}
}
