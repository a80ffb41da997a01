package importer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/quo-import/quo-import/store"
)

// Plan is what is going to happen: the result of the first pass. It holds a
// temporary file until Close.
type Plan struct {
	Counts        Counts
	Files         []Counts // the same of each input; only what each row comes to
	Writes        int      // contacts to create or update
	Known         int      // keys of the source that the state knows
	KeyDefinition string
	Fingerprint   uint64
	Filled        map[string]int // mapped column → cells that are not blank
	Unmapped      []Column       // columns with values that no field takes
	Adoptable     int            // new rows with the number of a contact that is in Quo already
	Adoptions     []Adoption     // the first of these
	Notices       []Notice
	Preview       []Preview     // the first contacts that are written, ten at the most
	Duration      time.Duration // an honest guess, at the key's full rate
	// Since is the last complete run of the source, which Counts.RejectedNew and
	// FailedNew are told against; "" where there is none to compare with.
	Since string
	// Stop is why nothing may be written: a guard, --strict, an input without
	// rows. The plan is whole all the same.
	Stop *StopError

	inputs     []Input
	keys       *keyset
	groups     map[uint64]*group
	people     *samePeople
	ahead      outlook
	spool      *spool
	gone       departed
	troubles   troubles
	settled    Counts // rows that the first pass dealt with for good
	hidden     int    // rows that a sheet hides, and that are imported all the same
	broken     int    // cells of a sheet that hold an error
	alone      int    // tasks of the spool that were put there before groups were known
	keyless    int    // rows whose key could not be read
	unmapped   map[string]int
	emptyInQuo bool                // no contact of the source was in Quo when Prepare looked
	adoptable  map[string][]string // number → ids of contacts that may be taken over
}

// Unwritten are the counts where nothing of the plan is written: what was to be
// written was not reached.
func (p *Plan) Unwritten() Counts {
	c := p.Counts
	c.NotReached += c.Created + c.Updated
	c.Created, c.Updated = 0, 0
	return c
}

// Close gives up the plan's temporary file.
func (p *Plan) Close() error {
	if p.spool == nil {
		return nil
	}
	return p.spool.close()
}

// Known keys say whether counts of created and updated can be told apart: with
// no state, a dry run cannot know what is in Quo.
func (im *Importer) knows() bool {
	return im.API != nil && (im.State != nil || im.Options.Remote)
}

// Plan reads the inputs once and decides what is to be done about each row.
// Rejected and skipped rows are told to Events as they are found, the others
// when Apply has dealt with them. It changes nothing, in Quo or in the state.
//
// An error is one of reading the input or the state, and says where; a guard
// that refuses the plan is not an error but Plan.Stop.
func (im *Importer) Plan(ctx context.Context, inputs []Input) (*Plan, error) {
	im = im.withDefaults()
	p := &Plan{
		inputs: inputs, keys: newKeyset(), groups: map[uint64]*group{}, people: newSamePeople(),
		Files:  make([]Counts, len(inputs)),
		Filled: map[string]int{}, unmapped: map[string]int{},
	}
	if err := im.pinned(p); err != nil {
		return nil, err
	}
	var err error
	if p.troubles, p.Since, err = im.knownTroubles(); err != nil {
		return nil, err
	}
	if !im.Options.DryRun || im.Options.Remote {
		if p.spool, err = newSpool(); err != nil {
			return nil, err
		}
	}
	if err := im.read(ctx, p); err != nil {
		_ = p.Close()
		return nil, err
	}
	if err := im.findGone(p); err != nil {
		_ = p.Close()
		return nil, err
	}
	im.finish(p)
	return p, nil
}

// pinned refuses a key definition other than the one that the source was
// imported with: under another key every contact would be made again.
func (im *Importer) pinned(p *Plan) error {
	for i, in := range p.inputs {
		def := in.Mapper.KeyDefinition()
		if i > 0 && def != p.KeyDefinition {
			return &KeyError{Source: im.Source, Was: p.KeyDefinition, Is: def, File: in.Name}
		}
		p.KeyDefinition = def
		p.Fingerprint ^= in.Mapper.Fingerprint() * uint64(2*i+1)
	}
	if im.State == nil {
		return nil
	}
	src, ok, err := im.State.Source(im.Source)
	if err != nil {
		return fmt.Errorf("reading the state of source %q: %w", im.Source, err)
	}
	if ok && src.KeyDefinition != "" && src.KeyDefinition != p.KeyDefinition && !im.Options.Rekey {
		return &KeyError{Source: im.Source, Was: src.KeyDefinition, Is: p.KeyDefinition}
	}
	return im.view(func(s store.Snapshot) error {
		p.Known = s.Len()
		return nil
	})
}

func (im *Importer) read(ctx context.Context, p *Plan) error {
	for i, in := range p.inputs {
		stats := newColumnStats(in)
		if err := im.readInput(ctx, p, i, stats, func(b *batch) error { return im.takeBatch(p, b) }); err != nil {
			return err
		}
		stats.addTo(p)
	}
	return im.resolve(ctx, p)
}

// finish draws the conclusions when everything was read.
func (im *Importer) finish(p *Plan) {
	p.noticeSheet()
	for name, n := range p.unmapped {
		if n > 0 {
			p.Unmapped = append(p.Unmapped, Column{name, n})
		}
	}
	slices.SortFunc(p.Unmapped, func(a, b Column) int {
		return cmp.Or(b.Values-a.Values, cmp.Compare(a.Name, b.Name))
	})
	if im.Options.DryRun && !im.knows() {
		p.Counts.unknow()
		for i := range p.Files {
			p.Files[i].unknow()
		}
	}
	p.Duration = estimate(p)
	p.Stop = im.guard(p)
}

// requestsPerSecond is the API's limit for a key (QUO_API, "Basics").
const requestsPerSecond = 10

// estimate is a request a write, and one read for twenty.
func estimate(p *Plan) time.Duration {
	return time.Duration(p.Writes+(p.Writes+19)/20) * time.Second / requestsPerSecond
}

// noticeSheet says what a person does not see who looks at a sheet.
func (p *Plan) noticeSheet() {
	p.standing("hidden-rows", p.hidden, "%d rows are hidden in the sheet, by a filter or by hand, and are imported all the same: copy the visible ones into a sheet of their own to leave them out")
	p.standing("error-cells", p.broken, "%d cells of the sheet hold an error, as #N/A or #REF!, and count as blank")
}

// standing adds a notice about so many of something, which is much the same
// every night.
func (p *Plan) standing(kind string, n int, text string) {
	if n > 0 {
		p.Notices = append(p.Notices, Notice{Kind: kind, Text: fmt.Sprintf(text, n), Known: p.troubles.stands(many(kind, n))})
	}
}
