package doctor_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/doctor"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func fields() []sandbox.Field {
	return []sandbox.Field{
		{Name: "Note", Key: "note", Type: "string"}, {Name: "Note 2", Key: "note-2", Type: "string"},
		{Name: "Site", Key: "site", Type: "url"}, {Name: "Score", Key: "score", Type: "number"},
		{Name: "VIP", Key: "vip", Type: "boolean"}, {Name: "Since", Key: "since", Type: "date"}, {Name: "Tags", Key: "tags", Type: "multi-select"},
	}
}

// patient is a sandbox with a doctor.
type patient struct {
	*sandbox.Sandbox
	answers map[string]string
	made    []string
	doctor  *doctor.Doctor
}

func newPatient(t *testing.T, opts sandbox.Options) *patient {
	if opts.Fields == nil {
		opts.Fields = fields()
	}
	opts.Key = "sekrit-key"
	if opts.RatePerSecond == 0 {
		opts.RatePerSecond = 10_000
	}
	p := &patient{Sandbox: sandbox.New(opts), answers: map[string]string{}}
	client, err := quo.New(quo.Options{Key: "sekrit-key", Transport: p.RoundTripper()})
	if err != nil {
		t.Fatal(err)
	}
	p.doctor = &doctor.Doctor{
		Client: client, Token: "abcd",
		Answered: func(a doctor.Answer) { p.answers[a.ID] = a.Answer },
		Made:     func(id string) { p.made = append(p.made, id) },
	}
	return p
}

func (p *patient) examine(ctx context.Context) error {
	if err := p.doctor.Read(ctx); err != nil {
		return err
	}
	return p.doctor.Write(ctx)
}

// asDocumented are the answers of a server that does what docs/quo-api.md says.
var asDocumented = map[string]string{
	"key": "yes", "limit": `10000 in 1 s ("per-second"; q=10000; w=1)`, "fields": "1 boolean, 1 date, 1 multi-select, 1 number, 2 string, 1 url",
	"numbers": "yes", "lookup": "20 at least, 21 are refused (400)", "order": "unknown: there are fewer than two contacts", "pages": "unknown: there is one page",
	"create-lag": "at once", "create-answer": "what is stored", "times": "the same",
	"text-blanks": "it is kept", "text-unicode": "it is kept", "text-emoji": "it is kept", "text-html": "it is kept",
	"email-case": "it is kept", "label-case": "it is kept", "phone": "it is kept", "url": "it is kept",
	"custom-string": "it is kept", "custom-url": "it is kept", "custom-number": "it is kept", "custom-boolean": "it is kept", "custom-date": "it is kept",
	"id-case": "no", "id-commas": "it is refused (400)", "pair": "no (409)",
	"patch-list": "it replaces it", "patch-left-out-list": "deleted", "patch-left-out-custom": "deleted", "patch-left-out-scalar": "kept", "patch-left-out-id": "wiped",
	"patch-answer": "what is stored", "update-lag": "at once", "patch-id": "yes", "null-role": "yes",
	"dated-scalar": "kept", "dated-lists": "kept", "delete": "404", "deleted-pair": "yes: it stays taken (409)",
}

