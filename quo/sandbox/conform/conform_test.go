package conform_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/quo/sandbox/conform"
)

// observer is a testing.TB that keeps what is reported to it.
type observer struct {
	testing.TB
	reports []string
}

func (o *observer) Errorf(format string, args ...any) {
	o.reports = append(o.reports, fmt.Sprintf(format, args...))
}

const (
	good    = `{"defaultFields":{"firstName":"Ada"}}`
	created = `{"data":{"id":"1","externalId":null,"source":"public-api","sourceUrl":null,
		"defaultFields":{"firstName":"Ada","lastName":null,"company":null,"role":null,"emails":[],"phoneNumbers":[]},
		"customFields":[],"createdAt":"2026-11-23T12:00:00.000Z","updatedAt":"2026-11-23T12:00:00.000Z","createdByUserId":"US1"}}`
)

func TestMiddlewareReports(t *testing.T) {
	for _, tt := range []struct {
		name, key, path, body string
		status                int
		answer                string
		reports               int
	}{
		{"nothing where both keep to the contract", "key", "/v1/contacts", good, 201, created, 0},
		{"a request without what is required", "key", "/v1/contacts", `{"defaultFields":{}}`, 201, created, 1},
		{"a request with Bearer before the key", "Bearer key", "/v1/contacts", good, 201, created, 1},
		{"a path that is not in the contract, and its answer", "key", "/v1/people", good, 201, created, 2},
		{"an answer without what is required", "key", "/v1/contacts", good, 201, strings.Replace(created, `"source"`, `"origin"`, 1), 1},
		{"an error with a wrong code", "key", "/v1/contacts", good, 409, `{"message":"m","code":"0800408","status":409,"docs":"https://quo.com/docs","title":"Conflict"}`, 1},
		{"no error of a shape that was never published", "key", "/v1/contacts", good, 409, `{"error":{"message":"m","key":"k","trace":"t"}}`, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			seen := &observer{TB: t}
			h := conform.Middleware(seen, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.answer))
			}))
			r := httptest.NewRequest(http.MethodPost, tt.path, strings.NewReader(tt.body))
			r.Header.Set("Authorization", tt.key)
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if len(seen.reports) != tt.reports {
				t.Errorf("%d reports, want %d: %s", len(seen.reports), tt.reports, seen.reports)
			}
			if w.Code != tt.status || w.Body.String() != tt.answer {
				t.Errorf("the answer did not pass through: %d %s", w.Code, w.Body)
			}
		})
	}
}
