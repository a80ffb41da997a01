package importer_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
)

var chaosSeeds = flag.Int("chaos.seeds", 12, "how many seeds the mixed faults are tried with")

// faultCase is one fault, against a server that does not keep pairs unique and whose
// list lags.
type faultCase struct {
	name  string
	ops   []sandbox.Op // where it is tried; nil: create, update and lookup
	fault sandbox.Fault
	world func(*world)           // sets more up, before the faulty run
	opts  func(*sandbox.Options) // of the sandbox
	stops event.StopKind         // the run stops for this reason; "" it ends by itself
	fails int                    // rows that fail in the faulty run
	later func(*world)           // repairs the world, before the next run
}

var everywhere = []sandbox.Op{sandbox.Create, sandbox.Update, sandbox.Lookup}

func faultCases() []faultCase {
	writes := []sandbox.Op{sandbox.Create, sandbox.Update}
	cases := []faultCase{
		{name: "reset before", fault: sandbox.Fault{Reset: true}},
		{name: "reset after", fault: sandbox.Fault{Reset: true, After: true}},
		{name: "hang before", fault: sandbox.Fault{Hang: true}},
		{name: "hang after", fault: sandbox.Fault{Hang: true, After: true}},
		{name: "truncated answer", fault: sandbox.Fault{Truncate: true}},
		{name: "HTML instead of JSON", fault: sandbox.Fault{HTML: true, Status: 200, After: true}},
		{name: "HTML of a proxy", fault: sandbox.Fault{HTML: true, Status: 502}},
		{name: "429 burst", fault: sandbox.Fault{Status: 429, Times: 7}},
		{name: "429 burst, Retry-After", fault: sandbox.Fault{Status: 429, Times: 7, Header: http.Header{"Retry-After": {"3"}}}},
		{name: "404 on PATCH of a living contact", ops: []sandbox.Op{sandbox.Update}, fault: sandbox.Fault{Status: 404}},
		{name: "404 on PATCH, the list is empty", ops: []sandbox.Op{sandbox.Update}, fault: sandbox.Fault{Status: 404}, world: func(w *world) {
			w.sandbox.Queue(sandbox.Fault{Op: sandbox.Get, Status: 404}, sandbox.Fault{Op: sandbox.Lookup, Empty: true, Match: oneKey})
		}},
		{name: "404 on PATCH, again and again", ops: []sandbox.Op{sandbox.Update}, fault: sandbox.Fault{Status: 404, Times: 5}, world: func(w *world) {
			w.only = w.contact("k0007").ID
		}, fails: 1},
		{name: "409, the contact is there", ops: []sandbox.Op{sandbox.Create}, fault: sandbox.Fault{Status: 409, After: true}},
		{name: "409, nothing is found", ops: []sandbox.Op{sandbox.Create}, fault: sandbox.Fault{Status: 409}, fails: 1},
		{name: "409 on PATCH", ops: []sandbox.Op{sandbox.Update}, fault: sandbox.Fault{Status: 409}, fails: 1},
		{name: "400 for one row", ops: writes, fault: sandbox.Fault{Status: 400}, fails: 1},
		{name: "422 for one row", ops: writes, fault: sandbox.Fault{Status: 422}, fails: 1},
		{name: "strangers in a look-up", ops: []sandbox.Op{sandbox.Lookup}, fault: sandbox.Fault{Strangers: true}, stops: event.StopFilter},
		{name: "more than ten ids refused", ops: []sandbox.Op{sandbox.Lookup}, opts: func(o *sandbox.Options) { o.MaxIDs = 10 }},
		{name: "list shows old bodies", ops: []sandbox.Op{sandbox.Update}, opts: func(o *sandbox.Options) { o.ListStale = 8 * time.Second }},
		{name: "an outage of a minute", opts: slow, world: func(w *world) {
			now := time.Now()
			w.sandbox.AddOutage(sandbox.Outage{From: now.Add(100 * time.Millisecond), To: now.Add(time.Minute)})
		}},
		{name: "an outage of ten minutes", opts: slow, stops: event.StopOutage, world: func(w *world) {
			now := time.Now()
			w.sandbox.AddOutage(sandbox.Outage{From: now.Add(100 * time.Millisecond), To: now.Add(10 * time.Minute)})
		}, later: func(*world) { time.Sleep(6 * time.Minute) }},
		{name: "the key is revoked in the middle", ops: writes, fault: sandbox.Fault{Status: 401, Times: -1}, stops: event.StopRefused,
			world: func(w *world) { w.skipRequests = 9 }, later: func(w *world) { w.calm = true }},
		{name: "402", ops: everywhere, fault: sandbox.Fault{Status: 402, Times: 1}, stops: event.StopRefused},
		{name: "403", ops: everywhere, fault: sandbox.Fault{Status: 403, Times: 1}, stops: event.StopRefused},
	}
	for _, status := range []int{500, 502, 503} {
		cases = append(cases,
			faultCase{name: fmt.Sprint(status, " before"), fault: sandbox.Fault{Status: status}},
			faultCase{name: fmt.Sprint(status, " after"), fault: sandbox.Fault{Status: status, After: true}},
			faultCase{name: fmt.Sprint(status, " five times"), fault: sandbox.Fault{Status: status, Times: 5}})
	}
	return cases
}

