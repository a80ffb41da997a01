package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/person"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Prepare asks Quo what has to be known before the first write, and may set Plan.Stop:
// whether the state is of this workspace; whether the contacts that the plan creates are
// there already; and which of the rows that are only to be compared differ. It writes
// nothing. A plan without writes costs no request.
func (p *Plan) Prepare(ctx context.Context, s *send.Sender) error {
	defer func() { p.inFile = nil }() // the table of all keys, which nothing needs while it is written
	if p.Stop != nil || p.Writes+p.Counts.Deleted == 0 {
		return nil
	}
	for _, step := range []func(context.Context, *send.Sender) error{p.guardWorkspace, p.rejectSharedIDs, p.findPeople, p.compareKnown} {
		if err := step(ctx, s); err != nil {
			return s.Reason(err)
		}
		if p.Stop != nil {
			return nil
		}
	}
	p.Stop = cmp.Or(p.guardCreate(), p.guardAppends())
	return nil
}

// Adopt decides about the people who are in Quo already, after Prepare has stopped for
// that, and prepares the rest; the workspace is not listed again.
func (p *Plan) Adopt(ctx context.Context, s *send.Sender, adopt policy.Adopt) error {
	if p.Stop == nil || p.Stop.Kind != event.StopAdopt || adopt == policy.AdoptAsk {
		return nil
	}
	list := p.open
	p.Stop, p.open, p.Adoptions, p.Adoptable, p.config.Options.Adopt = nil, nil, nil, 0, adopt
	if adopt != policy.AdoptNone {
		p.Adoptable = len(list)
		if err := p.decidePeople(list); err != nil {
			return err
		}
	}
	if err := p.compareKnown(ctx, s); err != nil {
		return s.Reason(err)
	}
	if p.Stop == nil {
		p.Stop = cmp.Or(p.guardCreate(), p.guardAppends())
	}
	return nil
}

// guardKeys is how many known keys are looked up before a workspace is called another
// one, and guardReads how many of their contacts are read by their ids then.
const (
	guardKeys  = send.LookupSize
	guardReads = 3
)

func (p *Plan) guardWorkspace(ctx context.Context, s *send.Sender) (err error) {
	if p.Records > 0 {
		p.Stop, err = GuardWorkspace(ctx, s, p.config, p.Records, func(n event.Notice) { p.Notices = append(p.Notices, n) })
	}
	return err
}

// GuardWorkspace refuses a workspace that has none of the contacts that the state knows.
// Contacts are compared by their ids: keys that coincide are no proof, since two
// customers may count theirs alike.
func GuardWorkspace(ctx context.Context, s *send.Sender, c Config, records int, notice func(event.Notice)) (*event.StopError, error) {
	if c.Options.AcceptWorkspace {
		return nil, nil
	}
	known := map[string]store.Record{}
	var keys []string
	err := c.State.View(ctx, c.Source, func(snap store.Snapshot) (err error) {
		if keys, err = snap.Sample(guardKeys); err != nil || len(keys) == 0 {
			return err
		}
		known, err = snap.Records(keys...)
		return err
	})
	keys = slices.DeleteFunc(keys, func(key string) bool { return known[key].Gone })
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	found, err := s.Lookup(ctx, keys...)
	if _, refused := errors.AsType[*quo.RefusedError](err); err != nil && !refused {
		return nil, err
	}
	ours, newer := 0, 0
	for _, contact := range found {
		if rec := known[contact.ExternalID]; rec.ContactID == contact.ID {
			ours++
			if quo.Older(rec.UpdatedAt, contact.UpdatedAt) && !rec.UpdatedAt.IsZero() {
				newer++
			}
		}
	}
	if ours >= guardReads && newer == ours {
		notice(event.Notice{Kind: "state-old", Text: fmt.Sprintf("all %d known contacts that were looked up were changed in Quo after the state last recorded them: if the state was restored from a backup, run once with --recheck; values that an import wrote since the backup are taken for changes made in Quo, so that --on-drift overwrite puts back what the file says", ours)})
	}
	for _, key := range keys[:min(len(keys), guardReads)] {
		if ours > 0 {
			return nil, nil
		}
		contact, err := s.Get(ctx, key, known[key].ContactID)
		if err != nil {
			return nil, err
		}
		if contact != nil && isOf(contact, key, known[key]) {
			ours++
		}
	}
	if ours > 0 {
		return nil, nil
	}
	pairs := make([]string, len(keys))
	for i, key := range keys {
		pairs[i] = key + " is contact " + known[key].ContactID
	}
	return event.Stopf(event.StopWorkspace, nil, "the state knows %d contacts of source %q, and this workspace has none of the %d that were looked up (%s …): is the API key of another workspace? Use its own state file (-s), or pass --accept-workspace", records, c.Source, len(keys), examples(pairs)), nil
}

// isOf reports whether a contact is that of a record: it carries the key or, where
// another tool removed that, has a number or the name that was written. Of a record that
// knows neither, such as an imported one, the id has to do.
func isOf(c *quo.Contact, key string, rec store.Record) bool {
	p := person.OfContact(c)
	return c.ExternalID == key || rec.Name == 0 && len(rec.Numbers) == 0 || store.NameHash(p.Key()) == rec.Name && rec.Name != 0 ||
		slices.ContainsFunc(p.Numbers, func(n string) bool { return slices.Contains(rec.Numbers, store.NumberHash(n)) })
}

// rejectSharedIDs rejects the rows of different keys that name the same contact: which
// of them it belongs to cannot be known.
func (p *Plan) rejectSharedIDs(context.Context, *send.Sender) error {
	if p.named < 2 {
		return nil
	}
	rows := map[string][]string{} // contact → the rows that name it
	for t, err := range p.Tasks() {
		if err != nil {
			return err
		}
		if id := t.Desired.ContactID; id != "" {
			rows[id] = append(rows[id], t.Row.Pos.String())
		}
	}
	for t, err := range p.Tasks() {
		if err != nil {
			return err
		}
		if same := rows[t.Desired.ContactID]; len(same) > 1 {
			p.reject(t, mapping.FieldError{Column: "contactId", Value: t.Desired.ContactID, Kind: "contact-shared", Message: fmt.Sprintf(
				"is named by %d rows with different keys (%s): leave it in the row of that person", len(same), examples(same))})
		}
	}
	return nil
}

// guardAppends refuses updates of a server that was seen to append to lists.
func (p *Plan) guardAppends() *event.StopError {
	if p.source.Appends == "" || p.config.Options.AcceptAppends || p.Counts.Updated == 0 {
		return nil
	}
	return event.Stopf(event.StopAppends, nil, "in run %s Quo's server appended to the lists of a contact instead of replacing them, so that %d updates would leave numbers twice: nothing was written; report it to Quo, pass --mode create to only create contacts, or --accept-appends when it is repaired", p.source.Appends, p.Counts.Updated)
}
