package importer_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
)

var historySeeds = flag.Int("history.seeds", 16, "how many random histories of nights are tried")

// What a history may cost, in requests: one for each row that is written, and what
// follows. The numbers are the sizes of docs/quo-api.md, and what package write does at
// most.
const (
	historyLookup  = 20 // rows of one look-up
	historyPage    = 50 // contacts of one page, of the list before contacts are created
	historyGuard   = 1  // of each run that writes: is it the same workspace?
	historyRead    = 1  // of an adopted contact, and of one whose answer or listing is no evidence
	historyGone    = 8  // of a changed row whose contact is not there: by id and by key, twice
	historyWorkers = 4  // rows in flight
	historyKilled  = 3  // of each of them when a run is cut off: found out, read and written again
	historyChaos   = 5  // of each changed row, and of a few others, where nearly every second request fails
)

// history is a job that runs every night. Between the nights the file changes, and so
// does the workspace; nights are cut off; clocks jump.
type history struct {
	w      *world
	shape  shape
	random *rand.Rand
	skew   time.Duration // of the server's clock

	file   []*hand
	serial int // makes values unique
	runIDs []int

	others    int  // contacts of people who are in no row
	misses    bool // lists miss contacts, so that nobody can be found by them
	kills     bool // nights may be killed
	rereads   bool // each written contact is read once more
	requests  int  // the budget
	disrupted int
	edits     int
}

// hand is a row of the file, and what people did to its contact.
type hand struct {
	person
	dirty    bool     // it changed since the last complete night
	landed   string   // its role after the last complete night
	adopted  bool     // its contact was made in the app
	own      string   // the number that its contact had in the app
	refused  bool     // its number belongs to somebody else in the app
	gone     bool     // its contact was deleted in the app
	added    []string // values that people added to lists
	removed  []string // values of the file that people removed
	replaced []string // values that the file had before
	role     *roleEdit
}

// roleEdit is a role that people wrote, and the file's when they did.
type roleEdit struct{ role, landed string }

func (h *history) next(format string) string {
	h.serial++
	return fmt.Sprintf(format, h.serial)
}

func (h *history) one(in int) bool { return h.random.IntN(in) == 0 }

// arrive adds a row to the file, whose person may be in the app already.
func (h *history) arrive() {
	row := &hand{person: somebody(len(h.file))}
	row.dirty = true
	number := "+1" + strings.ReplaceAll(row.number, "-", "")
	if h.w.runs > 0 && !h.misses {
		switch h.random.IntN(8) {
		case 0:
			h.w.inApp("Zoë", "O'Neil", number)
			row.adopted, row.own = true, number
			h.requests += historyRead
		case 1:
			h.w.inApp("Somebody", "Else", number)
			row.refused, h.others = true, h.others+1
		}
	}
	h.file = append(h.file, row)
}

// edit changes a row of the file.
func (h *history) edit(row *hand) {
	row.dirty = true
	switch h.random.IntN(7) {
	case 0:
		row.person.role = h.next("Rôle  %d🎈")
	case 1:
		if number := e164(row.number); number != row.own {
			row.replaced = append(row.replaced, number)
		}
		row.number, row.refused = h.next("628-555-%04d"), false
	case 2:
		row.replaced = append(row.replaced, row.email)
		row.email = h.next("Jane.Roe%d@Example.COM")
	case 3:
		row.tags = h.next("tag%d;b;a\u0301")
	case 4:
		row.site = h.next("HTTPS://Example.ORG/%d")
	case 5:
		if row.office != "" {
			row.replaced = append(row.replaced, e164(row.office))
		}
		row.office = h.next("628-556-%04d")
	default:
		row.score++
	}
}

func e164(written string) string { return "+1" + strings.ReplaceAll(written, "-", "") }

