package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store"
)

// findUnmapped looks for contacts that have values of ours in fields that the mapping no
// longer feeds. They are noticed; where they are to be cleared, their rows are compared
// even if they did not change.
func (p *planner) findUnmapped(ctx context.Context) error {
	fields := p.unmappedFields()
	if len(fields) == 0 {
		return nil
	}
	n, in := 0, map[string]bool{}
	err := p.view(ctx, func(s store.Snapshot) error {
		for r, err := range s.All() {
			if err != nil {
				return err
			}
			left := false
			for _, e := range r.Record.Base {
				if field, ok := fields[e.Field]; ok {
					in[field], left = true, true
				}
			}
			if !left {
				continue
			}
			if n++; p.options.Unmapped == policy.ClearUnmapped {
				p.unmapped[r.Key] = true
			}
		}
		return nil
	})
	if err != nil || n == 0 || p.options.Unmapped == policy.ClearUnmapped {
		return err
	}
	p.plan.Notices = append(p.plan.Notices, event.Notice{Kind: "unmapped",
		Known: p.plan.Known.Standing(known.Many("unmapped", n)),
		Text:  fmt.Sprintf("%d contacts have values of an earlier mapping in fields that this one does not feed (%s): pass --unmapped clear to clear them, or map the fields again", n, strings.Join(slices.Sorted(maps.Keys(in)), ", ")),
	})
	return nil
}

// unmappedFields are the fields that the source has written and that are not mapped any
// more, by the hash of each of their slots.
func (p *planner) unmappedFields() map[uint32]string {
	mapped := p.plan.Policy().Mapped
	fields := map[uint32]string{}
	for _, s := range p.plan.source.Slots {
		if !slices.ContainsFunc(mapped, func(t mapping.Target) bool { return string(t.Field) == s.Field }) {
			fields[store.FieldHash(s.Field, s.Slot)] = s.Field
		}
	}
	return fields
}
