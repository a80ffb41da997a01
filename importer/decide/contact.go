package decide

import (
	"errors"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/person"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// Facts are what is known of a row when it is decided with the contact in Quo.
// Contacts that were read are added with Learn.
type Facts struct {
	Key     string
	Desired *mapping.Desired
	From    string        // the key of Record, if the contact moves from it to Key; else ""
	Record  *store.Record // nil: the key is not known
	Found   []quo.Contact // contacts that carry Key or From, of any source
	Adopt   string        // the id of the contact of the app to use for a new key; "" for none
	Stale   bool          // Found was read too long ago to be merged

	// Searched: of a contact that is gone, that people were looked for who may have made
	// it anew, and Maybe is who may be one of them.
	Searched bool
	Maybe    string

	// Tried: an update was sent. That its contact is gone has to be confirmed.
	Tried bool
	// Wrote is what is ours after a write of this row whose answer was lost, and which
	// turned out to have been carried out; nil: there was none.
	Wrote *store.Base

	read map[string]*quo.Contact // contacts read by id; nil: there is none
}

// Learn adds what reading a contact by its id showed; nil for no such contact.
func (f *Facts) Learn(id string, c *quo.Contact) {
	if f.read == nil {
		f.read = map[string]*quo.Contact{}
	}
	f.read[id] = c
}

// Recognise adds what a search for people showed: the contact of the app to use, or who
// may be the person.
func (f *Facts) Recognise(id, maybe string) { f.Searched, f.Adopt, f.Maybe = true, id, maybe }

// Expire has all contacts read again, because they may have changed meanwhile.
func (f *Facts) Expire() { f.read, f.Stale = nil, true }

// Decision is what to do with a row.
type Decision struct {
	Verb     Verb
	Reason   string // for a person: of Skip, Fail and Unchanged
	Conflict bool   // of Fail: the key or number is taken by another contact

	ID      string // the contact; of Read, the one to read
	Confirm bool   // of Read: that it is gone has to be confirmed

	Contact  *quo.Contact         // of Update and Unchanged: as Quo has it
	Merged   merge.Result         // of Create, Update and Unchanged
	Warnings []mapping.FieldError // of Update
	Adopted  bool                 // the contact is not of our source yet
	Ours     bool                 // the contact is of our source, but the state did not know it
	Gone     bool                 // of Create and Skip: the contact of the key was deleted in Quo
}

// Policy is what ByContact needs of the rules of a run.
type Policy struct {
	Source    string
	Mode      policy.Mode
	Overwrite bool
	Recreate  bool
	Clear     bool             // what we wrote into fields that are not mapped any more is cleared
	Mapped    []mapping.Target // what the mapping feeds; only Clear needs it
}

// ByContact decides a row that ByState wants written. It returns Read until it knows
// every contact that it needs, and Search before a contact is created again.
func ByContact(f *Facts, p Policy) Decision {
	recorded := ""
	if f.Record != nil {
		recorded = f.Record.ContactID
	}
	listed, err := f.Listed(f.Found, p.Source)
	switch {
	case err != nil:
		return Conflict(err.Error())
	case listed != nil && f.Record == nil && p.Mode == policy.CreateOnly:
		return Decision{Verb: Skip, ID: listed.ID, Reason: "already in Quo (--mode create)"}
	case listed != nil && f.Record != nil && listed.ID != recorded:
		return f.otherContact(listed, p)
	case listed != nil:
		return f.ourContact(listed.ID, listed, p)
	case f.Record != nil:
		return f.ourContact(recorded, nil, p)
	case f.Desired.ContactID != "":
		return f.namedContact(p)
	}
	return f.newContact(p)
}

// Moves says, of a contact that moves to another key, which key it had; "" for others.
func (f *Facts) Moves() string {
	if f.From == "" {
		return ""
	}
	return "its key was " + f.From
}

// Keys are the keys under which Quo may have the contact.
func (f *Facts) Keys() []string {
	if f.From == "" {
		return []string{f.Key}
	}
	return []string{f.Key, f.From}
}

// Listed returns the contact of the row among those that a look-up of its Keys returned,
// nil for none. The error is a conflict.
func (f *Facts) Listed(found []quo.Contact, source string) (*quo.Contact, error) {
	recorded := ""
	if f.Record != nil {
		recorded = f.Record.ContactID
	}
	c, err := Find(found, f.Key, source, recorded)
	if c != nil || err != nil || f.From == "" || f.Record == nil {
		return c, err
	}
	for i := range found { // it still has its former key
		if c := &found[i]; c.ID == recorded && c.ExternalID == f.From {
			return c, nil
		}
	}
	return nil, nil
}

// otherContact decides about a known key that Quo has under another id than the state.
// A key alone is no proof: the state may be of another workspace. It is the contact of
// the key only if the one that the state knows is gone.
func (f *Facts) otherContact(listed *quo.Contact, p Policy) Decision {
	recorded := f.Record.ContactID
	c, known := f.read[recorded]
	switch {
	case !known:
		return Decision{Verb: Read, ID: recorded}
	case c != nil:
		return Conflict(fmt.Sprintf("the state knows contact %s for the key, and Quo has contact %s under it: delete the wrong one in Quo, then import again", recorded, listed.ID))
	}
	return f.ourContact(listed.ID, listed, p)
}

// ourContact decides about the contact of a key: the one that carries it, or else
// the one that the state knows. A listed one that may be older than our own last
// write, or was listed too long ago, is read by its id.
func (f *Facts) ourContact(id string, listed *quo.Contact, p Policy) Decision {
	c, known := f.read[id]
	if !known && listed != nil && !f.Stale && !(f.Record != nil && id == f.Record.ContactID && older(listed, f.Record)) {
		c, known = listed, true
	}
	switch {
	case !known:
		return Decision{Verb: Read, ID: id, Confirm: f.Record == nil || !f.Record.Gone}
	case c != nil:
		return f.update(c, p)
	case p.Recreate && f.Adopt != "":
		again := *f
		again.Record = nil // of the contact that is gone
		return again.newContact(p)
	case p.Recreate && !f.Searched && !(f.Record != nil && f.Record.Gone): // else the plan has looked
		return Decision{Verb: Search}
	case p.Recreate && f.Maybe != "":
		return Decision{Verb: Skip, ID: id, Gone: true, Reason: "deleted in Quo, and not created again: " + f.Maybe}
	case p.Recreate:
		return f.create(p, Decision{Gone: true, Reason: "was deleted in Quo"})
	}
	return Decision{Verb: Skip, ID: id, Gone: true, Reason: deletedInQuo}
}

const deletedInQuo = "deleted in Quo: left alone (--on-deleted create creates it again)"

// older reports whether a listed contact may be from before our own last write.
func older(c *quo.Contact, r *store.Record) bool { return quo.Older(c.UpdatedAt, r.UpdatedAt) }

// namedContact decides about a new key whose row names its contact. One that
// another source made belongs there: without its key it would be made again.
func (f *Facts) namedContact(p Policy) Decision {
	id := f.Desired.ContactID
	c, read := f.read[id]
	switch {
	case !read:
		return Decision{Verb: Read, ID: id, Confirm: f.Tried}
	case c == nil:
		return Decision{Verb: Fail, Reason: fmt.Sprintf("Quo has no contact %s, which the file names: leave the cell empty to create one", id)}
	case c.Source != p.Source && !quo.AppSource(c.Source) && !quo.ReadOnlySource(c.Source):
		return Decision{Verb: Fail, ID: id, Reason: fmt.Sprintf("contact %s, which the file names, is of source %q: import it there, or under that --source", c.ID, c.Source)}
	}
	return f.update(c, p)
}

// newContact decides about a key that neither state nor Quo knows.
func (f *Facts) newContact(p Policy) Decision {
	switch {
	case p.Mode == policy.UpdateOnly:
		return Decision{Verb: Skip, Reason: "not in Quo (--mode update)"}
	case f.Adopt == "":
		return f.create(p, Decision{})
	}
	id := f.Adopt
	c, read := f.read[id]
	switch {
	case !read: // it was listed just now
		return Decision{Verb: Read, ID: id, Confirm: true}
	case c == nil:
		return f.create(p, Decision{})
	}
	return f.update(c, p)
}

func (f *Facts) create(p Policy, d Decision) Decision {
	d.Verb, d.Merged = Create, merge.New(f.Key, f.Desired)
	d.Merged.Target.ExternalID, d.Merged.Target.Source = f.Key, p.Source
	d.Merged.Target.CreatedByUserID = f.Desired.CreatedBy
	return d
}

// update merges the row into the contact that Quo has for it.
func (f *Facts) update(c *quo.Contact, p Policy) Decision {
	if quo.ReadOnlySource(c.Source) {
		return Decision{Verb: Fail, ID: c.ID, Contact: c, Reason: ReadOnly(c)}
	}
	ours := c.Source == p.Source && c.ExternalID == f.Key // else another tool removed the key, or it is adopted
	d := Decision{Verb: Update, ID: c.ID, Contact: c, Adopted: !ours && f.Record == nil, Ours: ours && f.Record == nil}
	in := merge.Input{Key: f.Key, Desired: f.Desired, Remote: c, Overwrite: p.Overwrite, Clear: p.Clear, Mapped: p.Mapped}
	if f.Record != nil {
		in.Base = f.Record.Base
		if f.From != "" {
			in.Base = merge.Rekeyed(in.Base, f.From, f.Key, c, f.Desired)
			d.Reason = f.Moves()
		}
	}
	if f.Wrote != nil {
		in.Base = *f.Wrote
	}
	// Of a state that was rebuilt the contact is known, not what we wrote there.
	in.Heal = (ours || f.Record != nil && c.Source == p.Source) && len(in.Base) == 0 && f.Wrote == nil
	d.Merged = merge.Merge(in)
	d.Merged.Target.ExternalID = f.Key
	if f.Record == nil && d.Adopted || f.Record != nil && quo.AppSource(c.Source) {
		d.Merged.Target.Source = p.Source // ours; another tool may have removed it
	}
	if merge.Same(&d.Merged.Target, c) {
		d.Verb, d.Reason = Unchanged, "Quo has it already"
		return d
	}
	if row, contact := person.OfRow(f.Desired), person.OfContact(c); f.Record != nil && person.Other(row, contact) {
		d.Warnings = append(d.Warnings, mapping.FieldError{Kind: "another-person", Column: "key", Value: f.Key, Message: fmt.Sprintf(
			"name, number and email all changed at once, from %s to %s: is it another person? What others added to the contact in Quo stays", contact.Name(), row.Name())})
	}
	return d
}

// ReadOnly is why a contact must not be touched (docs/quo-api.md, rule 10).
func ReadOnly(c *quo.Contact) string {
	return "the contact is synced by an integration and read-only (source " + c.Source + ")"
}

// Conflict is the decision not to write because the key or number is taken.
func Conflict(reason string) Decision {
	return Decision{Verb: Fail, Conflict: true, Reason: "conflict: " + reason}
}

// Find returns the contact of a key among those that a look-up returned, nil for
// none. It is our source's; else one that was made or imported in the app and
// carries our key, because it was adopted before. A contact of any other source
// with the key is another import's: the row must not write.
func Find(found []quo.Contact, key, source, recorded string) (*quo.Contact, error) {
	var ours, apps, others []*quo.Contact
	for i := range found {
		c := &found[i]
		switch {
		case c.ExternalID != key:
		case c.Source == source:
			ours = append(ours, c)
		case quo.AppSource(c.Source):
			apps = append(apps, c)
		default:
			others = append(others, c)
		}
	}
	for _, group := range [][]*quo.Contact{ours, apps} {
		switch {
		case len(group) == 1:
			return group[0], nil
		case len(group) > 1:
			return pick(group, recorded)
		}
	}
	if len(others) > 0 {
		return nil, fmt.Errorf("the key is taken by contact %s of source %q: give the rows of this source keys of their own, such as one with a prefix", others[0].ID, others[0].Source)
	}
	return nil, nil
}

// pick returns the recorded one of several contacts with the same pair.
func pick(group []*quo.Contact, recorded string) (*quo.Contact, error) {
	ids := make([]string, len(group))
	for i, c := range group {
		if c.ID == recorded {
			return c, nil
		}
		ids[i] = c.ID
	}
	return nil, fmt.Errorf("%d contacts in Quo have this key and source, %s: delete the wrong ones, then import again", len(group), strings.Join(ids, " and "))
}

// Event is what becomes of a row that is not written: Skip, Fail or Unchanged.
func (d *Decision) Event() event.Row {
	switch {
	case d.Conflict:
		return event.Row{Action: event.Failed, Message: d.Reason, Status: 409}
	case d.Verb == Fail:
		e := known.Failed(known.Deciding, errors.New(d.Reason))
		e.ContactID = d.ID
		return e
	}
	return event.Row{
		Action: d.Verb.Action(), Message: d.Reason, ContactID: d.ID, Warnings: d.Warnings, Drifts: d.Merged.Drifts, Adopted: d.Adopted,
	}
}