// slow lets time pass, so that an outage can begin during the run.
func slow(o *sandbox.Options) { o.Latency = func() time.Duration { return 60 * time.Millisecond } }

// oneKey matches a look-up of a single key: the one after a 404.
func oneKey(r *http.Request) bool { return len(r.URL.Query()["externalIds"]) == 1 }

// TestFaultMatrix tries every fault in every place. No contact may exist twice, no row
// may be lost, the counts must add up, and what people added must stay.
func TestFaultMatrix(t *testing.T) {
	t.Logf("%-34s %-7s %8s %8s %7s %7s %9s", "fault", "in", "landed", "failed", "left", "runs", "requests")
	tried := 0
	for _, c := range faultCases() {
		ops := c.ops
		if ops == nil {
			ops = everywhere
		}
		for _, op := range ops {
			t.Run(c.name+"/"+string(op), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { tryFault(t, c, op, ordinary(t)) })
			})
			tried++
		}
	}
	if !t.Failed() {
		t.Logf("%d combinations: 0 contacts twice, 0 rows lost", tried)
	}
}

const faultRows = 45

// scene is where a fault is tried: a server, and the file of such a world.
type scene struct {
	opts   sandbox.Options
	world  func(opts sandbox.Options) *world
	row    func(i int, role string) string
	rows   func(role string) []string    // of the file, beside those of row
	fails  int                           // of these, those that fail once Quo is asked for them
	put    func(w *world)                // others' contacts
	landed func(w *world, file []string) // compares the workspace with the file
}

// ordinary is a server that stores and shows what it is sent.
func ordinary(t *testing.T) scene {
	return scene{
		world: func(opts sandbox.Options) *world { return newWorld(t, opts) }, row: row, rows: func(string) []string { return nil }, put: func(*world) {},
		landed: (*world).landed,
	}
}

func tryFault(t *testing.T, c faultCase, op sandbox.Op, s scene) *world {
	opts := s.opts
	opts.AllowDoubles, opts.ListLag = true, 9*time.Second
	if c.opts != nil {
		c.opts(&opts)
	}
	w := s.world(opts)
	before, after := faultFiles(op, s)
	s.put(w)
	if first := w.imports(before...); first.Failed > s.fails {
		t.Fatalf("%d rows fail without a fault%s", first.Failed, w.story())
	}
	w.peopleAdd()
	time.Sleep(time.Minute) // fake time: the list has caught up
	w.sandbox.ResetCounts()
	if c.world != nil {
		c.world(w)
	}
	if c.fault.Status != 0 || c.fault.Reset || c.fault.Hang || c.fault.Truncate || c.fault.HTML || c.fault.Strangers {
		c.fault.Op = op
		w.queueLater(c.fault)
	}
	counts, err := w.run(context.Background(), w.file(after...))
	var stop *event.StopError
	if errors.As(err, &stop); err != nil && stop == nil || c.stops == "" && stop != nil || stop != nil && stop.Kind != c.stops || c.stops != "" && stop == nil {
		t.Fatalf("the run ended with %v, want a stop for %q%s", err, c.stops, w.story())
	}
	if fails := c.fails + s.fails; counts.Failed != fails && c.stops == "" {
		t.Errorf("%d rows failed, want %d%s", counts.Failed, fails, w.story())
	}
	requests := w.sandbox.Counts().Total
	if strings.HasPrefix(c.name, "an outage") && w.sandbox.Counts().Faults["outage"] == 0 {
		t.Error("the outage was not met")
	}
	if c.later != nil {
		c.later(w)
	}
	time.Sleep(time.Minute)
	runs := 1
	for ; runs < 4; runs++ {
		again, err := w.run(context.Background(), w.file(after...))
		if err != nil {
			t.Fatalf("the run that goes on: %v", err)
		}
		if again.Unchanged+s.fails == again.Read && again.Failed == s.fails {
			break
		}
	}
	time.Sleep(time.Minute) // lists show all of them
	s.landed(w, after)
	w.once()
	t.Logf("%-34s %-7s %8d %8d %7d %7d %9d", c.name, op, counts.Created+counts.Updated+counts.Unchanged, counts.Failed, counts.NotReached, runs, requests)
	return w
}

