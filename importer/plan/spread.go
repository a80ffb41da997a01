package plan

// spreadSize is how many tasks from all over a plan are kept at hand, at least, where it
// has so many.
const spreadSize = 20

// spread keeps every nth task that writes, with an n that grows with the plan.
type spread struct {
	every, seen int
	tasks       []spreadTask
}

type spreadTask struct {
	at   int // in the spool
	task Task
}

// add takes a task, whose row and cells belong to the caller.
func (s *spread) add(at int, t *Task) {
	s.every = max(1, s.every)
	if s.seen++; (s.seen-1)%s.every != 0 {
		return
	}
	own := *t
	own.Row = t.Row.clone()
	if s.tasks = append(s.tasks, spreadTask{at, own}); len(s.tasks) < 2*spreadSize {
		return
	}
	for i := range spreadSize {
		s.tasks[i] = s.tasks[2*i]
	}
	s.tasks, s.every = s.tasks[:spreadSize], 2*s.every
}
