package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Options configure a sandbox. The zero value is a strict, harsh server that
// accepts any key and has no custom fields.
type Options struct {
	Key    string // the accepted API key; "" accepts any key but an empty one
	Fields []Field

	RatePerSecond int    // requests a second and key; 0 means 10, -1 no limit and no headers
	Window        Window // how the limit is counted

	AllowDoubles     bool // the pair (source, externalId) is not kept unique
	FreeDeletedPairs bool // a deleted contact does not keep its pair

	ListLag       time.Duration // how long a created contact is missing from lists; GET by id has it
	ListStale     time.Duration // how long lists show the old body of a changed contact
	ListSkip      float64       // the chance that a list leaves a contact out, unless it filters by external id
	UnstablePages bool          // pages of one sequence may repeat and miss contacts
	CoarseReads   bool          // lists and GETs show times in whole seconds, answers to writes in milliseconds

	FoldIDs  bool                 // external ids are compared without case
	SplitIDs bool                 // an external id in the query of a list is split at commas, not refused
	RefuseID func(id string) bool // a list that filters by such an external id is refused
	MaxIDs   int                  // maximum of externalIds in one request; 0 means 20
	MaxURL   int                  // maximum length of a URL's path and query, above it 414; 0 means 8190

	KeepOmitted       bool // a PATCH keeps the externalId, source and sourceUrl that it leaves out
	FixedIDs          bool // a PATCH never changes the externalId of a contact that has one
	MergePatch        bool // a PATCH appends to lists instead of replacing them
	DropScalars       bool // a PATCH clears the scalars of defaultFields that it leaves out
	NoDatedAPI        bool // the dated API answers 404, as on the older host
	DatedDropScalars  bool // a PATCH of the dated API clears the scalars that it leaves out
	IgnoreNullRole    bool // a PATCH with role null leaves the role
	KeepDeletedFields bool // a PATCH keeps the values of fields that SetFields deleted

	Normalise     []Normalisation // what happens to values
	StaleAnswers  bool            // a PATCH is answered with the contact as it was before
	LeanAnswers   []string        // properties that answers to a POST or PATCH lack, such as "customFields" or "role"
	WrappedErrors bool            // errors are {"error":{…}} instead of flat

	PhoneNumbers []PhoneNumber // of the workspace

	// Latency returns the duration of one request: half of it passes before the
	// request is carried out and half after. A request whose client leaves in the
	// first half is not carried out. Latency is called under the sandbox's lock
	// and needs none of its own.
	Latency func() time.Duration

	Now  func() time.Time // nil means time.Now
	Seed uint64           // of the order of lists and of ids
}

const (
	defaultRate = 10   // requests per second and key (docs/quo-api.md, "Basics")
	defaultURL  = 8190 // of common gateways: 8 kB for the line with method, URL and version
)

// numbers returns the workspace's phone numbers with an id each.
func (o Options) numbers() []PhoneNumber {
	numbers := slices.Clone(o.PhoneNumbers)
	for i := range numbers {
		numbers[i].ID = cmp.Or(numbers[i].ID, fmt.Sprintf("PN%024d", i+1))
	}
	return numbers
}

func (o Options) withDefaults() Options {
	o.RatePerSecond = cmp.Or(o.RatePerSecond, defaultRate)
	o.MaxIDs = cmp.Or(o.MaxIDs, 20)
	o.MaxURL = cmp.Or(o.MaxURL, defaultURL)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}