func TestEachBehaviourOfAServerIsRecognised(t *testing.T) {
	type answers map[string]string
	for _, c := range []struct {
		name string
		opts sandbox.Options
		want answers // that differ from asDocumented
	}{
		{"as documented", sandbox.Options{}, nil},
		{"another limit", sandbox.Options{RatePerSecond: 50}, answers{"limit": `50 in 1 s ("per-second"; q=50; w=1)`}},
		{"no limit", sandbox.Options{RatePerSecond: -1}, answers{"limit": "the answer has no header ratelimit-policy"}},
		{"more ids in a look-up", sandbox.Options{MaxIDs: 50}, answers{"lookup": "50 at least"}},
		{"fewer ids in a look-up", sandbox.Options{MaxIDs: 10}, answers{"lookup": "10 at least, 20 are refused (400)"}},
		{"a list that lags", sandbox.Options{ListLag: 2500 * time.Millisecond}, answers{"create-lag": "after 2.6 s"}},
		{"a list that lags for ever", sandbox.Options{ListLag: time.Hour}, answers{
			"create-lag": "not within 30 s", "update-lag": "not within 30 s", "id-commas": "it is refused (400)",
		}},
		{"a list that shows old bodies", sandbox.Options{ListStale: 3 * time.Second}, answers{"update-lag": "after 3.0 s"}},
		{"ids without case", sandbox.Options{FoldIDs: true}, answers{"id-case": "yes"}},
		{"ids split at commas", sandbox.Options{SplitIDs: true}, answers{"id-commas": "it is split at commas"}},
		{"pairs that are not unique", sandbox.Options{AllowDoubles: true}, answers{"pair": "yes", "deleted-pair": "no: it is free again"}},
		{"deleted pairs that are free", sandbox.Options{FreeDeletedPairs: true}, answers{"deleted-pair": "no: it is free again"}},
		{"ids that a PATCH keeps", sandbox.Options{KeepOmitted: true}, answers{"patch-left-out-id": "kept"}},
		{"ids that a PATCH does not change", sandbox.Options{FixedIDs: true}, answers{"patch-id": "no", "patch-left-out-id": "kept: externalId; wiped: source, sourceUrl"}},
		{"a PATCH that merges", sandbox.Options{MergePatch: true}, answers{
			"patch-list": "it appends to it", "patch-left-out-list": "kept", "patch-left-out-custom": "kept",
		}},
		{"a PATCH that clears scalars", sandbox.Options{DropScalars: true}, answers{"patch-left-out-scalar": "cleared"}},
		{"a dated API that clears scalars", sandbox.Options{DatedDropScalars: true}, answers{"dated-scalar": "lost"}},
		{"no dated API", sandbox.Options{NoDatedAPI: true}, answers{
			"dated-scalar": "unknown: 404", "dated-lists": "unknown: 404",
		}},
		{"a role that null does not clear", sandbox.Options{IgnoreNullRole: true}, answers{"null-role": "no"}},
		{"stale answers", sandbox.Options{StaleAnswers: true}, answers{"patch-answer": "the contact as it was before"}},
		{"lean answers", sandbox.Options{LeanAnswers: []string{"role", "customFields"}}, answers{
			"create-answer": "it lacks customFields, role", "patch-answer": "it lacks customFields, role",
		}},
		{"coarse times", sandbox.Options{CoarseReads: true}, answers{"times": "others: they are coarser or finer"}},
		{"wrapped errors", sandbox.Options{WrappedErrors: true}, nil},
		{"trimmed texts", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.TrimTexts}}, answers{
			"text-blanks": "blanks around it are cut", "custom-string": "blanks around it are cut",
		}},
		{"collapsed spaces", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.CollapseSpaces}}, answers{
			"text-blanks": "several blanks become one", "custom-string": "several blanks become one",
		}},
		{"trimmed and collapsed", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.TrimTexts, sandbox.CollapseSpaces}}, answers{
			"text-blanks": "blanks around it are cut; several blanks become one", "custom-string": "blanks around it are cut; several blanks become one",
		}},
		{"composed texts", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.ComposeUnicode}}, answers{"text-unicode": "Unicode is composed (NFC)"}},
		{"no emoji", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.DropEmoji}}, answers{"text-emoji": "emoji are removed"}},
		{"emails in lower case", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.LowerEmails}}, answers{"email-case": "lower case"}},
		{"labels in lower case", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.LowerLabels}}, answers{"label-case": "lower case"}},
		{"tidy URLs", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.TidyURLs}}, answers{
			"url": "scheme and host in lower case, / as path", "custom-url": "scheme and host in lower case, / as path",
		}},
		{"numbers as text", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.NumbersAsText}}, answers{"custom-number": "it is shown as a text"}},
		{"booleans as text", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.BooleansAsText}}, answers{"custom-boolean": "it is shown as a text"}},
		{"dates without milliseconds", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.DatesWithoutMilliseconds}}, answers{
			"custom-date": `"2024-09-11T00:00:00.000Z" becomes "2024-09-11T00:00:00Z"`,
		}},
		{"dates without time", sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.DatesWithoutTime}}, answers{
			"custom-date": `"2024-09-11T00:00:00.000Z" becomes "2024-09-11"`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPatient(t, c.opts)
				<-time.After(123 * time.Millisecond) // no whole second
				if err := p.examine(t.Context()); err != nil {
					t.Fatal(err)
				}
				want := maps.Clone(asDocumented)
				maps.Copy(want, c.want)
				for id, answer := range p.answers { // an error has a trace
					if strings.HasPrefix(answer, "unknown: 404") {
						p.answers[id] = "unknown: 404"
					}
				}
				if diff := cmp.Diff(want, p.answers); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if left := p.Contacts(); len(left) > 0 {
					t.Errorf("%d contacts are left", len(left))
				}
			})
		})
	}
}

func TestAWorkspaceWithContacts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPatient(t, sandbox.Options{UnstablePages: true, Fields: []sandbox.Field{}})
		for i := range 120 {
			name := fmt.Sprint("Person ", i)
			p.Put(sandbox.Contact{DefaultFields: sandbox.DefaultFields{FirstName: &name}})
		}
		p.Queue(sandbox.Fault{Op: sandbox.Numbers, Status: http.StatusForbidden})
		if err := p.examine(t.Context()); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{"fields": "none", "order": "no", "numbers": "no (403)"} {
			if p.answers[id] != want {
				t.Errorf("%s: %s", id, p.answers[id])
			}
		}
		if !strings.HasSuffix(p.answers["pages"], "in 3 pages") || !strings.HasPrefix(p.answers["pages"], "yes, ") {
			t.Error(p.answers["pages"])
		}
		for id, answer := range p.answers {
			if strings.Contains(answer, "Person") || strings.Contains(answer, "sekrit") || strings.HasPrefix(id, "custom-") {
				t.Errorf("%s: %s", id, answer)
			}
		}
		if n := len(p.Contacts()); n != 120 {
			t.Errorf("%d contacts", n)
		}
	})
}

