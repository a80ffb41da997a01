package notify

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/mapping"
)

// receiver keeps what is posted.
type receiver struct {
	*httptest.Server
	bodies   []string
	gets     int
	statuses []int // of the next answers; then 200
}

func receive(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		status := http.StatusOK
		if len(r.statuses) > 0 {
			status, r.statuses = r.statuses[0], r.statuses[1:]
		}
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
		body, _ := io.ReadAll(req.Body)
		switch {
		case req.Method == http.MethodGet:
			r.gets++
		case status == http.StatusOK:
			r.bodies = append(r.bodies, string(body))
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func jobOf(t *testing.T, r *receiver) Job {
	return Job{
		Name: "contacts-20261128.csv", Host: "db1", URL: r.URL + "/services/t0ken", Heartbeat: r.URL + "/ping/t0ken",
		Memory: []string{filepath.Join(t.TempDir(), "quo-import.db.notify")}, Client: &http.Client{},
	}
}

// run is a run in which rows with some keys are rejected.
type run struct {
	bad     string // keys, one letter each
	notice  string // text of a notice
	known   bool   // the notice
	stop    string
	detail  string
	code    int
	partial bool
	within  bool // the limit of --allow-rejects
	unbegun bool
}

func (r run) end(j Job, t *testing.T) []error {
	w := &Watch{}
	s := report.Summary{Read: 10, Rejected: len(r.bad), Stopped: "Maya Okafor", Report: "reports/1"}
	for _, key := range strings.Split(r.bad, "") {
		w.Event(event.Row{Key: key, Action: event.Rejected, New: true, Errors: []mapping.FieldError{{Column: "Mobile", Kind: "phone-too-short"}}})
	}
	if r.notice != "" {
		w.Event(event.Notice{Kind: "gone", Text: r.notice, Known: r.known})
	}
	if r.partial {
		s.NotReached = 3
	}
	if !r.unbegun {
		w.End(s)
	}
	return j.Ended(t.Context(), w, Ending{ExitCode: r.code, Stop: r.stop, Tolerated: r.within, Detail: r.detail})
}

func TestAMessageIsPostedWhenTheStateOfThingsChanges(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	for i, n := range []struct {
		what string
		run  run
		want string // the kind of the message; "" for none
	}{
		{"the first night is well", run{}, ""},
		{"a row is wrong", run{bad: "a", code: 3}, newProblems},
		{"the same row is wrong", run{bad: "a", code: 3}, ""},
		{"the same, and the exit code is 0 because it is known", run{bad: "a"}, ""},
		{"another one is wrong", run{bad: "ab", code: 3}, newProblems},
		{"one is right again", run{bad: "b", code: 3}, ""},
		{"and wrong again", run{bad: "ab", code: 3}, newProblems},
		{"Quo cannot be reached", run{bad: "ab", stop: "outage", code: 1, partial: true}, stopped},
		{"nor the next time", run{bad: "a", stop: "outage", code: 1, partial: true}, ""},
		{"the state is in use", run{stop: "locked", code: 4, unbegun: true}, stopped},
		{"it finishes, with the problems of before", run{bad: "ab", code: 3}, resumed},
		{"all is well", run{}, well},
		{"and stays well", run{}, ""},
		{"the mapping is wrong", run{stop: "usage", code: 2, unbegun: true, detail: "mapping.yaml:3: x"}, stopped},
		{"it is wrong in the same way, on another line", run{stop: "usage", code: 2, unbegun: true, detail: "mapping.yaml:4: x"}, ""},
		{"it is wrong in another way", run{stop: "usage", code: 2, unbegun: true, detail: "mapping.yaml:4: y"}, stopped},
		{"all is well again", run{}, well},
		{"a row has left the file", run{notice: "1 key is gone: k1"}, newProblems},
		{"which the state knows by now", run{notice: "1 key is gone: k1", known: true}, ""},
		{"a warning that repeats itself", run{notice: "1 key is gone: k2"}, newProblems},
		{"is not repeated here", run{notice: "1 key is gone: k2"}, ""},
		{"a warning that ends is no news", run{}, ""},
		{"some rows are allowed to be wrong", run{bad: "abc", within: true}, ""},
		{"and then too many are", run{bad: "abcd", code: 3}, newProblems},
		{"a part of the file has no problem", run{partial: true}, ""},
		{"so the others are still known", run{bad: "abcd", code: 3}, ""},
		{"within the limit again", run{bad: "abc", within: true}, well},
	} {
		before := len(r.bodies)
		j.Name = strings.Replace(j.Name, "2026", "2027", i%2) // another date in the name of the file
		if errs := n.run.end(j, t); errs != nil {
			t.Fatalf("%s: %v", n.what, errs)
		}
		var got message
		if posted := r.bodies[before:]; len(posted) > 1 {
			t.Fatalf("%s: %d messages", n.what, len(posted))
		} else if len(posted) == 1 {
			if err := json.Unmarshal([]byte(posted[0]), &got); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(posted[0], "Okafor") || strings.Contains(posted[0], "k1") || strings.Contains(posted[0], "t0ken") {
				t.Errorf("%s: a value or the address: %s", n.what, posted[0])
			}
			t.Logf("%s:\n%s", n.what, got.Text)
		}
		if got.Change != n.want {
			t.Errorf("%s: %q, want %q", n.what, got.Change, n.want)
		}
	}
}

func TestWhatCouldNotBePostedIsPostedAfterTheNextRun(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	for _, status := range []int{http.StatusForbidden, http.StatusPermanentRedirect} {
		r.statuses = []int{status}
		errs := run{bad: "a", code: 3}.end(j, t)
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), http.StatusText(status)) || strings.Contains(errs[0].Error(), "t0ken") || len(r.bodies) > 0 {
			t.Errorf("%d: %v, posted %q", status, errs, r.bodies)
		}
	}
	if errs := (run{bad: "a", code: 3}).end(j, t); errs != nil || len(r.bodies) != 1 {
		t.Errorf("%v, posted %q", errs, r.bodies)
	}
	r.statuses = []int{http.StatusBadGateway} // a lost request is sent again
	if errs := (run{}).end(j, t); errs != nil || len(r.bodies) != 2 {
		t.Errorf("%v, posted %q", errs, r.bodies)
	}
}

