package jobs_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
)

func newJob(name, state string) *jobs.Job {
	return &jobs.Job{Name: name, State: state, Timeout: time.Hour}
}

// runner returns a runner whose jobs do what do does.
func runner(do func(context.Context, *jobs.Job) jobs.Result) *jobs.Runner {
	return &jobs.Runner{Parallel: 100, Grace: time.Minute, Do: do, Code: func(err error) int {
		if errors.Is(err, context.Canceled) {
			return 130
		}
		return 1
	}}
}

// TestAJobThatFailsHarmsNoOther: one panics, one is refused, one hangs; the others end,
// and so does the run.
func TestAJobThatFailsHarmsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		list := []*jobs.Job{newJob("panics", "1"), newJob("refused", "2"), newJob("hangs", "3"), newJob("behind", "3"), newJob("good", "4")}
		forever := make(chan struct{})
		r := runner(func(_ context.Context, j *jobs.Job) jobs.Result {
			switch j.Name {
			case "panics":
				panic("Ana Lopez +14155550134")
			case "refused":
				return jobs.Result{Code: 5, Err: errors.New("the key is refused")}
			case "hangs":
				<-forever // it does not even listen to the context
			}
			return jobs.Result{}
		})
		results := r.Run(t.Context(), list)
		close(forever)
		for i, want := range []struct {
			code int
			text string
		}{
			{1, "a bug"}, {5, "the key is refused"}, {1, "it was stopped and did not end within 1m0s"},
			{1, "the job hangs has the same state"}, {0, ""},
		} {
			got := results[i]
			if got.Code != want.code || (got.Err == nil) != (want.text == "") || got.Err != nil && !strings.Contains(got.Err.Error(), want.text) {
				t.Errorf("%s ended with %d, %v", list[i].Name, got.Code, got.Err)
			}
		}
		if strings.Contains(results[0].Err.Error(), "Ana") {
			t.Error("the panic's message is shown, which may quote a customer")
		}
		if worst := jobs.Worst(results); worst != 5 {
			t.Errorf("the worst exit code is %d", worst)
		}
	})
}

// TestJobsWithOneStateNeverOverlap, and the others do.
func TestJobsWithOneStateNeverOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		busy, most, total := map[string]int{}, 0, 0
		r := runner(func(_ context.Context, j *jobs.Job) jobs.Result {
			mu.Lock()
			busy[j.State]++
			total++
			if busy[j.State] > 1 {
				t.Errorf("two jobs use %s", j.State)
			}
			most = max(most, total)
			mu.Unlock()
			<-time.After(time.Second) // of the bubble
			mu.Lock()
			busy[j.State]--
			total--
			mu.Unlock()
			return jobs.Result{}
		})
		r.Parallel = 3
		r.Run(t.Context(), []*jobs.Job{newJob("a", "1"), newJob("b", "1"), newJob("c", "2"), newJob("d", "3"), newJob("e", "4"), newJob("f", "1")})
		if most != 3 {
			t.Errorf("%d jobs ran at a time, not 3", most)
		}
	})
}

// TestAnInterruptionEndsJobsAndBeginsNone.
func TestAnInterruptionEndsJobsAndBeginsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := runner(func(ctx context.Context, _ *jobs.Job) jobs.Result {
			<-ctx.Done()
			return jobs.Result{Code: 130, Err: ctx.Err()}
		})
		r.Parallel = 1
		var began []string
		r.Began = func(j *jobs.Job) { began = append(began, j.Name); cancel() }
		results := r.Run(ctx, []*jobs.Job{newJob("a", "1"), newJob("b", "2"), newJob("c", "3")})
		if len(began) != 1 {
			t.Errorf("%v began", began)
		}
		for _, res := range results {
			if res.Code != 130 || res.Began.IsZero() == (res.Job.Name == began[0]) {
				t.Errorf("%s ended with %d, begun at %v", res.Job.Name, res.Code, res.Began)
			}
		}
	})
}

func TestATimeLimitStopsAJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := runner(func(ctx context.Context, _ *jobs.Job) jobs.Result {
			<-ctx.Done()
			return jobs.Result{Code: 1, Err: context.Cause(ctx)}
		})
		got := r.Run(t.Context(), []*jobs.Job{newJob("slow", "1")})[0]
		if got.Took != time.Hour || !strings.Contains(got.Err.Error(), "timeout is 1h0m0s") {
			t.Errorf("it took %v and ended with %v", got.Took, got.Err)
		}
	})
}
