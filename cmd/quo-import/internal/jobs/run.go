package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
)

// Result is what became of a job.
type Result struct {
	Job     *Job
	Code    int // exit code of the import
	Err     error
	Summary report.Summary // of the import; zero if it did not begin
	Output  string         // what the import printed for people, "" for nothing
	Began   time.Time
	Took    time.Duration
}

// errHangs is the error of a job that was stopped and did not end.
var errHangs = errors.New("it was stopped and did not end")

// errTimeout is the cause of a job that is stopped because it takes too long.
var errTimeout = errors.New("the time limit was reached")

// Runner runs jobs side by side. Its functions are called by several goroutines.
type Runner struct {
	// Parallel is how many jobs run at a time.
	Parallel int
	// Do runs a job. When ctx is cancelled it ends soon and in good order; the cause
	// of a time limit is an error with the limit in it.
	Do func(ctx context.Context, j *Job) Result
	// Code returns the exit code of an error of the runner itself.
	Code func(error) int
	// Began and Ended are called for each job; nil for nothing.
	Began func(*Job)
	Ended func(Result)
	// Grace is how long a job that is stopped may take to end.
	Grace time.Duration
}

// Run runs jobs, and returns what became of each, in their order. Jobs with one state
// run one after the other, in their order; a job that hangs keeps those with its state
// from starting, and no other.
func (r *Runner) Run(ctx context.Context, jobs []*Job) []Result {
	results := make([]Result, len(jobs))
	places := make(chan struct{}, max(r.Parallel, 1))
	var chains sync.WaitGroup
	for _, chain := range byState(jobs) {
		chains.Go(func() {
			var hangs error
			for _, i := range chain {
				results[i] = r.one(ctx, places, jobs[i], hangs)
				if errors.Is(results[i].Err, errHangs) {
					hangs = fmt.Errorf("not begun: the job %s has the same state, and does not end", jobs[i].Name)
				}
			}
		})
	}
	chains.Wait()
	return results
}

// byState returns the indices of jobs in groups that share a state.
func byState(jobs []*Job) (chains [][]int) {
	at := map[string]int{}
	for i, j := range jobs {
		c, met := at[j.State]
		if !met {
			c = len(chains)
			at[j.State], chains = c, append(chains, nil)
		}
		chains[c] = append(chains[c], i)
	}
	return chains
}

// one runs one job when there is a place for it.
func (r *Runner) one(ctx context.Context, places chan struct{}, j *Job, refused error) Result {
	if refused == nil {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
		}
		refused = context.Cause(ctx)
		if refused == nil {
			defer func() { <-places }()
		}
	}
	if refused != nil {
		res := Result{Job: j, Err: refused, Code: r.Code(refused)}
		r.ended(res)
		return res
	}
	return r.One(ctx, j)
}

// One runs one job. The caller sees to it that no other uses its state.
func (r *Runner) One(ctx context.Context, j *Job) Result {
	if r.Began != nil {
		r.Began(j)
	}
	began := time.Now()
	res := r.bounded(ctx, j)
	res.Job, res.Began, res.Took = j, began, time.Since(began)
	r.ended(res)
	return res
}

func (r *Runner) ended(res Result) {
	if r.Ended != nil {
		r.Ended(res)
	}
}

// bounded runs a job within its time limit. One that does not end after it was stopped
// is left behind.
func (r *Runner) bounded(ctx context.Context, j *Job) Result {
	ctx, cancel := context.WithTimeoutCause(ctx, j.Timeout, fmt.Errorf("%w: timeout is %s in the jobs file", errTimeout, j.Timeout))
	defer cancel()
	done := make(chan Result, 1)
	go func() {
		var res Result
		err := event.Recovered(func() error { res = r.Do(ctx, j); return nil })()
		if err != nil {
			res = Result{Err: err, Code: r.Code(err)}
		}
		done <- res
	}()
	select {
	case res := <-done:
		return res
	case <-ctx.Done():
	}
	grace := time.NewTimer(r.Grace)
	defer grace.Stop()
	select {
	case res := <-done:
		return res
	case <-grace.C:
	}
	err := fmt.Errorf("%w within %s (%w)", errHangs, r.Grace, context.Cause(ctx))
	return Result{Err: err, Code: r.Code(err)}
}

// badness orders exit codes: what a person has to do at once comes first. Codes that
// are not listed are the worst.
var badness = []int{0, 3, 1, 4, 2, 5, 130}

// Worst returns the worst of the exit codes of jobs; 0 for none.
func Worst(results []Result) int {
	worst := 0
	for i := range results {
		if rank(results[i].Code) > rank(worst) {
			worst = results[i].Code
		}
	}
	return worst
}

func rank(code int) int {
	if i := slices.Index(badness, code); i >= 0 {
		return i
	}
	return len(badness)
}

// Codes returns the exit codes, from the best to the worst.
func Codes() []int { return badness }
