// Package jobs runs several imports in one process, each with its own workspace, state
// and key, as a jobs file lists them.
//
// Start with Load, which reads a jobs file strictly, and Runner, which runs jobs side
// by side. What a job does is passed in: this package knows nothing of contacts. It
// promises that a job that fails, panics or does not end harms no other, and that two
// jobs with one state never run at the same time.
package jobs

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/document"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// File is a jobs file.
type File struct {
	Path string
	Jobs []*Job // in the order of the file
}

// Job is an import that is described once and run many times. Paths are absolute, or
// relative to the working folder.
type Job struct {
	document.Pos
	Name    string
	Files   []Input
	Mapping string
	State   string
	Key     Key
	Report  string           // folder; "" for the default
	Options []mapping.Option // flags of an import and their values
	Every   string           // when it runs, in cron's words; "" for never by itself
	Zone    string           // the time zone of Every; "" for UTC
	Timeout time.Duration    // after which it is stopped
}

// Input is a file of a job, or a pattern of files.
type Input struct {
	Path   string // a path, a pattern (*, ?, [a-z]), or an address (https://)
	Newest bool   // of the files that match the pattern, the one that changed last
}

// Key is where the API key of a job comes from: exactly one of them is set.
type Key struct {
	File        string
	Environment string // a variable
	Command     string
}

// DefaultTimeout is how long a job may take. At 36,000 contacts an hour it is more than
// any workspace has.
const DefaultTimeout = 24 * time.Hour

// Load reads a jobs file, whose relative paths are relative to a folder. check returns
// what is wrong with an option of a job, "" for nothing. The error is a mapping.Errors,
// which has all problems.
func Load(name, folder string, in io.Reader, check func(mapping.Option) string) (*File, error) {
	l := &loader{
		Reader: &document.Reader{Problems: document.Problems{File: name}, Kind: "jobs", Start: "version: 1"},
		check:  check, folder: folder,
	}
	f := &File{Path: name}
	if root := l.Parse(in); root != nil {
		f.Jobs = l.file(root)
	}
	return f, l.Err()
}

// loader reads one jobs file.
type loader struct {
	*document.Reader
	check  func(mapping.Option) string
	folder string // of relative paths
}

func (l *loader) file(root *yaml.Node) (list []*Job) {
	var defaults, jobs []document.Entry
	found := l.Object(root, "the jobs file", []document.Property{
		document.NewProperty("version", document.ReadVersion, nil),
		document.NewProperty("defaults", func(_ *document.Reader, e document.Entry) { defaults = []document.Entry{e} }, nil),
		document.NewProperty("jobs", func(_ *document.Reader, e document.Entry) { jobs = []document.Entry{e} }, nil),
	})
	if !slices.Contains(found, "version") {
		l.Add(document.Pos{Line: 1, Column: 1}, `"version" is missing: write "version: 1" at the top`)
	}
	if len(jobs) == 0 {
		l.Add(document.Pos{Line: 1, Column: 1}, `"jobs" is missing: write under it a name for each job, and under that its files, mapping, state and key`)
		return nil
	}
	for _, e := range l.Entries(jobs[0].Value, jobs[0].What(), nil) {
		j := &Job{Pos: e.Pos, Name: e.Key, Timeout: DefaultTimeout}
		l.name(j)
		for _, d := range defaults {
			l.job(j, d.Value, d.What())
		}
		if !document.IsNothing(e.Value) {
			l.job(j, e.Value, "the job "+phrase.Quote(j.Name))
		}
		l.whole(j)
		list = append(list, j)
	}
	return list
}

// name checks the name of a job, which is also that of its folder of reports.
func (l *loader) name(j *Job) {
	for _, r := range j.Name {
		if !inName(r) {
			l.Add(j.Pos, "the name %s has a %s: use letters, digits, - _ and .", phrase.Quote(j.Name), phrase.Quote(string(r)))
			return
		}
	}
	if strings.Trim(j.Name, ".") == "" {
		l.Add(j.Pos, "the name %s is no name of a job: use letters, digits, - and _", phrase.Quote(j.Name))
	}
}

// inName reports whether a name of a job may have a character.
func inName(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r)
}

