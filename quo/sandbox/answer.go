package sandbox

import (
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"
)

// answer is a response before it is written, so that a fault can still spoil it.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// jsonAnswer is an answer that carries v.
func jsonAnswer(status int, v any) answer {
	body, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic("sandbox: its own answer cannot be written: " + err.Error())
	}
	return answer{status: status, header: jsonHeader(), body: body}
}

func jsonHeader() http.Header {
	return http.Header{"Content-Type": {"application/json; charset=utf-8"}}
}

// htmlPage is what a proxy in front of the API answers.
func htmlPage(status int) answer {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return answer{
		status: status,
		header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body:   []byte("<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>\n"),
	}
}

// refusal is an error of the API before it has a shape.
type refusal struct {
	status  int
	code    string // the last five digits; the first two name the endpoint
	title   string
	message string
	errors  []any // pathError or fieldError
}

// pathError is one offence against the schema, as the schema publishes it.
type pathError struct {
	Path    string     `json:"path"`
	Message string     `json:"message"`
	Schema  schemaType `json:"schema"`
}

type schemaType struct {
	Type string `json:"type"`
}

// fieldError is one offence of a custom field, as it was seen live.
type fieldError struct {
	Key    string `json:"key"`
	Reason string `json:"reason"`
}

// refused is a refusal with the code and title that the schema publishes for
// that status.
func refused(status int, message string) *refusal {
	r := &refusal{status: status, code: "00" + strconv.Itoa(status), title: http.StatusText(status), message: message}
	if status >= http.StatusInternalServerError {
		r.code, r.title = "01"+strconv.Itoa(status), "Unknown"
	}
	return r
}

// described are the errors that the schema publishes with a description.
var described = map[string]string{"01400": "Invalid Custom Field Item", "01403": "Not Phone Number User"}

// shape writes a refusal flat or wrapped (QUO_API "Errors").
func (r *refusal) shape(op Op, wrapped bool, trace string) answer {
	type inner struct {
		Message string `json:"message"`
		Key     string `json:"key"`
		Trace   string `json:"trace"`
	}
	type flat struct {
		Message     string `json:"message"`
		Code        string `json:"code"`
		Status      int    `json:"status"`
		Docs        string `json:"docs"`
		Title       string `json:"title"`
		Description string `json:"description,omitzero"`
		Trace       string `json:"trace"`
		Errors      []any  `json:"errors,omitempty"`
	}
	if wrapped {
		type envelope struct {
			Error inner `json:"error"`
		}
		return jsonAnswer(r.status, envelope{inner{Message: r.message, Key: r.title, Trace: trace}})
	}
	code := r.code
	// The endpoint's number: 07 is the catalogue, 08 the contacts.
	if op == Fields {
		code = "07" + code
	} else {
		code = "08" + code
	}
	return jsonAnswer(r.status, flat{
		Message: r.message, Code: code, Status: r.status, Docs: "https://quo.com/docs",
		Title: r.title, Description: described[r.code], Trace: trace, Errors: r.errors,
	})
}
