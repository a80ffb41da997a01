package show

import (
	"errors"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// ErrorText returns an error as it is printed. If one flag makes the decision, it has
// the command line to type.
func ErrorText(err error, commandLine string) string {
	var open *job.Undecided
	if errors.Is(err, ErrRows) {
		return "" // they have been printed
	}
	if errors.As(err, &open) && len(open.Decisions) == 1 {
		if d := &open.Decisions[0]; d.Answer != "" && d.Evidence == "" {
			return d.Question + ":\n  quo-import " + commandLine + " --" + d.Flag + " " + d.Answer
		}
	}
	return strings.TrimSpace(err.Error())
}
