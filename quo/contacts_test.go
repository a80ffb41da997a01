package quo

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// contactJSON returns a contact of a list; externalID may be empty.
func contactJSON(id, externalID string) string {
	return fmt.Sprintf(`{"id":%q,"externalId":%q}`, id, externalID)
}

func page(next string, contacts ...string) string {
	return fmt.Sprintf(`{"data":[%s],"totalItems":3,"nextPageToken":%s}`, strings.Join(contacts, ","), next)
}

// directory serves look-ups over contacts of the given external ids, refuses
// more ids than most and every id that is "bad", and keeps the queries.
func directory(t *testing.T, most int, externalIDs ...string) (*Client, *[]url.Values) {
	return directoryRefusing(t, http.StatusBadRequest, most, externalIDs...)
}

// directoryRefusing is directory with the status of its refusals.
func directoryRefusing(t *testing.T, status, most int, externalIDs ...string) (*Client, *[]url.Values) {
	queries := new([]url.Values)
	return testClient(t, func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		*queries = append(*queries, query)
		asked := query["externalIds"]
		if len(asked) > most || slices.Contains(asked, "bad") {
			answer(w, status, `{"message":"no"}`)
			return
		}
		var found []string
		for _, id := range asked {
			if slices.Contains(externalIDs, id) {
				found = append(found, contactJSON("c-"+id, id))
			}
		}
		answer(w, 200, page("null", found...))
	}), queries
}

func ids(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint("key ", i, "&,")
	}
	return list
}

func externalIDs(contacts []Contact) []string {
	var list []string
	for _, c := range contacts {
		list = append(list, c.ExternalID)
	}
	return list
}

func TestLookupAsksForTwentyByRepeatedParameters(t *testing.T) {
	all := ids(45)
	c, queries := directory(t, 20, all...)
	found, err := c.Lookup(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, externalIDs(found)); diff != "" {
		t.Error(diff)
	}
	want := []url.Values{
		{"externalIds": all[:20], "maxResults": {"50"}},
		{"externalIds": all[20:40], "maxResults": {"50"}},
		{"externalIds": all[40:], "maxResults": {"50"}},
	}
	if diff := cmp.Diff(want, *queries); diff != "" {
		t.Error(diff)
	}
}

// Gateways refuse URLs of more than 8 kB. The ids of a request take 4 kB at most,
// and one that is longer goes alone.
func TestLookupKeepsTheURLShort(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		alphabet := rapid.SampledFrom([]string{"a", "客", "𝔄", "&"})
		var asked []string
		for i := range rapid.IntRange(1, 60).Draw(rt, "ids") {
			asked = append(asked, fmt.Sprint(i, strings.Repeat(alphabet.Draw(rt, "letter"), rapid.IntRange(0, 72).Draw(rt, "length"))))
		}
		if rapid.IntRange(0, 9).Draw(rt, "longer than any") == 0 {
			asked[0] = strings.Repeat("客", 1000)
		}
		c, queries := directory(t, 20, asked...)
		found, err := c.Lookup(t.Context(), asked)
		if err != nil || !slices.Equal(externalIDs(found), asked) {
			rt.Fatalf("found %d of %d ids, %v", len(found), len(asked), err)
		}
		bytes := func(ids ...string) int { return len(url.Values{"externalIds": ids}.Encode()) }
		for i, query := range *queries {
			asked := query["externalIds"]
			if len(asked) > 1 && bytes(asked...) > maxQuery {
				rt.Fatalf("the ids of a request take %d bytes", bytes(asked...))
			}
			if i == 0 {
				continue
			}
			before := (*queries)[i-1]["externalIds"]
			if longer := append(before, asked[0]); len(before) < maxLookup && bytes(longer...) < maxQuery {
				rt.Fatalf("request %d had room for one more id", i-1)
			}
		}
	})
}

func TestLookupHalvesWhatIsRefused(t *testing.T) {
	for _, status := range []int{400, 413, 414, 431} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			all := ids(20)
			c, queries := directoryRefusing(t, status, 7, all...)
			found, err := c.Lookup(t.Context(), all)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(all, externalIDs(found)); diff != "" {
				t.Error(diff)
			}
			if len(*queries) != 7 { // 20, 10, 5, 5, 10, 5, 5
				t.Errorf("%d requests, want 7", len(*queries))
			}
		})
	}
}

// A refusal that smaller requests cannot change is not tried again in halves.
func TestLookupHalvesNothingElse(t *testing.T) {
	for _, status := range []int{401, 404, 422, 429, 500} {
		c, queries := directoryRefusing(t, status, 7, ids(20)...)
		_, err := c.Lookup(t.Context(), ids(20))
		var api *APIError
		if !errors.As(err, &api) || api.Status != status || is[*RefusedError](err) || len(*queries) != 1 {
			t.Errorf("%d gave %v after %d requests", status, err, len(*queries))
		}
	}
}

