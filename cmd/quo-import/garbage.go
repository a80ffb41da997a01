package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// boundGarbage has the collector run when there are 26 MB of garbage, or a
// seventh of what lives where that is more, and not, as is Go's way, when the
// heap has doubled. Nearly all that lives in a large import are tables of keys
// and values, which hold no pointers: to collect costs little, to double much.
// A check of a million rows takes 98 MB so, and 130 with GOGC=100, in the same
// time (docs/performance.md). GOGC in the environment takes precedence.
func boundGarbage() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(100 * garbage / minimumHeap)
	afterEachCollection(func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if n := live[0].Value.Uint64(); n > 0 {
			debug.SetGCPercent(int(max(100*garbage/n, 15)))
		}
	})
}

const (
	garbage     = 26 << 20
	minimumHeap = 4 << 20 // at which Go collects first, with GOGC=100
)

// afterEachCollection calls f in the runtime's goroutine of finalizers: what
// nobody holds is found, and its finalizer makes the next.
func afterEachCollection(f func()) {
	type sentinel [4]uint64 // anything smaller may share its memory, and live on with it
	var again func(*sentinel)
	again = func(s *sentinel) {
		f()
		runtime.SetFinalizer(s, again)
	}
	runtime.SetFinalizer(&sentinel{}, again)
}
