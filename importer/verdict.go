package importer

// verdict is what Plan decides about a row.
type verdict uint8

const (
	planReject    verdict = iota + 1
	planSkip              // where, --mode, or another row with the key
	planUnchanged         // nothing to do, not even in the state
	planRefresh           // the same contact from other cells: no request, but the state learns the cells
	planCreate            // no contact of ours is known for the key
	planUpdate            // the contact is known and the row brings something else
	planLimit             // past --limit
)

// action is how a plan counts a verdict.
func (v verdict) action() Action {
	switch v {
	case planReject:
		return Rejected
	case planSkip:
		return Skipped
	case planUnchanged, planRefresh:
		return Unchanged
	case planCreate:
		return Created
	case planUpdate:
		return Updated
	}
	return NotReached
}

// writes says whether Apply has to do with it.
func (v verdict) writes() bool { return v == planCreate || v == planUpdate }