func TestLookupNamesTheIdsThatAreRefusedAndFindsTheOthers(t *testing.T) {
	c, _ := directory(t, 20, "a", "b", "c")
	found, err := c.Lookup(t.Context(), []string{"a", "b", "bad", "c"})
	var refused *RefusedError
	if !errors.As(err, &refused) || Classify(err) != Permanent {
		t.Fatalf("got %v (%v)", err, Classify(err))
	}
	if diff := cmp.Diff([]string{"bad"}, refused.ExternalIDs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, externalIDs(found)); diff != "" {
		t.Error(diff)
	}
	if want := `look up external ids ["bad"]: 400: no`; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestLookupOfNothingAsksNothing(t *testing.T) {
	c := testClient(t, func(http.ResponseWriter, *http.Request) { t.Error("a request was sent") })
	if found, err := c.Lookup(t.Context(), nil); err != nil || found != nil {
		t.Errorf("got %v, %v", found, err)
	}
	if _, err := c.Lookup(t.Context(), []string{"a", ""}); Classify(err) != Permanent {
		t.Errorf("an empty id, which would lift the filter, gave %v", err)
	}
}

func TestLookupTellsOtherIdsFromStrangers(t *testing.T) {
	tests := []struct {
		name  string
		asked []string
		given string // the id of a contact that comes besides those asked for
		class Class
		want  []string // ids of the contacts that are returned
		err   string
	}{
		{"another external id", []string{"key"}, "other", Fatal, nil, "the server ignores the filter"},
		{"no external id", []string{"key"}, "", Fatal, nil, "the server ignores the filter"},
		{"no external id, where an id asked for ends with a comma", []string{"key,"}, "", Fatal, nil, "the server ignores the filter"},
		{"the same but for case", []string{"key"}, "KEY", None, []string{"key", "KEY"}, ""},
		{"the same but for case, which was asked for too", []string{"key", "KEY"}, "Key", None, []string{"key", "KEY", "Key"}, ""},
		{"the same but for a space", []string{"key"}, "key ", None, []string{"key", "key "}, ""},
		{"the same in another Unicode form", []string{"José"}, "Jose\u0301", None, []string{"José", "Jose\u0301"}, ""},
		{"a part of an id with commas, from a server that splits them", []string{"x", "a,b"}, "b", Permanent, []string{"x", "a,b"},
			`look up external ids ["a,b"]: the server takes an external id with a comma for several ids`},
		{"a part but for case", []string{"x", "a,b"}, "B", Permanent, []string{"x", "a,b"}, `["a,b"]`},
		{"a part of nothing that was asked for", []string{"x", "a,b"}, "c", Fatal, nil, "the server ignores the filter"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := testClient(t, func(w http.ResponseWriter, _ *http.Request) {
				var given []string
				for i, id := range append(slices.Clone(tt.asked), tt.given) {
					given = append(given, contactJSON(fmt.Sprint("c", i), id))
				}
				answer(w, 200, page("null", given...))
			})
			found, err := c.Lookup(t.Context(), tt.asked)
			if Classify(err) != tt.class || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("got %v (%v), want %q (%v)", err, Classify(err), tt.err, tt.class)
			}
			if diff := cmp.Diff(tt.want, externalIDs(found)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNear(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"c1", "C1", true},
		{"c1", " c1", true},
		{"Jose\u0301", "JOSÉ", true},
		{"c1", "c1", false},
		{"c1", "c2", false},
		{"c1", "", false},
		{"", " ", false},
	} {
		if got := Near(tt.a, tt.b); got != tt.want || Near(tt.b, tt.a) != got {
			t.Errorf("Near(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}

// pages serves a list of pages, by token.
func pages(t *testing.T, byToken map[string]string) (*Client, *[]string) {
	tokens := new([]string)
	return testClient(t, func(w http.ResponseWriter, r *http.Request) {
		token := r.URL.Query().Get("pageToken")
		*tokens = append(*tokens, token)
		if len(*tokens) > 20 {
			t.Fatal("the list is read for ever")
		}
		answer(w, 200, byToken[token])
	}), tokens
}

func TestAllReadsEveryPageAndGivesNoContactTwice(t *testing.T) {
	c, tokens := pages(t, map[string]string{
		"":   page(`"t1"`, contactJSON("c1", "1"), contactJSON("c2", "2")),
		"t1": page(`"t2"`), // an empty page is not the end
		"t2": page(`""`, contactJSON("c3", "3")),
	})
	var got []string
	for contact, err := range c.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, contact.ID)
	}
	if diff := cmp.Diff([]string{"c1", "c2", "c3"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"", "t1", "t2"}, *tokens); diff != "" {
		t.Error(diff)
	}
}

// A contact that comes twice has moved from a later page to an earlier one, or back, and
// another one may have moved out of sight.
func TestAListWhoseOrderChangesIsReadUntilNothingNewComes(t *testing.T) {
	passes := [][2][]string{
		{{"c1", "c2"}, {"c2", "c3"}}, // and not c4
		{{"c4", "c1"}, {"c2", "c3"}},
	}
	n := 0
	c := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		half, next := n%2, "null"
		if half == 0 {
			next = `"t1"`
		}
		var contacts []string
		for _, id := range passes[min(n/2, len(passes)-1)][half] {
			contacts = append(contacts, contactJSON(id, id))
		}
		n++
		answer(w, 200, page(next, contacts...))
	})
	var got []string
	for contact, err := range c.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, contact.ID)
	}
	if diff := cmp.Diff([]string{"c1", "c2", "c3", "c4"}, got); diff != "" {
		t.Error(diff)
	}
	if n != 4 {
		t.Errorf("%d pages were read, want 4: the second pass has none twice", n)
	}
}

