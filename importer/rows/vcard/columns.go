package vcard

import (
	"slices"
	"strings"

	"github.com/emersion/go-vcard"
)

// columns is the header of every vCard file. Several values of a kind are in
// one cell, joined by separator; the labels of the "Other" columns have the same order.
var columns = []string{
	"UID", "Full Name", "First Name", "Middle Name", "Last Name", "Nickname",
	"Company", "Department", "Title",
	"Mobile Phone", "Work Phone", "Home Phone", "Main Phone", "Other Phone", "Other Phone Label", "Fax", "Pager", "Assistant Phone",
	"Work Email", "Home Email", "Other Email", "Other Email Label",
	"Address", "Country", "URL", "Birthday", "Categories", "Note",
}

// separator separates the values of one cell, as in Google's exports.
const separator = " ::: "

// cells holds values by the name of their column.
type cells map[string][]string

func (c cells) add(column, value string) {
	if value = unescape(value); value != "" {
		c[column] = append(c[column], value)
	}
}

// cellsOf returns a card's values, one string for each of columns.
func cellsOf(card vcard.Card) []string {
	c := cells{}
	c.names(card)
	for _, f := range card[vcard.FieldTelephone] {
		c.phone(f, label(card, f))
	}
	for _, f := range card[vcard.FieldEmail] {
		c.email(f, label(card, f))
	}
	for _, f := range card[vcard.FieldAddress] {
		c.address(f)
	}
	for column, property := range map[string]string{"UID": vcard.FieldUID, "Nickname": vcard.FieldNickname, "URL": vcard.FieldURL,
		"Birthday": vcard.FieldBirthday, "Note": vcard.FieldNote} {
		for _, f := range card[property] {
			c.add(column, f.Value)
		}
	}
	for _, category := range card.Categories() {
		c.add("Categories", category)
	}
	row := make([]string, len(columns))
	for i, column := range columns {
		row[i] = strings.Join(c[column], separator)
	}
	return row
}

// names adds what a contact has one of.
func (c cells) names(card vcard.Card) {
	n := components(card.Value(vcard.FieldName))
	for i, column := range []string{"Last Name", "First Name", "Middle Name"} {
		if i < len(n) {
			c.add(column, n[i])
		}
	}
	org := components(card.Value(vcard.FieldOrganization))
	c.add("Company", org[0])
	c.add("Department", strings.Join(slices.DeleteFunc(org[1:], func(s string) bool { return s == "" }), ", "))
	title := card.Value(vcard.FieldTitle)
	if title == "" {
		title = card.Value(vcard.FieldRole)
	}
	c.add("Title", title)
	full := unescape(card.Value(vcard.FieldFormattedName))
	if full == org[0] && len(c["Last Name"])+len(c["First Name"]) == 0 {
		return // the card of a company repeats its name in place of a person's
	}
	c.add("Full Name", full)
}

// phone adds a number to the column of its most specific kind.
func (c cells) phone(f *vcard.Field, label string) {
	number := strings.TrimPrefix(f.Value, "tel:") // RFC 6350, 6.4.1: a value may be a URI
	number = strings.Replace(number, ";ext=", " ext. ", 1)
	for _, kind := range []struct{ column, types string }{
		{"Fax", "fax homefax workfax otherfax"}, {"Pager", "pager"}, {"Assistant Phone", "assistant x-assistant secretary"}, {"Mobile Phone", "cell mobile iphone"},
		{"Main Phone", "main"}, {"Work Phone", "work"}, {"Home Phone", "home"},
	} {
		if hasKind(f, label, kind.types) || kind.column == "Assistant Phone" && isAssistant(f, label) {
			c.add(kind.column, number)
			return
		}
	}
	c.other("Other Phone", number, label)
}

func (c cells) email(f *vcard.Field, label string) {
	address := strings.TrimPrefix(f.Value, "mailto:")
	switch {
	case hasKind(f, label, "work"):
		c.add("Work Email", address)
	case hasKind(f, label, "home"):
		c.add("Home Email", address)
	default:
		c.other("Other Email", address, label)
	}
}

// other adds a value and its label.
func (c cells) other(column, value, label string) {
	if value = unescape(value); value == "" {
		return
	}
	if label == "" {
		label = "other"
	}
	c[column] = append(c[column], value)
	c[column+" Label"] = append(c[column+" Label"], label)
}

// address adds an address on one line, in the order of RFC 2426, 3.2.1, and its country.
func (c cells) address(f *vcard.Field) {
	parts := components(f.Value)
	var filled []string
	for _, p := range parts {
		if p != "" {
			filled = append(filled, strings.Join(strings.Fields(p), " "))
		}
	}
	c.add("Address", strings.Join(filled, ", "))
	if len(parts) > 6 && len(c["Country"]) == 0 {
		c.add("Country", parts[6])
	}
}

// hasKind reports whether a field has one of the types, or is labelled so.
func hasKind(f *vcard.Field, label, types string) bool {
	return slices.ContainsFunc(strings.Fields(types), func(t string) bool {
		return f.Params.HasType(t) || strings.EqualFold(label, t)
	})
}

// isAssistant reports whether a number is that of somebody who assists the person, as
// programs say in types of their own: X-EVOLUTION-ASSISTANT.
func isAssistant(f *vcard.Field, label string) bool {
	return slices.ContainsFunc(append(f.Params.Types(), label), func(t string) bool { return strings.Contains(strings.ToLower(t), "assistant") })
}

// label returns the label of a field: Apple and Google write it as X-ABLabel
// in the same group, and their own labels as _$!<Mobile>!$_.
func label(card vcard.Card, f *vcard.Field) string {
	if f.Group == "" {
		return ""
	}
	for _, l := range card["X-ABLABEL"] {
		if strings.EqualFold(l.Group, f.Group) {
			return unescape(strings.TrimSuffix(strings.TrimPrefix(l.Value, "_$!<"), ">!$_"))
		}
	}
	return ""
}
