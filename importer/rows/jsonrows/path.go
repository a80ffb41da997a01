package jsonrows

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// openDocument finds the array to read, and sets its path in f.
func openDocument(in *rows.Input, f *rows.File) (func() (rows.Reader, error), error) {
	p, err := findPath(in)
	if err != nil {
		return nil, err
	}
	f.Indexed, f.JSONPath = true, joinPath(p.names)
	if in.Options.JSONPath != "" {
		f.JSONPath = in.Options.JSONPath
	}
	return func() (rows.Reader, error) {
		e, err := newElements(in)
		if err != nil {
			return nil, err
		}
		if err := e.enter(p); err != nil {
			_ = e.Close()
			return nil, err
		}
		return e, nil
	}, nil
}

// path is where the rows are in a JSON text.
type path struct {
	names  []string // of the objects around the array
	stream bool     // there is no array: objects one after another
}

func findPath(in *rows.Input) (path, error) {
	e, err := newElements(in)
	if err != nil {
		return path{}, err
	}
	defer e.Close()
	option := in.Options.JSONPath
	kind := e.dec.PeekKind()
	switch {
	case kind == '[' && option != "":
		return path{}, &rows.Error{Err: rows.ErrOption, Reason: "the file is a list already", Advice: "leave out --json-path"}
	case kind == '[':
		return path{}, nil
	case kind == '{' && option != "":
		p := path{names: splitPath(option)}
		return p, e.enter(p)
	case kind == '{':
		return findArray(e)
	}
	if _, err := e.token(); err != nil && err != io.EOF {
		return path{}, err
	}
	return path{}, &rows.Error{Pos: rows.Position{Line: e.line}, Err: rows.ErrSyntax, Reason: "this JSON is neither a list nor an object", Advice: "export it as a list of objects, or as CSV"}
}

// findArray searches the first object for an array. If other objects follow it, they are the rows.
func findArray(e *elements) (path, error) {
	var s arraySearch
	if err := s.object(e, nil); err != nil {
		return path{}, err
	}
	switch kind := e.dec.PeekKind(); {
	case kind == '{':
		return path{stream: true}, nil
	case kind != 0:
		return path{}, e.rest()
	}
	if _, err := e.token(); err != io.EOF {
		return path{}, err
	}
	found := s.filled
	if len(found) == 0 {
		found = s.empty
	}
	switch len(found) {
	case 1:
		return path{names: found[0]}, nil
	case 0:
		return path{}, &rows.Error{Err: rows.ErrOption, Reason: "there is no list of objects in this JSON object, nor in an object directly in it",
			Advice: "name it with --json-path, as in --json-path data.items; a single contact goes between [ and ]"}
	}
	const shown = 10
	var paths []string
	for _, names := range found[:min(len(found), shown)] {
		paths = append(paths, joinPath(names))
	}
	rest := ""
	if n := len(found) - shown; n > 0 {
		rest = fmt.Sprintf(" and %d more", n)
	}
	return path{}, &rows.Error{Err: rows.ErrOption, Reason: "there are several lists in this JSON: " + strings.Join(paths, ", ") + rest,
		Advice: "choose one, as in --json-path " + paths[0]}
}

// arraySearch collects the paths of arrays at the top and one level below.
type arraySearch struct {
	filled [][]string // the first element is an object
	empty  [][]string
}

func (s *arraySearch) object(e *elements, around []string) error {
	if _, err := e.token(); err != nil {
		return err
	}
	for e.dec.PeekKind() == '"' {
		name, err := e.token()
		if err != nil {
			return err
		}
		inner := append(slices.Clip(around), name.String())
		switch kind := e.dec.PeekKind(); {
		case kind == '{' && len(around) == 0:
			err = s.object(e, inner)
		case kind == '[':
			err = s.array(e, inner)
		default:
			err = e.skip()
		}
		if err != nil {
			return err
		}
	}
	_, err := e.token()
	return err
}

func (s *arraySearch) array(e *elements, names []string) error {
	depth := e.dec.StackDepth()
	if _, err := e.token(); err != nil {
		return err
	}
	switch e.dec.PeekKind() {
	case '{':
		s.filled = append(s.filled, names)
	case ']':
		s.empty = append(s.empty, names)
	}
	for e.dec.StackDepth() > depth {
		if _, err := e.token(); err != nil {
			return err
		}
	}
	return nil
}

// enter moves to the first element of the array at a path.
func (e *elements) enter(p path) error {
	if p.stream {
		return nil
	}
	for i, name := range p.names {
		if err := e.find(name); err != nil {
			if _, read := errors.AsType[*rows.Error](err); read {
				return err
			}
			return e.noArray(p.names[:i+1])
		}
	}
	if e.dec.PeekKind() != '[' {
		return e.noArray(p.names)
	}
	_, err := e.token()
	return err
}

var errNoName = errors.New("no such name")

// find enters the next value, an object, and moves to the value of a name.
func (e *elements) find(name string) error {
	if e.dec.PeekKind() != '{' {
		return errNoName
	}
	if _, err := e.token(); err != nil {
		return err
	}
	for e.dec.PeekKind() == '"' {
		t, err := e.token()
		if err != nil || t.String() == name {
			return err
		}
		if err := e.skip(); err != nil {
			return err
		}
	}
	if _, err := e.token(); err != nil {
		return err
	}
	return errNoName
}

func (e *elements) noArray(names []string) error {
	return &rows.Error{Pos: e.in.At(e.line), Err: rows.ErrOption, Reason: fmt.Sprintf("there is no list at %s in this JSON", joinPath(names)),
		Advice: "check --json-path: names joined by dots, as in data.items; without it the list is searched for"}
}

// splitPath splits a path at dots that have no backslash before them.
func splitPath(path string) []string {
	names := []string{""}
	for i := 0; i < len(path); i++ {
		last := &names[len(names)-1]
		switch {
		case path[i] == '\\' && i+1 < len(path):
			i++
			*last += path[i : i+1]
		case path[i] == '.':
			names = append(names, "")
		default:
			*last += path[i : i+1]
		}
	}
	return names
}

func joinPath(names []string) string {
	escape := strings.NewReplacer(`\`, `\\`, `.`, `\.`)
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = escape.Replace(name)
	}
	return strings.Join(parts, ".")
}
