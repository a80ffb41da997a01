package sandbox

import (
	"errors"
	"mime"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxBody bounds what one request may carry.
const maxBody = 1 << 20

// optional tells a property that is missing from one that is null: to a PATCH
// they are different things.
type optional[T any] struct {
	sent  bool
	value *T // nil for null
}

// UnmarshalJSONFrom is only called for a property that is there.
func (o *optional[T]) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	o.sent = true
	return json.UnmarshalDecode(d, &o.value)
}

// contactRequest is the body of a POST or a PATCH. Both share one shape; what
// each forbids is checked in validate.go.
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

// elements of an optional list: nothing where it is missing.
func elements[T any](o optional[[]T]) []T {
	if o.value == nil {
		return nil
	}
	return *o.value
}

// parse reads a body strictly: unknown and repeated properties, wrong types and
// anything after the object are refused.
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
	var wrong *json.SemanticError
	switch {
	case errors.As(err, &wrong) && errors.Is(err, json.ErrUnknownName):
		refusal.errors = []any{pathError{string(wrong.JSONPointer), "Unexpected property", schemaType{"never"}}}
	case errors.As(err, &wrong):
		refusal.errors = []any{pathError{string(wrong.JSONPointer), "Wrong type", schemaType{typeName(wrong)}}}
	default:
		refusal.message = "The request body is not a JSON object"
	}
	return nil, refusal
}

// typeName is the JSON type that was expected, as far as an error tells.
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
