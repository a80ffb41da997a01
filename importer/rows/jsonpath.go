package rows

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// jsonPath is where the rows are in a JSON text.
type jsonPath struct {
	names  []string // of the objects around the array
	stream bool     // there is no array: objects one after another
}

// openJSON finds the array to read.
func (f *File) openJSON() error {
	f.start = f.startJSON
	e, err := f.openElements()
	if err != nil {
		return err
	}
	defer e.Close()
	kind := e.dec.PeekKind()
	switch {
	case kind == '[' && f.opts.JSONPath != "":
		return &OpenError{Err: ErrOption, Reason: "the file is a list already", Advice: "leave --json-path out"}
	case kind == '[':
		return nil
	case kind == '{' && f.opts.JSONPath != "":
		f.JSONPath, f.jsonPath.names = f.opts.JSONPath, splitPath(f.opts.JSONPath)
		return e.enter(f.jsonPath)
	case kind == '{':
		return f.findArray(e)
	}
	if _, err := e.token(); err != nil && err != io.EOF {
		return err
	}
	return &OpenError{Line: e.line, Err: ErrSyntax, Reason: "this JSON is neither a list nor an object", Advice: "export it as a list of objects, or as CSV"}
}

// findArray searches the first object; where others follow it, they are the rows.
func (f *File) findArray(e *elements) error {
	var s arraySearch
	if err := s.object(e, nil); err != nil {
		return err
	}
	switch kind := e.dec.PeekKind(); {
	case kind == '{':
		f.jsonPath.stream = true
		return nil
	case kind != 0:
		return e.rest()
	}
	if _, err := e.token(); err != io.EOF {
		return err
	}
	found := s.filled
	if len(found) == 0 {
		found = s.empty
	}
	switch len(found) {
	case 1:
		f.jsonPath.names, f.JSONPath = found[0], joinPath(found[0])
		return nil
	case 0:
		return &OpenError{Err: ErrOption, Reason: "there is no list of objects in this JSON object, nor in an object directly in it",
			Advice: "name it with --json-path, as in --json-path data.items; a single contact goes between [ and ]"}
	}
	var paths []string
	for _, names := range found {
		paths = append(paths, joinPath(names))
	}
	return &OpenError{Err: ErrOption, Reason: "there are several lists in this JSON: " + strings.Join(paths, ", "),
		Advice: "say which is meant, as in --json-path " + paths[0]}
}

// arraySearch collects the paths of arrays at the top and one level below.
type arraySearch struct {
	filled, empty [][]string // by whether the array's first element is an object, or there is none
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
		path := append(around[:len(around):len(around)], name.String())
		switch kind := e.dec.PeekKind(); {
		case kind == '{' && len(around) == 0:
			err = s.object(e, path)
		case kind == '[':
			err = s.array(e, path)
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

func (s *arraySearch) array(e *elements, path []string) error {
	depth := e.dec.StackDepth()
	if _, err := e.token(); err != nil {
		return err
	}
	switch e.dec.PeekKind() {
	case '{':
		s.filled = append(s.filled, path)
	case ']':
		s.empty = append(s.empty, path)
	}
	for e.dec.StackDepth() > depth {
		if _, err := e.token(); err != nil {
			return err
		}
	}
	return nil
}

// enter goes to the first element of the array at a path.
func (e *elements) enter(path jsonPath) error {
	if path.stream {
		return nil
	}
	for i, name := range path.names {
		if err := e.find(name); err != nil {
			var read *ReadError
			if errors.As(err, &read) {
				return err
			}
			return e.noArray(path.names[:i+1])
		}
	}
	if e.dec.PeekKind() != '[' {
		return e.noArray(path.names)
	}
	_, err := e.token()
	return err
}

var errNoName = errors.New("no such name")

// find enters the next value, an object, and stops before the value of a name.
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
	return &ReadError{Pos: e.file.at(e.line), Err: ErrOption, Reason: fmt.Sprintf("there is no list at %s in this JSON", joinPath(names)),
		Advice: "look at --json-path: names joined by dots, as in data.items; without it the list is searched for"}
}

// splitPath splits at dots that no backslash precedes.
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
