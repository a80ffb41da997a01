package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Maximum lengths of the published schema, in characters.
const (
	maxExternalID  = 75
	maxSourcePost  = 72
	maxSourceOther = 75 // PATCH and the list's filter
	maxSourceURL   = 200
)

// e164 matches phone numbers: a plus and up to 15 digits (ITU-T E.164).
var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// validation collects all violations of one request.
type validation struct{ errors []any }

func (v *validation) add(path, kind, format string, args ...any) {
	v.errors = append(v.errors, pathError{path, fmt.Sprintf(format, args...), schemaType{kind}})
}

func (v *validation) refusal() *refusal {
	if len(v.errors) == 0 {
		return nil
	}
	r := refused(http.StatusBadRequest, "Invalid request")
	r.errors = v.errors
	return r
}

// validCreate checks a POST by the schema and docs/quo-api.md, "The contact".
func validCreate(req *contactRequest) *refusal {
	var v validation
	v.length("/externalId", req.ExternalID, maxExternalID)
	v.notNull("/source", req.Source)
	v.length("/source", req.Source, maxSourcePost)
	v.source(req.Source)
	v.notNull("/sourceUrl", req.SourceURL)
	v.uri(req.SourceURL)
	v.notNull("/createdByUserId", req.CreatedByUserID)
	if id := req.CreatedByUserID.value; id != nil && !strings.HasPrefix(*id, "US") {
		v.add("/createdByUserId", "string", "Expected string to match '^US(.*)$'")
	}
	if !req.DefaultFields.sent {
		v.add("/defaultFields", "object", "Expected required property")
	} else if f := req.DefaultFields.value; f != nil && !f.FirstName.sent {
		v.add("/defaultFields/firstName", "string", "Expected required property")
	}
	if ids := itemIDs(req); len(ids) > 0 {
		v.add("/id", "never", "Unexpected property: items of a new contact have no id")
	}
	v.fields(req)
	return v.refusal()
}

// validUpdate checks a PATCH by the schema. It always refuses the ids of items,
// which the API refuses on older contacts (docs/quo-api.md, rule 2).
func validUpdate(req *contactRequest) *refusal {
	if ids := itemIDs(req); len(ids) > 0 {
		return refused(http.StatusBadRequest, fmt.Sprintf("Item with ID %s does not match", ids[0]))
	}
	var v validation
	v.length("/externalId", req.ExternalID, maxExternalID)
	v.length("/source", req.Source, maxSourceOther)
	v.source(req.Source)
	v.uri(req.SourceURL)
	if req.CreatedByUserID.sent {
		v.add("/createdByUserId", "never", "Unexpected property")
	}
	v.fields(req)
	return v.refusal()
}

// itemIDs returns the ids of emails, numbers and values in a request.
func itemIDs(req *contactRequest) []string {
	var ids []string
	add := func(id optional[string]) {
		if id.sent {
			ids = append(ids, text(id.value))
		}
	}
	if f := req.DefaultFields.value; f != nil {
		for _, item := range slices.Concat(elements(f.Emails), elements(f.PhoneNumbers)) {
			add(item.ID)
		}
	}
	for _, item := range elements(req.CustomFields) {
		add(item.ID)
	}
	return ids
}

// fields checks the properties that POST and PATCH have in common.
func (v *validation) fields(req *contactRequest) {
	v.notNull("/defaultFields", req.DefaultFields)
	v.notNull("/customFields", req.CustomFields)
	for i, item := range elements(req.CustomFields) {
		path := fmt.Sprintf("/customFields/%d", i)
		v.required(path+"/key", item.Key)
		if !item.Value.sent {
			v.add(path+"/value", "any", "Expected required property")
		}
	}
	f := req.DefaultFields.value
	if f == nil {
		return
	}
	v.items("/defaultFields/emails", f.Emails)
	v.items("/defaultFields/phoneNumbers", f.PhoneNumbers)
	for i, item := range elements(f.PhoneNumbers) {
		if n := item.Value.value; n != nil && !e164.MatchString(*n) {
			v.add(fmt.Sprintf("/defaultFields/phoneNumbers/%d/value", i), "string", "Expected a phone number in E.164 format")
		}
	}
}

func (v *validation) items(path string, items optional[[]listItem]) {
	v.notNull(path, items)
	for i, item := range elements(items) {
		path := fmt.Sprintf("%s/%d", path, i)
		v.required(path+"/name", item.Name)
		if !item.Value.sent {
			v.add(path+"/value", "string", "Expected required property")
		}
	}
}

func (v *validation) required(path string, s optional[string]) {
	if s.value == nil {
		v.add(path, "string", "Expected required string")
	}
}

func (v *validation) notNull(path string, property interface{ null() bool }) {
	if property.null() {
		v.add(path, "null", "Expected a value, not null")
	}
}

func (v *validation) length(path string, s optional[string], most int) {
	if s.value == nil {
		return
	}
	if n := utf8.RuneCountInString(*s.value); n < 1 || n > most {
		v.add(path, "string", "Expected string length between 1 and %d", most)
	}
}

func (v *validation) uri(s optional[string]) {
	v.length("/sourceUrl", s, maxSourceURL)
	if s.value == nil {
		return
	}
	if u, err := url.Parse(*s.value); err != nil || !u.IsAbs() {
		v.add("/sourceUrl", "string", "Expected string to match 'uri' format")
	}
}

func (v *validation) source(s optional[string]) {
	if s.value != nil && reserved(*s.value) {
		v.add("/source", "not", "%q is a reserved source", *s.value)
	}
}

// reserved reports whether only Quo itself may write source (docs/quo-api.md,
// "The contact"). It ignores case, because it is unknown whether Quo does.
func reserved(source string) bool {
	s := strings.ToLower(source)
	switch s {
	case "device", "zapier", "google-people", "other":
		return true
	}
	return strings.HasPrefix(s, "openphone") || strings.HasPrefix(s, "csv")
}

// readOnly reports whether a native integration keeps the contact
// (docs/quo-api.md, rule 10).
func readOnly(c *Contact) bool {
	return strings.HasPrefix(text(c.Source), "openphone")
}
