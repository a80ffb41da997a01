//go:build !linux

package bolt

import (
	"testing"

	"github.com/quo-import/quo-import/store"
)

var failWrites func(t *testing.T, s store.State) (restore func())
