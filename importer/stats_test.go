package importer_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestWhatIsNotImportedIsCountedUnderTheNameThatTheColumnHas(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.mapping = "version: 1\nsource: crm\nkey: ID\ncontact: {firstName: First}\n"
	path := filepath.Join(t.TempDir(), "doubles.csv")
	text := "ID,First,Note,Note,,Empty\n1,Maya,a,b,c,\n2,Omar,,d,,\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	im := &importer.Importer{Source: "crm", Options: importer.Options{DryRun: true}}
	plan, err := im.Plan(context.Background(), []importer.Input{w.input(path)})
	if err != nil {
		t.Fatal(err)
	}
	defer plan.Close()
	want := []importer.Column{{Name: "Note (2)", Values: 2}, {Name: "Note", Values: 1}, {Name: "column 5", Values: 1}}
	if diff := cmp.Diff(want, plan.Unmapped); diff != "" {
		t.Error(diff)
	}
}
