package person

import "testing"

func TestNamesAgree(t *testing.T) {
	p := func(first, last string) Person { return Person{First: first, Last: last} }
	for _, c := range []struct {
		name string
		a, b Person
		want bool
	}{
		{"the same", p("Maya", "Okafor"), p("Maya", "Okafor"), true},
		{"in another case", p("MAYA", "okafor"), p("Maya", "Okafor"), true},
		{"without accents", p("José", "Muñoz"), p("Jose", "Munoz"), true},
		{"in another order", p("Okafor", "Maya"), p("Maya", "Okafor"), true},
		{"in one field", p("Okafor, Maya", ""), p("Maya", "Okafor"), true},
		{"an initial", p("M.", "Okafor"), p("Maya", "Okafor"), true},
		{"a middle name", p("Maya", "Okafor"), p("Maya Chi", "Okafor"), true},
		{"no last name", p("Maya", ""), p("Maya", "Okafor"), true},
		{"with letters of another keyboard", p("Søren", "Müller"), p("Soeren", "Mueller"), true},
		{"without them", p("Søren", "Müller"), p("Soren", "Muller"), true},
		{"a sharp s", p("Jörg", "Groß"), p("Joerg", "Gross"), true},
		{"an apostrophe", p("Pat", "O'Neil"), p("Pat", "ONeil"), true},
		{"a hyphen", p("Jean-Luc", "Picard"), p("Jean Luc", "Picard"), true},
		{"another first name", p("Ben", "Okafor"), p("Maya", "Okafor"), false},
		{"another last name", p("Maya", "Li"), p("Maya", "Okafor"), false},
		{"only an initial", p("M", ""), p("Maya", "Okafor"), false},
		{"only initials", p("M.", "O."), p("Maya", "Okafor"), false},
		{"an initial that is another's", p("Ben", ""), p("Twin", "B"), false},
		{"no name at all", p("", ""), p("Maya", "Okafor"), false},
		{"two companies", Person{Company: "Acme Ltd"}, Person{Company: "ACME Ltd."}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := namesAgree(c.a, c.b); got != c.want {
				t.Errorf("%v and %v agree: %v", c.a, c.b, got)
			}
			if namesAgree(c.a, c.b) != namesAgree(c.b, c.a) {
				t.Error("it depends on the order")
			}
		})
	}
}

func TestMatch(t *testing.T) {
	maya := Person{First: "Maya", Last: "Okafor", Numbers: []string{"+14155550134"}, Emails: []string{"maya@okafor.example"}}
	for name, c := range map[string]struct {
		other Person
		want  Evidence
	}{
		"number and name":           {Person{First: "M.", Last: "Okafor", Numbers: maya.Numbers}, Certain},
		"number and email":          {Person{First: "Reception", Numbers: maya.Numbers, Emails: maya.Emails}, Certain},
		"only the number":           {Person{First: "Ben", Last: "Li", Numbers: maya.Numbers}, Possible},
		"the number of a nameless":  {Person{Numbers: maya.Numbers}, Possible},
		"name and email, no number": {Person{First: "Maya", Last: "Okafor", Emails: maya.Emails}, None},
	} {
		if got, _ := Match(maya, c.other); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestOther(t *testing.T) {
	ann := Person{First: "Ann", Last: "Adams", Numbers: []string{"+1"}, Emails: []string{"ann@x.example"}}
	for name, c := range map[string]struct {
		row  Person
		want bool
	}{
		"everything is another":     {Person{First: "Bob", Last: "Brown", Numbers: []string{"+2"}, Emails: []string{"bob@x.example"}}, true},
		"the number is the same":    {Person{First: "Bob", Last: "Brown", Numbers: []string{"+1"}, Emails: []string{"bob@x.example"}}, false},
		"she took another name":     {Person{First: "Ann", Last: "Brown", Numbers: []string{"+2"}, Emails: []string{"ann@x.example"}}, false},
		"the row has no email":      {Person{First: "Bob", Last: "Brown", Numbers: []string{"+2"}}, false},
		"only the spelling differs": {Person{First: "ANN", Last: "Adams", Numbers: []string{"+2"}, Emails: []string{"bob@x.example"}}, false},
	} {
		if got := Other(c.row, ann); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
