package ui

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quo-import/quo-import/quo/sandbox"
)

const apiKey = "SECRET-api-key-of-acme"

// office is a world with a stand-in for Quo.
type office struct {
	*world
	quo     *sandbox.Sandbox
	before  func(*http.Request) // called with each request to Quo; nil for nothing
	keyring *keyring
}

func open(t *testing.T, edit func(*Options)) *office {
	t.Helper()
	o := &office{keyring: &keyring{}, quo: sandbox.New(sandbox.Options{
		Key: apiKey, RatePerSecond: 9000,
		Fields: []sandbox.Field{{Name: "Plan", Key: "plan", Type: "string"}, {Name: "Since", Key: "since", Type: "date"}},
	})}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.before != nil {
			o.before(r)
		}
		o.quo.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	o.world = start(t, func(opts *Options) {
		opts.API.BaseURL, opts.API.Rate, opts.Keyring = server.URL, 9000, o.keyring
		opts.Report = filepath.Join(filepath.Dir(opts.Folder), "reports")
		if edit != nil {
			edit(opts)
		}
	})
	return o
}

// keyring is a store of passwords.
type keyring struct{ key string }

func (k *keyring) Get() (string, error) { return k.key, nil }
func (k *keyring) Set(key string) error { k.key = key; return nil }
func (k *keyring) Remove() error        { k.key = ""; return nil }

const crm = `ID,First,Last,Mobile,Email,Plan,Owner
1,Maya,Okafor,(415) 555-0134,maya@okafor.example,Pro,Kim
2,Ben,Li,(415) 555-0135,ben@li.example,Basic,Kim
3,Ana,Diaz,555-0136,ana@diaz.example,Basic,Kim
4,Ola,Berg,(415) 555-0137,ola.berg.example,Pro,Kim
5,Uma,Rao,(415) 555-0138,uma@rao.example,,Kim
6,Ito,Ken,(415) 555-0139,ito@ken.example,Pro,Kim
`

// idle returns the view when nothing is open or going on.
func (o *office) idle() *view {
	o.t.Helper()
	v := o.view(func(v *view) bool {
		return done(v) && v.Columns != nil && (v.Plan != nil || v.Problem != "" || slices.ContainsFunc(v.Questions, unanswered)) && (v.Run == nil || !v.Run.Going)
	})
	if v.Problem != "" {
		o.t.Fatal(v.Problem)
	}
	return v
}

func unanswered(q questionView) bool { return q.Answer == "" && !q.Optional }

// must sends a change that has to be accepted.
func (o *office) must(path string, body any) {
	o.t.Helper()
	if why := o.post(path, body); why != "" {
		o.t.Fatalf("%s: %s", path, why)
	}
}

type values = map[string]any

// decideAll answers every question with its default.
func (o *office) decideAll() *view {
	o.t.Helper()
	v := o.idle()
	for _, q := range v.Questions {
		if unanswered(q) {
			if q.Default == "" {
				o.t.Fatalf("nothing is proposed for %q", q.Question)
			}
			o.must("/api/answer", values{"id": q.ID, "answer": q.Default})
		}
	}
	return o.idle()
}

// compared is the plan after a comparison with Quo.
func (o *office) compared() *view {
	o.t.Helper()
	o.must("/api/compare", values{})
	v := o.idle()
	if v.Plan == nil || !v.Plan.Compared {
		o.t.Fatalf("not compared: %+v", v)
	}
	return v
}

func (o *office) imported(limit int) *view {
	o.t.Helper()
	o.must("/api/run", values{"limit": limit})
	return o.idle()
}

