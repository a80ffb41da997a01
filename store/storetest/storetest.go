// Package storetest checks that an implementation of the importer's state does
// what package store documents. An implementation calls Run in its tests:
//
//	func TestConformance(t *testing.T) {
//		storetest.Run(t, storetest.Harness{
//			Open: func(t *testing.T) store.State { return memory.New() },
//		})
//	}
package storetest

import (
	"slices"
	"testing"
)

// Run runs the suite: all its groups of tests, or only those that are named.
func Run(t *testing.T, h Harness, groups ...string) {
	selected := func(name string) bool { return len(groups) == 0 || slices.Contains(groups, name) }
	for _, group := range []struct {
		name  string
		tests []test
	}{
		{"Commit", commitTests()},
		{"Journal", journalTests()},
		{"Snapshot", snapshotTests()},
		{"Access", accessTests()},
	} {
		if !selected(group.name) {
			continue
		}
		t.Run(group.name, func(t *testing.T) {
			for _, test := range group.tests {
				t.Run(test.name, func(t *testing.T) { test.run(t, h) })
			}
		})
	}
	if selected("Random changes") {
		t.Run("Random changes", func(t *testing.T) { testModel(t, h) })
	}
}
