package plan

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store"
)

// findUnmapped looks for contacts that have values of ours in fields that the mapping no
// longer feeds. They are noticed; where they are to be cleared, it returns their keys:
// their rows are compared even if they did not change.
func (p *Plan) findUnmapped(ctx context.Context) (toClear map[string]bool, err error) {
	fields := p.unmappedFields()
	if len(fields) == 0 {
		return nil, nil
	}
	clears := p.config.Options.Unmapped == policy.ClearUnmapped
	toClear = map[string]bool{}
	n, in := 0, map[string]bool{}
	err = p.eachRecord(ctx, func(r *store.KeyRecord) {
		left := false
		for _, e := range r.Record.Base {
			if field, ok := fields[e.Field]; ok {
				in[field], left = true, true
			}
		}
		if !left {
			return
		}
		if n++; clears {
			toClear[r.Key] = true
		}
	})
	if err == nil && !clears {
		p.notice("unmapped", n, "%d contacts have values of an earlier mapping in fields that this one does not feed (%s): pass --unmapped clear to clear them, or map the fields again",
			strings.Join(slices.Sorted(maps.Keys(in)), ", "))
	}
	return toClear, err
}

// unmappedFields are the fields that the source has written and that are not mapped any
// more, by the hash of each of their slots.
func (p *Plan) unmappedFields() map[uint32]string {
	mapped := p.Policy().Mapped
	fields := map[uint32]string{}
	for _, s := range p.source.Slots {
		if !slices.ContainsFunc(mapped, func(t mapping.Target) bool { return string(t.Field) == s.Field }) {
			fields[store.FieldHash(s.Field, s.Slot)] = s.Field
		}
	}
	return fields
}
