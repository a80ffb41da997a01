package show

import (
	"fmt"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store/postgres"
)

// States prints the states of a database: how many contacts each has, its last run, and
// which process uses it.
func States(io term.Streams, list []postgres.Info) error {
	l := term.NewList(io.Out, "STATE", "CONTACTS", "LAST RUN", "OUTCOME", "IN USE BY")
	for i := range list {
		s := &list[i]
		last, ended, by := "never", "", "-"
		if s.Last != nil {
			last, ended = s.Last.Started.Local().Format(minute), outcomeWord(s.Last)
		}
		if h := s.Holder; h != nil {
			by = fmt.Sprintf("process %d on %s", h.PID, h.Host)
		}
		l.Row(s.Name, say.Count(s.Records), last, ended, by)
	}
	return l.Close()
}
