// Package plan is the first pass of an import: it reads the inputs once, decides
// for each key whether its contact is created, updated, left alone or rejected,
// and keeps what is to be written in a private temporary file. Package apply
// writes that and nothing else; a dry run is a Plan that is not applied.
//
//	reader ─► batches ─► mappers, side by side ─► planner, in the order of the input
//	                       │ state: hashes of known keys      │
//	                       └ decide.ByState                   └► Plan: counts, guards, tasks
//
// Start with Make, which returns a Plan. Prepare then asks Quo what has to be known
// before the first write, and Preview compares the plan with Quo row by row.
// Nothing here writes, neither to Quo nor to the state.
//
// The files in the order to read them: input, task, table, people, batch, columns,
// mapper, spread, inventory, plan, missing, unmapped, fixes, guard, turnover, trial,
// rekey, duplicates, planner, lookup, compare, adopt, again, prepare, preview.
package plan
