package values

import (
	"slices"
	"strings"
)

// Split gives the items of a cell that holds several, separated by sep: each
// as Text gives it, without blanks and without repeats (compared exactly, so
// "VIP" and "vip" are two). An item in quotes may hold the separator, as in
// Mailchimp's `"VIP","Newsletter"`. Without a separator the cell is one item.
func Split(raw, sep string) []string {
	if raw == "" {
		return nil
	}
	if sep == "" {
		return appendItem(nil, raw)
	}
	items := make([]string, 0, strings.Count(raw, sep)+1)
	for more := true; more; {
		var item string
		item, raw, more = cutItem(raw, sep)
		items = appendItem(items, item)
	}
	if len(items) == 0 {
		return nil
	}
	return items
}

func appendItem(items []string, raw string) []string {
	item := Text(raw)
	if item == "" || slices.Contains(items, item) {
		return items
	}
	return append(items, item)
}

// cutItem cuts the first item off. A quote opens an item only where it stands
// first and is closed before a separator or the end: 5" pipe is no quotation.
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
			end++ // a doubled quote stands for one
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
