package sandbox

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A Normalisation is one thing that a server may do to the values of contacts.
// Nobody knows which of them Quo does (docs/quo-api.md, "What a server may do to
// a value"). Values from Put, Edit and Load are stored as they are.
type Normalisation string

// The normalisations. The first ones are done when a value is stored, those from
// NumbersAsText on when the value of a custom field is shown.
const (
	TrimTexts      Normalisation = "trim-texts"      // no spaces around texts; a blank default field is null
	CollapseSpaces Normalisation = "collapse-spaces" // one space for several in texts
	ComposeUnicode Normalisation = "compose-unicode" // texts and labels in NFC
	DropEmoji      Normalisation = "drop-emoji"      // texts without characters of four bytes
	LowerEmails    Normalisation = "lower-emails"
	LowerLabels    Normalisation = "lower-labels"
	TidyURLs       Normalisation = "tidy-urls" // scheme and host in lower case, "/" for no path

	NumbersAsText            Normalisation = "numbers-as-text"
	BooleansAsText           Normalisation = "booleans-as-text"
	DatesWithoutMilliseconds Normalisation = "dates-without-milliseconds"
	DatesWithoutTime         Normalisation = "dates-without-time"
	SortedChoices            Normalisation = "sorted-choices"
)

// Normalisations returns all of them, sorted.
func Normalisations() []Normalisation { return slices.Sorted(maps.Keys(normalisations)) }

var normalisations = map[Normalisation]behaviour{
	TrimTexts:      stored(strings.TrimSpace, isText, isEmail),
	CollapseSpaces: stored(collapse, isText),
	ComposeUnicode: stored(norm.NFC.String, isText, isLabel),
	DropEmoji:      stored(dropEmoji, isText),
	LowerEmails:    stored(strings.ToLower, isEmail),
	LowerLabels:    stored(strings.ToLower, isLabel),
	TidyURLs:       stored(tidyURL, isURL),

	NumbersAsText:            shown(numberAsText),
	BooleansAsText:           shown(booleanAsText),
	DatesWithoutMilliseconds: shown(dateWithoutMilliseconds),
	DatesWithoutTime:         shown(dateWithoutTime),
	SortedChoices:            shown(sortedChoices),
}

// A kind is what a text of a contact is.
type kind int

const (
	isText kind = iota // a name, a text, a choice
	isLabel
	isEmail
	isPhone
	isURL
)

// stored changes the texts of some kinds when they are stored.
func stored(f func(string) string, kinds ...kind) behaviour {
	return behaviour{change: func(_ *workspace, w *write) {
		w.after.mapTexts(func(k kind, s string) string {
			if slices.Contains(kinds, k) {
				return f(s)
			}
			return s
		})
	}}
}

// mapTexts replaces every text that a client may write, except those that
// identify the contact.
func (c *Contact) mapTexts(f func(kind, string) string) {
	replace := func(s **string, k kind) {
		if *s == nil {
			return
		}
		if changed := f(k, **s); changed == "" {
			*s = nil
		} else {
			*s = &changed
		}
	}
	d := &c.DefaultFields
	for _, s := range []**string{&d.FirstName, &d.LastName, &d.Company, &d.Role} {
		replace(s, isText)
	}
	replace(&c.SourceURL, isURL)
	for k, items := range map[kind][]Item{isEmail: d.Emails, isPhone: d.PhoneNumbers} {
		for i := range items {
			items[i].Name = f(isLabel, items[i].Name)
			replace(&items[i].Value, k)
		}
	}
	for i := range c.CustomFields {
		v := &c.CustomFields[i]
		switch value := v.Value.(type) {
		case string:
			if k, ok := map[string]kind{"string": isText, "address": isText, "url": isURL}[v.Type]; ok {
				v.Value = f(k, value)
			}
		case []string:
			choices := slices.Clone(value)
			for j := range choices {
				choices[j] = f(isText, choices[j])
			}
			v.Value = choices
		}
	}
}

var spaces = regexp.MustCompile(`\s+`)

func collapse(s string) string { return spaces.ReplaceAllString(s, " ") }

func dropEmoji(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff {
			return -1
		}
		return r
	}, s)
}

func tidyURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return s
	}
	u.Host = strings.ToLower(u.Host)
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// shown changes the values of custom fields in answers.
func shown(f func(CustomValue) any) behaviour {
	return behaviour{show: func(v *view) {
		for i, value := range v.contact.CustomFields {
			v.contact.CustomFields[i].Value = f(value)
		}
	}}
}

func numberAsText(v CustomValue) any {
	if n, ok := v.Value.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return v.Value
}

func booleanAsText(v CustomValue) any {
	if b, ok := v.Value.(bool); ok {
		return strconv.FormatBool(b)
	}
	return v.Value
}

func dateWithoutMilliseconds(v CustomValue) any {
	if s, ok := v.Value.(string); ok && v.Type == "date" {
		return strings.Replace(s, ".000Z", "Z", 1)
	}
	return v.Value
}

func dateWithoutTime(v CustomValue) any {
	if s, ok := v.Value.(string); ok && v.Type == "date" {
		day, _, _ := strings.Cut(s, "T")
		return day
	}
	return v.Value
}

func sortedChoices(v CustomValue) any {
	if choices, ok := v.Value.([]string); ok {
		return slices.Sorted(slices.Values(choices))
	}
	return v.Value
}
