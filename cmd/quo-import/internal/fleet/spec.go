package fleet

import (
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/mapping"
)

// specVersion is the version of spec. Adding a field does not change it.
const specVersion = 1

// spec is a job as it is in the database. It is read for years: names of fields stay.
type spec struct {
	Version  int               `json:"version"`
	Files    []file            `json:"files"`
	Mapping  string            `json:"mapping"`
	State    string            `json:"state"`
	Key      key               `json:"key"`
	Report   string            `json:"report,omitempty"`
	Options  map[string]string `json:"options,omitempty"`
	Every    string            `json:"every,omitempty"`
	Timezone string            `json:"timezone,omitempty"`
	Timeout  string            `json:"timeout"`
}

type file struct {
	Path   string `json:"path"`
	Newest bool   `json:"newest,omitempty"`
}

// key is where the key is found, on the machine of the worker.
type key struct {
	File        string `json:"file,omitempty"`
	Environment string `json:"env,omitempty"`
	Command     string `json:"command,omitempty"`
}

func specOf(j *jobs.Job) spec {
	s := spec{
		Version: specVersion, Mapping: j.Mapping, State: j.State, Key: key(j.Key), Report: j.Report,
		Every: j.Every, Timezone: j.Zone, Timeout: j.Timeout.String(),
	}
	for _, in := range j.Files {
		s.Files = append(s.Files, file(in))
	}
	for _, o := range j.Options {
		if s.Options == nil {
			s.Options = map[string]string{}
		}
		s.Options[o.Name] = o.Value
	}
	return s
}

// job returns the job.
func (s spec) job(name string) *jobs.Job {
	j := &jobs.Job{
		Name: name, Mapping: s.Mapping, State: s.State, Key: jobs.Key(s.Key), Report: s.Report, Every: s.Every, Zone: s.Timezone,
	}
	for _, f := range s.Files {
		j.Files = append(j.Files, jobs.Input(f))
	}
	for name, value := range s.Options {
		j.Options = append(j.Options, mapping.Option{Name: name, Value: value})
	}
	var err error
	if j.Timeout, err = time.ParseDuration(s.Timeout); err != nil || j.Timeout <= 0 {
		j.Timeout = jobs.DefaultTimeout
	}
	return j
}
