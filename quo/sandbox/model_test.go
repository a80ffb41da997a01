package sandbox_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// pair is what a server keeps unique.
type pair struct{ source, id string }

func (p pair) body() string {
	return fmt.Sprintf(`{"source":%q,"externalId":%q,"defaultFields":{"firstName":"A"}}`, p.source, p.id)
}

// After any sequence of operations a model of two maps has the pairs that are
// taken and the contacts that a list and a look-up have to return.
func TestTheBookAgreesWithItsModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		frees := rapid.Bool().Draw(rt, "FreeDeletedPairs")
		now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
		s, c := start(t, sandbox.Options{FreeDeletedPairs: frees, Now: func() time.Time { return now }})
		living := map[string]pair{} // by id
		graves := map[pair]bool{}

		pairs := rapid.Custom(func(t *rapid.T) pair {
			return pair{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "source"), rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(t, "id")}
		})
		anyID := func(rt *rapid.T) string {
			ids := make([]string, 0, len(living))
			for id := range living {
				ids = append(ids, id)
			}
			if len(ids) == 0 {
				rt.Skip("nobody is there")
			}
			slices.Sort(ids)
			return rapid.SampledFrom(ids).Draw(rt, "contact")
		}
		taken := func(p pair, but string) bool {
			for id, q := range living {
				if p == q && id != but {
					return true
				}
			}
			return graves[p] && living[but] != p
		}
		expect := func(rt *rapid.T, a answer, p pair, but string, done int) bool {
			want := done
			if taken(p, but) {
				want = http.StatusConflict
			}
			if a.status != want {
				rt.Fatalf("%v: %d %s, want %d", p, a.status, a.body, want)
			}
			return want == done
		}
		rt.Repeat(map[string]func(*rapid.T){
			"create": func(rt *rapid.T) {
				p := pairs.Draw(rt, "pair")
				a := c.create(p.body())
				if expect(rt, a, p, "", http.StatusCreated) {
					living[a.must(t, http.StatusCreated).ID] = p
				}
			},
			"update": func(rt *rapid.T) {
				id, p := anyID(rt), pairs.Draw(rt, "pair")
				if expect(rt, c.patch(id, p.body()), p, id, http.StatusOK) {
					living[id] = p
				}
			},
			"edit": func(rt *rapid.T) {
				id, externalID := anyID(rt), rapid.SampledFrom([]string{"1", "9"}).Draw(rt, "externalId")
				p := pair{living[id].source, externalID}
				if taken(p, id) {
					rt.Skip("the app allows it, but then the model is not unique")
				}
				s.Edit(id, func(c *sandbox.Contact) { c.ExternalID = &externalID })
				living[id] = p
			},
			"delete": func(rt *rapid.T) {
				id := anyID(rt)
				if rapid.Bool().Draw(rt, "in the app") {
					s.Remove(id)
				} else {
					c.send(http.MethodDelete, "/v1/contacts/"+id, "").want(t, http.StatusNoContent, "")
				}
				if !frees {
					graves[living[id]] = true
				}
				delete(living, id)
			},
			"": func(rt *rapid.T) {
				found := c.lookup("1", "2", "3", "4", "9").Data
				for name, contacts := range map[string][]sandbox.Contact{"listed": c.all("5"), "found": found} {
					got := map[string]pair{}
					for _, contact := range contacts {
						got[contact.ID] = pair{*contact.Source, *contact.ExternalID}
					}
					if len(contacts) != len(living) || !maps.Equal(got, living) {
						rt.Fatalf("%s %v, want %v", name, got, living)
					}
				}
				if doubles := s.Duplicates(); doubles != nil {
					rt.Fatalf("doubles %v", doubles)
				}
			},
		})
	})
}

// The answer to any POST is a contact or a refusal.
func FuzzCreate(f *testing.F) {
	for _, tt := range refusals {
		f.Add(tt.body)
	}
	f.Add(contact("1"))
	f.Fuzz(func(t *testing.T, body string) {
		s, c := start(t, sandbox.Options{Fields: allTypes()})
		a := c.create(body)
		made := s.Contacts()
		switch {
		case a.status == http.StatusCreated && len(made) == 1:
			if got := a.must(t, http.StatusCreated); got.ID != made[0].ID {
				t.Errorf("answered %s, kept %s", got.ID, made[0].ID)
			}
		case a.status >= 400 && a.status < 500 && len(made) == 0:
		default:
			t.Errorf("%d %s (%v), %d made", a.status, a.body, a.err, len(made))
		}
	})
}

// The answer to any query of a list is a page or a refusal.
func FuzzList(f *testing.F) {
	s := sandbox.New(sandbox.Options{RatePerSecond: -1})
	for range 60 {
		s.Put(sandbox.Contact{})
	}
	f.Add("maxResults=50&externalIds=1&externalIds=2")
	f.Add("maxResults=1&pageToken=NjAuNy4x") // 60.7.1
	f.Add("maxResults=5&pageToken=NjAuNy42MQ")
	f.Fuzz(func(t *testing.T, query string) {
		req, err := httpRequest("/v1/contacts")
		if err != nil {
			t.Fatal(err)
		}
		req.URL.RawQuery = query
		resp, err := s.RoundTripper().RoundTrip(req)
		if err != nil || resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %v %v", query, resp, err)
		}
	})
}
