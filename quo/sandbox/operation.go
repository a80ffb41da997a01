package sandbox

import (
	"net/http"
	"strings"
)

// Op is one operation of the API, as faults and counts name it.
type Op string

// The operations. A GET of the list is a lookup if it has externalIds.
const (
	Create  Op = "create"  // POST /v1/contacts
	Update  Op = "update"  // PATCH /v1/contacts/{id}
	Lookup  Op = "lookup"  // GET /v1/contacts?externalIds=…
	List    Op = "list"    // GET /v1/contacts
	Get     Op = "get"     // GET /v1/contacts/{id}
	Delete  Op = "delete"  // DELETE /v1/contacts/{id}
	Fields  Op = "fields"  // GET /v1/contact-custom-fields
	Numbers Op = "numbers" // GET /v1/phone-numbers
	Dated   Op = "dated"   // PATCH /contacts/{id} of the dated API

	unknownPath   Op = "unknown path"
	unknownMethod Op = "unknown method"
)

const (
	fieldsPath   = "/v1/contact-custom-fields"
	numbersPath  = "/v1/phone-numbers"
	contactsPath = "/v1/contacts"
	datedPath    = "/contacts" // of the dated API
)

// operation returns the operation of a request and the id of its contact.
func operation(r *http.Request) (op Op, id string) {
	path := r.URL.Path
	if path == fieldsPath {
		return byMethod(r.Method, map[string]Op{http.MethodGet: Fields}), ""
	}
	if path == numbersPath {
		return byMethod(r.Method, map[string]Op{http.MethodGet: Numbers}), ""
	}
	if path == contactsPath {
		list := List
		if r.URL.Query().Has("externalIds") {
			list = Lookup
		}
		return byMethod(r.Method, map[string]Op{http.MethodGet: list, http.MethodPost: Create}), ""
	}
	if id, ok := strings.CutPrefix(path, datedPath+"/"); ok && id != "" && !strings.Contains(id, "/") {
		return byMethod(r.Method, map[string]Op{http.MethodPatch: Dated}), id
	}
	id, ok := strings.CutPrefix(path, contactsPath+"/")
	if !ok || id == "" || strings.Contains(id, "/") {
		return unknownPath, ""
	}
	return byMethod(r.Method, map[string]Op{
		http.MethodGet: Get, http.MethodPatch: Update, http.MethodDelete: Delete,
	}), id
}

func byMethod(method string, ops map[string]Op) Op {
	if op, ok := ops[method]; ok {
		return op
	}
	return unknownMethod
}
