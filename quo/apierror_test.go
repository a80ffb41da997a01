package quo

import (
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func noScrub(s string) string { return s }

func TestAPIErrorReadsEveryShape(t *testing.T) {
	long := strings.Repeat("x", 1000)
	tests := []struct {
		name   string
		status int
		body   string
		want   string
	}{
		{
			"flat, with details of custom fields", 400,
			`{"message":"Invalid custom field item","code":"0801400","status":400,"docs":"https://quo.com/docs","title":"Bad","trace":"abc","errors":[{"key":"Lead Score","reason":"must be a number"}]}`,
			"400 0801400: Invalid custom field item: Lead Score: must be a number (trace abc)",
		},
		{
			"flat, with details of the schema", 400,
			`{"message":"Bad Request","code":"0800400","errors":[{"path":"/defaultFields/phoneNumbers/0","message":"must match format","schema":{"type":"string"}},{"path":"/source","message":"reserved"}]}`,
			"400 0800400: Bad Request: /defaultFields/phoneNumbers/0: must match format; /source: reserved",
		},
		{"wrapped, as seen live", 401, `{"error":{"message":"Unauthorized","key":"auth.invalid","trace":"t1"}}`, "401 auth.invalid: Unauthorized (trace t1) (a new key may take half a minute to work)"},
		{"wrapped in a text", 403, `{"error":"forbidden"}`, "403: forbidden (this key may not do that)"},
		{"wrapped again and again", 400, `{"error":{"message":"a","error":{"error":{"message":"b"}}}}`, "400: a"},
		{"only a title", 402, `{"title":"Payment Required"}`, "402: Payment Required (the workspace's subscription has to be renewed)"},
		{"a page of a proxy", 502, "<html>\n<head><title>502 Bad\n Gateway</title></head><body><h1>no</h1></body></html>", "502: 502 Bad Gateway"},
		{"a page without a title", 502, `<html><body><p>Sorry &amp; bye</p></body></html>`, "502: Sorry & bye"},
		{"nothing", 500, ``, "500: Internal Server Error"},
		{"nothing, of a status that nobody knows", 599, ``, "599: no reason given"},
		{"cut off", 500, `{"message":"Inv`, `500: {"message":"Inv`},
		{"a list of texts", 400, `["one","two"]`, "400: Bad Request: one; two"},
		{"a list of objects", 400, `[{"path":"a","message":"b"}]`, "400: Bad Request: a: b"},
		{"types that nobody expects", 400, `{"message":17,"code":{"a":1},"trace":["t"],"errors":{"email":["is bad"]}}`, `400 {"a":1}: 17: {"email":["is bad"]} (trace ["t"])`},
		{"a bare text", 400, `"no"`, "400: no"},
		{"null", 404, `null`, "404: Not Found"},
		{"control characters", 400, "{\"message\":\"a\\u001b[31m\\nb\\u202e\"}", "400: a[31m b"},
		{"bytes that are no text", 400, "a\xff\xfeb", "400: a\uFFFDb"},
		{"a message without an end", 400, `{"message":"` + long + `"}`, "400: " + long[:maxText] + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := parseAPIError(tt.status, nil, []byte(tt.body), noScrub)
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPIErrorKeepsItsPartsApart(t *testing.T) {
	got := parseAPIError(400, http.Header{"Retry-After": {"3"}}, []byte(
		`{"message":"m","code":"c","title":"t","trace":"x","status":999,"errors":[{"key":"k","reason":"r"},{"path":"p","message":"q"}]}`), noScrub)
	want := &APIError{
		Status: 400, Code: "c", Title: "t", Message: "m", Trace: "x", RetryAfter: 3 * time.Second,
		Details: []Detail{{Key: "k", Reason: "r"}, {Path: "p", Reason: "q"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRetryAfterIsSecondsOrADate(t *testing.T) {
	const date = "Mon, 23 Nov 2026 07:00:00 GMT"
	tests := []struct {
		name, value, date string
		want              time.Duration
	}{
		{"not there", "", "", 0},
		{"seconds", "2", "", 2 * time.Second},
		{"a part of a second, which the RFC does not know", " 0.5 ", "", 500 * time.Millisecond},
		{"a date counts from the answer's own", "Mon, 23 Nov 2026 07:00:05 GMT", date, 5 * time.Second},
		{"a date that is over", "Mon, 23 Nov 2026 06:00:00 GMT", date, 0},
		{"less than nothing", "-1", "", 0},
		{"an hour", "3600", "", time.Hour},
		{"a date in an hour", "Mon, 23 Nov 2026 08:00:00 GMT", date, time.Hour},
		{"for ever", "1e300", "", 0},
		{"a time instead of seconds", "1795852800", "", 0},
		{"a date in a year", "Tue, 23 Nov 2027 07:00:00 GMT", date, 0},
		{"a word", "later", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{}
			h.Set("Retry-After", tt.value)
			h.Set("Date", tt.date)
			if got := retryAfter(h); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestA429SaysWhenToTryAgain(t *testing.T) {
	err := parseAPIError(429, http.Header{"Retry-After": {"3600"}}, []byte(`{"message":"Too many requests"}`), noScrub)
	if want := "429: Too many requests (to be tried again after 1h0m0s)"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func FuzzAPIError(f *testing.F) {
	const key = "S3CRET"
	for _, body := range []string{
		``, `null`, `{`, `{"message":"S3CRET"}`, `{"error":{"message":"\u0053\u0033CRET","errors":[{"S3CRET":"S3\u0000CRET"}]}}`,
		`<title>S3CRET</title>`, `<p>S3<b>CRET</b></p>`, `S3&#67;RET`, strings.Repeat("[", 20000),
	} {
		f.Add(400, "5", body)
	}
	scrub := func(s string) string { return strings.ReplaceAll(s, key, "[key]") }
	f.Fuzz(func(t *testing.T, status int, after, body string) {
		err := parseAPIError(status, http.Header{"Retry-After": {after}}, []byte(body), scrub)
		said := err.Error()
		if strings.Contains(said, key) {
			t.Errorf("%q holds the key", said)
		}
		if strings.ContainsFunc(said, unicode.IsControl) {
			t.Errorf("%q holds control characters", said)
		}
		if err.RetryAfter < 0 || err.Status != status || len(err.Details) > maxDetails {
			t.Errorf("got %+v", err)
		}
	})
}
