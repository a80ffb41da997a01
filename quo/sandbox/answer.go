package sandbox

import (
	"maps"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"
)

// answer is a response before it is written, so that a fault can still change it.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// jsonAnswer returns an answer with v as its body.
func jsonAnswer(status int, v any) answer {
	body, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic("sandbox: encode an answer: " + err.Error())
	}
	return answer{status: status, header: jsonHeader(), body: body}
}

func jsonHeader() http.Header {
	return http.Header{"Content-Type": {"application/json; charset=utf-8"}}
}

// htmlPage returns the answer of a proxy in front of the API.
func htmlPage(status int) answer {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return answer{
		status: status,
		header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body:   []byte("<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>\n"),
	}
}

// refusal is an error of the API before it is encoded.
type refusal struct {
	status  int
	code    string // the last five digits; the first two name the endpoint
	title   string
	message string
	errors  []any // pathError or fieldError
	header  http.Header
}

// pathError is one violation of the schema, in the published shape.
type pathError struct {
	Path    string     `json:"path"`
	Message string     `json:"message"`
	Schema  schemaType `json:"schema"`
}

type schemaType struct {
	Type string `json:"type"`
}

// fieldError is one problem of a custom field, in the shape that was observed.
type fieldError struct {
	Key    string `json:"key"`
	Reason string `json:"reason"`
}

// refused returns a refusal with the code and title that the schema publishes
// for that status.
func refused(status int, message string) *refusal {
	r := &refusal{status: status, code: "00" + strconv.Itoa(status), title: http.StatusText(status), message: message}
	if status >= http.StatusInternalServerError {
		r.code, r.title = "01"+strconv.Itoa(status), "Unknown"
	}
	return r
}

// described has the descriptions that the schema publishes, by code.
var described = map[string]string{"01400": "Invalid Custom Field Item", "01403": "Not Phone Number User"}

// shape encodes a refusal, flat or wrapped (docs/quo-api.md, "Errors").
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
	type envelope struct {
		Error inner `json:"error"`
	}
	var body any = envelope{inner{Message: r.message, Key: r.title, Trace: trace}}
	if !wrapped {
		endpoint := "08" // contacts
		if op == Fields {
			endpoint = "07"
		}
		body = flat{
			Message: r.message, Code: endpoint + r.code, Status: r.status, Docs: "https://quo.com/docs",
			Title: r.title, Description: described[r.code], Trace: trace, Errors: r.errors,
		}
	}
	a := jsonAnswer(r.status, body)
	maps.Copy(a.header, r.header)
	return a
}