// touch changes the contact of a row, as people do.
func (h *history) touch(row *hand) {
	is, ok := h.w.sandbox.Find("crm", row.key)
	if !ok {
		return
	}
	h.edits++
	kind := h.random.IntN(9)
	if kind == 8 && h.one(3) {
		h.w.sandbox.Remove(is.ID)
		row.gone = true
		return
	}
	h.w.sandbox.Edit(is.ID, func(c *sandbox.Contact) {
		d := &c.DefaultFields
		item := func(value string) sandbox.Item {
			row.added = append(row.added, value)
			return sandbox.Item{Name: "home", Value: &value}
		}
		switch kind {
		case 0:
			d.PhoneNumbers = append(d.PhoneNumbers, item(h.next("+1212555%04d")))
		case 1:
			d.Emails = append(d.Emails, item(h.next("by.hand%d@home.example")))
		case 2:
			tag := h.next("by-hand-%d")
			row.added = append(row.added, tag)
			c.CustomFields = setTags(c.CustomFields, append(tagsOf(*c), tag))
		case 4:
			d.PhoneNumbers = h.removeOf(row, d.PhoneNumbers, e164(row.number))
		case 5:
			d.Emails = h.removeOf(row, d.Emails, row.email)
		case 3:
			role := h.next("Boss %d")
			d.Role, row.role = &role, &roleEdit{role, row.landed}
		case 6:
			d.Company = nil
		default:
			c.CustomFields = slices.DeleteFunc(c.CustomFields, func(v sandbox.CustomValue) bool { return v.Key == "site" })
		}
	})
}

func (h *history) removeOf(row *hand, items []sandbox.Item, value string) []sandbox.Item {
	return slices.DeleteFunc(items, func(i sandbox.Item) bool {
		if !strings.EqualFold(*i.Value, value) {
			return false
		}
		row.removed = append(row.removed, value)
		return true
	})
}

func setTags(values []sandbox.CustomValue, tags []string) []sandbox.CustomValue {
	values = slices.DeleteFunc(slices.Clone(values), func(v sandbox.CustomValue) bool { return v.Key == "tags" })
	return append(values, sandbox.CustomValue{Key: "tags", Name: "Tags", Type: "multi-select", Value: tags})
}

// day changes the file and the workspace.
func (h *history) day() {
	known := len(h.file)
	for range h.random.IntN(4) {
		h.arrive()
	}
	for _, row := range h.file[:known] {
		if h.one(5) {
			h.edit(row)
		}
		if !row.gone && h.one(6) {
			h.touch(row)
		}
	}
}

func (h *history) rows() []string {
	list := make([]string, len(h.file))
	for i, row := range h.file {
		list[i] = row.row()
	}
	return list
}

func (h *history) dirty() (list []*hand) {
	for _, row := range h.file {
		if row.dirty {
			list = append(list, row)
		}
	}
	return list
}

// night runs the job until it is complete. It may be cut off before.
func (h *history) night() {
	for _, row := range h.file {
		if row.dirty && !row.gone && !row.refused {
			h.requests++
			if h.rereads || row.adopted {
				h.requests += historyRead
			}
		}
	}
	if h.one(2) {
		h.cutOff()
		h.disrupted++
		time.Sleep([]time.Duration{0, 3 * time.Second, time.Hour}[h.random.IntN(3)])
		for _, row := range h.file {
			if !row.gone && h.one(8) {
				h.touch(row)
			}
		}
	}
	for range 3 {
		if counts, err := h.run(context.Background()); err == nil && counts.Failed+counts.NotReached == 0 {
			for _, row := range h.file {
				row.landed, row.dirty = row.person.role, false
			}
			return
		}
		time.Sleep(time.Hour)
	}
	h.w.t.Fatalf("the job was never complete%s", h.w.story())
}

// run runs the job once.
func (h *history) run(ctx context.Context) (event.Counts, error) {
	h.begins()
	return h.w.run(ctx, h.w.file(h.rows()...))
}

// begins prices a run, and gives it an id of a clock that jumps.
func (h *history) begins() {
	h.w.runs, h.runIDs = h.runIDs[0], h.runIDs[1:]
	dirty, creates := 0, false
	for _, row := range h.file {
		_, known := h.w.sandbox.Find("crm", row.key)
		creates = creates || !known && !row.gone
		if row.dirty {
			dirty++
			if row.gone {
				h.requests += historyGone
			}
		}
	}
	if creates {
		h.requests += len(h.w.sandbox.Contacts())/historyPage + 1
	}
	if dirty > 0 || creates {
		h.requests += historyGuard + dirty/historyLookup + 1
	}
}

