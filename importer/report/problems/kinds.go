package problems

import (
	"cmp"
	"strings"
)

// kindText is what is said of a kind of problem.
type kindText struct {
	words    string // in a few words, without a column: `no "@"`
	sentence string // instead of a message that may quote a value; "" if none does
	do       string // what fixes many of them at once
}

const (
	correctNumbers = "correct the numbers"
	correctEmails  = "correct or clear the addresses"
	asText         = "map it to a text field"
	setFormat      = "set its format in the mapping"
)

// kinds has a line for each kind of problem (docs/troubleshooting.md). Kinds of values
// come first, in the order of the types.
var kinds = map[string]kindText{
	"phone-no-region":      {"no country code", "", "pass --region with the country of the numbers"},
	"phone-region-unknown": {"unknown country", "", "complete the column of the country, or pass --region"},
	"phone-too-short":      {"too short", "", correctNumbers},
	"phone-too-long":       {"too long", "", correctNumbers},
	"phone-no-area-code":   {"no area code", "", "write the numbers with their area code"},
	"phone-invalid":        {"no such number", "", correctNumbers},
	"phone-country-code":   {"no such country code", "", correctNumbers},
	"phone-not-a-number":   {"not a number", "", "clear the cells"},
	"phone-damaged":        {"damaged by a spreadsheet", "", "format the column as text and export it again"},
	"phone-several":        {"several numbers", "", "set split in the mapping"},
	"phone-words-beside":   {"words beside the number", "", "leave only the numbers in the cells"},
	"phone-ambiguous":      {"valid in two countries", "", "write them with + and the country code"},
	"phone-fax":            {"a fax", "is no telephone, by its label: it is left out", ""},

	"email-no-at":    {`no "@"`, "", correctEmails},
	"email-two-ats":  {`two "@"`, "", correctEmails},
	"email-space":    {"space inside", "", correctEmails},
	"email-local":    {`wrong before the "@"`, "", correctEmails},
	"email-domain":   {`wrong after the "@"`, "", correctEmails},
	"email-too-long": {"too long", "", correctEmails},
	"email-several":  {"several addresses", "", "set split in the mapping"},
	"email-exchange": {"internal to Exchange", "", "export the SMTP addresses"},

	"number-invalid":   {"not a number", "", asText},
	"number-format":    {"written another way", "", setFormat},
	"number-unit":      {"has a currency or unit", "", setFormat},
	"number-percent":   {"has a percent sign", "", setFormat},
	"number-precision": {"too many digits", "", asText},
	"date-format":      {"written another way", "", "add its format to the mapping"},
	"date-invalid":     {"no such date", "is not a date", "correct the dates"},
	"date-serial":      {"a spreadsheet's count of days", "", "format the column as dates and export it again"},
	"boolean-invalid":  {"neither yes nor no", "", "name its words in the mapping (trueValues, falseValues)"},
	"url-invalid":      {"not a web address", "", asText},
	"url-scheme":       {"not of a web page", "", asText},
	"url-space":        {"space inside", "", asText},
	"url-too-long":     {"too long", "", "shorten the addresses"},
	"not-allowed":      {"not allowed by the mapping", "", "correct the values, or allow in the mapping"},
	"several-values":   {"several values", "", "set join in the mapping"},

	"object-unexpected": {"an object, not a value", "", "name in the mapping which of its values is meant"},
	"required":          {"blank", "", "complete the cells, or take required from the mapping"},
	"expression":        {"the expression fails", "the expression of the mapping fails", "correct the expression in the mapping"},
	"formula-no-result": {"a formula without a result", "", "open the workbook in a spreadsheet, save it, and import that"},

	"key-missing":    {"no key", "", "complete the keys"},
	"key-list":       {"a list", "", "take a column with one value for the key"},
	"key-duplicate":  {"used twice", "", "give each row its own key, or pass --on-duplicate first, last or merge"},
	"key-taken":      {"another row's key", "is the key that another contact has from before the keys were changed", "import again when those contacts have moved, or write the new keys with a prefix"},
	"key-shared":     {"one former key", "several rows had one key before the keys were changed", "import the right row of each alone first, then all of them"},
	"name-missing":   {"no name", "", "complete the names"},
	"row-too-long":   {"too many cells", "", "put cells with a separator in quotes"},
	"row-unreadable": {"cannot be read", "", "correct the lines"},
	"same-person":    {"perhaps the same person", "", ""},
	"another-person": {"another person", "name, number and email all changed at once: is it another person?", ""},
	"contact-shared": {"contact used twice", "another row has the same contact", "name each contact on one row"},
	"in-quo":         {"perhaps in Quo already", "may be of a contact that is in Quo already", "pass --adopt phone-only to use the contacts in Quo, or --adopt none to create others"},
	"would-fail":     {"would fail", "would fail, as Quo has the contact now: the report has the reason", ""},
	"failed":         {"refused by Quo", "was refused by Quo: the report has the answer", ""},

	"answer-differs": {"otherwise in Quo", "is otherwise in Quo than it was sent", ""},
	"answer-kept":    {"not cleared by Quo", "", ""},
	"answer-missing": {"not kept by Quo", "", ""},
	"answer-extra":   {"added by Quo", "", ""},
	"answer-doubled": {"doubled by Quo", "", ""},
}

// Words returns a kind in a few words: `no "@"`, "too short".
func Words(kind string) string {
	if t, ok := kinds[kind]; ok {
		return t.words
	}
	return cmp.Or(strings.ReplaceAll(kind, "-", " "), "other")
}

// Sentence returns what is wrong, as the rest of a sentence that begins with the column,
// and never quotes a value: it may be printed to a log. message is that of the problem.
func Sentence(kind, message string) string {
	if t, ok := kinds[kind]; ok && t.sentence == "" {
		return message
	}
	return cmp.Or(kinds[kind].sentence, Words(kind))
}

// remedy returns what fixes many problems of a kind and field at once, "" if that is
// not known.
func remedy(kind, field string) string {
	do := kinds[kind].do
	if do == asText && !strings.HasPrefix(field, "custom.") {
		return "correct or clear the values"
	}
	return do
}
