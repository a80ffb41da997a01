// Package conform validates requests and answers by the published OpenAPI file
// of the Quo API. It is for tests only, so that kin-openapi stays out of the
// program: start at [Middleware].
//
// The file is not part of this repository. It is read from $QUO_OPENAPI, or else
// from shared/quo-contacts-openapi.json beside the root of the module; tests are
// skipped without it.
package conform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// ErrAbsent is returned if there is no OpenAPI file.
var ErrAbsent = errors.New("the OpenAPI file of the Quo API is absent; set QUO_OPENAPI to its path")

// Schema is the published schema. It is safe for concurrent use.
type Schema struct{ router routers.Router }

// Load reads the OpenAPI file, or returns ErrAbsent.
func Load() (*Schema, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	doc.Servers = nil // any host will do
	router, err := legacy.NewRouter(doc, openapi3.DisableExamplesValidation())
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return &Schema{router}, nil
}

// find looks for the file beside the root of the module.
func find() (string, error) {
	if path := os.Getenv("QUO_OPENAPI"); path != "" {
		return path, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		path := filepath.Join(filepath.Dir(dir), "shared", "quo-contacts-openapi.json")
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", ErrAbsent
}

// Request validates a request. The body can be read again afterwards.
func (s *Schema) Request(r *http.Request) error {
	input, err := s.input(r)
	if err != nil {
		return err
	}
	return openapi3filter.ValidateRequest(r.Context(), input)
}

// Response validates an answer to a request. Errors that the schema does not
// publish are valid: see published.
func (s *Schema) Response(r *http.Request, status int, header http.Header, body []byte) error {
	if status >= http.StatusBadRequest && !published(status, body) {
		return nil
	}
	input, err := s.input(r)
	if err != nil {
		return err
	}
	return openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: status, Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: input.Options,
	})
}

// published reports whether the schema covers an error. It does not cover pages
// of a proxy, the wrapped shape, statuses such as 402 and 429, the 400 of
// ordinary validation (0800400; it has only 0801400), and the items {key,
// reason} of custom fields, all of which were observed (docs/quo-api.md,
// "Errors").
func published(status int, body []byte) bool {
	flat := bytes.Contains(body, []byte(`"code":"`))
	return flat && !bytes.Contains(body, []byte(`"code":"0800400"`)) && !bytes.Contains(body, []byte(`"reason":`)) &&
		status <= http.StatusInternalServerError
}

func (s *Schema) input(r *http.Request) (*openapi3filter.RequestValidationInput, error) {
	route, params, err := s.router.FindRoute(r)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, err)
	}
	return &openapi3filter.RequestValidationInput{
		Request: r, Route: route, PathParams: params,
		Options: &openapi3filter.Options{
			MultiError: true, SkipSettingDefaults: true, AuthenticationFunc: rawKey,
		},
	}, nil
}

// rawKey refuses a request without a key, or with a scheme in front of it.
func rawKey(_ context.Context, in *openapi3filter.AuthenticationInput) error {
	key := in.RequestValidationInput.Request.Header.Get("Authorization")
	if key == "" || strings.HasPrefix(key, "Bearer ") {
		return errors.New("the Authorization header must be the raw key")
	}
	return nil
}