// cutOff begins a night that does not come to its end.
func (h *history) cutOff() {
	kind := h.random.IntN(6)
	if !h.kills {
		kind = h.random.IntN(2)
	}
	switch kind {
	case 0:
		ctx, cancel := context.WithCancel(context.Background())
		left := h.random.IntN(6)
		h.w.listener = func(e event.Event) {
			if _, ok := e.(event.Progress); ok {
				if left--; left < 0 {
					cancel()
				}
			}
		}
		h.ends(h.run(ctx))
		h.w.listener = nil
		cancel()
	case 1:
		h.w.opts.MaxWrites = 1 + h.random.IntN(5)
		h.ends(h.run(context.Background()))
		h.w.opts.MaxWrites = 0
	case 2, 3:
		h.requests += historyWorkers * historyKilled
		h.begins()
		h.w.killed(h.random.IntN(60), h.rows()...)
	default:
		h.requests += historyChaos * (len(h.dirty()) + 4)
		h.w.sandbox.SetChaos(sandbox.Chaos{Rate: 0.04, Seed: h.random.Uint64()})
		h.ends(h.run(context.Background()))
		h.w.sandbox.SetChaos(sandbox.Chaos{})
	}
}

// ends checks that a run that was cut off stopped for a reason that may pass.
func (h *history) ends(_ event.Counts, err error) {
	var stop *event.StopError
	if err != nil && !errors.As(err, &stop) && !quo.Classify(err).Again() {
		h.w.t.Fatalf("it was cut off with %v", err)
	}
}

// check compares the workspace with the file and with what people did, after a run that
// read every contact and reported what differs.
func (h *history) check() {
	t, w := h.w.t, h.w
	w.opts.Recheck = true
	asked := w.sandbox.Counts().Total
	if counts, err := h.run(context.Background()); err != nil || counts.Updated+counts.Created+counts.Failed > 0 {
		t.Errorf("a night that only compares wrote: %+v, %v%s", counts, err, w.story())
	}
	reported := map[string]event.Row{}
	for _, e := range w.events {
		reported[e.Key] = e
	}
	w.once()
	var there []*hand
	for _, row := range h.file {
		e := reported[row.key]
		_, found := w.sandbox.Find("crm", row.key)
		switch {
		case !found && e.Action != event.Rejected && e.Action != event.Skipped:
			t.Errorf("%s is not in Quo, and was %q", row.key, e.Action)
		case found && row.gone, found && row.refused:
			t.Errorf("%s is in Quo again, or in somebody else's contact", row.key)
		case found:
			there = append(there, row)
		}
	}
	lines := make([]string, len(there))
	for i, row := range there {
		lines[i] = row.row()
	}
	want, is := wouldBe(t, h.shape, lines...), w.bodies()
	for _, row := range there {
		h.asTheFileSays(row, want[row.key], is[row.key], reported[row.key].Drifts)
		h.asPeopleLeft(row, is[row.key])
	}
	if got := len(w.sandbox.Contacts()); got != len(there)+h.others {
		t.Errorf("%d contacts, of %d rows and %d other people", got, len(there), h.others)
	}
	if asked > h.requests {
		t.Errorf("%d requests, and the budget is %d", asked, h.requests)
	}
	t.Logf("%d rows, %d edits by people, %d nights cut off: %d requests of %d", len(h.file), h.edits, h.disrupted, asked, h.requests)
}

