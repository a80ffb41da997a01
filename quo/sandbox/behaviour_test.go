package sandbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// custom returns the value of a custom field in an answer.
func custom(c sandbox.Contact, key string) any {
	for _, v := range c.CustomFields {
		if v.Key == key {
			return v.Value
		}
	}
	return nil
}

func TestWhatAServerDoesToValues(t *testing.T) {
	// the values of a contact that a normalisation may change
	type values map[string]any
	of := func(c sandbox.Contact) values {
		d := c.DefaultFields
		return values{
			"firstName": text(d.FirstName), "role": text(d.Role), "sourceUrl": text(c.SourceURL),
			"email": text(d.Emails[0].Value), "label": d.Emails[0].Name, "phone": text(d.PhoneNumbers[0].Value),
			"string": custom(c, "string"), "url": custom(c, "url"), "choices": custom(c, "multi-select"),
			"number": custom(c, "number"), "boolean": custom(c, "boolean"), "date": custom(c, "date"),
		}
	}
	const body = `{"sourceUrl":"HTTPS://Acme.example","defaultFields":{"firstName":" Zoe\u0308  \ud83d\ude00","role":" ",
		"emails":[{"name":"Buro\u0308","value":"Ada@Example.com"}],"phoneNumbers":[{"name":"work","value":"+14155550100"}]},
		"customFields":[{"key":"string","value":"a  b"},{"key":"url","value":"https://Example.com"},{"key":"multi-select","value":["b","a "]},
		{"key":"number","value":1.5},{"key":"boolean","value":true},{"key":"date","value":"2024-09-11T00:00:00Z"}]}`
	want := map[sandbox.Normalisation]values{
		sandbox.TrimTexts:      {"firstName": "Zoe\u0308  😀", "role": "", "choices": []any{"b", "a"}},
		sandbox.CollapseSpaces: {"firstName": " Zoe\u0308 😀", "string": "a b"},
		sandbox.ComposeUnicode: {"firstName": " Zoë  😀", "label": "Burö"},
		sandbox.DropEmoji:      {"firstName": " Zoe\u0308  "},
		sandbox.LowerEmails:    {"email": "ada@example.com"},
		sandbox.LowerLabels:    {"label": "buro\u0308"},
		sandbox.TidyURLs:       {"sourceUrl": "https://acme.example/", "url": "https://example.com/"},

		sandbox.NumbersAsText:            {"number": "1.5"},
		sandbox.BooleansAsText:           {"boolean": "true"},
		sandbox.DatesWithoutMilliseconds: {"date": "2024-09-11T00:00:00Z"},
		sandbox.DatesWithoutTime:         {"date": "2024-09-11"},
		sandbox.SortedChoices:            {"choices": []any{"a ", "b"}},
	}
	_, c := start(t, sandbox.Options{Fields: allTypes()})
	plain := of(c.create(body).must(t, http.StatusCreated))
	for _, n := range sandbox.Normalisations() {
		t.Run(string(n), func(t *testing.T) {
			changes, ok := want[n]
			if !ok {
				t.Fatal("nobody says what it does")
			}
			expected := values{}
			for name, value := range plain {
				expected[name] = value
			}
			for name, value := range changes {
				expected[name] = value
			}
			_, c := start(t, sandbox.Options{Fields: allTypes(), Normalise: []sandbox.Normalisation{n}})
			made := c.create(body).must(t, http.StatusCreated)
			if diff := cmp.Diff(expected, of(made)); diff != "" {
				t.Errorf("answered (-want +got):\n%s", diff)
			}
			read := c.send(http.MethodGet, "/v1/contacts/"+made.ID, "").must(t, http.StatusOK)
			if diff := cmp.Diff(expected, of(read)); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
			listed := c.list(url.Values{"maxResults": {"50"}}).Data[0]
			if diff := cmp.Diff(expected, of(listed)); diff != "" {
				t.Errorf("listed (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("all of them", func(t *testing.T) {
		_, c := start(t, sandbox.Options{Fields: allTypes(), Normalise: sandbox.Normalisations()})
		got := of(c.create(body).must(t, http.StatusCreated))
		if got["firstName"] != "Zoë" || got["email"] != "ada@example.com" || got["number"] != "1.5" || got["date"] != "2024-09-11" {
			t.Errorf("got %v", got)
		}
	})
}

// What people type in the app is stored as they typed it.
func TestPeoplesValuesAreNotNormalised(t *testing.T) {
	s, _ := start(t, sandbox.Options{Normalise: sandbox.Normalisations()})
	s.Put(sandbox.Contact{DefaultFields: sandbox.DefaultFields{FirstName: new(" Ada ")}})
	if kept := s.Contacts()[0]; text(kept.DefaultFields.FirstName) != " Ada " {
		t.Errorf("kept %+v", kept.DefaultFields)
	}
}

const scored = `{"externalId":"1","source":"acme","defaultFields":{"firstName":"Ada","role":%q},"customFields":[{"key":"number","value":%d}]}`

func TestAnAnswerMayShowTheContactAsItWas(t *testing.T) {
	s, c := start(t, sandbox.Options{Fields: allTypes(), StaleAnswers: true})
	made := c.create(fmt.Sprintf(scored, "CTO", 1)).must(t, http.StatusCreated)
	if text(made.DefaultFields.Role) != "CTO" {
		t.Errorf("made %+v", made)
	}
	answered := c.patch(made.ID, fmt.Sprintf(scored, "CEO", 2)).must(t, http.StatusOK)
	if diff := cmp.Diff(made, answered, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("not as it was (-before +answered):\n%s", diff)
	}
	kept, _ := s.Find("acme", "1")
	read := c.send(http.MethodGet, "/v1/contacts/"+made.ID, "").must(t, http.StatusOK)
	if text(kept.DefaultFields.Role) != "CEO" || text(read.DefaultFields.Role) != "CEO" || custom(read, "number") != 2.0 {
		t.Errorf("kept %+v, read %+v", kept, read)
	}
}

func TestAnAnswerMayLeaveFieldsOut(t *testing.T) {
	for _, name := range []string{"customFields", "role", "phoneNumbers", "externalId"} {
		t.Run(name, func(t *testing.T) {
			_, c := start(t, sandbox.Options{Fields: allTypes(), LeanAnswers: []string{name}})
			post := c.create(fmt.Sprintf(scored, "CTO", 1))
			made := post.must(t, http.StatusCreated)
			patch := c.patch(made.ID, fmt.Sprintf(scored, "CEO", 2))
			for _, a := range []answer{post, patch} {
				if strings.Contains(a.body, name) || !strings.Contains(a.body, `"firstName":"Ada"`) {
					t.Errorf("answered %s", a.body)
				}
			}
			read := c.send(http.MethodGet, "/v1/contacts/"+made.ID, "")
			if got := read.must(t, http.StatusOK); !strings.Contains(read.body, name) || custom(got, "number") != 2.0 || text(got.DefaultFields.Role) != "CEO" {
				t.Errorf("read %s", read.body)
			}
		})
	}
}

func TestReadsMayShowWholeSeconds(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 700e6, time.UTC)
	_, c := start(t, sandbox.Options{CoarseReads: true, Now: func() time.Time { return now }})
	made := c.create(contact("1")).must(t, http.StatusCreated)
	if !made.UpdatedAt.Equal(now) {
		t.Errorf("answered %v, want %v", made.UpdatedAt, now)
	}
	for _, got := range []sandbox.Contact{
		c.send(http.MethodGet, "/v1/contacts/"+made.ID, "").must(t, http.StatusOK),
		c.lookup("1").Data[0],
		c.list(url.Values{"maxResults": {"1"}}).Data[0],
	} {
		if want := now.Truncate(time.Second); !got.UpdatedAt.Equal(want) || !got.CreatedAt.Equal(want) {
			t.Errorf("read %v and %v, want %v", got.CreatedAt, got.UpdatedAt, want)
		}
	}
	if changed := c.patch(made.ID, contact("1")).must(t, http.StatusOK); !changed.UpdatedAt.Equal(now.Add(time.Millisecond)) {
		t.Errorf("the times themselves lost their milliseconds: %v", changed.UpdatedAt)
	}
}

// Contacts show the values of a field that was deleted in the app, but no request
// may name it.
func TestADeletedField(t *testing.T) {
	for _, keeps := range []bool{false, true} {
		t.Run(fmt.Sprintf("whose values a PATCH keeps: %v", keeps), func(t *testing.T) {
			s, c := start(t, sandbox.Options{Fields: allTypes(), KeepDeletedFields: keeps})
			made := c.create(fmt.Sprintf(scored, "CTO", 1)).must(t, http.StatusCreated)
			s.SetFields(sandbox.Field{Name: "Notes", Key: "string", Type: "string"})
			if read := c.send(http.MethodGet, "/v1/contacts/"+made.ID, "").must(t, http.StatusOK); custom(read, "number") != 1.0 {
				t.Errorf("read %+v", read)
			}
			c.patch(made.ID, fmt.Sprintf(scored, "CEO", 1)).want(t, http.StatusBadRequest, `"key":"number","reason":"Custom field not found"`)
			changed := c.patch(made.ID, `{"externalId":"1","source":"acme","customFields":[{"key":"string","value":"x"}]}`).must(t, http.StatusOK)
			if got := custom(changed, "number") == 1.0; got != keeps || custom(changed, "string") != "x" {
				t.Errorf("after a PATCH: %+v", changed.CustomFields)
			}
		})
	}
}

func TestADeletedFieldIsKeptOnceByAServerThatMerges(t *testing.T) {
	s, c := start(t, sandbox.Options{Fields: allTypes(), KeepDeletedFields: true, MergePatch: true})
	made := c.create(fmt.Sprintf(scored, "CTO", 1)).must(t, http.StatusCreated)
	s.SetFields()
	if got := c.patch(made.ID, contact("1")).must(t, http.StatusOK).CustomFields; len(got) != 1 {
		t.Errorf("after a PATCH: %+v", got)
	}
}

func TestExternalIDsMayBeComparedWithoutCase(t *testing.T) {
	s, c := start(t, sandbox.Options{FoldIDs: true})
	made := c.create(contact("c1")).must(t, http.StatusCreated)
	c.create(contact("C1")).want(t, http.StatusConflict, "0800409")
	for _, asked := range [][]string{{"c1"}, {"C1"}, {"c1", "C1"}} {
		if found := c.lookup(asked...).Data; len(found) != 1 || *found[0].ExternalID != "c1" {
			t.Errorf("asked for %q, found %+v", asked, found)
		}
	}
	if got := c.patch(made.ID, contact("C1")).must(t, http.StatusOK); *got.ExternalID != "C1" {
		t.Errorf("its own pair in another case: %+v", got)
	}
	s.Remove(made.ID)
	c.create(contact("c1")).want(t, http.StatusConflict, "0800409")
	if found := c.lookup("c1").Data; len(found) != 0 {
		t.Errorf("found a deleted contact: %+v", found)
	}
}

func TestExternalIDsMayBeSplitAtCommas(t *testing.T) {
	_, c := start(t, sandbox.Options{SplitIDs: true})
	for _, id := range []string{"a", "b", "a,b"} {
		c.create(contact(id)).must(t, http.StatusCreated)
	}
	var found []string
	for _, contact := range c.lookup("a,b").Data {
		found = append(found, *contact.ExternalID)
	}
	if slices.Sort(found); !slices.Equal(found, []string{"a", "b"}) {
		t.Errorf("found %q", found)
	}
}

func TestAListMayRefuseSingleIDs(t *testing.T) {
	_, c := start(t, sandbox.Options{RefuseID: func(id string) bool { return len(id) > 75 }}) // counts bytes
	long := strings.Repeat("客", 30)
	c.create(contact(long)).must(t, http.StatusCreated)
	c.send(http.MethodGet, "/v1/contacts?maxResults=50&externalIds=1&externalIds="+url.QueryEscape(long), "").want(t, http.StatusBadRequest, "Invalid external id")
	if found := c.lookup("1").Data; len(found) != 0 {
		t.Errorf("found %+v", found)
	}
}

func TestALongURLIsRefused(t *testing.T) {
	for _, tt := range []struct{ most, length, want int }{
		{0, 8190, http.StatusOK},
		{0, 8191, http.StatusRequestURITooLong},
		{100, 101, http.StatusRequestURITooLong},
	} {
		s, c := start(t, sandbox.Options{MaxURL: tt.most})
		path := "/v1/contacts?maxResults=50&unknown="
		a := c.send(http.MethodGet, path+strings.Repeat("x", tt.length-len(path)), "")
		if a.status != tt.want || a.status != http.StatusOK && !strings.Contains(a.body, "<html>") {
			t.Errorf("%d bytes of at most %d: %d %s", tt.length, tt.most, a.status, a.body)
		}
		if n := s.Counts().Requests[sandbox.List][tt.want]; n != 1 {
			t.Errorf("counted %d", n)
		}
	}
}

func TestAListMaySkipContacts(t *testing.T) {
	_, c := filled(t, 500, sandbox.Options{ListSkip: 0.1})
	first, second := sorted(ids(c.all("50"))), sorted(ids(c.all("50")))
	for _, listed := range [][]string{first, second} {
		if n := len(listed); n < 400 || n > 490 || len(slices.Compact(listed)) != n {
			t.Errorf("listed %d of 500", n)
		}
	}
	if slices.Equal(first, second) {
		t.Error("twice the same ones are missing")
	}
	for i := range 500 {
		if found := c.lookup(fmt.Sprint(i)).Data; len(found) != 1 {
			t.Fatalf("a look-up found %+v", found)
		}
	}
}

func TestContactsOfEverySourceOfTheApp(t *testing.T) {
	for _, source := range []*string{
		nil, new("openphone"), new("openphone-hubspot"), new("csv"), new("csv-v2"), new("device"), new("zapier"), new("google-people"), new("other"),
	} {
		t.Run(text(source), func(t *testing.T) {
			s, c := start(t, sandbox.Options{})
			made := s.Put(sandbox.Contact{Source: source, ExternalID: new("7")})
			if found := c.lookup("7").Data; len(found) != 1 || text(found[0].Source) != text(source) {
				t.Errorf("found %+v", found)
			}
			a := c.patch(made.ID, `{"externalId":"7","defaultFields":{"role":"CEO"}}`)
			if strings.HasPrefix(text(source), "openphone") {
				a.want(t, http.StatusForbidden, "read-only")
			} else if got := a.must(t, http.StatusOK); text(got.Source) != text(source) {
				t.Errorf("its source became %q", text(got.Source))
			}
		})
	}
}

func TestPhoneNumbersOfTheWorkspace(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	c.send(http.MethodGet, "/v1/phone-numbers", "").want(t, http.StatusOK, `{"data":[]}`)
	s, c := start(t, sandbox.Options{PhoneNumbers: []sandbox.PhoneNumber{{Number: "+14155550100", Name: "Main"}}})
	c.send(http.MethodGet, "/v1/phone-numbers", "").want(t, http.StatusOK, `"number":"+14155550100","name":"Main"`)
	s.Queue(sandbox.Fault{Op: sandbox.Numbers, Status: http.StatusForbidden})
	c.send(http.MethodGet, "/v1/phone-numbers", "").want(t, http.StatusForbidden, "Forbidden")
	c.send(http.MethodPost, "/v1/phone-numbers", "{}").want(t, http.StatusMethodNotAllowed, "")
	if got := s.Counts().Of(sandbox.Numbers); got != 2 {
		t.Errorf("counted %d", got)
	}
}
