package mapping

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// optionKinds are the flags that a mapping file may set, with what a value of
// each looks like. What consents, deletes, or says where the API and its key
// are is taken from the command line only: a mapping is a file that is passed
// on.
var optionKinds = map[string]func(string) string{
	"mode":          words("upsert", "create", "update"),
	"on-duplicate":  words("reject", "first", "last", "merge"),
	"on-invalid":    words("reject", "drop"),
	"on-drift":      words("keep", "overwrite"),
	"on-deleted":    words("skip", "create"),
	"adopt":         words("phone", "none"),
	"blank":         words("keep", "clear"),
	"recheck":       words("true", "false"),
	"strict":        words("true", "false"),
	"require-state": words("true", "false"),
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

func (r *reader) options(n *yaml.Node) []Option {
	var list []Option
	for _, e := range r.entries(n, `"options"`, nil) {
		value, ok := r.filled(e.value, quote(e.key))
		check, known := optionKinds[e.key]
		switch {
		case commandLineOnly[e.key] != "":
			r.add(e.Pos, `"options" does not take %s: it belongs to %s`, quote(e.key), commandLineOnly[e.key])
		case !known:
			r.add(e.Pos, `"options" does not know %s%s`, quote(e.key), didYouMean(e.key, slices.Sorted(maps.Keys(optionKinds))))
		case !ok:
		case check(value) != "":
			r.add(at(e.value), "%s is %s, not %s%s", quote(e.key), check(value), quote(value), nearWord(e.key, value))
		default:
			list = append(list, Option{e.Pos, e.key, value})
		}
	}
	return list
}

// Option gives the value of an option of the file, "" where it has none.
func (m *Mapping) Option(name string) string {
	for _, o := range m.Options {
		if o.Name == name {
			return o.Value
		}
	}
	return ""
}

func words(list ...string) func(string) string {
	return func(s string) string {
		if contains(list, s) {
			return ""
		}
		return either(list)
	}
}

func nearWord(name, value string) string {
	list := strings.FieldsFunc(optionKinds[name]("\x00"), func(r rune) bool { return r == ',' || r == ' ' })
	return near(value, list)
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
