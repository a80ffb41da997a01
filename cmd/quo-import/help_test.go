package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
)

func TestEveryFlagIsInOneGroupOfTheHelp(t *testing.T) {
	root := newRoot(term.Streams{In: strings.NewReader(""), Out: new(bytes.Buffer), Err: new(bytes.Buffer)})
	for name, groups := range helpGroups {
		cmd, _, err := root.Find([]string{name})
		if err != nil {
			t.Fatal(err)
		}
		if list := flags.Ungrouped(cmd, groups); list != nil {
			t.Errorf("%s: flags in no group or in several: %v", name, list)
		}
		if n := len(groups[0].Flags); n > 10 {
			t.Errorf("%s: %d flags come first", name, n)
		}
	}
}