// faultFiles returns the files to import first and then: new rows for a create, edited
// rows for an update, and both for a look-up.
func faultFiles(op sandbox.Op, s scene) (before, after []string) {
	many := func(n int, role string) []string {
		list := s.rows(role)
		for i := range n {
			list = append(list, s.row(i, role))
		}
		return list
	}
	switch op {
	case sandbox.Create:
		return many(3, ""), many(faultRows, "")
	case sandbox.Update:
		before = many(faultRows, "")
	default:
		before = many(faultRows/2, "")
	}
	return before, many(faultRows, "Buyer")
}

// TestAllFaultsMixed lets each ordinary fault happen to a request with a chance of one in
// twenty, on creates and then on updates, until a run is complete.
func TestAllFaultsMixed(t *testing.T) {
	for seed := range *chaosSeeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, sandbox.Options{AllowDoubles: true, ListLag: 9 * time.Second, Seed: uint64(seed)})
				w.sandbox.SetChaos(sandbox.Chaos{Rate: 0.05, Seed: uint64(seed)})
				w.untilWhole(manyRows(30))
				w.peopleAdd()
				edited := make([]string, 30)
				for i := range edited {
					edited[i] = row(i, "Buyer")
				}
				w.untilWhole(edited)
				fired := 0
				for _, n := range w.sandbox.Counts().Faults {
					fired += n
				}
				w.sandbox.SetChaos(sandbox.Chaos{})
				w.landed(edited)
				w.once()
				t.Logf("%d requests, %d faults, %d runs", w.sandbox.Counts().Total, fired, w.runs)
			})
		})
	}
}

// untilWhole runs an import until every row is imported.
func (w *world) untilWhole(file []string) {
	w.t.Helper()
	for range 30 {
		counts, err := w.run(context.Background(), w.file(file...))
		var stop *event.StopError
		if err != nil && !errors.As(err, &stop) && !quo.Classify(err).Again() {
			w.t.Fatal(err)
		}
		if err == nil && counts.Failed == 0 && counts.NotReached == 0 {
			return
		}
		time.Sleep(time.Minute)
	}
	w.t.Fatalf("the import was never whole%s", w.story())
}

// queueLater queues a fault that skips the first w.skipRequests requests.
func (w *world) queueLater(f sandbox.Fault) {
	if w.only != "" {
		f.Match = func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, w.only) }
	}
	left := w.skipRequests
	if left > 0 {
		f.Match = func(*http.Request) bool { left--; return left < 0 && !w.calm }
	}
	w.sandbox.Queue(f)
}

// peopleAdd adds a number, a note and, if it is blank, a role to every contact, as
// people do.
func (w *world) peopleAdd() {
	w.added = map[string]bool{}
	for i, c := range w.sandbox.Contacts() {
		number := fmt.Sprintf("+1212555%04d", i)
		w.added[c.ID] = w.sandbox.Edit(c.ID, func(c *sandbox.Contact) {
			c.DefaultFields.PhoneNumbers = append(c.DefaultFields.PhoneNumbers, sandbox.Item{Name: "home", Value: &number})
			c.CustomFields = append(c.CustomFields, sandbox.CustomValue{Key: "note", Name: "Note", Type: "string", Value: "by hand"})
		})
	}
}

// landed compares the workspace with the file: each row must be one contact with the
// file's values, and what people added must still be there.
func (w *world) landed(file []string) {
	w.t.Helper()
	if got := len(w.sandbox.Contacts()); got != len(file) {
		w.t.Errorf("%d contacts for %d rows", got, len(file))
	}
	for _, line := range file {
		cells := strings.Split(line, ",")
		c := w.contact(cells[0])
		if *c.DefaultFields.FirstName != cells[1] || cells[4] != "" && (c.DefaultFields.Role == nil || *c.DefaultFields.Role != cells[4]) {
			w.t.Errorf("key %s: %+v", cells[0], c.DefaultFields)
		}
		if !strings.Contains(numbers(c), strings.ReplaceAll("+1"+cells[5], "-", "")) {
			w.t.Errorf("key %s lost its number: %s", cells[0], numbers(c))
		}
		if w.added[c.ID] && (!strings.Contains(numbers(c), "home +1212555") || len(c.CustomFields) != 3) {
			w.t.Errorf("key %s lost what people added: %s %v", cells[0], numbers(c), c.CustomFields)
		}
	}
}

// every matches every nth request.
func every(nth int, seen *int) func(*http.Request) bool {
	return func(*http.Request) bool { *seen++; return *seen%nth == 0 }
}
