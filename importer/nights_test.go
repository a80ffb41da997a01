package importer_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// customer is a row of the file that changes from night to night.
type customer struct {
	key, role, number string
	removed           []string // numbers that left the file in the night of the lost state
}

func (c *customer) row() string {
	return fmt.Sprintf("%s,First,Last,Acme,%s,%s,,%s@example.com,1,a", c.key, c.role, c.number, c.key)
}

// nights is a job that runs every night over a changing file.
type nights struct {
	w         *world
	random    *rand.Rand
	customers []*customer
	numbers   int
	changes   int // writes that the file asked for
	reads     int // at the price of the design: one for twenty, and the opening ones
}

func (n *nights) newNumber() string {
	n.numbers++
	return fmt.Sprintf("415-555-%04d", n.numbers)
}

// day changes the file: some new customers, other roles, other numbers.
func (n *nights) day(lost bool) (changed int) {
	for range n.random.IntN(6) {
		n.customers = append(n.customers, &customer{key: fmt.Sprintf("c%04d", len(n.customers)), role: "Clerk", number: n.newNumber()})
		changed++
	}
	for i, c := range n.customers {
		switch {
		case len(n.customers)-i <= changed: // new today
		case n.random.IntN(20) == 0:
			c.role = fmt.Sprintf("Role %d", n.random.IntN(1000))
			changed++
		case n.random.IntN(40) == 0:
			if lost {
				c.removed = append(c.removed, c.number)
			}
			c.number = n.newNumber()
			changed++
		}
	}
	return changed
}

func (n *nights) file() []string {
	list := make([]string, len(n.customers))
	for i, c := range n.customers {
		list[i] = c.row()
	}
	return list
}

// night runs the job, and runs it again after an hour if it could not finish.
func (n *nights) night() {
	for range 5 {
		_, err := n.w.run(context.Background(), n.w.file(n.file()...))
		var stop *event.StopError
		if err == nil {
			return
		}
		if !errors.As(err, &stop) || stop.Kind != event.StopOutage {
			n.w.t.Fatal(err)
		}
		time.Sleep(time.Hour)
	}
	n.w.t.Fatal("the job never finished")
}

func TestThirtyNights(t *testing.T) {
	bubble(t, sandbox.Options{Latency: func() time.Duration { return 50 * time.Millisecond }}, func(w *world) {
		n := nights{w: w, random: rand.New(rand.NewPCG(3, 1))}
		for range 150 {
			n.customers = append(n.customers, &customer{key: fmt.Sprintf("c%04d", len(n.customers)), role: "Clerk", number: n.newNumber()})
		}
		const lostNight, outageNight = 14, 20
		var outage int
		for night := range 30 {
			changed := 150
			if night > 0 {
				changed = n.day(night == lostNight)
			}
			n.changes += changed
			n.reads += 1 + (changed+19)/20 // the guard, and one for twenty
			if night > 0 {
				n.reads += len(n.customers)/50 + 1 // who of the new customers is in Quo already
			}
			if night == lostNight {
				w.loseState()
				n.reads += len(n.customers)/20 + len(n.customers)/50 + 2
			}
			if night == outageNight {
				outage = w.sandbox.Counts().Total
				w.sandbox.AddOutage(sandbox.Outage{From: time.Now().Add(120 * time.Millisecond), To: time.Now().Add(20 * time.Minute)})
			}
			// Without what we wrote last nobody can tell who changed a value: the
			// first run after a lost state is told that the file did.
			w.opts.Overwrite = night == lostNight
			n.night()
			if night == outageNight {
				outage = w.sandbox.Counts().Total - outage - changed - (changed+19)/20 - 1
			}
			time.Sleep(24 * time.Hour)
		}
		w.once()
		n.compare()
		total := w.sandbox.Counts().Total - outage
		share := float64(total) / float64(n.changes+n.reads)
		t.Logf("%d customers, %d changes, %d reads expected: %d requests (%.3f), and %d for the outage", len(n.customers), n.changes, n.reads, total, share, outage)
		if share > 1.02 {
			t.Errorf("%d requests for %d changes and %d reads", total, n.changes, n.reads)
		}
	})
}

// compare compares the workspace with the file. A number that left the file on the night
// when the state was lost may still be there: it was unknown that it was ours.
func (n *nights) compare() {
	stayed := 0
	for _, c := range n.customers {
		got := n.w.contact(c.key)
		want := "mobile +1" + strings.ReplaceAll(c.number, "-", "")
		numbers := numbers(got)
		for _, r := range c.removed {
			if left := "mobile +1" + strings.ReplaceAll(r, "-", "") + ", "; strings.Contains(numbers, left) {
				numbers = strings.Replace(numbers, left, "", 1)
				stayed++
			}
		}
		if numbers != want || *got.DefaultFields.Role != c.role {
			n.w.t.Errorf("%s has %s and role %s, want %s and %s", c.key, numbers, *got.DefaultFields.Role, want, c.role)
		}
	}
	if got := len(n.w.sandbox.Contacts()); got != len(n.customers) {
		n.w.t.Errorf("%d contacts for %d customers", got, len(n.customers))
	}
	n.w.t.Logf("%d numbers stayed that left the file in the night of the lost state", stayed)
}
