package show

import (
	"errors"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// ErrorText is an error as it is printed. A decision that one flag makes comes
// with the command line to type instead of the one that was typed.
func ErrorText(err error, commandLine string) string {
	var open *job.Undecided
	if errors.Is(err, ErrRows) {
		return "" // all about them is printed
	}
	if errors.As(err, &open) && len(open.Decisions) == 1 {
		if d := &open.Decisions[0]; d.Answer != "" && d.Evidence == "" {
			return d.Question + ":\n  quo-import " + commandLine + " --" + d.Flag + " " + d.Answer
		}
	}
	return strings.TrimSpace(err.Error())
}
