package headers

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

// part is the role of a phrase in a header.
type part int

const (
	noun          part = iota // what the column holds: the sense's target
	doubtful                  // a noun that the values have to confirm: the sense's doubt
	label                     // which one: work, home
	person                    // contact, person: the row itself
	contactPerson             // contact person: the row itself, by its name
	row                       // record: the row itself, but only beside an id
	customer                  // customer, client: the row itself, and its number is a key
	number                    // number, no.
	code                      // code, ref.
	id                        // id
	address                   // address: an email's, or a postal one
	postal                    // mailing, postal: only ever a postal address
	and                       // and, or: may join two things in one column
	link                      // of, the, required: without meaning
	ordinal                   // second, alternate: the sense's n
	vague                     // info, column: without meaning for the content
	question                  // is, has: a yes or a no, if it begins the header
	qualifier                 // preferred, default: which one of several, but not what it is
	delivery                  // shipping: somebody to whom something is sent, perhaps somebody else
	guest                     // guest: the row itself, or somebody whom the row's person brings
	left                      // excludes the column, unless its values are plainly numbers or addresses: the sense's arg is why
	never                     // excludes the column: the sense's arg is why
)

// doubt is why a noun needs the values for confirmation.
type doubt int

const (
	sure       doubt = iota
	title            // a role, unless it holds "Mr" and "Ms"
	degree           // a salutation or a degree, unless the values say role
	occupation       // a role, unless another column is
	tradeName        // a company, unless another column is
	account          // a company, or a number, or a user name
	country          // "country code": a country's, or a calling code
	dialled          // "contact number": a phone number, or some other
	numbered         // "home number": a phone number, or a house number
)

// sense is what a phrase means.
type sense struct {
	part   part
	target Target
	doubt  doubt
	arg    string // label: the label; left: the reason; noun of a phone: its label
	n      int    // ordinal
}

// senseOf returns the sense of the phrases of a line, by the line's head.
func senseOf(head string) (sense, error) {
	if s, ok := simpleSenses[head]; ok {
		return s, nil
	}
	kind, arg, _ := strings.Cut(head, " ")
	arg = strings.TrimSpace(arg)
	switch kind {
	case "phone":
		return sense{part: noun, target: Phone, arg: arg}, nil
	case "label":
		return sense{part: label, arg: arg}, nil
	case "left":
		return sense{part: left, arg: arg}, nil
	case "never":
		return sense{part: never, arg: arg}, nil
	case "ordinal":
		n, err := strconv.Atoi(arg)
		return sense{part: ordinal, n: n}, err
	}
	return sense{}, fmt.Errorf("%q is no kind of word", head)
}

// simpleSenses are the senses of the heads without an argument.
var simpleSenses = map[string]sense{
	"first name":       {part: noun, target: FirstName},
	"last name":        {part: noun, target: LastName},
	"middle name":      {part: noun, target: MiddleName},
	"last name prefix": {part: noun, target: LastNamePrefix},
	"second last name": {part: noun, target: SecondLastName},
	"name":             {part: noun, target: FullName},
	"last and first":   {part: noun, target: LastFirst},
	"company":          {part: noun, target: Company},
	"role":             {part: noun, target: Role},
	"email":            {part: noun, target: Email},
	"country":          {part: noun, target: Region},
	"key":              {part: noun, target: Key},
	"quo id":           {part: noun, target: QuoID},
	"source url":       {part: noun, target: SourceURL},
	"title":            {part: doubtful, target: Role, doubt: title},
	"occupation":       {part: doubtful, target: Role, doubt: occupation},
	"degree":           {part: doubtful, target: Role, doubt: degree},
	"account":          {part: doubtful, target: Company, doubt: account},
	"country code":     {part: doubtful, target: Region, doubt: country},
	"contact number":   {part: doubtful, target: Phone, doubt: dialled},
	"trade name":       {part: doubtful, target: Company, doubt: tradeName},
	"contact person":   {part: contactPerson},
	"person":           {part: person},
	"customer":         {part: customer},
	"row":              {part: row},
	"and":              {part: and},
	"number":           {part: number},
	"code":             {part: code},
	"id":               {part: id},
	"address":          {part: address},
	"postal":           {part: postal},
	"link":             {part: link},
	"vague":            {part: vague},
	"question":         {part: question},
	"qualifier":        {part: qualifier},
	"delivery":         {part: delivery},
	"guest":            {part: guest},
}

// item is a phrase of a header with its sense.
type item struct {
	sense
	langs words.Langs
	words int
	known bool
	other bool // known in another language only than those of the sheet
}