func TestTheWholeWay(t *testing.T) {
	o := open(t, nil)
	o.upload("contacts.csv", crm)
	v := o.decideAll()
	if v.Plan.Compared || v.Plan.Counts["ready"] != 4 || v.Plan.Counts["rejected"] != 2 {
		t.Errorf("the local plan is %+v", v.Plan.Counts)
	}
	if n := o.quo.Counts().Total; n != 0 {
		t.Errorf("%d requests were sent before anybody asked", n)
	}
	if why := o.post("/api/compare", values{}); !strings.Contains(why, "API key") {
		t.Errorf("comparing without a key: %q", why)
	}
	if why := o.post("/api/run", values{"limit": 0}); !strings.Contains(why, "compare") {
		t.Errorf("importing what was not compared: %q", why)
	}
	if why := o.post("/api/key", values{"key": "wrong", "keep": false}); why == "" {
		t.Error("a wrong key was taken")
	}
	o.must("/api/key", values{"key": apiKey, "keep": false})
	v = o.idle()
	if !v.Key.Have || v.Key.From != "typed" {
		t.Errorf("the key is %+v", v.Key)
	}
	if plan := columnOf(v, "Plan"); plan.Field != "Plan" {
		t.Errorf("with the key, the column Plan feeds %q", plan.Field)
	}
	v = o.compared()
	if v.Plan.Counts["created"] != 4 || v.Plan.Writes != 4 || len(v.Plan.Cards) != 4 || v.Plan.Cards[0].Name != "Maya Okafor" {
		t.Errorf("the plan is %+v", v.Plan)
	}
	if len(o.quo.Contacts()) != 0 {
		t.Fatal("a plan has written")
	}

	v = o.imported(2)
	if n := len(o.quo.Contacts()); n != 2 || !v.Run.Trial || v.Run.Counts["created"] != 2 || v.Run.Counts["notReached"] != 2 {
		t.Fatalf("two first: %d contacts, %+v", n, v.Run)
	}
	o.compared()
	v = o.imported(0)
	if n := len(o.quo.Contacts()); n != 4 || v.Run.Counts["created"] != 2 || v.Run.Counts["unchanged"] != 2 || v.Run.Counts["rejected"] != 2 {
		t.Fatalf("the rest: %d contacts, %+v", n, v.Run)
	}
	if !slices.ContainsFunc(v.Run.Files, func(f reportFileView) bool { return f.Name == "rejected.csv" }) {
		t.Errorf("the files of the run are %+v", v.Run.Files)
	}
	rejected := o.get("/api/report?run=" + v.Run.ID + "&file=rejected.csv")
	if !strings.Contains(rejected, "ola.berg.example") || strings.Contains(rejected, "Okafor") {
		t.Errorf("rejected.csv is\n%s", rejected)
	}

	// The next night: three rows have changed.
	o.must("/api/session", values{"id": ""})
	o.upload("contacts.csv", strings.NewReplacer("Maya,", "Maja,", "ben@li", "ben.li@li", ",Pro,Kim\n", ",Team,Kim\n").Replace(crm))
	o.decideAll()
	v = o.compared()
	if v.Plan.Counts["updated"] != 3 || v.Plan.Counts["created"] != 0 || len(v.Plan.Changes) != 3 {
		t.Fatalf("the second plan is %+v, changes %+v", v.Plan.Counts, v.Plan.Changes)
	}
	want := []fieldChangeView{{"First name", "Maya", "Maja"}, {"Plan", "Pro", "Team"}}
	if got := v.Plan.Changes[0].Fields; !slices.Equal(got, want) {
		t.Errorf("before → after: %+v, want %+v", got, want)
	}
	v = o.imported(0)
	if v.Run.Counts["updated"] != 3 {
		t.Errorf("the second run: %+v", v.Run.Counts)
	}

	// History, and undo of both.
	var past []pastView
	if err := json.Unmarshal([]byte(o.get("/api/runs")), &past); err != nil || len(past) != 3 || !past[0].Undoable {
		t.Fatalf("%v %+v", err, past)
	}
	for i, want := range []map[string]int{{"delete": 0, "restore": 3, "left": 0}, {"delete": 2, "restore": 0, "left": 0}} {
		var preview map[string]int
		if err := json.Unmarshal([]byte(o.get("/api/undo?run="+past[i].ID)), &preview); err != nil || fmt.Sprint(preview) != fmt.Sprint(want) {
			t.Errorf("what undo %d would do: %v %v, want %v", i, err, preview, want)
		}
		o.must("/api/undo", values{"run": past[i].ID})
		v = o.idle()
	}
	if n := len(o.quo.Contacts()); n != 2 || v.Run.Kind != "undo" || v.Run.Counts["deleted"] != 2 {
		t.Errorf("%d contacts after both undos, %+v", n, v.Run)
	}
	if err := json.Unmarshal([]byte(o.get("/api/runs")), &past); err != nil || !past[2].Undone || !past[3].Undone || past[0].Undoable {
		t.Errorf("the history is %+v", past)
	}
}

