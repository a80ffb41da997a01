package ui

import (
	"cmp"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// Options are what a server is started with.
type Options struct {
	File    string // to begin with; "" for none
	Folder  string // that holds the sessions
	Version string // of the program
	Port    int    // 0 for a free one

	API       job.API // its Key is not used
	Key       string  // of the API, if the command line has one; "" lets the person type it
	State     job.StateFile
	Report    string // folder of reports; "" for none
	Rehearsal bool   // the API is a stand-in: nothing leaves this computer

	Keyring Keyring         // nil for none
	Code    func(error) int // returns the exit code of an error, for reports

	Now   func() time.Time
	After func(time.Duration, func()) (stop func() bool)
	Idle  time.Duration // the server ends so long after the last page was closed

	MostBytes int64 // of an uploaded file
}

func (o Options) withDefaults() Options {
	o.Idle = cmp.Or(o.Idle, 10*time.Minute)
	o.MostBytes = cmp.Or(o.MostBytes, 1<<30)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = func(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }
	}
	if o.Code == nil {
		o.Code = func(error) int { return 0 }
	}
	return o
}
