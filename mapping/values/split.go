package values

import (
	"slices"
	"strings"
)

// Split returns the items of a cell, separated by sep: each in the form of
// [Text], without blanks and without repeats (compared exactly: "VIP" and "vip"
// are two). An item in quotes may hold the separator, as in Mailchimp's
// `"VIP","Newsletter"`. If sep is "", the cell is one item.
func Split(raw, sep string) []string { return AppendSplit(nil, raw, sep) }

// AppendSplit appends the items of a cell to a list, as [Split] returns them.
func AppendSplit(list []string, raw, sep string) []string {
	before := len(list)
	for more := raw != ""; more; {
		var item string
		if sep == "" {
			item, more = raw, false
		} else {
			item, raw, more = cutItem(raw, sep)
		}
		if item = Text(item); item != "" && !slices.Contains(list[before:], item) {
			list = append(list, item)
		}
	}
	return list
}

// cutItem cuts s after its first item. A quote opens an item only if it comes
// first and is closed before a separator or the end: 5" pipe is not quoted.
func cutItem(s, sep string) (item, rest string, more bool) {
	t := strings.TrimLeft(s, " ")
	if !strings.HasPrefix(t, `"`) {
		return strings.Cut(s, sep)
	}
	for end := 1; end < len(t); end++ {
		if t[end] != '"' {
			continue
		}
		if strings.HasPrefix(t[end+1:], `"`) {
			end++ // a doubled quote is one quote
			continue
		}
		after := strings.TrimLeft(t[end+1:], " ")
		if after == "" || strings.HasPrefix(after, sep) {
			item = strings.ReplaceAll(t[1:end], `""`, `"`)
			_, rest, more = strings.Cut(after, sep)
			return item, rest, more
		}
		break
	}
	return strings.Cut(s, sep)
}
