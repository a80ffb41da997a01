// Package policy has the rules of a run: what it may do with a contact, and what makes
// it stop. Start with Options. Defaults are pure functions of it.
package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Mode is what an import may do.
type Mode string

// The modes.
const (
	Upsert     Mode = "upsert"
	CreateOnly Mode = "create"
	UpdateOnly Mode = "update"
)

// OnDuplicate is what to do with rows that have the same key. Its flag is
// --on-duplicate.
type OnDuplicate string

// The policies for duplicates.
const (
	RejectDuplicates OnDuplicate = "reject"
	KeepFirst        OnDuplicate = "first"
	KeepLast         OnDuplicate = "last"
	MergeDuplicates  OnDuplicate = "merge"
)

// Adopt is what to do with contacts that are already in Quo, made in the app,
// that have the number of a new row.
type Adopt string

// The policies for contacts already in Quo.
const (
	AdoptAsk       Adopt = ""           // a person decides
	AdoptPhone     Adopt = "phone"      // use a contact whose number and name, or number and email, agree
	AdoptPhoneOnly Adopt = "phone-only" // use a contact whose number agrees, whatever its name
	AdoptNone      Adopt = "none"       // create another contact, and do not look for them
)

// Unmapped is what to do with values that we wrote into fields that the mapping no
// longer feeds.
type Unmapped string

// The policies for fields that are no longer mapped.
const (
	KeepUnmapped  Unmapped = "keep"
	ClearUnmapped Unmapped = "clear"
)

// OnMissing is what to do about missing rows: keys of ours that are no longer in
// the input. Its flag is --on-gone.
type OnMissing string

// The policies for missing rows.
const (
	KeepMissing   OnMissing = "keep"
	ReportMissing OnMissing = "report"
	DeleteMissing OnMissing = "delete"
)

// Options are the rules of a run. The zero value is usable: every field has a
// default, and a limit that is not set limits nothing.
type Options struct {
	Mode        Mode        // default Upsert
	OnDuplicate OnDuplicate // default RejectDuplicates
	OnMissing   OnMissing   // default KeepMissing
	Adopt       Adopt
	Unmapped    Unmapped // default KeepUnmapped
	Overwrite   bool     // --on-drift overwrite: the file wins over values changed in Quo
	Recreate    bool     // --on-deleted create: a contact deleted in Quo is created again
	Recheck     bool     // read every known contact, even if its row did not change

	Rekey           bool // accept another key definition for the source
	AcceptWorkspace bool // accept a workspace that has none of the known contacts
	AcceptAppends   bool // update although the server was seen to append to lists
	AcceptNewKeys   bool // continue although most known keys are missing and as many new ones come

	DryRun bool // only plan: the plan cannot be applied

	Strict      bool // write nothing if any row is rejected
	MaxChange   Limit
	MaxCreate   Limit
	MaxShrink   Limit
	MaxFailures Limit
	MaxDuration time.Duration // stop after this time; 0 is never
	MaxWrites   int           // --limit: write at most this many rows; 0 is all

	Workers int // at most this many requests in flight; default 16
	// ListLag is how long a new contact may be missing from lists; 0 is the
	// default of 10 s, a negative value means that lists do not lag
	// (docs/quo-api.md, rule 7).
	ListLag time.Duration
	// Grace is how long a run that is stopping may take to finish what is in
	// flight; default 20 s.
	Grace time.Duration
}

// Defaults of Options.
const (
	defaultWorkers = 16
	defaultListLag = 10 * time.Second
	defaultGrace   = 20 * time.Second
)

// WithDefaults returns the options with the defaults filled in. It is pure:
// applying it again changes nothing.
func (o Options) WithDefaults() Options {
	if o.Mode == "" {
		o.Mode = Upsert
	}
	if o.Mode == UpdateOnly {
		o.Recreate = false // nothing is created
	}
	if o.OnDuplicate == "" {
		o.OnDuplicate = RejectDuplicates
	}
	if o.OnMissing == "" {
		o.OnMissing = KeepMissing
	}
	if o.Unmapped == "" {
		o.Unmapped = KeepUnmapped
	}
	if o.Workers <= 0 {
		o.Workers = defaultWorkers
	}
	if o.ListLag == 0 {
		o.ListLag = defaultListLag
	}
	if o.Grace <= 0 {
		o.Grace = defaultGrace
	}
	return o
}

// Limit is a number, or a percentage of something; the zero Limit is none.
type Limit struct {
	Set        bool
	N          int
	Percent    float64
	Percentage bool // Percent applies, not N
	From       int  // below this total there is no limit
}

// Exceeded reports whether n of total exceed the limit.
func (l Limit) Exceeded(n, total int) bool {
	if !l.Set || total < l.From {
		return false
	}
	if l.Percentage {
		return float64(n) > float64(total)*l.Percent/100
	}
	return n > l.N
}

// String returns the limit as ParseLimit reads it.
func (l Limit) String() string {
	switch {
	case !l.Set:
		return ""
	case l.Percentage:
		return fmt.Sprintf("%g%%", l.Percent)
	}
	return strconv.Itoa(l.N)
}

// ParseLimit reads a number, such as 100, or a percentage, such as 5%. The empty
// text is no limit.
func ParseLimit(text string) (Limit, error) {
	if text == "" {
		return Limit{}, nil
	}
	if percent, ok := strings.CutSuffix(text, "%"); ok {
		if p, err := strconv.ParseFloat(percent, 64); err == nil && p >= 0 && p <= 100 {
			return Limit{Percent: p, Percentage: true, Set: true}, nil
		}
	} else if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return Limit{N: n, Set: true}, nil
	}
	return Limit{}, fmt.Errorf("%q is neither a number, such as 100, nor a percentage, such as 5%%", text)
}
