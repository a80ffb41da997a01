package ratelimit

import "time"

// Parameters of the pace, found with the simulations of sim_test.go: networks
// of 20 to 200 ms, servers with a fixed window, a sliding window or a token
// bucket, and up to three processes.
const (
	// margin keeps the gap between two requests a little above the minimum: at
	// exactly the limit, any gap that the network shortens is a 429.
	margin = 1.005

	// jitterMargin leaves room for the jitter of the network. A sliding window
	// needs it, because jitter does not even out there, and so do two
	// processes, which send without knowing of each other.
	jitterMargin = 1.08

	// A full window counts as filled by this process if at least ourPart of it
	// was. That may be chance; strikes of them within strikeWindows are not.
	ourPart       = 0.9
	strikes       = 3
	strikeWindows = 3

	// yield is the factor of a 429 on a pace that is not simply halved.
	yield = 0.9

	// Every recoverWindows the pace rises: by pull of what it lacks to its fair
	// part, and by reclaim of what was unused beyond room, a part of the window.
	recoverWindows = 2
	pull           = 0.3
	room           = 0.2
	reclaim        = 0.2

	// ramp is the number of windows without a 429 in which the pace rises by half
	// of the limit, whatever the answers show. It begins slowly: while another
	// process uses the key, each attempt to go faster ends with a 429.
	ramp = 180

	// floor is the part of the limit below which 429s do not push the pace; from
	// there on only the gate holds requests back.
	floor = 0.05

	// unknownReset is how long to wait after a 429 without headers: a little
	// more than a window (docs/quo-api.md, "Errors").
	unknownReset = 1100 * time.Millisecond
)

// A pace follows what the server allows, answer by answer: how fast to send
// (rate), and until when not at all (shut). It has no lock and no clock.
//
// A 429 has one of two causes. Either this process's requests arrived closer
// together than they were sent: slowing down would cost more than waiting for
// the next window, so the rate stays. Or another process uses the key: the rate
// falls to half of the limit at once, and rises from there as far as the
// answers show unused requests. Below half it rises quickly, so that two
// processes converge on half of the limit each.
type pace struct {
	ceiling float64 // Options.Rate; 0 for none
	policy  policy  // the last one that the server stated

	rate float64   // requests a second; at most top()
	shut time.Time // the gate

	accepted []time.Time // answers other than 429, of a little more than the last window
	denied   []time.Time // 429s of the last strikeWindows, one for each time the gate was shut

	left float64   // of the last answer that stated it; -1 before
	rose time.Time // when left last rose, as it does in a fresh window
	even bool      // jitter evens out: a fresh window was seen, or unused requests

	calm      time.Time // time of the last 429, or of the start
	since     time.Time // when the rate last rose
	spare     float64   // the lowest number left since then; -1 if unknown
	lastSpare float64   // the same, of the interval before
}

func newPace(ceiling float64) pace {
	p := pace{ceiling: ceiling, policy: perSecond, left: -1}
	// a ceiling above the documented limit is the limit until a header states one
	p.policy.quota = max(p.policy.quota, ceiling)
	p.rate = p.top()
	return p
}

// limit is the lower of the server's limit and the user's ceiling.
func (p *pace) limit() float64 { return p.atMost(p.policy.rate()) }

// top is the highest rate of one process, by what is known of the server.
func (p *pace) top() float64 {
	if p.even {
		return p.atMost(p.policy.rate() / margin)
	}
	return p.atMost(p.policy.rate() / jitterMargin)
}

// fair is the rate that one of two processes may always have.
func (p *pace) fair() float64 { return p.atMost(p.policy.rate() / jitterMargin / 2) }

func (p *pace) atMost(rate float64) float64 {
	if p.ceiling > 0 {
		return min(p.ceiling, rate)
	}
	return rate
}

// windows returns the length of n windows.
func (p *pace) windows(n float64) time.Duration {
	return time.Duration(n * float64(p.policy.window))
}

