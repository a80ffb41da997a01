package ui

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/fixes"
)

//go:embed night.tmpl
var nightText string

var nightTemplates = template.Must(template.New("night").Parse(nightText))

// nightly returns what runs the import of the session every night, filled in. The caller
// holds the lock.
func (d *desk) nightly() *nightlyView {
	s := d.session
	absolute := func(path string) string {
		if abs, err := filepath.Abs(path); err == nil {
			return abs
		}
		return path
	}
	program, err := os.Executable()
	if err != nil {
		program = "quo-import"
	}
	state := absolute(d.opts.State.Name())
	folder := filepath.Dir(state)
	if d.opts.State.InDatabase() {
		state, folder = d.opts.State.Name(), absolute(".")
	}
	file := s.Path
	if s.Received {
		file = filepath.Join(folder, s.Name) // where the next export is put
	}
	mapping := s.Mapping
	if mapping == "" {
		mapping = freeName(filepath.Join(folder, s.Name+".mapping.yaml"))
	}
	words := []string{program, "import", file, "-m", mapping, "-s", state, "--require-state", "--allow-rejects", "known", "--yes", "-q"}
	if d.sheet != nil && d.sheet.grid.Counts().Fixes > 0 {
		words = append(words, "--fixes", fixesBeside(mapping))
	}
	if d.opts.Report != "" {
		words = append(words, "--report", absolute(d.opts.Report), "--keep-reports", "30")
	}
	if d.opts.API.BaseURL != "" {
		words = append(words, "--base-url", d.opts.API.BaseURL)
	}
	name := "USER"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	v := &nightlyView{Mapping: mapping, Command: term.CommandLine(words)}
	facts := map[string]any{
		"Command": v.Command, "Unit": unitWords(words), "Cron": strings.ReplaceAll(v.Command, "%", `\%`), "Folder": folder, "User": name,
		"Database": d.opts.State.InDatabase(),
	}
	for name, to := range map[string]*string{"crontab": &v.Crontab, "service": &v.Service, "timer": &v.Timer} {
		var b bytes.Buffer
		if err := nightTemplates.ExecuteTemplate(&b, name, facts); err == nil { // it is executed by tests
			*to = b.String()
		}
	}
	return v
}

// fixesBeside is where the corrections are saved with a mapping.
func fixesBeside(mapping string) string {
	return strings.TrimSuffix(mapping, ".mapping.yaml") + ".fixes.csv"
}

// unitWords returns a command as systemd reads it: quoted, with % and $ doubled.
func unitWords(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		w = strings.NewReplacer("%", "%%", "$", "$$").Replace(w)
		if strings.ContainsAny(w, " \t'\"\\;") {
			w = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(w) + `"`
		}
		quoted[i] = w
	}
	return strings.Join(quoted, " ")
}

// freeName returns a path that no file has.
func freeName(path string) string {
	base := strings.TrimSuffix(path, ".mapping.yaml")
	for _, n := range []string{"", "-2", "-3", "-4", "-5"} {
		if _, err := os.Stat(base + n + ".mapping.yaml"); errors.Is(err, fs.ErrNotExist) {
			return base + n + ".mapping.yaml"
		}
	}
	return base + "-6.mapping.yaml"
}

// saveMapping writes the mapping, so that it can be used without the page. It replaces
// only one that it wrote itself.
func (d *desk) saveMapping(context.Context, struct{}) error {
	d.mu.Lock()
	if err := d.idle(); err != nil {
		d.mu.Unlock()
		return err
	}
	s := *d.session
	path := d.nightly().Mapping
	done := make(chan error, 1)
	d.start("Saving the mapping", func(ctx context.Context) error {
		err := d.writeMapping(ctx, &s, path)
		done <- err
		return nil
	})
	d.mu.Unlock()
	return <-done
}

func (d *desk) writeMapping(ctx context.Context, s *session, path string) error {
	j, err := d.open(ctx, s)
	if err != nil {
		return err
	}
	if err := d.ready(ctx, s, j); err != nil {
		return err
	}
	flag := os.O_CREATE | os.O_WRONLY | os.O_EXCL
	if s.Mapping == path {
		flag = os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(j.Mapping.Write(f), f.Close()); err != nil {
		return err
	}
	list, err := fixes.Load(s.fixes())
	if err == nil && len(list) > 0 {
		err = fixes.Save(fixesBeside(path), list)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.session.Mapping = path
	return d.session.save(d.opts.Now())
}