func columnOf(v *view, name string) columnView {
	for _, c := range v.Columns.List {
		if c.Name == name {
			return c
		}
	}
	return columnView{}
}

func TestColumnsShowWhatTheirValuesBecome(t *testing.T) {
	o := open(t, nil)
	o.upload("contacts.csv", crm)
	v := o.decideAll()
	mobile := columnOf(v, "Mobile")
	want := []sampleView{{"(415) 555-0134", "+14155550134", ""}, {"(415) 555-0135", "+14155550135", ""}}
	if mobile.Field != "phoneNumbers" || len(mobile.Samples) != 3 || !slices.Equal(mobile.Samples[:2], want) || mobile.Samples[2].Problem == "" {
		t.Errorf("Mobile is %+v", mobile)
	}
	if mobile.Values != 6 || mobile.Problems != 1 || v.Columns.Rows != 6 {
		t.Errorf("Mobile has %d values and %d problems in %d rows", mobile.Values, mobile.Problems, v.Columns.Rows)
	}
	if plan := columnOf(v, "Plan"); plan.Values != 5 || plan.Field != "" {
		t.Errorf("Plan is %+v", plan)
	}
	o.must("/api/column", values{"column": "Owner", "field": "role"})
	v = o.idle()
	if owner := columnOf(v, "Owner"); owner.Field != "role" || !owner.Chosen || owner.How != "chosen" {
		t.Errorf("Owner is %+v", owner)
	}
	if v.Plan.Cards[0].Facts[0] != (factView{"work", "Kim"}) {
		t.Errorf("the plan does not have the choice: %+v", v.Plan.Cards[0])
	}
	o.must("/api/column", values{"column": "Email", "field": ""})
	v = o.idle()
	if email := columnOf(v, "Email"); email.Field != "" || v.Plan.Counts["ready"] != 5 {
		t.Errorf("Email is %+v, and the counts are %+v", email, v.Plan.Counts)
	}
	if why := o.post("/api/column", values{"column": "Nowhere", "field": "role"}); !strings.Contains(why, "Nowhere") {
		t.Errorf("a column that is not there: %q", why)
	}
	if why := o.post("/api/column", values{"column": "Plan", "field": "shoeSize"}); !strings.Contains(why, "shoeSize") {
		t.Errorf("a field that is not there: %q", why)
	}
}

