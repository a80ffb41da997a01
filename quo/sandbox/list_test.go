package sandbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/quo/sandbox"
)

func ids(contacts []sandbox.Contact) []string {
	var out []string
	for _, c := range contacts {
		out = append(out, c.ID)
	}
	return out
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// filled returns a sandbox with n contacts, externalId "0"…"n-1".
func filled(t *testing.T, n int, opts sandbox.Options) (*sandbox.Sandbox, client) {
	s, c := start(t, opts)
	for i := range n {
		s.Put(sandbox.Contact{Source: new("acme"), ExternalID: new(fmt.Sprint(i))})
	}
	return s, c
}

func TestPagingSeesEveryContactOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 49, 50, 51, 100, 120, 257} {
		s, c := filled(t, n, sandbox.Options{Seed: uint64(n)})
		got := sorted(ids(c.all("50")))
		if want := sorted(ids(s.Contacts())); !slices.Equal(got, want) {
			t.Errorf("%d contacts: paging saw %d, %d of them different", n, len(got), len(slices.Compact(got)))
		}
	}
}

func TestTheOrderOfAListDiffersBetweenCalls(t *testing.T) {
	_, c := filled(t, 40, sandbox.Options{})
	first, second := ids(c.all("50")), ids(c.all("50"))
	if slices.Equal(first, second) {
		t.Error("twice the same order")
	}
	if !slices.Equal(sorted(first), sorted(second)) {
		t.Error("not the same contacts")
	}
}

func TestAContactMadeBetweenTwoPagesDoesNotDisturbThem(t *testing.T) {
	s, c := filled(t, 60, sandbox.Options{})
	first := c.list(url.Values{"maxResults": {"50"}})
	removed := s.Contacts()[0].ID
	s.Put(sandbox.Contact{})
	s.Remove(removed)
	second := c.list(url.Values{"maxResults": {"50"}, "pageToken": {*first.NextPageToken}})
	all := append(ids(first.Data), ids(second.Data)...)
	if unique := slices.Compact(sorted(all)); len(unique) != len(all) || len(all) < 59 {
		t.Errorf("%d contacts, %d of them unique, want all of the 60 but perhaps the removed one", len(all), len(unique))
	}
}

func TestUnstablePagesRepeatAndMiss(t *testing.T) {
	_, c := filled(t, 500, sandbox.Options{UnstablePages: true})
	if unique := slices.Compact(sorted(ids(c.all("50")))); len(unique) == 500 {
		t.Error("nothing was missed")
	}
}

func TestTheTotalIsWrong(t *testing.T) {
	_, c := filled(t, 7, sandbox.Options{})
	if p := c.lookup("1", "2"); p.TotalItems == 2 || p.TotalItems == 7 {
		t.Errorf("totalItems %d is right", p.TotalItems)
	}
}

func TestAFilteredList(t *testing.T) {
	s, c := filled(t, 30, sandbox.Options{})
	s.Put(sandbox.Contact{Source: new("csv-v2"), ExternalID: new("3")})
	twenty := make([]string, 0, 21)
	for i := range 20 {
		twenty = append(twenty, fmt.Sprint(i))
	}
	for _, tt := range []struct {
		name  string
		query url.Values
		want  int
	}{
		{"finds ids under every source", url.Values{"externalIds": {"3"}}, 2},
		{"finds twenty ids", url.Values{"externalIds": twenty}, 21},
		{"finds an id that is asked for twice once", url.Values{"externalIds": {"4", "4"}}, 1},
		{"finds nothing for an unknown id", url.Values{"externalIds": {"nobody"}}, 0},
		{"takes sources too", url.Values{"externalIds": {"3", "4"}, "sources": {"csv-v2"}}, 1},
		{"takes several sources", url.Values{"sources": {"csv-v2", "acme"}}, 31},
		{"takes sources alone", url.Values{"sources": {"csv-v2"}}, 1},
		{"ignores externalIds[] and answers with strangers", url.Values{"externalIds[]": {"3"}}, 31},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.query.Set("maxResults", "50")
			if got := c.list(tt.query).Data; len(got) != tt.want {
				t.Errorf("%d contacts, want %d", len(got), tt.want)
			}
		})
	}
	t.Run("pages over many contacts of one id", func(t *testing.T) {
		p := c.list(url.Values{"externalIds": twenty, "maxResults": {"20"}})
		rest := c.list(url.Values{"externalIds": twenty, "maxResults": {"20"}, "pageToken": {*p.NextPageToken}})
		if len(p.Data) != 20 || len(rest.Data) != 1 || rest.NextPageToken != nil {
			t.Errorf("pages of %d and %d", len(p.Data), len(rest.Data))
		}
	})
}

