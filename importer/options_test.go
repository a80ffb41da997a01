package importer

import (
	"testing"
	"time"
)

// Computing the defaults is pure: doing it twice changes nothing, and a caller's
// options stay as they were set.
func TestDefaultsArePure(t *testing.T) {
	for name, o := range map[string]Options{
		"nothing set":        {},
		"lists never lag":    {ListLag: -1},
		"everything set":     {Mode: CreateOnly, OnDuplicate: Merge, Workers: 3, ListLag: time.Second, Grace: time.Minute},
		"limits of no sense": {Workers: -4, Grace: -time.Second},
	} {
		once := o.withDefaults()
		if twice := once.withDefaults(); twice != once {
			t.Errorf("%s: a second time changes %+v to %+v", name, once, twice)
		}
	}
	im := &Importer{Options: Options{ListLag: -1}}
	if lag := im.withDefaults().withDefaults().Options.ListLag; lag > 0 || im.Options.Workers != 0 {
		t.Errorf("--list-lag 0 became %v; the caller's workers became %d", lag, im.Options.Workers)
	}
}