func TestAListThatRepeatsItselfIsNotReadForEver(t *testing.T) {
	c, tokens := pages(t, map[string]string{
		"":   page(`"t1"`, contactJSON("c1", "1"), contactJSON("c2", "2")),
		"t1": page(`""`, contactJSON("c2", "2")),
	})
	n := 0
	for _, err := range c.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 2 || len(*tokens) != 2*(1+quietPasses) {
		t.Errorf("%d contacts in %d pages", n, len(*tokens))
	}
}

func TestAllAsksNoFurtherThanItsReader(t *testing.T) {
	c, tokens := pages(t, map[string]string{"": page(`"t1"`, contactJSON("c1", "1"))})
	for range c.All(t.Context(), "acme") {
		break
	}
	if len(*tokens) != 1 {
		t.Errorf("%d pages were read", len(*tokens))
	}
}

func TestAListThatGoesRoundEndsWithAnError(t *testing.T) {
	c, tokens := pages(t, map[string]string{
		"": page(`"t1"`), "t1": page(`"t2"`), "t2": page(`"t1"`),
	})
	_, err := c.Lookup(t.Context(), []string{"a"})
	if !is[*AnswerError](err) || len(*tokens) != 3 {
		t.Errorf("got %v after %d pages", err, len(*tokens))
	}
}

// A server may answer with new tokens for ever.
func TestAListWithoutAnEndEndsWithAnError(t *testing.T) {
	for name, contacts := range map[string][]string{
		"of empty pages":    nil,
		"of the same page":  {contactJSON("c1", "1"), contactJSON("c2", "2")},
		"of the same token": {contactJSON("c1", "1")},
	} {
		t.Run(name, func(t *testing.T) {
			read := 0
			c := testClient(t, func(w http.ResponseWriter, _ *http.Request) {
				if read++; read > maxIdlePages+1 {
					t.Fatal("the list is read for ever")
				}
				token := fmt.Sprint(read)
				if name == "of the same token" {
					token = "t"
				}
				answer(w, 200, page(`"`+token+`"`, contacts...))
			})
			var got []string
			var last error
			for contact, err := range c.All(t.Context()) {
				if last = err; err == nil {
					got = append(got, contactJSON(contact.ID, contact.ExternalID))
				}
			}
			if !is[*AnswerError](last) || !slices.Equal(got, contacts) {
				t.Errorf("got %v, then %v", got, last)
			}
		})
	}
}

// A server that filters its pages after it has read them answers with empty
// ones, as many as the contacts of other sources fill.
func TestAListMayHaveManyEmptyPages(t *testing.T) {
	read := 0
	c := testClient(t, func(w http.ResponseWriter, _ *http.Request) {
		switch read++; read {
		case 1000, 2500:
			answer(w, 200, page(fmt.Sprintf(`"%d"`, read), contactJSON(fmt.Sprint("c", read), "1")))
		case 4000:
			answer(w, 200, page("null"))
		default:
			answer(w, 200, page(fmt.Sprintf(`"%d"`, read)))
		}
	})
	found := 0
	for _, err := range c.All(t.Context(), "acme") {
		if err != nil {
			t.Fatal(err)
		}
		found++
	}
	if found != 2 {
		t.Errorf("found %d contacts after %d pages", found, read)
	}
}