func TestAReceiverThatDoesNotAnswerIsNamedByItsHostOnly(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	r.Close()
	errs := run{bad: "a", code: 3}.end(j, t)
	if len(errs) != 1 || strings.Contains(errs[0].Error(), "t0ken") || !strings.Contains(errs[0].Error(), "127.0.0.1") {
		t.Errorf("%v", errs)
	}
}

func TestTheHeartbeatIsOfSuccessesOnly(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	j.URL = ""
	for _, code := range []int{0, 1, 3, 5, 0} {
		if errs := (run{code: code}).end(j, t); errs != nil {
			t.Error(errs)
		}
	}
	if r.gets != 2 {
		t.Errorf("%d requests, want 2", r.gets)
	}
	if _, err := os.Stat(j.Memory[0]); err == nil {
		t.Error("something was remembered without anybody to tell")
	}
}

func TestWithoutAMemoryWhatTheStateKnowsIsNotRepeated(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	j.Memory = nil
	for _, isNew := range []bool{true, false, false} {
		w := &Watch{}
		w.Event(event.Row{Key: "a", Action: event.Rejected, New: isNew})
		w.End(report.Summary{})
		if errs := j.Ended(t.Context(), w, Ending{ExitCode: 3}); errs != nil {
			t.Error(errs)
		}
	}
	if len(r.bodies) != 1 {
		t.Errorf("%d messages, want 1", len(r.bodies))
	}
}

func TestJobsOfOneStateAreRememberedApart(t *testing.T) {
	r := receive(t)
	one := jobOf(t, r)
	other := one
	other.Name = "people.csv"
	for _, j := range []Job{one, other, one, other} {
		if errs := (run{bad: "a", code: 3}).end(j, t); errs != nil {
			t.Error(errs)
		}
	}
	if len(r.bodies) != 2 {
		t.Errorf("%d messages, want 2", len(r.bodies))
	}
}

