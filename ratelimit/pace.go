package ratelimit

import "time"

// How the pace follows the limit. The figures were found with the simulations
// of sim_test.go: networks of 20 to 200 ms, servers that count by the second
// of the clock, by the last second, or with a bucket of tokens, and up to three
// processes.
const (
	// margin keeps the gap between two requests a little over the limit's: at
	// exactly the limit, any gap that is shortened on the way is a 429.
	margin = 1.005

	// jitterMargin leaves room for the jitter of the network. A server that
	// counts the last second needs it: there is no fresh window there in which
	// the jitter evens out. So do two processes, which do not know of each
	// other when they send.
	jitterMargin = 1.08

	// A full window is ours if at least ourPart of it was let in for us. That
	// may be chance: so many strikes within strikeWindows are not.
	ourPart       = 0.9
	strikes       = 3
	strikeWindows = 3

	// yield is what a 429 leaves of a pace that is not simply halved.
	yield = 0.9

	// Every recoverWindows something comes back to the pace: pull of what it
	// lacks of its fair part, and take of what was unused beyond room, a part of
	// the window.
	recoverWindows = 2
	pull           = 0.3
	room           = 0.2
	take           = 0.2

	// ramp is the number of windows without a 429 in which half of the limit
	// comes back, whatever the answers show. It begins slowly: while the other
	// process is there, each try ends with a 429.
	ramp = 180

	// floor is the part of the limit below which 429s do not push the pace;
	// from there on the gate is what holds.
	floor = 0.05

	// unknownReset is how long to wait after a 429 that says nothing: a window
	// and a little (QUO_API, "Errors").
	unknownReset = 1100 * time.Millisecond
)

// A pace follows what the server allows, answer by answer: how fast to send
// (rate), and until when not at all (shut). It has no lock and no clock.
//
// A 429 means one of two things. Our own requests arrived closer together than
// they were sent: slowing down would cost more than waiting for the window
// does, and the pace stays. Or somebody else uses the key: the pace falls to
// half of the limit at once, and climbs from there as far as the answers show
// that there is room. What falls below half comes back soon, and that is why
// two processes meet in the middle.
type pace struct {
	ceiling float64 // Options.Rate; 0 for none
	policy  policy  // what the server was last seen to allow

	rate float64   // requests a second; at most top()
	shut time.Time // the gate

	letIn  []time.Time // answers that were no 429, of the last window and a little
	denied []time.Time // 429s of the last strikeWindows, one for each time the gate was shut

	left float64   // of the last answer that said it; -1 before
	rose time.Time // when left last rose, as it does in a fresh window
	even bool      // jitter evens out: a fresh window was seen, or room to spare

	calm      time.Time // the last 429, or the start
	since     time.Time // when something last came back
	spare     float64   // the least that was left since then; -1: not said
	lastSpare float64   // the same, of the time before
}

func newPace(ceiling float64) pace {
	p := pace{ceiling: ceiling, policy: perSecond, left: -1}
	// who asks for more than is documented is believed, until the server says otherwise
	p.policy.quota = max(p.policy.quota, ceiling)
	p.rate = p.top()
	return p
}

// limit is the lower of what the server and the user allow.
func (p *pace) limit() float64 { return p.atMost(p.policy.rate()) }

// top is as fast as one process should go, by what is known of the server.
func (p *pace) top() float64 {
	if p.even {
		return p.atMost(p.policy.rate() / margin)
	}
	return p.atMost(p.policy.rate() / jitterMargin)
}

// fair is as fast as one of two processes may always go.
func (p *pace) fair() float64 { return p.atMost(p.policy.rate() / jitterMargin / 2) }

func (p *pace) atMost(rate float64) float64 {
	if p.ceiling > 0 {
		return min(p.ceiling, rate)
	}
	return rate
}

// windows gives the length of n windows.
func (p *pace) windows(n float64) time.Duration {
	return time.Duration(n * float64(p.policy.window))
}

