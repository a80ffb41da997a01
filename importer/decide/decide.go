// Package decide holds the one decision about a row: what the row, the state and
// Quo together ask for. It is pure. The plan, the preview of a dry run and the
// import itself all ask here, so that what is shown is what is done.
//
// There are two stages. ByState decides while the input is read, from what the
// state knows of the key: most rows of a nightly run are unchanged and end there.
// ByContact decides with the contact that Quo has, right before it is written.
package decide

import (
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/store"
)

// Verb is what to do with a row.
type Verb uint8

// The verbs.
const (
	Reject      Verb = iota + 1
	Skip             // left out by the mapping, --mode, or another row with the key
	Unchanged        // nothing to do
	Refresh          // the same contact from other cells: no request, but the state keeps the new cells' hash
	Create           // there is no contact for the key
	Update           // there is a contact, and it differs from the row
	Compare          // there is a contact, and whether it differs has to be read
	BeyondLimit      // beyond --limit
	Fail             // Quo has something that the row must not overwrite
	Read             // not decided yet: a contact has to be read first
	Search           // not decided yet: people have to be looked for first
)

// Action is how a plan counts a verb.
func (v Verb) Action() event.Action {
	switch v {
	case Reject:
		return event.Rejected
	case Skip:
		return event.Skipped
	case Unchanged, Refresh:
		return event.Unchanged
	case Create:
		return event.Created
	case Update, Compare:
		return event.Updated
	case Fail:
		return event.Failed
	}
	return event.NotReached
}

// Writes reports whether a row has to be written.
func (v Verb) Writes() bool { return v == Create || v == Update || v == Compare }

// State is what the state knows when a row is decided.
type State struct {
	Readable bool         // there is a state
	Records  int          // records of the source
	Known    store.Hashes // of the row's key
	Moves    bool         // Known is of the key that the row had before, and its contact moves
}

// ByState decides by what the state knows of a key. want is the hash of the
// contact that the row maps to; merged is of a contact that several rows make,
// whose cells have no hash of their own. reason is for a person, "" for none.
func ByState(s State, want uint64, merged bool, o policy.Options) (verb Verb, reason string) {
	switch {
	case !s.Known.Known && o.Mode == policy.UpdateOnly && s.Readable && s.Records > 0:
		return Skip, "not imported before (--mode update)"
	case !s.Known.Known, s.Known.Gone && o.Recreate && o.Mode != policy.UpdateOnly:
		return Create, ""
	case o.Mode == policy.CreateOnly && (s.Known.Desired != want || o.Recheck):
		return Skip, "imported before (--mode create)"
	case s.Moves && o.Mode == policy.CreateOnly:
		return Skip, "imported before (--mode create)"
	case s.Moves && !(s.Known.Gone && s.Known.Desired == want):
		return Update, "" // Quo is to have the new key, too
	case s.Known.Desired == want && !o.Recheck:
		switch {
		case s.Known.Gone:
			return Skip, deletedInQuo
		case merged:
			return Unchanged, ""
		}
		return Refresh, ""
	case s.Known.Desired == want, s.Known.Desired == 0: // --recheck, or a state that was rebuilt
		return Compare, ""
	}
	return Update, ""
}