// An answer that is not a list must not mean that there are no contacts: the row
// would be created again.
func TestASuccessThatMakesNoSenseIsAmbiguous(t *testing.T) {
	get := func(c *Client) error { _, err := c.Get(t.Context(), "c1"); return err }
	lookup := func(c *Client) error { _, err := c.Lookup(t.Context(), []string{"a"}); return err }
	fields := func(c *Client) error { _, err := c.CustomFields(t.Context()); return err }
	tests := []struct {
		name string
		call func(*Client) error
		body string
	}{
		{"an empty body", get, ``},
		{"a body that breaks off", get, `{"data":{"id":"c1","defau`},
		{"a page of a proxy", get, `<html>sign in</html>`},
		{"no data", get, `{}`},
		{"no id", get, `{"data":{"externalId":"1"}}`},
		{"a type that cannot be", get, `{"data":{"id":{}}}`},
		{"a look-up without data", lookup, `{}`},
		{"a look-up whose data is null", lookup, `{"data":null}`},
		{"a look-up whose contact has no id", lookup, `{"data":[{"externalId":"a"}]}`},
		{"a catalogue without data", fields, `{"fields":[]}`},
		{"phone numbers without data", func(c *Client) error { _, err := c.PhoneNumbers(t.Context()); return err }, `{}`},
		{"an answer without an end", get, `{"data":{"id":"` + strings.Repeat("x", maxAnswer) + `"}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := testClient(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, tt.body) })
			err := tt.call(c)
			if !is[*AnswerError](err) || Classify(err) != Ambiguous {
				t.Errorf("got %v (%v)", err, Classify(err))
			}
		})
	}
}

func TestCustomFieldsReadsTheCatalogue(t *testing.T) {
	c := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/contact-custom-fields" {
			t.Errorf("asked %s", r.URL)
		}
		answer(w, 200, `{"data":[{"name":"Lead Score","key":"66d0","type":"number","new":1},{"name":"X","key":"k","type":"geo"}]}`)
	})
	got, err := c.CustomFields(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []CustomField{{"Lead Score", "66d0", Number}, {"X", "k", "geo"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPhoneNumbersNameTheWorkspace(t *testing.T) {
	c := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.String() != "https://api.quo.com/v1/phone-numbers" {
			t.Errorf("asked %s", r.URL)
		}
		answer(w, 200, `{"data":[{"id":"PN1","number":"+14155550100","name":"Main","users":[{"email":"a@example.com"}]},{"number":"+14155550101","name":null}]}`)
	})
	got, err := c.PhoneNumbers(t.Context())
	if diff := cmp.Diff([]PhoneNumber{{"+14155550100", "Main"}, {"+14155550101", ""}}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// A key may be allowed to write contacts, but not to read phone numbers.
func TestAKeyThatMayNotReadPhoneNumbersMayGoOn(t *testing.T) {
	status := 0
	c := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == fieldsPath {
			answer(w, 200, `{"data":[]}`)
			return
		}
		answer(w, status, `{"message":"no"}`)
	})
	status = 403
	if got, err := c.PhoneNumbers(t.Context()); got != nil || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := c.CustomFields(t.Context()); err != nil {
		t.Errorf("the next call failed: %v", err)
	}
	status = 500
	if _, err := c.PhoneNumbers(t.Context()); Classify(err) != Ambiguous {
		t.Errorf("500 gave %v", err)
	}
	status = 401
	if _, err := c.PhoneNumbers(t.Context()); Classify(err) != Fatal {
		t.Errorf("401 gave %v", err)
	}
	if _, err := c.CustomFields(t.Context()); Classify(err) != Fatal {
		t.Errorf("after a 401 the next call gave %v", err)
	}
}

// After a refused key nothing more is sent, and nobody reads that as "no numbers".
func TestPhoneNumbersAfterARefusal(t *testing.T) {
	c := testClient(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, 403, `{"message":"no"}`) })
	if _, err := c.CustomFields(t.Context()); Classify(err) != Fatal {
		t.Errorf("got %v", err)
	}
	if _, err := c.PhoneNumbers(t.Context()); Classify(err) != Fatal {
		t.Errorf("got %v", err)
	}
}

func TestAnIdStaysOneStepOfThePath(t *testing.T) {
	var got []string
	c := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Method+" "+r.URL.EscapedPath())
		answer(w, 200, `{"data":{"id":"c1"}}`)
	})
	for _, id := range []string{"c1", "../x", "a/b?c"} {
		if _, err := c.Get(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	for _, id := range []string{"", ".", ".."} {
		if err := c.Delete(t.Context(), id); Classify(err) != Permanent {
			t.Errorf("id %q gave %v", id, err)
		}
	}
	want := []string{"GET /v1/contacts/c1", "GET /v1/contacts/..%2Fx", "GET /v1/contacts/a%2Fb%3Fc"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDeleteNeedsNoAnswerBody(t *testing.T) {
	c := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodDelete {
			t.Errorf("sent %s", r.Method)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	if err := c.Delete(t.Context(), "c1"); err != nil {
		t.Error(err)
	}
}