// observe takes in an answer that came now.
func (p *pace) observe(now time.Time, limited bool, r reading) {
	if p.calm.IsZero() {
		p.rose = now
		p.calmFrom(now)
	}
	p.follow(r.policy)
	p.letIn = recent(p.letIn, now.Add(-p.windows(1.05)))
	p.denied = recent(p.denied, now.Add(-p.windows(strikeWindows)))
	p.look(now, r.left)
	switch {
	case !limited:
		p.letIn = append(p.letIn, now)
		p.recover(now)
	case now.Before(p.shut): // sent before the gate was shut: no news
		p.close(now.Add(r.retryAfter))
	default:
		p.denied = append(p.denied, now)
		p.close(p.opens(now, r))
		p.slow()
		p.calmFrom(now)
	}
}

func recent(times []time.Time, start time.Time) []time.Time {
	for len(times) > 0 && times[0].Before(start) {
		times = times[1:]
	}
	return times
}

func (p *pace) close(until time.Time) {
	if until.After(p.shut) {
		p.shut = until
	}
}

// follow takes over a policy; the pace keeps its part of it.
func (p *pace) follow(said policy) {
	if said.window == 0 || said == p.policy {
		return
	}
	part := p.rate / p.top()
	p.policy = said
	p.rate = part * p.top()
}

// look reads from the number left what kind of server it is.
func (p *pace) look(now time.Time, left float64) {
	if left < 0 {
		return
	}
	switch {
	case p.left >= 0 && left > p.left+p.policy.quota/4: // more than answers that overtake each other explain
		p.rose = now
		p.evens(true)
	case left == 0 && now.Sub(p.rose) > p.windows(1.25): // full, and no fresh window: it counts the last second
		p.evens(false)
	}
	p.left = left
	if p.spare < 0 || left < p.spare {
		p.spare = left
	}
}

// evens notes whether jitter evens out. A pace that is all it can be stays so.
func (p *pace) evens(even bool) {
	before := p.top()
	p.even = even
	if top := p.top(); p.rate >= before || p.rate > top {
		p.rate = top
	}
}

// ours says whether our own requests explain that the window is full. If not,
// somebody else is using the key.
func (p *pace) ours() bool { return float64(len(p.letIn)) >= ourPart*p.policy.quota }

// opens says when the window is open again after a 429. The server says it in
// whole seconds, rounded up; where the requests that fill the window are our
// own, we know better: at the latest a window after the oldest of them was
// answered.
func (p *pace) opens(now time.Time, r reading) time.Time {
	if r.retryAfter > 0 {
		return now.Add(r.retryAfter)
	}
	said := now.Add(unknownReset)
	if r.reset > 0 {
		said = now.Add(r.reset)
	}
	if !p.ours() {
		return said
	}
	oldest := p.letIn[max(0, len(p.letIn)-int(p.policy.quota))]
	if known := oldest.Add(p.policy.window); known.Before(said) {
		return known
	}
	return said
}

// slow takes the pace back after a 429.
func (p *pace) slow() {
	switch ours := p.ours(); {
	case ours && len(p.denied) < strikes: // jitter
	case !ours && p.rate > p.fair():
		p.rate = p.fair()
	default:
		p.rate = max(p.rate*yield, floor*p.limit())
	}
}

// calmFrom begins to count the time without a 429, and to look anew at what is
// unused: the gate has just left a window half empty.
func (p *pace) calmFrom(now time.Time) {
	p.calm, p.since = now, now
	p.spare, p.lastSpare = -1, p.policy.quota
}

// recover gives something back to the pace. Of what is unused it takes none
// while that is getting less, because another process may be seeing, and
// taking, the same.
func (p *pace) recover(now time.Time) {
	if now.Sub(p.since) < p.windows(recoverWindows) {
		return
	}
	window := p.policy.window.Seconds()
	passed, calm := now.Sub(p.since).Seconds()/window, now.Sub(p.calm).Seconds()/window
	step := p.limit() * passed * calm / (ramp * ramp)
	step += pull * max(0, p.fair()-p.rate)
	if unused := p.spare - room*p.policy.quota; unused > 0 && p.spare >= p.lastSpare {
		p.evens(true)
		step += take * unused / window
	}
	p.rate = min(p.top(), p.rate+step)
	p.since, p.spare, p.lastSpare = now, -1, p.spare
}
