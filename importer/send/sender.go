package send

import (
	"context"
	"errors"
	"iter"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/ratelimit"
)

// LookupSize is the maximum of external ids in a look-up (docs/quo-api.md, rule 5).
const LookupSize = 20

// pageSize is how many contacts one page of a list has (docs/quo-api.md, "Endpoints").
const pageSize = 50

// ListIsCheaper reports whether listing so many contacts takes fewer requests than looking
// up so many keys.
func ListIsCheaper(contacts, keys int) bool { return keys/LookupSize > contacts/pageSize+1 }

// API is the contacts API, as the importer needs it; *quo.Client implements it. Its
// methods are called concurrently, and each call is one attempt: what to do about an
// error is decided here, by its class (quo.Classify).
type API interface {
	// Lookup returns the contacts with these external ids, of any source.
	Lookup(ctx context.Context, externalIDs []string) ([]quo.Contact, error)
	// All returns every contact of the workspace, or those of some sources.
	All(ctx context.Context, sources ...string) iter.Seq2[quo.Contact, error]
	Get(ctx context.Context, id string) (quo.Contact, error)
	Create(ctx context.Context, c quo.Contact) (quo.Contact, error)
	Update(ctx context.Context, id string, c quo.Contact) (quo.Contact, error)
	Delete(ctx context.Context, id string) error
	// CustomFields returns the custom fields of the workspace.
	CustomFields(ctx context.Context) ([]quo.CustomField, error)
}

// Sender sends the requests of one run. Its methods may be called concurrently.
type Sender struct {
	*Stopper
	api     API
	breaker *breaker
	canary  canary
	random  func() float64 // nil: math/rand/v2
	fields  fields
}

// Config is what a Sender needs besides the API.
type Config struct {
	Random func() float64    // numbers in [0,1), for the jitter of retries; nil: math/rand/v2
	Fields []quo.CustomField // of the workspace, as far as known: it saves a request
}

// New returns the Sender of a run.
func New(api API, c Config) *Sender {
	return &Sender{
		Stopper: newStopper(), api: api, breaker: newBreaker(), canary: newCanary(), random: c.Random,
		fields: newFields(c.Fields),
	}
}

// Halt stops the run and lets no more requests through.
func (s *Sender) Halt(why *event.StopError) {
	s.Stop(why)
	s.breaker.halt()
}

// Reply is what became of one request.
type Reply struct {
	Next   Next
	Counts bool // a failure counts as an attempt of the row
	Err    error
}

// Attempts counts the attempts of a row, and waits between them.
type Attempts struct{ counted ratelimit.Attempts }

// Attempts starts counting for a row.
func (s *Sender) Attempts() *Attempts {
	return &Attempts{ratelimit.Attempts{Max: maxAttempts, Random: s.random}}
}

// Next waits for the next attempt, and reports whether there is one. After a failure
// that does not count it returns at once: the breaker or the limiter waits.
func (a *Attempts) Next(ctx context.Context, counts bool) bool {
	if !counts {
		return ctx.Err() == nil
	}
	return a.counted.Next(ctx)
}

// once sends a request when the breaker allows it. row is the key of the row that the
// request is about, or of one of several.
func (s *Sender) once(ctx context.Context, op operation, row string, several bool, request func(context.Context) error) Reply {
	if err := s.breaker.wait(ctx); err != nil {
		return Reply{Next: Halted, Err: err}
	}
	err := request(ctx)
	if ctx.Err() != nil && err != nil {
		// The run was cut off: this is not a failure of the server or the row.
		return Reply{Next: outcomes[op][quo.Classify(err)], Err: err}
	}
	if blocked, ok := errors.AsType[*ratelimit.BlockedError](err); ok {
		s.Halt(event.Stopf(event.StopOutage, err, "%v: run the same command again then to continue", blocked))
		return Reply{Next: Halted, Err: err}
	}
	if stop, ok := errors.AsType[*event.StopError](err); ok { // of what lies between here and the wire
		s.Halt(stop)
		return Reply{Next: Halted, Err: err}
	}
	counts, exhausted := s.breaker.observe(row, several, quo.Classify(err))
	if exhausted {
		s.Halt(event.Stopf(event.StopOutage, err, "nothing has succeeded for %s, the last answer was: %v; run the same command again later to continue", breakerTimeout, err))
	}
	if quo.Classify(err) == quo.Fatal {
		s.Halt(fatal(err))
	}
	return Reply{Next: outcomes[op][quo.Classify(err)], Counts: counts, Err: err}
}

