package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// optionKinds are the flags that a mapping file may set, each with a check that
// returns what a value must be, "" for a valid one. What consents, deletes, or
// names the API and its key is taken from the command line only: a mapping is a
// file that is passed on.
var optionKinds = map[string]func(string) string{
	"mode":          oneWord("upsert", "create", "update"),
	"on-duplicate":  oneWord("reject", "first", "last", "merge"),
	"on-invalid":    oneWord("reject", "drop"),
	"on-drift":      oneWord("keep", "overwrite"),
	"on-deleted":    oneWord("skip", "create"),
	"adopt":         oneWord("phone", "none"),
	"blank":         oneWord("keep", "clear"),
	"recheck":       oneWord("true", "false"),
	"strict":        oneWord("true", "false"),
	"require-state": oneWord("true", "false"),
	"max-change":    countOrShare,
	"max-failures":  countOrShare,
	"allow-rejects": countShareOrKnown,
	"max-shrink":    share,
	"max-create":    count,
	"max-shown":     count,
	"limit":         count,
	"workers":       count,
	"keep-reports":  count,
	"header-row":    count,
	"rate":          rate,
	"max-duration":  duration,
	"state":         anything,
	"report":        anything,
	"encoding":      anything,
	"delimiter":     anything,
	"sheet":         anything,
	"json-path":     anything,
}

// commandLineOnly are flags that people will try to put into the file, with
// where they belong.
var commandLineOnly = map[string]string{
	"yes": "the command line: it is consent", "on-gone": "the command line: it deletes",
	"accept-workspace": "the command line: it is consent", "rekey": "the command line: it is consent",
	"base-url": "the command line or the environment", "api-key-file": "the command line or the environment",
	"sandbox": "the command line or the environment", "dry-run": "the command line", "mapping": "the command line",
	"source": `"source" at the top of the file`, "key": `"key" at the top of the file`, "region": `"region" at the top of the file`,
}

// checkOption returns what is wrong with an option of a mapping file, "" for
// nothing.
func checkOption(o mapping.Option) string {
	check, known := optionKinds[o.Name]
	name, value := phrase.Quote(o.Name), phrase.Quote(o.Value)
	switch {
	case commandLineOnly[o.Name] != "":
		return fmt.Sprintf(`"options" does not take %s: it belongs to %s`, name, commandLineOnly[o.Name])
	case !known:
		return fmt.Sprintf(`"options" does not know %s%s`, name, phrase.DidYouMean(o.Name, slices.Sorted(maps.Keys(optionKinds))))
	}
	want := check(o.Value)
	if want == "" {
		return ""
	}
	words := strings.FieldsFunc(check("\x00"), func(r rune) bool { return r == ',' || r == ' ' })
	return fmt.Sprintf("%s is %s, not %s%s", name, want, value, phrase.Near(o.Value, words))
}

func oneWord(list ...string) func(string) string {
	return func(s string) string {
		if slices.Contains(list, s) {
			return ""
		}
		return phrase.Either(list)
	}
}

func count(s string) string {
	if _, err := strconv.ParseUint(s, 10, 31); err != nil {
		return "a number, such as 100"
	}
	return ""
}

func share(s string) string {
	digits, ok := strings.CutSuffix(s, "%")
	if v, err := strconv.ParseFloat(digits, 64); !ok || err != nil || v < 0 || v > 100 {
		return "a share, such as 5%"
	}
	return ""
}

func countOrShare(s string) string {
	if count(s) != "" && share(s) != "" {
		return "a number or a share, such as 100 or 5%"
	}
	return ""
}

func countShareOrKnown(s string) string {
	if s != "known" && countOrShare(s) != "" {
		return "a number, a share or the word known, such as 100 or 5%"
	}
	return ""
}

func rate(s string) string {
	if v, err := strconv.ParseFloat(s, 64); err != nil || !(v > 0) || v > 1000 {
		return "a number of requests a second, such as 5"
	}
	return ""
}

func duration(s string) string {
	if d, err := time.ParseDuration(s); err != nil || d <= 0 {
		return "a duration, such as 90m or 2h"
	}
	return ""
}

func anything(string) string { return "" }
