package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
)

// TestASessionOfThisVersionIsUnderstoodForever compares a session with the file that version
// 1 wrote. There is no -update: another form is another version.
func TestASessionOfThisVersionIsUnderstoodForever(t *testing.T) {
	at := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	s := &session{
		Path: "/home/maya/list.csv", Name: "list.csv", Read: readOptions{Sheet: "Kunden", HeaderRow: 3, Encoding: "windows-1252", Delimiter: ";"},
		Decided: job.Answers{Source: "acme", Key: "ID", Region: "DE", Name: "Vorname,Nachname", Columns: []string{"Tel 2=phone"}, Formats: []string{"Seit=DD.MM.YYYY"}, Adopt: "phone"},
		Asked: []questionView{{
			ID: "region", About: "region", Question: "Which country?", Evidence: []string{"all are valid in DE"}, Choices: []job.Choice{{Answer: "DE", Means: "+49"}},
			Free: true, Takes: "CC", Default: "DE", Answer: "DE",
		}},
		Screen: "run", Mapping: "/home/maya/list.csv.mapping.yaml", folder: filepath.Join(t.TempDir(), "0123456789abcdef"),
		Run: &ranRun{
			ID: "20261128T090000Z-abcd", Limit: 5, Began: at, Ended: at.Add(time.Minute), Total: 5, Counts: map[string]int{"created": 4, "failed": 1, "read": 5},
			Stopped: "stopped", Report: "quo-import-report/20261128T090000Z-abcd", Failures: []failure{{"line 2", "1", 400, "no"}},
		},
	}
	if err := s.save(at); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(s.folder, sessionFile))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/session-1.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
		t.Error(diff)
	}
	read, err := readSession(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, read, cmp.AllowUnexported(session{}, ranRun{}, failure{}, questionView{}), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestASessionOfAnotherVersionIsNotMisread(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, sessionFile), []byte(`{"version":2,"path":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readSession(folder); err == nil || !strings.Contains(err.Error(), "another version") {
		t.Errorf("got %v", err)
	}
}

func TestOldSessionsAreDeleted(t *testing.T) {
	ss := sessions{t.TempDir()}
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	for name, age := range map[string]time.Duration{"old": 31 * 24 * time.Hour, "recent": 29 * 24 * time.Hour, "new": time.Hour} {
		s, err := ss.receive(name+".csv", strings.NewReader("a"))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.save(now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	list := ss.list(now)
	if len(list) != 2 || list[0].Name != "new.csv" || list[1].Name != "recent.csv" {
		t.Errorf("kept: %+v", list)
	}
	if entries, _ := os.ReadDir(ss.folder); len(entries) != 2 {
		t.Errorf("%d folders are left", len(entries))
	}
}
