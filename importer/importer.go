package importer

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// API is what the importer needs of the contacts API; *quo.Client is one. Its
// methods are called by many goroutines at once, and each is one attempt: the
// importer decides what to do about an error, by quo.Classify.
type API interface {
	// Lookup gives the contacts with these external ids, of any source.
	Lookup(ctx context.Context, externalIDs []string) ([]quo.Contact, error)
	// All gives every contact of the workspace.
	All(ctx context.Context, sources ...string) iter.Seq2[quo.Contact, error]
	Get(ctx context.Context, id string) (quo.Contact, error)
	Create(ctx context.Context, c quo.Contact) (quo.Contact, error)
	Update(ctx context.Context, id string, c quo.Contact) (quo.Contact, error)
	Delete(ctx context.Context, id string) error
}

// State is what the importer needs of the state; *store.Store is one, and
// another takes its changes by store.Change.Apply (the example OwnState). What
// a method owes stands at that of *store.Store. Commit is called by one
// goroutine at a time and must be on disk when it returns.
type State interface {
	Source(name string) (store.Source, bool, error)
	View(source string, read func(store.Snapshot) error) error
	Intents(source string) ([]store.Intent, error)
	Gone(source string) (map[string]string, error)
	Troubles(source string) ([]store.Trouble, bool, error)
	Runs() ([]store.Run, error)
	Journal(run string) iter.Seq2[store.JournalEntry, error]
	Commit(changes ...store.Change) error
}

// Input is one file of rows, with the mapper that was compiled for its columns.
type Input struct {
	Name   string
	Header []string // the columns as the file has them; nil for JSON
	// Indexed says that rows are told apart by their index, as in a JSON array.
	Indexed bool
	// Rows gives the rows from the first one on, each time it is called. It is
	// called a second time where the same key stands on several rows.
	Rows func(context.Context) iter.Seq2[rows.Row, error]
	// Share says how much of the input Rows has given, from 0 to 1, asked by the
	// goroutine that takes the rows. It saves memory and time; nil: nobody knows.
	Share  func() float64
	Mapper *mapping.Mapper
}

// Importer imports contacts of one source. Its fields are set before the first
// call and not changed after. Import is all of it; who wants to look at the plan
// in between calls Recover, Plan, Prepare and Apply, in that order and in one
// goroutine.
type Importer struct {
	API     API   // nil: nothing is known of Quo, as in a dry run without a key
	State   State // nil: nothing is known of earlier runs
	Source  string
	Options Options
	// Events receives what happens, one event at a time, in the goroutine that
	// recorded it: a slow receiver slows the run. nil: nobody listens.
	Events func(Event)
	// Random gives numbers in [0,1), for the jitter of retries; nil: math/rand/v2.
	Random func() float64
	Run    string // the run's id, as RunID makes it
}

// Mode is what an import may do.
type Mode string

// The modes.
const (
	Upsert     Mode = "upsert"
	CreateOnly Mode = "create"
	UpdateOnly Mode = "update"
)

// Duplicates is what to do with rows that have the same key.
type Duplicates string

// The policies for duplicates.
const (
	RejectAll Duplicates = "reject"
	KeepFirst Duplicates = "first"
	KeepLast  Duplicates = "last"
	Merge     Duplicates = "merge"
)

// Adopt is what to do with contacts that are already in Quo, made by somebody
// else, with the number of a new row.
type Adopt string

// The policies for contacts already in Quo.
const (
	AdoptAsk   Adopt = ""
	AdoptPhone Adopt = "phone"
	AdoptNone  Adopt = "none"
)

// Options are the rules of a run. The zero value is the design's default but
// for the limits, which are 0 for none.
type Options struct {
	Mode        Mode       // default Upsert
	OnDuplicate Duplicates // default RejectAll
	Overwrite   bool       // --on-drift overwrite
	Recreate    bool       // --on-deleted create
	OnGone      Gone       // default GoneKeep
	Recheck     bool
	Adopt       Adopt
	Rekey       bool // take the new key definition of a source
	AnyPlace    bool // --accept-workspace
	DryRun      bool // Plan keeps nothing to apply
	Remote      bool // of a dry run: Plan keeps what Foresee looks up

	Strict      bool
	MaxChange   Limit
	MaxCreate   Limit
	MaxShrink   Limit
	MaxFailures Limit
	MaxDuration time.Duration
	Limit       int // write at most so many rows, 0 for all

	Workers int // default 16
	// ListLag is how long a new contact may be missing from lists; 0 is the
	// default of 10 s, a negative value means that lists do not lag.
	ListLag time.Duration
	Grace   time.Duration // how long to finish what is in flight when stopped; default 20 s
}

// defaults of Options.
const (
	defaultWorkers = 16
	defaultListLag = 10 * time.Second // QUO_API, "What bites" 7: observed lag
	defaultGrace   = 20 * time.Second
)

// withDefaults returns the options with the defaults filled in. It is pure, and
// applying it again changes nothing.
func (o Options) withDefaults() Options {
	if o.Mode == "" {
		o.Mode = Upsert
	}
	if o.OnDuplicate == "" {
		o.OnDuplicate = RejectAll
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

// Limit is a number, or a share of something; the zero Limit is no limit.
type Limit struct {
	N       int
	Percent float64
	Share   bool // Percent counts, not N
	From    int  // below so many in all there is no limit
	Set     bool
}

// Over says whether n of total are more than the limit allows.
func (l Limit) Over(n, total int) bool {
	if !l.Set || total < l.From {
		return false
	}
	if l.Share {
		return float64(n) > float64(total)*l.Percent/100
	}
	return n > l.N
}

// withDefaults returns a copy of the importer with the options' defaults, so that
// the caller's fields stay as they were set.
func (im *Importer) withDefaults() *Importer {
	filled := *im
	filled.Options = im.Options.withDefaults()
	return &filled
}

func (im *Importer) emit(e Event) {
	if im.Events != nil {
		im.Events(e)
	}
}

// errNoState is a call of Apply without a state: without one, "never twice"
// cannot be kept.
var errNoState = errors.New("importer: Apply needs a State and an API")
