package headers

import (
	"fmt"
	"strconv"
	"strings"
)

// part is the part that a phrase plays in a header.
type part int

const (
	noun          part = iota // what the column holds: the sense's target
	doubtful                  // a noun that only the values can make sure of: the sense's doubt
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
	link                      // of, the, required: says nothing
	ordinal                   // second, alternate: the sense's n
	vague                     // info, column: says nothing about what is there
	left                      // rules the column out: the sense's arg is why
)

// doubt is why a noun needs the values to be sure.
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
	lang   string
}

// simpleKinds are the kinds of line without an argument.
var simpleKinds = map[string]sense{
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
}

// parseSense reads what stands before the "=".
func parseSense(head string) (sense, error) {
	if s, ok := simpleKinds[head]; ok {
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
	case "ordinal":
		n, err := strconv.Atoi(arg)
		return sense{part: ordinal, n: n}, err
	}
	return sense{}, fmt.Errorf("%q is no kind of word", head)
}