// job reads the keys of a job, or of the defaults, over what it has already.
func (l *loader) job(j *Job, n *yaml.Node, what string) {
	l.Object(n, what, []document.Property{
		document.NewProperty("files", func(_ *document.Reader, e document.Entry) { j.Files = l.inputs(j, e) }, nil),
		l.path("mapping", j, &j.Mapping),
		l.path("state", j, &j.State),
		l.path("report", j, &j.Report),
		document.NewProperty("key", func(_ *document.Reader, e document.Entry) { j.Key = l.key(j, e) }, nil),
		document.NewProperty("options", func(r *document.Reader, e document.Entry) {
			j.Options = over(j.Options, mapping.ReadOptions(r, e, l.check))
		}, nil),
		document.TextProperty("every", &j.Every, scheduleProblem),
		document.TextProperty("timezone", &j.Zone, document.TimeZone),
		document.NewProperty("timeout", func(r *document.Reader, e document.Entry) {
			text, ok := r.Filled(e.Value, e.What())
			d, err := time.ParseDuration(text)
			if ok && (err != nil || d <= 0) {
				r.Add(document.At(e.Value), "%s must be a duration, such as 90m or 2h, not %s", e.What(), phrase.Quote(text))
			}
			j.Timeout = d
		}, nil),
	})
}

// over returns the options of defaults with those of a job in their place.
func over(defaults, own []mapping.Option) []mapping.Option {
	list := slices.Clone(defaults)
	for _, o := range own {
		if i := slices.IndexFunc(list, func(d mapping.Option) bool { return d.Name == o.Name }); i >= 0 {
			list[i] = o
			continue
		}
		list = append(list, o)
	}
	return list
}

// path is a path of a job.
func (l *loader) path(name string, j *Job, to *string) document.Property {
	return document.NewProperty(name, func(r *document.Reader, e document.Entry) {
		if s, ok := r.Filled(e.Value, e.What()); ok {
			*to = l.expand(s, j)
		}
	}, nil)
}

// expand puts the name of the job into a path, and makes it one from the working
// folder: what is relative is so to the folder of the jobs file.
func (l *loader) expand(s string, j *Job) string {
	s = strings.ReplaceAll(s, "{name}", j.Name)
	if filepath.IsAbs(s) || isAddress(s) {
		return s
	}
	return filepath.Join(l.folder, s)
}

// isAddress reports whether a text is an address and no path: https://, postgres://.
func isAddress(s string) bool { return strings.Contains(s, "://") }

// inputs reads the files of a job: one, or a list of them.
func (l *loader) inputs(j *Job, e document.Entry) (list []Input) {
	n := l.Resolve(e.Value)
	if n == nil {
		return nil
	}
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	for _, n := range nodes {
		if in, ok := l.input(j, n, e.What()); ok {
			list = append(list, in)
		}
	}
	return list
}

func (l *loader) input(j *Job, n *yaml.Node, what string) (in Input, ok bool) {
	if n = l.Resolve(n); n == nil {
		return in, false
	}
	if n.Kind == yaml.MappingNode {
		in.Newest = true
		l.Object(n, "an entry of "+what, []document.Property{l.path("newest", j, &in.Path)})
	} else if s, read := l.Filled(n, what); read {
		in.Path = l.expand(s, j)
		if s == "-" {
			l.Add(document.At(n), "%s cannot be standard input: nobody is there when jobs run", what)
			return in, false
		}
	}
	if _, err := path.Match(filepath.ToSlash(in.Path), ""); err != nil {
		l.Add(document.At(n), "%s is no pattern: a [ is not closed", phrase.Quote(in.Path))
	}
	return in, in.Path != ""
}

func (l *loader) key(j *Job, e document.Entry) (k Key) {
	const forms = `"key" is {file: PATH}, {env: VARIABLE} or {command: COMMAND}: the key itself is never in this file`
	if n := l.Resolve(e.Value); n == nil || n.Kind != yaml.MappingNode {
		l.Add(e.Pos, forms) // the text may be the key: it is not quoted
		return k
	}
	found := l.Object(e.Value, e.What(), []document.Property{
		l.path("file", j, &k.File),
		document.TextProperty("env", &k.Environment, environmentProblem),
		document.TextProperty("command", &k.Command, document.NotBlank),
	})
	k.Environment = strings.ReplaceAll(k.Environment, "{name}", variable(j.Name))
	k.Command = strings.ReplaceAll(k.Command, "{name}", j.Name)
	if len(found) != 1 {
		l.Add(e.Pos, forms)
	}
	return k
}