func TestAListRefuses(t *testing.T) {
	_, c := filled(t, 3, sandbox.Options{})
	for name, query := range map[string]string{
		"no maxResults":                "",
		"maxResults of 0":              "maxResults=0",
		"maxResults of 51":             "maxResults=51",
		"maxResults that is no number": "maxResults=all",
		"ids joined by commas":         "maxResults=50&externalIds=1,2",
		"an empty id":                  "maxResults=50&externalIds=",
		"an id of 76 characters":       "maxResults=50&externalIds=" + strings.Repeat("x", 76),
		"21 ids":                       "maxResults=50" + strings.Repeat("&externalIds=1", 21),
		"an empty source":              "maxResults=50&sources=",
		"a page token of its own":      "maxResults=50&pageToken=2",
	} {
		t.Run(name, func(t *testing.T) {
			c.send(http.MethodGet, "/v1/contacts?"+query, "").want(t, http.StatusBadRequest, "0800400")
		})
	}
}

func TestAListLagsBehind(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	_, c := start(t, sandbox.Options{ListLag: 5 * time.Second, ListStale: 3 * time.Second, Now: func() time.Time { return now }})
	made := c.create(contact("1")).must(t, http.StatusCreated)
	c.send(http.MethodGet, "/v1/contacts/"+made.ID, "").must(t, http.StatusOK)
	c.create(contact("1")).want(t, http.StatusConflict, "0800409")
	if found := c.lookup("1").Data; len(found) != 0 {
		t.Errorf("listed at once: %v", found)
	}
	now = now.Add(5 * time.Second)
	if found := c.lookup("1").Data; len(found) != 1 {
		t.Errorf("not listed after the lag: %v", found)
	}

	changed := c.patch(made.ID, strings.Replace(contact("1"), "Ada", "Augusta", 1)).must(t, http.StatusOK)
	if found := c.lookup("1").Data; !found[0].UpdatedAt.Equal(made.UpdatedAt.Time) {
		t.Errorf("the change is listed at once: %+v", found[0])
	}
	now = now.Add(3 * time.Second)
	if found := c.lookup("1").Data; !found[0].UpdatedAt.Equal(changed.UpdatedAt.Time) {
		t.Errorf("the change is not listed after the lag: %+v", found[0])
	}
}

func BenchmarkPagingThroughAHundredThousand(b *testing.B) {
	s := sandbox.New(sandbox.Options{RatePerSecond: -1})
	for i := range 100_000 {
		s.Put(sandbox.Contact{Source: new("acme"), ExternalID: new(fmt.Sprint(i))})
	}
	http := &http.Client{Transport: s.RoundTripper()}
	b.ResetTimer()
	for b.Loop() {
		req, _ := httpRequest("/v1/contacts?maxResults=50&sources=acme")
		resp, err := http.Do(req)
		if err != nil || resp.StatusCode != 200 {
			b.Fatal(resp, err)
		}
		resp.Body.Close()
	}
}

func BenchmarkCreate(b *testing.B) {
	s := sandbox.New(sandbox.Options{RatePerSecond: -1})
	http := &http.Client{Transport: s.RoundTripper()}
	for i := 0; b.Loop(); i++ {
		req, _ := httpPost(contact(fmt.Sprint(i)))
		resp, err := http.Do(req)
		if err != nil || resp.StatusCode != 201 {
			b.Fatal(resp, err)
		}
		resp.Body.Close()
	}
}

func httpRequest(path string) (*http.Request, error) {
	req, err := http.NewRequest(http.MethodGet, "http://quo.test"+path, nil)
	req.Header.Set("Authorization", "key")
	return req, err
}

func httpPost(body string) (*http.Request, error) {
	req, err := http.NewRequest(http.MethodPost, "http://quo.test/v1/contacts", strings.NewReader(body))
	req.Header.Set("Authorization", "key")
	req.Header.Set("Content-Type", "application/json")
	return req, err
}