func TestCustomValuesThatAreRefusedAreLeftOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPatient(t, sandbox.Options{})
		p.Queue(sandbox.Fault{Op: sandbox.Create, Status: http.StatusBadRequest})
		if err := p.examine(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(p.answers["create-custom"], "no: 400") || p.answers["text-blanks"] != "it is kept" || p.answers["custom-string"] != "" {
			t.Errorf("%v", p.answers)
		}
	})
}

// TestTheContactIsDeletedWhateverHappens cancels the examination at each of its requests,
// and lets each fail in each way.
func TestTheContactIsDeletedWhateverHappens(t *testing.T) {
	requests := 0
	synctest.Test(t, func(t *testing.T) {
		p := newPatient(t, sandbox.Options{})
		if err := p.examine(t.Context()); err != nil {
			t.Fatal(err)
		}
		requests = p.Counts().Total
	})
	faults := map[string]sandbox.Fault{
		"500": {Status: 500}, "a lost answer": {Reset: true, After: true}, "a lost request": {Reset: true}, "half an answer": {Truncate: true},
		"429": {Status: 429}, "401": {Status: 401}, "400": {Status: 400}, "something else": {Body: `{"data":{}}`, After: true},
	}
	for n := range requests {
		for name, fault := range faults {
			t.Run(fmt.Sprintf("%s at request %d", name, n+1), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					p := newPatient(t, sandbox.Options{ListLag: 3 * time.Second})
					seen := 0
					fault.Match = func(*http.Request) bool { seen++; return seen == n+1 }
					p.Queue(fault)
					err := p.examine(t.Context())
					left := p.Contacts()
					var of *doctor.LeftError
					if len(left) > 0 && name == "401" && errors.As(err, &of) { // the key is refused from now on
						if !slices.Equal(of.IDs, []string{left[0].ID}) || !strings.Contains(err.Error(), left[0].ID) {
							t.Errorf("left %s, and says %v", left[0].ID, err)
						}
						return
					}
					if len(left) > 0 || errors.As(err, &of) {
						t.Errorf("%d contacts are left: %v", len(left), err)
					}
				})
			})
		}
		t.Run(fmt.Sprintf("Ctrl-C at request %d", n+1), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPatient(t, sandbox.Options{Latency: func() time.Duration { return 100 * time.Millisecond }})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Duration(n)*100*time.Millisecond+70*time.Millisecond, cancel) // it is carried out, and unanswered
				err := p.examine(ctx)
				if !errors.Is(err, context.Canceled) && n < requests-2 {
					t.Errorf("%v", err)
				}
				if left := p.Contacts(); len(left) > 0 {
					t.Errorf("%d contacts are left: %v", len(left), err)
				}
			})
		})
	}
}

func TestAContactThatCannotBeDeletedIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPatient(t, sandbox.Options{})
		p.Queue(sandbox.Fault{Op: sandbox.Delete, Status: 500, Times: -1})
		err := p.examine(t.Context())
		var left *doctor.LeftError
		if !errors.As(err, &left) || !slices.Equal(left.IDs, p.made) || !strings.Contains(err.Error(), p.made[0]) {
			t.Fatalf("%v, made %v", err, p.made)
		}
		// The next examination finds it.
		id := p.made[0]
		q := newPatient(t, sandbox.Options{})
		q.Put(sandbox.Contact{ID: id, Source: new(doctor.Source), ExternalID: new("doctor-old")})
		q.Put(sandbox.Contact{ID: "someone", Source: new(doctor.Source), ExternalID: new("other")})
		if err := q.examine(t.Context()); err != nil || q.answers["left-over"] != "yes, 1: deleted now" {
			t.Errorf("%v, %q", err, q.answers["left-over"])
		}
		if rest := q.Contacts(); len(rest) != 1 || rest[0].ID != "someone" {
			t.Errorf("%d contacts are left", len(rest))
		}
	})
}

func TestWithoutAnAcceptedKeyNothingIsAsked(t *testing.T) {
	p := newPatient(t, sandbox.Options{})
	p.SetKey("another")
	err := p.examine(t.Context())
	if quo.Classify(err) != quo.Fatal || len(p.answers) > 0 {
		t.Errorf("%v, %v", err, p.answers)
	}
}