// asTheFileSays compares a contact with its row: what differs must be reported.
func (h *history) asTheFileSays(row *hand, want, is sandbox.Contact, drifts []merge.Drift) {
	told := func(field quo.Field, value string) bool {
		return slices.ContainsFunc(drifts, func(d merge.Drift) bool {
			return d.Field == field && (value == "" || strings.Contains(strings.ToLower(d.File), strings.ToLower(value)))
		})
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	differs := func(field quo.Field, want, is any, value string) {
		if want != is && !told(field, value) {
			h.w.t.Errorf("%s: %s is %q, the file says %q, and nobody was told: %+v", row.key, field, is, want, drifts)
		}
	}
	a, b := want.DefaultFields, is.DefaultFields
	differs(quo.FirstName, text(a.FirstName), text(b.FirstName), "")
	differs(quo.LastName, text(a.LastName), text(b.LastName), "")
	differs(quo.Company, text(a.Company), text(b.Company), "")
	differs(quo.Role, text(a.Role), text(b.Role), "")
	for _, list := range []struct {
		field    quo.Field
		want, is []sandbox.Item
	}{{quo.PhoneNumbers, a.PhoneNumbers, b.PhoneNumbers}, {quo.Emails, a.Emails, b.Emails}} {
		for _, item := range list.want {
			n := 0
			for _, have := range list.is {
				if strings.EqualFold(*have.Value, *item.Value) {
					n++
				}
			}
			if n > 1 {
				h.w.t.Errorf("%s has %s %d times", row.key, *item.Value, n)
			}
			differs(list.field, 1, n, *item.Value)
		}
	}
	for _, v := range want.CustomFields {
		i := slices.IndexFunc(is.CustomFields, func(o sandbox.CustomValue) bool { return o.Key == v.Key })
		have := sandbox.CustomValue{}
		if i >= 0 {
			have = is.CustomFields[i]
		}
		choices, ok := v.Value.([]any)
		if !ok {
			differs(quo.Custom(v.Key), fmt.Sprint(v.Value), fmt.Sprint(have.Value), "")
			continue
		}
		for _, choice := range choices {
			got, _ := have.Value.([]any)
			differs(quo.Custom(v.Key), true, slices.Contains(got, choice), "")
		}
	}
}

// asPeopleLeft checks that nothing of people's is lost, that nothing comes back that they
// removed, and that nothing stays that the file replaced.
func (h *history) asPeopleLeft(row *hand, is sandbox.Contact) {
	all := strings.ToLower(itemList(is.DefaultFields.PhoneNumbers) + itemList(is.DefaultFields.Emails) + fmt.Sprint(is.CustomFields))
	has := func(value string) bool { return value != "" && strings.Contains(all, strings.ToLower(value)) }
	for _, value := range row.added {
		if !has(value) {
			h.w.t.Errorf("%s lost %s, which people added", row.key, value)
		}
	}
	for _, value := range row.removed {
		if has(value) {
			h.w.t.Errorf("%s has %s again, which people removed", row.key, value)
		}
	}
	for _, value := range row.replaced {
		if has(value) {
			h.w.t.Errorf("%s still has %s, which the file replaced", row.key, value)
		}
	}
	if r := row.role; r != nil && row.person.role == r.landed && (is.DefaultFields.Role == nil || *is.DefaultFields.Role != r.role) {
		h.w.t.Errorf("%s lost the role %s, which people wrote: %v", row.key, r.role, is.DefaultFields.Role)
	}
}

// TestHistories plays random nights. At the end every row is in Quo as the file says, in
// the form that the server gives it, or is reported; no contact is there twice; nothing
// that people did is lost; and no more requests were sent than the changes need.
func TestHistories(t *testing.T) {
	kinds := shapes()
	for seed := range *historySeeds {
		random := rand.New(rand.NewPCG(uint64(seed), 12))
		s := kinds[random.IntN(len(kinds))]
		t.Run(fmt.Sprintf("seed %d, %s", seed, s.name), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { playHistory(t, uint64(seed), s, random) })
		})
	}
}

func playHistory(t *testing.T, seed uint64, s shape, random *rand.Rand) {
	const first, days = 15, 8
	h := &history{shape: s, random: random, runIDs: random.Perm(1000)}
	opts := sandbox.Options{
		AllowDoubles: true, ListLag: 9 * time.Second, Seed: seed, UnstablePages: h.one(2), CoarseReads: h.one(4),
		Now: func() time.Time { return time.Now().Add(h.skew) },
	}
	h.kills = h.one(2)
	h.rereads = s.rereads || s.name == "whole seconds" || opts.CoarseReads
	if h.misses = h.one(4); h.misses {
		opts.ListSkip = 0.3
	}
	s.opts(&opts)
	h.w = shapedWorld(t, opts)
	h.w.opts = policy.Options{Adopt: policy.AdoptPhone, Workers: historyWorkers}
	for range first {
		h.arrive()
	}
	h.night()
	for range days {
		time.Sleep(24 * time.Hour)
		h.skew += time.Duration(random.IntN(7)-3) * time.Hour
		h.day()
		h.night()
	}
	time.Sleep(24 * time.Hour)
	h.night()
	h.check()
	if t.Failed() {
		t.Logf("repeat with: go test ./importer -run 'TestHistories/seed_%d,' -history.seeds %d", seed, seed+1)
	}
}
