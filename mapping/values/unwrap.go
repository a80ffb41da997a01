package values

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
)

// What programs put around a value. docs/mapping.md, "Wrapped values", lists it for
// people.

// Unwrap returns the value of a cell without what a program put around it whatever
// its type is: ="Ana", by which exporters keep a spreadsheet from reading a text as a
// number, and the entities of HTML, as in Smith &amp; Sons.
func Unwrap(cell string) string {
	if cell == "" {
		return ""
	}
	if cell[0] == '=' || cell[0] == ' ' {
		cell = unquoteFormula(cell)
	}
	if len(cell) > 2 && cell[0] == '"' && strings.IndexByte(cell[1:], '"') == len(cell)-2 { // quoted twice
		cell = cell[1 : len(cell)-1]
	}
	if at := strings.IndexByte(cell, '&'); at >= 0 && strings.IndexByte(cell[at:], ';') > 0 {
		cell = entity.ReplaceAllStringFunc(cell, html.UnescapeString)
		if strings.IndexByte(cell[at:], ';') > 0 { // &amp;amp;
			cell = entity.ReplaceAllStringFunc(cell, html.UnescapeString)
		}
	}
	if n := len(cell); n > 0 && cell[n-1] == '>' && strings.Contains(cell, "</") {
		cell = tag.ReplaceAllString(cell, "")
	}
	return cell
}

// tag is a tag of HTML.
var tag = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)

// hyperlink is the formula of a link, with the text that a spreadsheet shows.
var hyperlink = regexp.MustCompile(`(?i)^=HYPERLINK\(\s*"[^"]*"\s*[,;]\s*"([^"]*)"\s*\)$`)

// entity is an entity of HTML. Without the semicolon it is a text: "AT&T".
var entity = regexp.MustCompile(`&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// unquoteFormula returns the text of the formula ="text", or the cell as it is.
func unquoteFormula(cell string) string {
	s := strings.TrimSpace(cell)
	if m := hyperlink.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	if len(s) < len(`=""`) || !strings.HasPrefix(s, `="`) || !strings.HasSuffix(s, `"`) {
		return cell
	}
	text := strings.ReplaceAll(s[len(`="`):len(s)-1], `""`, "\x00")
	if strings.Contains(text, `"`) { // ="a"&"b"
		return cell
	}
	return strings.ReplaceAll(text, "\x00", `"`)
}

var (
	// linked is a text with the address that it is linked to, as Notion writes it.
	linked = regexp.MustCompile(`\s*\((?:https?://|mailto:|tel:)[^()\s]*\)`)
	// markdown is the same as Airtable and others write it.
	markdown = regexp.MustCompile(`\[([^\[\]]+)\]\((?:https?://|mailto:|tel:)[^()\s]*\)`)
	// mailbox is a name with an email address.
	mailbox = regexp.MustCompile(`^"?([^"<>@]*[^"<>@\s])"?\s*<[^<>@\s]+@[^<>@\s]+>$`)
)

// Unlink returns a text without the address that it is linked to: "Acme
// (https://acme.example)", "[Acme](https://acme.example)".
func Unlink(text string) string {
	if strings.IndexByte(text, '(') < 0 || strings.IndexByte(text, ':') < 0 {
		return text
	}
	s := markdown.ReplaceAllString(text, "$1")
	if s = linked.ReplaceAllString(s, ""); strings.TrimSpace(s) != "" {
		return s
	}
	return text
}

// UnlinkName is Unlink for a name, which may stand before an email address, too: "Maya
// Okafor <maya@okafor.example>".
func UnlinkName(text string) string {
	text = Unlink(text)
	if strings.IndexByte(text, '<') > 0 {
		return mailbox.ReplaceAllString(text, "$1")
	}
	return text
}

// List returns the values of a list that stands in a cell, as programs write one:
// ["vip","lead"] of JSON, ['vip', 'lead'] of Python, {vip,lead} of PostgreSQL. It is not
// ok for any other cell.
func List(cell string) (list []string, ok bool) {
	s := strings.TrimSpace(cell)
	if len(s) < 2 || s[0] != '[' && s[0] != '{' {
		return nil, false
	}
	switch {
	case pythonList.MatchString(s):
		for _, quoted := range pythonItem.FindAllString(s, -1) {
			list = append(list, quoted[1:len(quoted)-1])
		}
		return list, true
	case postgresList.MatchString(s):
		return Split(s[1:len(s)-1], ","), true
	case s[0] == '[':
		return jsonList(s)
	}
	return nil, false
}

var (
	pythonList   = regexp.MustCompile(`^\[\s*'[^']*'(?:\s*,\s*'[^']*')*\s*\]$`)
	pythonItem   = regexp.MustCompile(`'[^']*'`)
	postgresList = regexp.MustCompile(`^\{[^{}:]*\}$`)
)

func jsonList(s string) (list []string, ok bool) {
	var items []json.RawMessage
	if json.Unmarshal([]byte(s), &items) != nil {
		return nil, false
	}
	for _, item := range items {
		var text string
		switch first := item[0]; {
		case first == '"':
			if json.Unmarshal(item, &text) != nil {
				return nil, false
			}
		case first == '{' || first == '[':
			return nil, false
		case string(item) == "null":
			continue
		default:
			text = string(item)
		}
		list = append(list, text)
	}
	return list, true
}
