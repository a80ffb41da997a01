package sandbox

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxBody is the maximum size of a body.
const maxBody = 1 << 20

// call is one request with its body read.
type call struct {
	r       *http.Request
	op      Op
	id      string
	body    []byte
	refusal *refusal // the body could not be read
}

func newCall(w http.ResponseWriter, r *http.Request) *call {
	c := &call{r: r}
	c.op, c.id = operation(r)
	if r.Body == nil {
		return c
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	switch _, tooLarge := errors.AsType[*http.MaxBytesError](err); {
	case tooLarge:
		c.refusal = refused(http.StatusRequestEntityTooLarge, "The request body is larger than 1 MiB")
	case err != nil:
		c.refusal = refused(http.StatusBadRequest, "The request body could not be read")
	}
	c.body = body
	return c
}

// request returns the request with its body unread, for Fault.Match.
func (c *call) request() *http.Request {
	r := c.r.Clone(c.r.Context())
	r.Body = io.NopCloser(bytes.NewReader(c.body))
	return r
}

// optional is a property that may be missing or null: a PATCH distinguishes the
// two.
type optional[T any] struct {
	sent  bool
	value *T // nil for null
}

// null reports whether the property was sent as null.
func (o optional[T]) null() bool { return o.sent && o.value == nil }

// UnmarshalJSONFrom is called only for a property that was sent.
func (o *optional[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	o.sent = true
	return json.UnmarshalDecode(d, &o.value)
}

// contactRequest is the body of a POST or a PATCH. Both have one shape; what each
// forbids is in validate.go.
type contactRequest struct {
	ExternalID      optional[string]        `json:"externalId"`
	Source          optional[string]        `json:"source"`
	SourceURL       optional[string]        `json:"sourceUrl"`
	CreatedByUserID optional[string]        `json:"createdByUserId"`
	DefaultFields   optional[fieldsRequest] `json:"defaultFields"`
	CustomFields    optional[[]customItem]  `json:"customFields"`
}

type fieldsRequest struct {
	FirstName    optional[string]     `json:"firstName"`
	LastName     optional[string]     `json:"lastName"`
	Company      optional[string]     `json:"company"`
	Role         optional[string]     `json:"role"`
	Emails       optional[[]listItem] `json:"emails"`
	PhoneNumbers optional[[]listItem] `json:"phoneNumbers"`
}

type listItem struct {
	ID    optional[string] `json:"id"`
	Name  optional[string] `json:"name"`
	Value optional[string] `json:"value"`
}

type customItem struct {
	ID    optional[string] `json:"id"`
	Key   optional[string] `json:"key"`
	Value optional[any]    `json:"value"`
}

// elements returns the elements of an optional list, nil if it is missing.
func elements[T any](o optional[[]T]) []T {
	if o.value == nil {
		return nil
	}
	return *o.value
}

// parse decodes a body strictly: it refuses unknown and repeated properties,
// wrong types and anything after the object.
func parse(header http.Header, body []byte) (*contactRequest, *refusal) {
	if kind, _, _ := mime.ParseMediaType(header.Get("Content-Type")); kind != "application/json" {
		return nil, refused(http.StatusUnsupportedMediaType, "the body must be application/json")
	}
	var req *contactRequest
	err := json.Unmarshal(body, &req, json.RejectUnknownMembers(true))
	if err == nil && req != nil {
		return req, nil
	}
	refusal := refused(http.StatusBadRequest, "The request body is not valid")
	switch wrong, ok := errors.AsType[*json.SemanticError](err); {
	case ok && errors.Is(err, json.ErrUnknownName):
		refusal.errors = []any{pathError{string(wrong.JSONPointer), "Unexpected property", schemaType{"never"}}}
	case ok:
		refusal.errors = []any{pathError{string(wrong.JSONPointer), "Wrong type", schemaType{typeName(wrong)}}}
	default:
		refusal.message = "The request body is not a JSON object"
	}
	return nil, refusal
}

// typeName returns the expected JSON type, "unknown" if the error lacks it.
func typeName(e *json.SemanticError) string {
	if e.GoType == nil {
		return "unknown"
	}
	switch kind := e.GoType.Kind().String(); kind {
	case "string":
		return kind
	case "slice":
		return "array"
	default:
		return "object"
	}
}