// TestTheKeyIsNowhere: in no answer, event, file or address, also where the server echoes it.
func TestTheKeyIsNowhere(t *testing.T) {
	o := open(t, nil)
	o.quo.Queue(sandbox.Fault{Op: sandbox.Create, Status: http.StatusBadRequest, Body: `{"message":"no contact for you, Bearer ` + apiKey + ` <script>alert(1)</script>","code":"0200400","status":400,"docs":"","title":"Bad Request","trace":"1"}`})
	seen := o.record()
	o.upload("contacts.csv", crm)
	o.decideAll()
	o.must("/api/key", values{"key": " " + apiKey + "\n", "keep": false})
	o.compared()
	v := o.imported(0)
	if v.Run.Counts["failed"] != 1 || len(v.Run.Failures) != 1 || !strings.Contains(v.Run.Failures[0].Message, "no contact for you") {
		t.Fatalf("the run is %+v", v.Run)
	}
	o.get("/api/runs")
	o.get("/api/undo?run=" + v.Run.ID)
	for _, f := range v.Run.Files {
		o.get("/api/report?run=" + v.Run.ID + "&file=" + f.Name)
	}
	o.stop()
	close(o.ended)
	for _, text := range seen() {
		if strings.Contains(text, apiKey) {
			t.Errorf("an answer has the key: %.300s", text)
		}
		if strings.Contains(text, "<script>alert") && !strings.HasPrefix(text, "attachment") {
			t.Errorf("an answer has the server's script as it is: %.300s", text)
		}
	}
	err := filepath.WalkDir(o.folder, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(path, "results.csv") || strings.HasSuffix(path, "report.html") || strings.HasSuffix(path, "rejected.csv") || strings.HasSuffix(path, ".db") {
			return err // these hold what the server answered, which no server does with a key
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), apiKey) {
			t.Errorf("%s has the key", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// record records every answer that the browser gets. Files to save are marked.
func (o *office) record() (seen func() []string) {
	transport := &recorder{inner: o.browser.Transport}
	o.browser.Transport = transport
	return func() []string { return transport.texts }
}

type recorder struct {
	inner http.RoundTripper
	texts []string
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := r.inner.RoundTrip(request)
	if err != nil || answer.Header.Get("Content-Type") == "text/event-stream" {
		return answer, err
	}
	text := bufio.NewReader(answer.Body)
	kept := &strings.Builder{}
	if _, err := text.WriteTo(kept); err != nil {
		return nil, err
	}
	_ = answer.Body.Close()
	answer.Body = nopCloser{strings.NewReader(kept.String())}
	if answer.Header.Get("Content-Disposition") == "" { // what a person saves is theirs
		r.texts = append(r.texts, kept.String())
	}
	return answer, nil
}

type nopCloser struct{ *strings.Reader }

func (nopCloser) Close() error { return nil }

func TestTheKeyringKeepsTheKeyIfThePersonWants(t *testing.T) {
	o := open(t, nil)
	o.upload("contacts.csv", crm)
	o.decideAll()
	o.must("/api/key", values{"key": apiKey, "keep": false})
	if o.keyring.key != "" {
		t.Error("the key is in the keyring, and nobody asked for it")
	}
	o.must("/api/key", values{"key": apiKey, "keep": true})
	if o.keyring.key != apiKey {
		t.Errorf("the keyring has %q", o.keyring.key)
	}
	o.idle()
	o.stop()
	close(o.ended)

	again := open(t, func(opts *Options) { opts.Keyring = o.keyring })
	again.upload("contacts.csv", crm)
	if v := again.view(done); !v.Key.Have || v.Key.From != "keyring" {
		t.Errorf("the next program has %+v", v.Key)
	}
	again.must("/api/key/forget", values{})
	if o.keyring.key != "" {
		t.Error("the keyring still has the key")
	}
}

// TestAKilledProgramLosesNothing: another one with the same file goes on, with everything
// that was chosen, and knows of the run that did not end.
func TestAKilledProgramLosesNothing(t *testing.T) {
	o := open(t, nil)
	path := filepath.Join(o.folder, "list.csv")
	if err := os.WriteFile(path, []byte(crm), 0o600); err != nil {
		t.Fatal(err)
	}
	begin := func() *office {
		return open(t, func(opts *Options) {
			opts.File, opts.Folder, opts.State = path, filepath.Join(o.folder, "sessions"), o.server.opts.State
			opts.API.BaseURL = o.server.opts.API.BaseURL
		})
	}
	first := begin()
	first.decideAll()
	first.must("/api/column", values{"column": "Owner", "field": "role"})
	first.must("/api/screen", values{"screen": "columns"})
	first.must("/api/key", values{"key": apiKey, "keep": false})
	first.compared()
	hangs, release := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(release) })
	var mu sync.Mutex
	n := 0
	o.before = func(r *http.Request) {
		if r.Method != http.MethodPost {
			return
		}
		mu.Lock()
		n++
		if n == 3 {
			close(hangs)
		}
		wait := n >= 3
		mu.Unlock()
		if wait {
			<-release // the answer does not come
		}
	}
	first.must("/api/run", values{"limit": 0})
	<-hangs
	// Killed: whatever is on disk now is all there is. The state is copied as it is, because
	// this process still holds it.
	state := filepath.Join(t.TempDir(), "state.db")
	text, err := os.ReadFile(o.server.opts.State.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(state, text, 0o600); err != nil {
		t.Fatal(err)
	}
	o.server.opts.State.Path = state

	second := begin()
	v := second.idle()
	if owner := columnOf(v, "Owner"); owner.Field != "role" || v.Session.Screen != "columns" || len(v.Questions) == 0 || slices.ContainsFunc(v.Questions, unanswered) {
		t.Errorf("the second program has %+v, %+v, %+v", owner, v.Session, v.Questions)
	}
	if v.Key.Have {
		t.Error("the key outlived the program")
	}
	if v.Run == nil || !v.Run.Interrupted || v.Run.Going {
		t.Errorf("the run that did not end: %+v", v.Run)
	}
}

func TestPauseHoldsEveryRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		if err := g.pass(t.Context()); err != nil {
			t.Fatal(err)
		}
		g.close()
		passed := make(chan error, 2)
		go func() { passed <- g.pass(t.Context()) }()
		ctx, cancel := context.WithCancel(t.Context())
		go func() { passed <- g.pass(ctx) }()
		synctest.Wait()
		time.Sleep(time.Hour) //nolint:forbidigo // in a bubble
		if len(passed) > 0 {
			t.Error("a request passed a closed gate")
		}
		cancel()
		if err := <-passed; !errors.Is(err, context.Canceled) {
			t.Errorf("a request that was given up: %v", err)
		}
		g.close()
		g.open()
		g.open()
		if err := <-passed; err != nil {
			t.Error(err)
		}
	})
}

