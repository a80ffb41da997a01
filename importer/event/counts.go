package event

// Counts are the sums of a run. Read is always the sum of Created, Updated,
// Unchanged, Skipped, Rejected, Failed, NotReached and Ready.
type Counts struct {
	Read, Created, Updated, Unchanged, Skipped, Rejected, Failed, NotReached, Ready int

	// RejectedNew and FailedNew are those of Rejected and Failed that are new
	// problems: the last complete run of the source did not have them. Without such
	// a run, all are new.
	RejectedNew, FailedNew int

	Deleted, Adopted, Warnings int // not in the sum
	Drifts, Conflicts          int // values changed in Quo; those of them also changed in the file
	Phoneless                  int // contacts to write without a number: the Quo app never shows them
	Nameless                   int // contacts to write that are called after their number, for want of a name
}

// Sum returns what Read must be.
func (c *Counts) Sum() int {
	return c.Created + c.Updated + c.Unchanged + c.Skipped + c.Rejected + c.Failed + c.NotReached + c.Ready
}

// Add counts n rows with an action.
func (c *Counts) Add(a Action, n int) {
	switch a {
	case Created:
		c.Created += n
	case Updated:
		c.Updated += n
	case Unchanged:
		c.Unchanged += n
	case Skipped:
		c.Skipped += n
	case Rejected:
		c.Rejected += n
	case Failed:
		c.Failed += n
	case NotReached:
		c.NotReached += n
	case Ready:
		c.Ready += n
	case Deleted:
		c.Deleted += n
	}
}

// AddRow counts a row, whether its problem is new, and whether it uses a contact that
// was in Quo already.
func (c *Counts) AddRow(e *Row) {
	c.Add(e.Action, 1)
	if e.Adopted {
		c.Adopted++
	}
	switch {
	case e.New && e.Action == Rejected:
		c.RejectedNew++
	case e.New && e.Action == Failed:
		c.FailedNew++
	}
}

// FoldIntoReady counts creates and updates as ready: without a state it is unknown
// which is which.
func (c *Counts) FoldIntoReady() {
	c.Ready, c.Created, c.Updated = c.Created+c.Updated, 0, 0
}

// Map returns the counts by the names that summaries use.
func (c *Counts) Map() map[string]int {
	return map[string]int{
		"read": c.Read, "created": c.Created, "updated": c.Updated, "unchanged": c.Unchanged,
		"skipped": c.Skipped, "rejected": c.Rejected, "failed": c.Failed, "notReached": c.NotReached,
		"rejectedNew": c.RejectedNew, "failedNew": c.FailedNew,
		"ready": c.Ready, "deleted": c.Deleted, "adopted": c.Adopted, "warnings": c.Warnings,
	}
}
