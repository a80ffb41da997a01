package sandbox

import (
	"cmp"
	"time"
)

// Options configure a sandbox. The zero value is a strict, harsh server that
// accepts any key and has no custom fields.
type Options struct {
	Key         string // the accepted API key; "" accepts any key but an empty one
	RevokeAfter int    // the key is refused after this many requests; 0 never
	Fields      []Field

	RatePerSecond int    // requests a second and key; 0 means 10, -1 no limit and no headers
	Window        Window // how the limit is counted
	RetryAfter    bool   // a 429 has Retry-After; Quo was not seen to send it

	AllowDoubles     bool // the pair (source, externalId) is not kept unique
	FreeDeletedPairs bool // a deleted contact does not keep its pair

	ListLag       time.Duration // how long a created contact is missing from lists; GET by id has it
	ListStale     time.Duration // how long lists show the old body of a changed contact
	UnstablePages bool          // pages of one sequence may repeat and miss contacts

	KeepOmitted    bool // a PATCH keeps the externalId, source and sourceUrl that it leaves out
	MergePatch     bool // a PATCH appends to lists instead of replacing them
	IgnoreNullRole bool // a PATCH with role null leaves the role
	Normalise      bool // names are trimmed, blank ones are null, emails are lower case

	MaxIDs        int  // maximum of externalIds in one request; 0 means 20
	WrappedErrors bool // errors are {"error":{…}} instead of flat

	// Latency returns the duration of one request: half of it passes before the
	// request is carried out and half after. A request whose client leaves in the
	// first half is not carried out. Latency is called under the sandbox's lock
	// and needs none of its own.
	Latency func() time.Duration

	Now  func() time.Time // nil means time.Now
	Seed uint64           // of the order of lists and of ids
}

const defaultRate = 10 // requests per second and key (docs/quo-api.md, "Basics")

func (o Options) withDefaults() Options {
	o.RatePerSecond = cmp.Or(o.RatePerSecond, defaultRate)
	o.MaxIDs = cmp.Or(o.MaxIDs, 20)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}