func TestARunIsPausedContinuedAndStopped(t *testing.T) {
	o := open(t, nil)
	o.upload("contacts.csv", "ID,Name,Phone\n"+manyRows(60))
	o.decideAll()
	o.must("/api/key", values{"key": apiKey, "keep": false})
	o.compared()
	creates := make(chan chan struct{})
	o.before = func(r *http.Request) {
		if r.Method == http.MethodPost {
			answer := make(chan struct{})
			select {
			case creates <- answer:
				<-answer
			case <-t.Context().Done():
			}
		}
	}
	o.must("/api/run", values{"limit": 0})
	if why := o.post("/api/column", values{"column": "Name", "field": ""}); !strings.Contains(why, "running") {
		t.Errorf("a change while an import runs: %q", why)
	}
	if why := o.post("/api/session", values{"id": ""}); !strings.Contains(why, "running") {
		t.Errorf("another file while an import runs: %q", why)
	}
	close(<-creates)
	o.must("/api/run/pause", values{"paused": true})
	if v := o.view(func(v *view) bool { return v.Run.Paused }); !v.Run.Going {
		t.Errorf("paused: %+v", v.Run)
	}
	o.must("/api/run/pause", values{"paused": false})
	for range 10 {
		close(<-creates)
	}
	o.must("/api/run/stop", values{})
	go func() {
		for answer := range creates { // what is in flight is finished
			close(answer)
		}
	}()
	v := o.idle()
	c := v.Run.Counts
	if c["created"] < 11 || c["notReached"] == 0 || c["created"]+c["notReached"] != 60 || v.Run.Stopped == "" {
		t.Errorf("stopped: %+v", v.Run)
	}
	if n := len(o.quo.Contacts()); n != c["created"] {
		t.Errorf("%d contacts in Quo, %d are reported", n, c["created"])
	}
	o.compared()
	v = o.imported(0)
	if n := len(o.quo.Contacts()); n != 60 || v.Run.Counts["created"]+v.Run.Counts["unchanged"] != 60 {
		t.Errorf("resumed: %d contacts, %+v", n, v.Run)
	}
}

func manyRows(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d,Person %c%c,+1415555%04d\n", i, 'A'+i/26%26, 'a'+i%26, 100+i)
	}
	return b.String()
}

