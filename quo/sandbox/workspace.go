package sandbox

import (
	"math/rand/v2"
	"net/http"
)

// workspace is the data behind the API: contacts and custom fields.
type workspace struct {
	opts       Options
	behaviours []behaviour
	book       *book
	catalogue  catalogue
	random     *rand.Rand
}

func newWorkspace(opts Options) *workspace {
	book := newBook(opts.Seed, opts.FoldIDs)
	return &workspace{
		opts:       opts,
		behaviours: opts.behaviours(),
		book:       book,
		catalogue:  newCatalogue(opts.Fields, book.ids(opts.Now())),
		random:     rand.New(rand.NewPCG(opts.Seed, 1)),
	}
}

// find returns a living contact or a 404.
func (w *workspace) find(id string) (*record, *refusal) {
	if r, ok := w.book.byID[id]; ok {
		return r, nil
	}
	return nil, refused(http.StatusNotFound, "Contact not found")
}

// conflict returns a 409 if a contact cannot have its pair, because another than r has
// it. r is nil for a new contact.
func (w *workspace) conflict(c *Contact, r *record) *refusal {
	p, ok := w.book.pair(c)
	if !ok || w.opts.AllowDoubles || w.book.free(p, r) {
		return nil
	}
	return refused(http.StatusConflict, "A contact with source "+p.source+" and external ID "+p.externalID+" already exists")
}

// writable is find for a write: contacts of native integrations are read-only.
func (w *workspace) writable(id string) (*record, *refusal) {
	r, refusal := w.find(id)
	if refusal == nil && readOnly(r.cur) {
		refusal = refused(http.StatusForbidden, "This contact is synced by an integration and is read-only")
		refusal.code, refusal.title = "01403", described["01403"]
	}
	return r, refusal
}
