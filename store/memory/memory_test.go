package memory_test

import (
	"testing"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/memory"
	"github.com/quo-import/quo-import/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, storetest.Harness{
		Open: func(*testing.T) store.State { return memory.New() },
	})
}
