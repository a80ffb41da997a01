package plan

import (
	"context"

	"github.com/quo-import/quo-import/importer/person"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// FindAgain returns the contact of the app to use for a row whose contact was deleted, ""
// for none. Where a contact may be the person and the options do not say that it is used,
// why says so: nothing must be created then. The first call lists the workspace. It may be
// called concurrently.
func (p *Plan) FindAgain(ctx context.Context, s *send.Sender, key string, d *mapping.Desired) (id, why string, err error) {
	if p.config.Options.Adopt == policy.AdoptNone {
		return "", "", nil
	}
	p.late.mu.Lock()
	defer p.late.mu.Unlock()
	if err := p.listLate(ctx, s); err != nil {
		return "", "", err
	}
	row := person.OfRow(d)
	c := candidate{key, row, Adoption{Key: key, Name: row.Name()}}
	for _, f := range p.late.seen.matches(row) {
		if !p.late.taken[f.ID] {
			c.adoption.Contacts = append(c.adoption.Contacts, f)
		}
	}
	list, err := p.withoutKnown(ctx, []candidate{c})
	if err != nil || len(list) == 0 || len(list[0].adoption.Contacts) == 0 {
		return "", "", err
	}
	if o := p.config.Options; o.Adopt != policy.AdoptAsk {
		id = assign(list, o.Adopt == policy.AdoptPhoneOnly)[key]
	}
	if id == "" {
		return "", refusal(list[0].adoption, p.config.Options.Adopt), nil
	}
	p.late.taken[id] = true
	return id, "", nil
}

func (p *Plan) listLate(ctx context.Context, s *send.Sender) (err error) {
	if p.late.seen != nil {
		return nil
	}
	seen := newInventory()
	if err := s.All(ctx, func() { seen = newInventory() }, func(c *quo.Contact) { seen.add(c, p.config.Source) }); err != nil {
		return err
	}
	p.late.seen, p.late.taken = seen, map[string]bool{}
	for _, id := range p.adopt {
		p.late.taken[id] = true
	}
	return nil
}
