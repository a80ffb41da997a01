//go:build !linux

package bolt

import (
	"testing"

	"github.com/quo-import/quo-import/store/storetest"
)

var failWrites func(t *testing.T, s storetest.State) (restore func())
