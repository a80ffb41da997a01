package event

import (
	"errors"
	"strings"
	"testing"
)

func TestAPanicIsNamedWithoutItsMessage(t *testing.T) {
	err := Recovered(func() error { panic("maya@okafor.example") })()
	bug, ok := errors.AsType[*BugError](err)
	if !ok || strings.Contains(err.Error(), "okafor") || !strings.Contains(bug.Error(), "TestAPanicIsNamed") {
		t.Errorf("%v", err)
	}
}
