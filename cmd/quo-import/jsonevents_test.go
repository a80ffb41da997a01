package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
)

// TestEventsAreDocumented compares docs/events.md with the code: each event, each
// field, its type and whether it is always present.
func TestEventsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	inCode := map[string]map[string]string{}
	for name, event := range show.Events() {
		if name != "plan" { // the page says that it is a summary
			inCode[name] = fieldsOfEvent(reflect.TypeOf(event), "")
		}
	}
	if diff := cmp.Diff(inCode, documented(string(page))); diff != "" {
		t.Errorf("docs/events.md is not what the code writes (-code +page):\n%s", diff)
	}
	if !strings.Contains(string(page), fmt.Sprintf("the version of the stream, which is %d.", show.StreamVersion)) {
		t.Errorf("docs/events.md does not name version %d", show.StreamVersion)
	}
	if !strings.Contains(string(page), "\n## `plan`\n") {
		t.Error("docs/events.md does not describe plan")
	}
}

// fieldsOfEvent returns the fields of an event, each with its type, and "always" if it
// is never left out.
func fieldsOfEvent(of reflect.Type, within string) map[string]string {
	fields := map[string]string{}
	for i := range of.NumField() {
		f := of.Field(i)
		if f.Anonymous {
			maps.Copy(fields, fieldsOfEvent(f.Type, within))
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		always := !strings.Contains(options, "omitempty")
		words := typeWords(f.Type, always)
		if always {
			words += ", always"
		}
		fields[within+name] = words
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			maps.Copy(fields, fieldsOfEvent(f.Type.Elem(), within+name+"."))
		}
	}
	return fields
}

func typeWords(of reflect.Type, always bool) string {
	switch of.Kind() {
	case reflect.String:
		return "string"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Bool:
		return "boolean"
	case reflect.Map:
		return "object of " + typeWords(of.Elem(), true) + "s"
	case reflect.Slice:
		return "list of " + typeWords(of.Elem(), true) + "s"
	case reflect.Pointer:
		words := typeWords(of.Elem(), true)
		if always {
			words += " or null"
		}
		return words
	}
	if of == reflect.TypeFor[time.Time]() {
		return "time"
	}
	return "object"
}

var (
	eventHead = regexp.MustCompile("^## `([a-z]+)`$")
	eventRow  = regexp.MustCompile("^\\| `([A-Za-z.]+)` \\| ([a-z ]+) \\| ([^|]+) \\|")
)

// documented reads the tables of the page.
func documented(page string) map[string]map[string]string {
	events := map[string]map[string]string{}
	event := ""
	for line := range strings.Lines(page) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "## ") {
			event = ""
			if head := eventHead.FindStringSubmatch(line); head != nil {
				event = head[1]
			}
		}
		row := eventRow.FindStringSubmatch(line)
		if row == nil || event == "" {
			continue
		}
		if events[event] == nil {
			events[event] = map[string]string{}
		}
		words := row[2]
		if row[3] == "always" {
			words += ", always"
		}
		events[event][row[1]] = words
	}
	return events
}

// checkStream checks that a stream begins with start, and that every event is one of
// show.Events and has no other fields.
func checkStream(text string) error {
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var head struct{ Event string }
		if err := json.Unmarshal(lines.Bytes(), &head); err != nil {
			return fmt.Errorf("line %d: %w: %s", n, err, lines.Text())
		}
		like, ok := show.Events()[head.Event]
		if !ok || (n == 1) != (head.Event == "start") {
			return fmt.Errorf("line %d: event %q has no place here", n, head.Event)
		}
		strict := json.NewDecoder(strings.NewReader(lines.Text()))
		strict.DisallowUnknownFields()
		if err := strict.Decode(reflect.New(reflect.TypeOf(like)).Interface()); err != nil {
			return fmt.Errorf("line %d: %w: %s", n, err, lines.Text())
		}
	}
	return lines.Err()
}

func TestAStreamThatIsWrongIsNoticed(t *testing.T) {
	start := `{"event":"start","version":1}`
	for _, wrong := range []string{`{"event":"notice"}`, start + "\n" + start, start + "\n" + `{"event":"other"}`, start + "\n" + `{"event":"notice","more":1}`} {
		if checkStream(wrong) == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
	if err := checkStream(start + "\n" + `{"event":"notice","kind":"gone","text":"x"}`); err != nil {
		t.Error(err)
	}
}
