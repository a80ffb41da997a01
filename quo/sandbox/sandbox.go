package sandbox

import (
	"cmp"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Options say how a sandbox behaves. The zero value is a strict, harsh server
// that takes any key and has no custom fields.
type Options struct {
	Key         string // the accepted API key; "" takes any that is not empty
	RevokeAfter int    // so many requests are let in, then the key is refused; 0 never
	Fields      []Field

	RatePerSecond int    // requests a second and key; 0 means 10, -1 no limit and no headers
	Window        Window // how the limit is counted
	RetryAfter    bool   // a 429 carries Retry-After; Quo was not seen to send it

	AllowDoubles     bool // the pair (source, externalId) is not kept unique
	FreeDeletedPairs bool // a deleted contact does not keep its pair

	ListLag       time.Duration // a created contact is missing from lists for so long; GET by id has it
	ListStale     time.Duration // a changed contact shows its old body in lists for so long
	UnstablePages bool          // pages of one sequence may repeat and miss contacts

	KeepOmitted    bool // a PATCH keeps the externalId, source and sourceUrl that it leaves out
	MergePatch     bool // a PATCH appends to lists instead of replacing them
	IgnoreNullRole bool // a PATCH with role null leaves the role
	Normalise      bool // names are trimmed, blank ones are null, emails are lower case

	MaxIDs        int  // externalIds in one request at most; 0 means 20
	WrappedErrors bool // errors are {"error":{…}} and not flat

	// Latency of one request, half of it before the request is carried out and
	// half after; a client that leaves in the first half was never heard. It is
	// called under the sandbox's lock and needs none of its own.
	Latency func() time.Duration

	Now  func() time.Time // nil means time.Now
	Seed uint64           // of the order of lists and of ids
}

// Sandbox is the stand-in. It is an http.Handler, and safe for concurrent use.
type Sandbox struct {
	mu        sync.Mutex // guards everything below
	opts      Options
	book      *book
	catalogue catalogue
	limits    map[string]*limit // by key; all keys that are not accepted share ""
	admitted  int
	traces    int
	random    *rand.Rand
	queue     []*queued
	outages   []Outage
	chaos     chaos
	counts    Counts
}

// New makes an empty sandbox.
func New(opts Options) *Sandbox {
	opts.RatePerSecond = cmp.Or(opts.RatePerSecond, defaultRate)
	opts.MaxIDs = cmp.Or(opts.MaxIDs, 20)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	s := &Sandbox{
		opts:   opts,
		book:   newBook(opts.Seed),
		limits: make(map[string]*limit),
		random: rand.New(rand.NewPCG(opts.Seed, 1)),
		counts: newCounts(),
	}
	s.catalogue = newCatalogue(opts.Fields, s.id(opts.Now()))
	return s
}

// ServeHTTP answers one request: admit it (limit, key), pick what goes wrong,
// carry it out, spoil the answer, write it.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := newCall(w, r)
	in := s.admit(c)
	in.headers(w.Header())
	a := in.answer
	if a == nil {
		a = s.serve(c, in.fault, in.latency)
	}
	if a == nil || in.fault.breaks() {
		s.answered(c.op, 0)
	} else {
		s.answered(c.op, a.status) // counted before the client can see it
	}
	if a == nil { // the client has left
		panic(http.ErrAbortHandler)
	}
	emit(w, r, in.fault, a)
}

// serve carries a request out, if the fault lets it, and takes its time over it.
// It gives nil where the client left meanwhile.
func (s *Sandbox) serve(c *call, f *Fault, latency time.Duration) *answer {
	if !wait(c, latency/2) {
		return nil
	}
	var a answer
	if f == nil || f.bends() {
		a = s.carry(c, f)
	}
	if !wait(c, latency-latency/2) {
		return nil
	}
	if f != nil {
		a = f.spoil(a, func(r *refusal) answer { return s.shape(c.op, r) })
	}
	return &a
}

func wait(c *call, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.r.Context().Done():
		return false
	}
}

func (s *Sandbox) answered(op Op, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts.answered(op, status)
}
