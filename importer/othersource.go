package importer

import (
	"fmt"

	"github.com/quo-import/quo-import/quo"
)

// noticeOthers says when new rows have the numbers of contacts that another
// source made: most often the same file, imported under another name before.
func (s *inventory) noticeOthers(p *Plan) error {
	if len(s.others) == 0 {
		return nil
	}
	rows, source := 0, ""
	err := p.spool.each(func(t *task) bool {
		if other := s.otherOf(t); t.verdict == planCreate && other != "" {
			rows++
			source = other
		}
		return true
	})
	if rows > 0 {
		p.Notices = append(p.Notices, Notice{Kind: "other-source", Text: fmt.Sprintf(
			"%d rows have the number of a contact of another source, as %q, and become contacts beside it: if the file was imported under that name before, say --source %s", rows, source, source)})
	}
	return err
}

// otherOf gives another source that has a contact with a number of the task.
func (s *inventory) otherOf(t *task) string {
	for _, slot := range t.desired.Slots {
		if slot.Field != quo.PhoneNumbers {
			continue
		}
		for _, item := range slot.Items {
			if source := s.others[quo.Canonical(quo.PhoneNumbers, item.Value)]; source != "" {
				return source
			}
		}
	}
	return ""
}