// variable returns the name of a job as part of the name of a variable: ACME_EU.
func variable(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '.' {
			return '_'
		}
		return r
	}, strings.ToUpper(name))
}

func environmentProblem(s string) string {
	for _, r := range strings.ReplaceAll(s, "{name}", "") {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_') {
			return "is the name of a variable, such as ACME_API_KEY: the key itself is never in this file" // and is not quoted here
		}
	}
	return ""
}

// whole checks what a job must have.
func (l *loader) whole(j *Job) {
	var missing []string
	for _, m := range []struct {
		name    string
		missing bool
	}{{"files", len(j.Files) == 0}, {"mapping", j.Mapping == ""}, {"state", j.State == ""}, {"key", j.Key == Key{}}} {
		if m.missing {
			missing = append(missing, m.name)
		}
	}
	if len(missing) > 0 && l.Len() == 0 {
		l.Add(j.Pos, "the job %s has no %s: write it there, or under defaults with {name} for the name of the job", phrase.Quote(j.Name), strings.Join(missing, ", "))
	}
	if j.Zone != "" && j.Every == "" {
		l.Add(j.Pos, `the job %s has a "timezone" and no "every"`, phrase.Quote(j.Name))
	}
}

func scheduleProblem(s string) string {
	if _, err := cron.ParseStandard(s); err != nil || strings.Contains(s, "TZ=") {
		return "must be minute, hour, day, month and weekday, as in cron (\"30 2 * * *\" is every night at 2:30), or @daily, @hourly; the time zone is in \"timezone\""
	}
	return ""
}

// Next returns when the job runs next after a time; the zero time if it has no
// schedule.
func (j *Job) Next(after time.Time) time.Time {
	if j.Every == "" {
		return time.Time{}
	}
	s, err := cron.ParseStandard("CRON_TZ=" + cmp.Or(j.Zone, "UTC") + " " + j.Every)
	if err != nil {
		return time.Time{} // Load has refused it
	}
	return s.Next(after)
}

// Select returns the jobs whose names match one of some patterns, separated by commas;
// "" selects all.
func (f *File) Select(patterns string) (list []*Job, err error) {
	if patterns == "" {
		return f.Jobs, nil
	}
	for pattern := range strings.SplitSeq(patterns, ",") {
		pattern, matched := strings.TrimSpace(pattern), false
		for _, j := range f.Jobs {
			ok, err := path.Match(pattern, j.Name)
			if err != nil {
				return nil, fmt.Errorf("--select %s is no pattern: write it as acme or 'acme*'", phrase.Quote(pattern))
			}
			matched = matched || ok
			if ok && !slices.Contains(list, j) {
				list = append(list, j)
			}
		}
		if !matched {
			return nil, fmt.Errorf("--select %s matches no job of %s%s", phrase.Quote(pattern), f.Path, phrase.Near(pattern, f.names()))
		}
	}
	return list, nil
}

// Variables returns the environment variables that hold keys of jobs.
func (f *File) Variables() (list []string) {
	for _, j := range f.Jobs {
		if j.Key.Environment != "" {
			list = append(list, j.Key.Environment)
		}
	}
	return list
}

func (f *File) names() []string {
	names := make([]string, len(f.Jobs))
	for i, j := range f.Jobs {
		names[i] = j.Name
	}
	return names
}

// Warnings returns what is probably not meant: jobs that share a state and have
// different keys, or a key and different states.
func (f *File) Warnings() (list []string) {
	byState, byKey := map[string]*Job{}, map[Key]*Job{}
	for _, j := range f.Jobs {
		if a := byState[j.State]; a != nil && a.Key != j.Key {
			list = append(list, fmt.Sprintf("the jobs %s and %s have one state and two keys: a state belongs to one workspace", a.Name, j.Name))
		} else if a := byKey[j.Key]; a != nil && a.State != j.State {
			list = append(list, fmt.Sprintf("the jobs %s and %s have one key and two states: they write to one workspace side by side, and a person who is new in both files becomes two contacts. Give them one state", a.Name, j.Name))
		}
		if byState[j.State] == nil {
			byState[j.State] = j
		}
		if byKey[j.Key] == nil {
			byKey[j.Key] = j
		}
	}
	return list
}