// fatal returns the reason to stop of an answer that ends the run.
func fatal(err error) *event.StopError {
	if _, ok := errors.AsType[*quo.FilterIgnoredError](err); ok {
		return event.Stopf(event.StopFilter, err, "%v", err)
	}
	return event.Stopf(event.StopRefused, err, "stopped: %v", err)
}

// read sends a read until it is answered, is refused, or has failed too often.
func (s *Sender) read(ctx context.Context, row string, several bool, request func(context.Context) error) error {
	for attempts := s.Attempts(); ; {
		reply := s.once(ctx, opRead, row, several, request)
		if reply.Next != Again || !attempts.Next(ctx, reply.Counts) {
			return reply.Err
		}
	}
}

// Lookup reads the contacts with some external ids, at most LookupSize.
func (s *Sender) Lookup(ctx context.Context, keys ...string) (found []quo.Contact, err error) {
	err = s.read(ctx, keys[0], len(keys) > 1, func(ctx context.Context) (err error) {
		found, err = s.api.Lookup(ctx, keys)
		return err
	})
	for i := range found {
		if failed := s.existing(ctx, &found[i]); failed != nil {
			return nil, failed
		}
	}
	return found, err
}

// Get reads a contact by its id; nil if there is none. key is that of the row.
func (s *Sender) Get(ctx context.Context, key, id string) (*quo.Contact, error) {
	var c quo.Contact
	err := s.read(ctx, key, false, func(ctx context.Context) (err error) {
		c, err = s.api.Get(ctx, id)
		return err
	})
	if outcomes[opRead][quo.Classify(err)] == Absent {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &c, s.existing(ctx, &c)
}

// All reads every contact of the workspace, or those of some sources. It calls
// restart and begins again after a page that failed.
func (s *Sender) All(ctx context.Context, restart func(), see func(*quo.Contact), sources ...string) error {
	return s.read(ctx, "list", true, func(ctx context.Context) error {
		restart()
		for c, err := range s.api.All(ctx, sources...) {
			if err != nil {
				return err
			}
			if err := s.existing(ctx, &c); err != nil {
				return err
			}
			see(&c)
		}
		return nil
	})
}

// Create sends one POST.
func (s *Sender) Create(ctx context.Context, key string, c quo.Contact) (answer quo.Contact, reply Reply) {
	reply = s.once(ctx, opCreate, key, false, func(ctx context.Context) (err error) {
		answer, err = s.api.Create(ctx, c)
		return err
	})
	return answer, reply
}

// Update sends one PATCH and calls check with the answer. No second PATCH of a run is
// sent before the answer to the first one has been checked.
func (s *Sender) Update(ctx context.Context, key, id string, c quo.Contact, check func(answer *quo.Contact)) Reply {
	c = c.Clone()
	values := len(c.Custom)
	if err := s.existing(ctx, &c); err != nil {
		return Reply{Next: Refuse, Err: err}
	}
	if len(c.Custom) < values { // it was merged before we knew that a field was deleted
		return Reply{Next: LookFirst, Counts: true, Err: errDeleted}
	}
	leave, err := s.canary.enter(ctx, s.Quit())
	if err != nil {
		return Reply{Next: Halted, Err: err}
	}
	var answer quo.Contact
	reply := s.once(ctx, opUpdate, key, false, func(ctx context.Context) (err error) {
		answer, err = s.api.Update(ctx, id, c)
		return err
	})
	if reply.Next == Done {
		// What the answer shows of a field that was deleted a moment ago is nobody's loss.
		_ = s.existing(ctx, &answer)
		check(&answer)
	}
	leave(reply.Next == Done && !s.Stopping())
	if reply.Next == Refuse && s.deletedSince(ctx, &c, reply.Err) {
		return Reply{Next: LookFirst, Counts: true, Err: reply.Err}
	}
	return reply
}

// Delete sends one DELETE.
func (s *Sender) Delete(ctx context.Context, key, id string) Reply {
	return s.once(ctx, opDelete, key, false, func(ctx context.Context) error { return s.api.Delete(ctx, id) })
}
