//go:build !linux && !darwin && !windows

package term

import "os"

// dropInput does nothing: what was typed before a question answers it.
func dropInput(*os.File) {}