// TestOnlyWhatWasApprovedIsWritten: the file changes after the plan was shown.
func TestOnlyWhatWasApprovedIsWritten(t *testing.T) {
	o := open(t, nil)
	o.upload("contacts.csv", crm)
	v := o.decideAll()
	o.must("/api/key", values{"key": apiKey, "keep": false})
	o.compared()
	if err := os.WriteFile(v.Session.Path, []byte(crm+"7,New,Comer,(415) 555-0140,new@comer.example,Pro,Kim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	v = o.imported(0)
	if !strings.Contains(v.Run.Stopped, "to create 5, was 4") || len(o.quo.Contacts()) != 0 {
		t.Errorf("%q, and %d contacts were written", v.Run.Stopped, len(o.quo.Contacts()))
	}
}

// TestEventsAreThoseOfTheCommand: a page that listens hears the stream of --json.
func TestEventsAreThoseOfTheCommand(t *testing.T) {
	o := open(t, nil)
	o.upload("contacts.csv", crm)
	o.decideAll()
	o.must("/api/key", values{"key": apiKey, "keep": false})
	o.compared()
	r, _ := http.NewRequestWithContext(t.Context(), "GET", o.base+"/api/events", nil)
	answer, err := o.browser.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	o.must("/api/run", values{"limit": 0})
	var kinds []string
	event := ""
	for lines := bufio.NewScanner(answer.Body); lines.Scan() && !slices.Contains(kinds, "summary"); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		if name == "event" {
			event = value
		}
		if name != "data" || event != "json" {
			continue
		}
		var e struct {
			Event, Action, Command string
			Created                int
		}
		if err := json.Unmarshal([]byte(value), &e); err != nil {
			t.Fatalf("%v in %s", err, value)
		}
		kinds = append(kinds, strings.Trim(e.Event+" "+e.Action+e.Command, " "))
		if strings.Contains(value, "Okafor") {
			t.Errorf("an event has a value of the file: %s", value)
		}
	}
	want := []string{"start import", "row rejected", "row rejected", "plan", "row created", "row created", "row created", "row created", "summary"}
	if !slices.Equal(kinds, want) {
		t.Errorf("got %q, want %q", kinds, want)
	}
}

func TestPeopleWhoAreInQuoAlreadyAreShownInPairs(t *testing.T) {
	o := open(t, nil)
	if _, err := o.quo.Load(strings.NewReader(`{"data":[{"defaultFields":{"firstName":"Maya","lastName":"Okafor","phoneNumbers":[{"name":"m","value":"+14155550134"}]}}]}`)); err != nil {
		t.Fatal(err)
	}
	o.upload("contacts.csv", crm)
	o.decideAll()
	o.must("/api/key", values{"key": apiKey, "keep": false})
	v := o.compared()
	if v.Plan.Stop == "" || strings.Contains(v.Plan.Stop, "--") || len(v.Plan.Pairs) != 1 {
		t.Fatalf("%q, pairs %+v", v.Plan.Stop, v.Plan.Pairs)
	}
	pair := v.Plan.Pairs[0]
	if pair.Name != "Maya Okafor" || pair.Contacts[0].Name != "Maya Okafor" || !pair.Contacts[0].Certain || pair.Outcome != "open" {
		t.Errorf("the pair is %+v", pair)
	}
	if why := o.post("/api/run", values{"limit": 0}); why == "" {
		t.Error("an import has begun although it has to be decided first")
	}
	o.must("/api/adopt", values{"adopt": "phone"})
	v = o.idle()
	if v.Plan.Stop != "" || v.Plan.Counts["updated"] != 1 || v.Plan.Counts["created"] != 3 || v.Session.Adopt != "phone" {
		t.Fatalf("%q %+v", v.Plan.Stop, v.Plan.Counts)
	}
	v = o.imported(0)
	if n := len(o.quo.Contacts()); n != 4 || v.Run.Counts["adopted"] != 1 {
		t.Errorf("%d contacts, %+v", n, v.Run.Counts)
	}
}

func TestAStateInADatabaseIsNamedOnThePage(t *testing.T) {
	o := open(t, nil)
	o.upload("Kunden.csv", crm)
	o.decideAll()
	o.server.desk.opts.State.Path = "postgres://ada:s3cret@db.example/quo?state=acme"
	v := o.view(done)
	const state = "postgres://db.example/quo?state=acme"
	if !strings.HasSuffix(v.Where, " · "+state) {
		t.Errorf("it writes to %s", v.Where)
	}
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"crontab": v.Nightly.Crontab, "service": v.Nightly.Service} {
		if !strings.Contains(text, state) || !strings.Contains(text, "PGUSER=") || !strings.Contains(text, folder+"/pgpass") || strings.Contains(text, "s3cret") {
			t.Errorf("the %s:\n%s", name, text)
		}
	}
}

