package ui

import (
	"slices"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// remember keeps a question with its answer, to be shown and changed later.
func (s *session) remember(asked []questionView, id, text string) {
	s.Asked = slices.Clone(s.Asked)
	is := func(q questionView) bool { return q.ID == id }
	if at := slices.IndexFunc(s.Asked, is); at >= 0 {
		s.Asked[at].Answer = text
	} else if at := slices.IndexFunc(asked, is); at >= 0 {
		q := asked[at]
		q.Answer = text
		s.Asked = append(s.Asked, q)
	}
}

// asViews returns decisions as the page shows them.
func asViews(list []job.Decision) []questionView {
	views := []questionView{}
	for _, d := range list {
		views = append(views, questionView{
			ID: d.ID, About: string(d.About), Question: d.Question, Evidence: append([]string{}, d.Evidence...), Choices: append([]job.Choice{}, d.Choices...),
			Free: d.Free, Takes: d.Takes, Default: d.Default, Optional: d.Optional, Otherwise: d.Otherwise,
		})
	}
	return views
}
