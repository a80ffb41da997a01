package ratelimit

import "time"

// How the pace follows the limit. The figures were found with the simulations
// of sim_test.go: networks of 20 to 200 ms, servers that count by the second
// of the clock, by the last second, or with a bucket of tokens, and one or two
// processes.
const (
	// margin keeps the gap between two requests a little over the limit's: at
	// exactly the limit, any gap that is shortened on the way is a 429.
	margin = 1.005

	// slidingMargin is for a server that counts the last second. There is no
	// fresh window there in which the jitter of the network evens out, so
	// there must be room for it. A pace starts with it, and keeps it until the
	// answers show a fresh window or room to spare.
	slidingMargin = 1.084

	// What a 429 leaves of the pace. One that our own requests explain costs
	// less than slowing down for it would, unless another follows soon.
	ownStep   = 0.98 // explained by our own requests, and not the first
	otherStep = 0.7  // by those of somebody else
	halfStep  = 0.9  // the same, once we have no more than half of the limit

	// What comes back with each horizon, as a part of the limit.
	recovery        = 0.001
	slidingRecovery = 0.0001

	// pull is the part of the way to half of the limit that comes back with
	// each horizon to a pace below it: one of two processes is entitled to
	// half, however it lost it.
	pull = 0.1

	// room is the part of a window that must have stayed unused before half of
	// what is unused beyond it is taken.
	room = 0.3

	// floor is the part of the limit below which 429s do not push the pace;
	// from there on the gate is what holds.
	floor = 0.05

	// unknownReset is how long to wait after a 429 that says nothing: a window
	// and a little (QUO_API, "Errors").
	unknownReset = 1100 * time.Millisecond
)

// A pace follows what the server allows, answer by answer: how fast to send
// (rate), and until when not at all (shut). It has no lock and no clock.
type pace struct {
	ceiling float64 // Options.Rate; 0 for none
	policy  policy  // what the server was last seen to allow

	rate float64   // requests a second; at most top()
	shut time.Time // the gate

	letIn  []time.Time // answers that were no 429, of the last horizon
	denied []time.Time // 429s of the last four windows, one for each time the gate was shut
	again  bool        // the last answer was a 429

	left    float64   // of the last answer that said it; -1 before
	rose    time.Time // when left last rose, as it does in a fresh window
	settled bool      // the start is over: a fresh window was seen, or a 429, or there are no headers

	since     time.Time // start of the horizon over which spare is taken
	spare     float64   // the least that was left in it; -1 before
	lastSpare float64   // the same, of the horizon before
	lowered   time.Time // when our own requests last made the pace slower
}

func newPace(ceiling float64) pace {
	p := pace{ceiling: ceiling, policy: perSecond, left: -1, spare: -1, lastSpare: -1}
	p.rate = p.limit() / slidingMargin
	return p
}

// limit is the lower of what the server and the user allow.
func (p *pace) limit() float64 {
	if p.ceiling > 0 {
		return min(p.ceiling, p.policy.rate())
	}
	return p.policy.rate()
}

func (p *pace) top() float64 { return p.limit() / margin }

// horizon is how long to look before something is concluded: a window, and
// what the network may add to it.
func (p *pace) horizon() time.Duration { return p.policy.window * 5 / 4 }

// observe takes in an answer that came now.
func (p *pace) observe(now time.Time, limited bool, r reading) {
	p.follow(r.policy)
	p.letIn = recent(p.letIn, now.Add(-p.horizon()))
	p.denied = recent(p.denied, now.Add(-4*p.policy.window))
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
		p.slow(now)
	}
	p.again = limited
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

// follow takes over a policy; the pace keeps its part of the limit.
func (p *pace) follow(said policy) {
	if said.window == 0 || said == p.policy {
		return
	}
	part := p.rate / p.limit()
	p.policy = said
	p.rate = part * p.limit()
}

// look reads from the number left what kind of server it is, and how much of
// its limit nobody uses.
func (p *pace) look(now time.Time, left float64) {
	// by two: answers that overtake each other make it rise by one
	fresh := p.left >= 0 && left >= p.left+2
	if fresh || p.rose.IsZero() {
		p.rose = now
	}
	if !p.settled && (fresh || left < 0) {
		p.settled, p.rate = true, p.top()
	}
	if left < 0 {
		return
	}
	p.left = left
	if p.spare < 0 || left < p.spare {
		p.spare = left
	}
	if slower := p.limit() / slidingMargin; left == 0 && p.slides(now) && p.rate > slower {
		p.rate, p.lowered = slower, now
	}
}

// slides says whether the server seems to count the last second, as far as the
// answers show: there was no fresh window for longer than a window.
func (p *pace) slides(now time.Time) bool { return now.Sub(p.rose) > p.horizon() }

// ours says whether our own requests explain that the window is full. If not,
// somebody else is using the key. Within a horizon there is room for a quarter
// more requests than in a window, so each further 429 can ask for more of
// them to be ours.
func (p *pace) ours() bool {
	least := max(1, p.policy.quota-1) + 2*float64(len(p.denied)-1)
	return float64(len(p.letIn)) >= least
}

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
	if p.again || !p.ours() {
		return said
	}
	oldest := p.letIn[max(0, len(p.letIn)-int(p.policy.quota))]
	if known := oldest.Add(p.policy.window); known.Before(said) {
		return known
	}
	return said
}

// slow takes the pace back after a 429. Below half of the limit it gives way
// less: that is what makes two processes meet in the middle.
func (p *pace) slow(now time.Time) {
	p.settled, p.since = true, time.Time{}
	half := p.limit() / 2
	switch n := len(p.denied); {
	case !p.ours():
		p.rate = max(p.rate*otherStep, min(p.rate, half)*halfStep)
	case n > 1 && now.Sub(p.denied[n-2]) < 2*p.policy.window && now.Sub(p.lowered) > p.horizon():
		p.rate *= ownStep
		p.lowered = now
	}
	p.rate = max(p.rate, floor*p.limit())
}

// recover raises the pace by a step with every horizon that had no 429. It
// takes only half of what nobody uses, and none while that is getting less,
// because another process may be seeing, and taking, the same.
func (p *pace) recover(now time.Time) {
	if p.since.IsZero() {
		p.since, p.spare, p.lastSpare = now, p.left, -1
	}
	if now.Sub(p.since) < p.horizon() {
		return
	}
	limit := p.limit()
	step := recovery * limit
	if p.slides(now) {
		step = slidingRecovery * limit
	}
	step += pull * max(0, limit/2-p.rate)
	if unused := p.spare - room*p.policy.quota; unused > 0 && p.spare >= p.lastSpare {
		step += unused / 2 / p.policy.window.Seconds()
	}
	p.rate = min(p.top(), p.rate+step)
	p.since, p.spare, p.lastSpare = now, -1, p.spare
}
