package headers

import "testing"

func TestTheWordFilesAreSound(t *testing.T) {
	if _, err := loadWords(); err != nil {
		t.Fatal(err)
	}
}
