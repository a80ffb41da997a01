package quo_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// The client against each behaviour of a server that nobody knows of Quo
// (docs/quo-api.md, "What a server may do to a value").

// serverWith returns a sandbox and a client of it.
func serverWith(t *testing.T, opts sandbox.Options) (*sandbox.Sandbox, *quo.Client) {
	t.Helper()
	opts.Fields, opts.RatePerSecond = catalogue, -1
	s := sandbox.New(opts)
	return s, connect(t, s)
}

func create(t *testing.T, c *quo.Client, contact quo.Contact) quo.Contact {
	t.Helper()
	made, err := c.Create(t.Context(), contact)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func keyed(id string) quo.Contact { return quo.Contact{FirstName: "A", Source: "s", ExternalID: id} }

// foundIDs looks ids up and returns the external ids of what is found.
func foundIDs(t *testing.T, c *quo.Client, ids ...string) ([]string, error) {
	t.Helper()
	contacts, err := c.Lookup(t.Context(), ids)
	var found []string
	for _, contact := range contacts {
		found = append(found, contact.ExternalID)
	}
	slices.Sort(found)
	return found, err
}

func TestAContactInAnyFormCanBeSentBack(t *testing.T) {
	for _, n := range sandbox.Normalisations() {
		t.Run(string(n), func(t *testing.T) {
			s, c := serverWith(t, sandbox.Options{Normalise: []sandbox.Normalisation{n}})
			made := create(t, c, full(t, c))
			before := s.Contacts()[0].CustomFields
			read, err := c.Get(t.Context(), made.ID)
			if err != nil {
				t.Fatal(err)
			}
			read.Role = "CEO"
			answered, err := c.Update(t.Context(), made.ID, read)
			same(t, "update", read, answered, err)
			for i, after := range s.Contacts()[0].CustomFields {
				if diff := cmp.Diff(before[i].Value, after.Value); diff != "" {
					t.Errorf("%s changed:\n%s", after.Name, diff)
				}
			}
		})
	}
}

func TestADeletedFieldDoesNotKeepAContactFromBeingUpdated(t *testing.T) {
	for _, keeps := range []bool{false, true} {
		s, c := serverWith(t, sandbox.Options{KeepDeletedFields: keeps})
		made := create(t, c, full(t, c))
		s.SetFields(slices.DeleteFunc(slices.Clone(catalogue), func(f sandbox.Field) bool { return f.Name == "VIP" })...)
		read, err := c.Get(t.Context(), made.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Update(t.Context(), made.ID, read); quo.Classify(err) != quo.Permanent {
			t.Errorf("a PATCH that names the deleted field gave %v", err)
		}
		fields, err := c.CustomFields(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		read.Custom = slices.DeleteFunc(read.Custom, func(v quo.CustomValue) bool { return !slices.Contains(fields, v.CustomField) })
		if _, err := c.Update(t.Context(), made.ID, read); err != nil {
			t.Errorf("without the field: %v", err)
		}
	}
}

func TestLookupOfALooserServer(t *testing.T) {
	long := func(id string) bool { return len(id) > 75 } // counts bytes, not characters
	tests := []struct {
		name    string
		opts    sandbox.Options
		stored  []string
		asked   []string
		want    []string
		refused []string
	}{
		{"that folds case", sandbox.Options{FoldIDs: true}, []string{"c1", "c2"}, []string{"C1", "c2"}, []string{"c1", "c2"}, nil},
		{"that splits at commas", sandbox.Options{SplitIDs: true}, []string{"a", "c"}, []string{"a,b", "c"}, []string{"c"}, []string{"a,b"}},
		{"that refuses commas", sandbox.Options{}, []string{"c"}, []string{"a,b", "c"}, []string{"c"}, []string{"a,b"}},
		{"that refuses some ids", sandbox.Options{RefuseID: long}, []string{"c"}, []string{strings.Repeat("客", 30), "c"}, []string{"c"}, []string{strings.Repeat("客", 30)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, c := serverWith(t, tt.opts)
			for _, id := range tt.stored {
				create(t, c, keyed(id))
			}
			found, err := foundIDs(t, c, tt.asked...)
			var refused *quo.RefusedError
			if errors.As(err, &refused) != (tt.refused != nil) || refused != nil && !slices.Equal(refused.ExternalIDs, tt.refused) {
				t.Errorf("got %v, want %q to be refused", err, tt.refused)
			}
			if !slices.Equal(found, tt.want) {
				t.Errorf("found %q, want %q", found, tt.want)
			}
		})
	}
}

func TestLookupOfLongKeysFitsIntoTheURL(t *testing.T) {
	for _, most := range []int{8190, 2000} { // 2000: less than the client sends by itself
		s, c := serverWith(t, sandbox.Options{MaxURL: most})
		var ids []string
		for i := range 40 {
			ids = append(ids, fmt.Sprintf("%02d%s", i, strings.Repeat("客", 73)))
			create(t, c, keyed(ids[i]))
		}
		found, err := foundIDs(t, c, ids...)
		if err != nil || !slices.Equal(found, ids) {
			t.Errorf("found %d of 40, %v", len(found), err)
		}
		if refused := s.Counts().Requests[sandbox.Lookup][http.StatusRequestURITooLong]; refused > 0 != (most == 2000) {
			t.Errorf("URLs up to %d: %d were refused", most, refused)
		}
	}
}

func TestAListInWholeSecondsIsNotOlderThanTheAnswer(t *testing.T) {
	now := time.Date(2026, 11, 23, 7, 30, 0, 700e6, time.UTC)
	_, c := serverWith(t, sandbox.Options{CoarseReads: true, Now: func() time.Time { return now }})
	made := create(t, c, keyed("1"))
	listed, err := c.Lookup(t.Context(), []string{"1"})
	if err != nil || quo.Older(listed[0].UpdatedAt, made.UpdatedAt) || quo.Older(made.UpdatedAt, listed[0].UpdatedAt) {
		t.Errorf("answered %v, listed %v, %v", made.UpdatedAt, listed, err)
	}
	now = now.Add(2 * time.Second)
	changed, err := c.Update(t.Context(), made.ID, made)
	if err != nil || !quo.Older(listed[0].UpdatedAt, changed.UpdatedAt) {
		t.Errorf("a list of two seconds ago is not older: %v, %v", changed.UpdatedAt, err)
	}
}

func TestTheWorkspaceIsNamedByItsPhoneNumbers(t *testing.T) {
	s, c := serverWith(t, sandbox.Options{PhoneNumbers: []sandbox.PhoneNumber{{Number: "+14155550100", Name: "Main"}}})
	s.Queue(sandbox.Fault{Op: sandbox.Numbers, Status: http.StatusForbidden})
	if got, err := c.PhoneNumbers(t.Context()); got != nil || err != nil {
		t.Errorf("a key that may not: %v, %v", got, err)
	}
	got, err := c.PhoneNumbers(t.Context())
	if err != nil || !slices.Equal(got, []quo.PhoneNumber{{Number: "+14155550100", Name: "Main"}}) {
		t.Errorf("got %v, %v", got, err)
	}
}