// observe adjusts the pace to an answer that came now.
func (p *pace) observe(now time.Time, limited bool, r reading) {
	if p.calm.IsZero() {
		p.rose = now
		p.calmFrom(now)
	}
	p.follow(r.policy)
	p.accepted = recent(p.accepted, now.Add(-p.windows(1.05)))
	p.denied = recent(p.denied, now.Add(-p.windows(strikeWindows)))
	p.inspect(now, r.left)
	switch {
	case !limited:
		p.accepted = append(p.accepted, now)
		p.recover(now)
	case now.Before(p.shut): // sent before the gate was shut: counted already
		p.shutUntil(now.Add(r.retryAfter))
	default:
		p.denied = append(p.denied, now)
		p.shutUntil(p.reopens(now, r))
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

func (p *pace) shutUntil(until time.Time) {
	if until.After(p.shut) {
		p.shut = until
	}
}

// follow adopts a policy; the rate keeps its share of the limit.
func (p *pace) follow(stated policy) {
	if stated.window == 0 || stated == p.policy {
		return
	}
	part := p.rate / p.top()
	p.policy = stated
	p.rate = part * p.top()
}

// inspect infers from the number left how the server counts.
func (p *pace) inspect(now time.Time, left float64) {
	if left < 0 {
		return
	}
	switch {
	case p.left >= 0 && left > p.left+p.policy.quota/4: // more than answers out of order explain
		p.rose = now
		p.setEven(true)
	case left == 0 && now.Sub(p.rose) > p.windows(1.25): // full, and no fresh window: a sliding window
		p.setEven(false)
	}
	p.left = left
	if p.spare < 0 || left < p.spare {
		p.spare = left
	}
}

// setEven records whether jitter evens out. A rate at the top stays there.
func (p *pace) setEven(even bool) {
	before := p.top()
	p.even = even
	if top := p.top(); p.rate >= before || p.rate > top {
		p.rate = top
	}
}

// ours reports whether this process's requests explain that the window is full.
// If not, another process uses the key.
func (p *pace) ours() bool { return float64(len(p.accepted)) >= ourPart*p.policy.quota }

// reopens returns when requests are allowed again after a 429. The server states
// it in whole seconds, rounded up. Where this process filled the window, it is
// known more precisely: at the latest a window after the oldest of these
// requests was answered.
func (p *pace) reopens(now time.Time, r reading) time.Time {
	if r.retryAfter > 0 {
		return now.Add(r.retryAfter)
	}
	stated := now.Add(unknownReset)
	if r.reset > 0 {
		stated = now.Add(r.reset)
	}
	if !p.ours() {
		return stated
	}
	oldest := p.accepted[max(0, len(p.accepted)-int(p.policy.quota))]
	if known := oldest.Add(p.policy.window); known.Before(stated) {
		return known
	}
	return stated
}

// slow lowers the rate after a 429.
func (p *pace) slow() {
	switch ours := p.ours(); {
	case ours && len(p.denied) < strikes: // jitter
	case !ours && p.rate > p.fair():
		p.rate = p.fair()
	default:
		p.rate = max(p.rate*yield, floor*p.limit())
	}
}

// calmFrom restarts the time without a 429 and the count of unused requests:
// the gate has just left a window half empty.
func (p *pace) calmFrom(now time.Time) {
	p.calm, p.since = now, now
	p.spare, p.lastSpare = -1, p.policy.quota
}

// recover raises the rate. It takes none of the unused requests while their
// number falls, because another process may be taking the same ones.
func (p *pace) recover(now time.Time) {
	if now.Sub(p.since) < p.windows(recoverWindows) {
		return
	}
	window := p.policy.window.Seconds()
	passed, calm := now.Sub(p.since).Seconds()/window, now.Sub(p.calm).Seconds()/window
	step := p.limit() * passed * calm / (ramp * ramp)
	step += pull * max(0, p.fair()-p.rate)
	if unused := p.spare - room*p.policy.quota; unused > 0 && p.spare >= p.lastSpare {
		p.setEven(true)
		step += reclaim * unused / window
	}
	p.rate = min(p.top(), p.rate+step)
	p.since, p.spare, p.lastSpare = now, -1, p.spare
}
