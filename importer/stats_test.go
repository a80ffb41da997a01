package importer_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
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
	im := &importer.Importer{Source: "crm", Options: policy.Options{DryRun: true}}
	planned, err := im.Plan(context.Background(), w.input(path))
	if err != nil {
		t.Fatal(err)
	}
	defer planned.Close()
	want := []plan.Column{{Name: "Note (2)", Values: 2}, {Name: "Note", Values: 1}, {Name: "column 5", Values: 1}}
	if diff := cmp.Diff(want, planned.Plan.Unmapped); diff != "" {
		t.Error(diff)
	}
}
