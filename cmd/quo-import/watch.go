package main

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/notify"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/store"
)

// watchOptions are who is told how a run ended.
type watchOptions struct{ notify, heartbeat string }

func (o *watchOptions) declare(s flags.Set) {
	s.String(&o.notify, "notify", "`URL` to which a message is posted when something new is wrong, a run stopped, or all is well again (Slack, or your own)")
	s.String(&o.heartbeat, "heartbeat", "`URL` to request after each run that ended with exit code 0, for a dead-man's switch")
}

// check returns what is wrong with the addresses.
func (o *watchOptions) check() error {
	for _, a := range []struct{ flag, address string }{{"--notify", o.notify}, {"--heartbeat", o.heartbeat}} {
		if a.address == "" {
			continue
		}
		if err := notify.CheckURL(a.address); err != nil {
			return job.Usagef("%s %w", a.flag, err)
		}
	}
	return nil
}

// ended tells who watches how the run ended. What cannot be delivered is a warning: the
// import is done.
func (o *watchOptions) ended(ctx context.Context, io term.Streams, j notify.Job, seen *notify.Watch, e notify.Ending) {
	j.URL, j.Heartbeat, j.Client = o.notify, o.heartbeat, &http.Client{}
	j.Host, _ = os.Hostname() // a message without it will do
	for _, err := range j.Ended(ctx, seen, e) {
		io.Warn("%v", err)
	}
}

// watchJob returns what tells this import apart from others of the same state: its
// files and its mapping.
func (o *importOptions) watchJob(files []string) notify.Job {
	names := make([]string, len(files))
	for i, path := range files {
		names[i] = job.FileName(path)
	}
	j := notify.Job{Name: strings.Join(names, ", ")}
	if o.mapping != "" {
		j.Name += " (" + filepath.Base(o.mapping) + ")"
	}
	if o.api.Sandbox && o.job.State.Path == "" {
		return j // its state is temporary
	}
	j.Memory = notifyMemory(o.job.State)
	return j
}

// notifyMemory returns the files for what was said last of the jobs of a state: beside
// the state or, if that folder is not there, in the user's cache.
func notifyMemory(f job.StateFile) []string {
	path, err := filepath.Abs(f.Name())
	if err != nil {
		return nil
	}
	files := []string{path + ".notify"}
	if cache, err := os.UserCacheDir(); err == nil {
		files = append(files, filepath.Join(cache, "quo-import-notify-"+strconv.FormatUint(store.ReasonHash(path), 36)))
	}
	return files
}
