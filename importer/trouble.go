package importer

import (
	"math/bits"
	"slices"
	"strconv"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// troubles holds the rows of a run that do not land against those of the last
// complete run of the source, so that an alarm can be about what is new. It is
// used by one goroutine at a time: first the plan's, then the recorder's.
type troubles struct {
	before map[store.Trouble]bool // nil: nothing is known of earlier runs
	now    map[store.Trouble]bool // nil: nobody keeps these
	told   bool                   // rows are told as new or known; not those of an undo
}

// knownTroubles reads what the state has of the last complete run, and says
// which that was: "" where there was none, or none of whose rows this is known.
func (im *Importer) knownTroubles() (t troubles, since string, err error) {
	t.told = true
	if im.State == nil {
		return t, "", nil
	}
	if !im.Options.DryRun {
		t.now = map[store.Trouble]bool{}
	}
	src, _, err := im.State.Source(im.Source)
	if err != nil || src.LastComplete == nil {
		return t, "", err
	}
	list, ok, err := im.State.Troubles(im.Source)
	if err != nil || !ok {
		return t, "", err
	}
	t.before = make(map[store.Trouble]bool, len(list))
	for _, one := range list {
		t.before[one] = true
	}
	return t, src.LastComplete.Run, nil
}

// note takes a row that is told, and says in it whether its trouble is new. The
// zero troubles take nothing.
func (t *troubles) note(e *RowEvent) {
	if e.Action != Rejected && e.Action != Failed || !t.told {
		return
	}
	if t.before == nil && t.now == nil {
		e.New = true
		return
	}
	one := e.trouble()
	e.New = !t.before[one]
	t.keep(one)
}

// keep keeps a trouble for the next run. One more than is written is enough to
// know that none is to be.
func (t *troubles) keep(one store.Trouble) {
	if t.now != nil && len(t.now) <= store.MaxTroubles {
		t.now[one] = true
	}
}

// stands takes something that is not about a row that does not land, and says
// whether the last complete run had it.
func (t *troubles) stands(one store.Trouble) (known bool) {
	t.keep(one)
	return t.before[one]
}

// many is so many of a kind of thing that is about no row in particular: it is
// new again when they double.
func many(kind string, n int) store.Trouble {
	return store.Trouble{Row: store.ReasonHash("notice"), Reason: store.ReasonHash(kind, strconv.Itoa(bits.Len(uint(n))))}
}

// stay is a key that left the file, and whose contact is not deleted.
func stay(key string) store.Trouble {
	return store.Trouble{Row: store.KeyedRow(key), Reason: store.ReasonHash("stays")}
}

// change is what a complete run leaves for the next one.
func (t *troubles) change(source string) store.Change {
	list := make([]store.Trouble, 0, len(t.now))
	for one := range t.now {
		list = append(list, one)
	}
	return store.PutTroubles(source, list)
}

// trouble is what makes a row that does not land the same as one of another
// run: its key, or where that could not be read its mapped cells; and the
// columns and kinds of its mistakes, or what the server refused. Not what
// differs from run to run: lines, the words of a message, a wrong value that
// was replaced by another wrong one.
func (e *RowEvent) trouble() store.Trouble {
	one := store.Trouble{Row: e.content}
	if e.Key != "" {
		one.Row = store.KeyedRow(e.Key)
	}
	var mistakes []string
	for i := range e.Errors {
		mistakes = append(mistakes, e.Errors[i].Column, e.Errors[i].Kind)
	}
	one.Reason = store.ReasonHash(slices.Concat([]string{string(e.Action), strconv.Itoa(e.Status)}, e.cause, mistakes)...)
	return one
}

// causeOf names what a server refused, without its words: they may hold values.
func causeOf(api *quo.APIError) []string {
	cause := []string{api.Code}
	for _, d := range api.Details {
		cause = append(cause, d.Key, d.Path)
	}
	return cause
}