// TestTheMemoryIsAsItWas pins the persisted form: if it changes, every job repeats
// what it said.
func TestTheMemoryIsAsItWas(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	_ = run{bad: "ab", code: 3, notice: "n"}.end(j, t)
	got, err := os.ReadFile(j.Memory[0])
	const want = `{"version":1,"jobs":{"contacts-#.csv":{"problems":["04ad199ee5376dbf85238f978ec6e0bc","3d8c4beb81a6a5b185238f978ec6e0bc"],"notices":["917fcca7ced6a403791c07b736d2ac6a"]}}}` + "\n"
	if err != nil || string(got) != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
	if info, err := os.Stat(j.Memory[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestWhereTheMemoryIs(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	first := j.Memory[0]
	j.Memory = []string{filepath.Join(t.TempDir(), "not-mounted", "quo-import.db.notify"), first}
	for range 2 {
		if errs := (run{stop: "decide", code: 5, unbegun: true}).end(j, t); errs != nil {
			t.Error(errs)
		}
	}
	if len(r.bodies) != 1 {
		t.Errorf("without the folder of the state: %d messages, want 1", len(r.bodies))
	}
	if err := os.WriteFile(first, []byte(`{"version":1,"jobs":{`), 0o600); err != nil {
		t.Fatal(err)
	}
	if errs := (run{stop: "decide", code: 5}).end(j, t); errs != nil || len(r.bodies) != 2 {
		t.Errorf("a torn file: %v, %d messages", errs, len(r.bodies))
	}
	if err := os.WriteFile(first, []byte(`{"version":2}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if errs := (run{}).end(j, t); len(errs) != 1 || !strings.Contains(errs[0].Error(), "newer quo-import") {
		t.Errorf("a newer file: %v", errs)
	}
}

func TestAForgottenKeyIsInTheMemoryNoLonger(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	_ = run{bad: "ab", code: 3}.end(j, t)
	if err := Forget(j.Memory, "a"); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(j.Memory[0])
	if strings.Count(string(text), "85238f978ec6e0bc") != 1 {
		t.Errorf("%s", text)
	}
	_ = run{bad: "b", code: 3}.end(j, t)
	if len(r.bodies) != 1 {
		t.Errorf("%d messages, want 1", len(r.bodies))
	}
}

func TestMoreRowsThanAreRememberedAreComparedByTheirNumber(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	for _, n := range []int{maxRows + 10, maxRows + 20, 4 * maxRows} {
		w := &Watch{}
		for i := range n {
			w.Event(event.Row{Key: strings.Repeat("k", i%200) + string(rune(i)), Action: event.Failed, New: true, Status: i})
		}
		w.End(report.Summary{})
		if errs := j.Ended(t.Context(), w, Ending{ExitCode: 3}); errs != nil {
			t.Error(errs)
		}
	}
	if len(r.bodies) != 2 {
		t.Errorf("%d messages, want 2", len(r.bodies))
	}
}

func TestEachReasonHasWords(t *testing.T) {
	code, err := os.ReadFile("../../../../importer/event/stop.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`StopKind = "([a-z]+)"`).FindAllStringSubmatch(string(code), -1)
	if len(kinds) < 10 {
		t.Errorf("%d reasons", len(kinds))
	}
	for _, k := range kinds {
		if reasons[k[1]] == "" {
			t.Errorf("the reason %s has no words", k[1])
		}
	}
}

func TestAddressesAreChecked(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://hooks.slack.com/services/x": true, "http://localhost:8080/": true,
		"hooks.slack.com/services/x": false, "ftp://x/": false, "https://": false, "https://a b/": false, "": false,
	} {
		if err := CheckURL(address); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestNamesDoNotReachPeopleInChats(t *testing.T) {
	r := receive(t)
	j := jobOf(t, r)
	j.Name = "<!channel> & co.csv"
	_ = run{bad: "a", code: 3}.end(j, t)
	var m message
	if err := json.Unmarshal([]byte(r.bodies[0]), &m); err != nil || !strings.HasPrefix(m.Text, "quo-import &lt;!channel&gt; &amp; co.csv: 1 row has a new problem") {
		t.Errorf("%v: %s", err, m.Text)
	}
}