func TestTheNightlyCommandIsFilledIn(t *testing.T) {
	o := open(t, nil)
	o.upload("Kunden 100%.csv", crm)
	v := o.decideAll()
	n := v.Nightly
	for name, want := range map[string][2]string{
		"command": {n.Command, `'` + filepath.Join(o.folder, "Kunden 100%.csv") + `'`},
		"crontab": {n.Crontab, `Kunden 100\%.csv`},
		"service": {n.Service, `"` + filepath.Join(o.folder, "Kunden 100%%.csv") + `"`},
		"mapping": {n.Mapping, filepath.Join(o.folder, "Kunden 100%.csv.mapping.yaml")},
		"timer":   {n.Timer, "OnCalendar="},
	} {
		if !strings.Contains(want[0], want[1]) {
			t.Errorf("the %s has no %s:\n%s", name, want[1], want[0])
		}
	}
	for range 2 {
		o.must("/api/nightly/save", values{})
		o.idle()
	}
	text, err := os.ReadFile(n.Mapping)
	if err != nil || !strings.Contains(string(text), "column: Mobile") {
		t.Errorf("%v\n%s", err, text)
	}
	if again := o.view(done).Nightly.Mapping; again != n.Mapping {
		t.Errorf("saved again, it is %s", again)
	}
}

// TestAReportLeadsOutOfNoFolder: only files of the last run's report are sent.
func TestAReportLeadsOutOfNoFolder(t *testing.T) {
	o := open(t, nil)
	o.upload("contacts.csv", crm)
	o.decideAll()
	o.must("/api/key", values{"key": apiKey, "keep": false})
	o.compared()
	v := o.imported(0)
	for _, query := range []string{"run=" + v.Run.ID + "&file=../../state.db", "run=" + v.Run.ID + "&file=", "run=..&file=summary.json", "run=&file=summary.json", "run=" + v.Run.ID + "&file=" + url.QueryEscape(`..\..\state.db`)} {
		if status, _ := o.fetch(o.browser, "GET", o.base+"/api/report?"+query, "", nil); status != http.StatusNotFound {
			t.Errorf("%s: %d", query, status)
		}
	}
}

func TestAFileThatCannotBeReadIsSaidSoByItsName(t *testing.T) {
	o := open(t, nil)
	for name, text := range map[string]string{"old.xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "empty.csv": "", "letter.pdf": "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"} {
		o.upload(name, text)
		v := o.view(func(v *view) bool { return done(v) && v.Problem != "" })
		if !strings.Contains(v.Problem, name) || strings.Contains(v.Problem, o.folder) || v.File != nil {
			t.Errorf("%s: %q, %+v", name, v.Problem, v.File)
		}
	}
}

func TestHowAFileIsReadCanBeChanged(t *testing.T) {
	o := open(t, nil)
	o.upload("list.csv", "Customers of Acme;;\nexported 2026;;\nName;Phone;Mail\nJos\xe9;+14155550134;j@x.example\n")
	v := o.idle()
	if v.File.Encoding != "windows-1252" || v.File.Delimiter != ";" || v.File.HeaderLine != 3 || v.File.First[0].Line != 1 || v.File.First[3].Cells[0] != "José" {
		t.Fatalf("it is read as %+v", v.File)
	}
	o.must("/api/read", readOptions{Encoding: "windows-1250", HeaderRow: 2})
	v = o.view(func(v *view) bool { return done(v) && v.File.Encoding == "windows-1250" })
	if v.File.HeaderLine != 2 || v.Session.Read.HeaderRow != 2 {
		t.Errorf("it is read as %+v", v.File)
	}
}
