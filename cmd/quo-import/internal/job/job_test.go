package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func noKey() (string, error) { return "", nil }

const sheet = "ID,First,Last,Mobile,Email\n1,Maya,Okafor,020 7946 0018,maya@okafor.co.uk\n2,Ben,Li,020 7946 0027,ben@li.uk\n3,Ana,Diaz,020 7946 0139,ana@diaz.example\n"

// TestACountryIsNotProposedWithoutEvidence: the numbers are valid in several, and
// written alike.
func TestACountryIsNotProposedWithoutEvidence(t *testing.T) {
	n := numberSample{}
	for _, number := range []string{"020 7946 0018", "020 7946 0027", "020 7946 0139"} {
		n.add(number)
	}
	j := &Job{Mapping: &mapping.Mapping{}, Files: []*rows.File{{}}, columns: []mapping.Columns{{}}, numbers: numbers{withoutRegion: n}}
	var open *Undecided
	if err := j.regionMissing(); !errors.As(err, &open) {
		t.Fatalf("got %v, want a decision", err)
	}
	d := open.Decisions[0]
	if d.Answer != "" || len(d.Choices) < 2 {
		t.Fatalf("got %+v, want choices without an answer", d)
	}
	if want := `"020 7946 0018" → +442079460018, "020 7946 0027" → +442079460027, "020 7946 0139" → +442079460139`; d.Choices[0] != (Choice{"GB", want}) {
		t.Errorf("got %+v, want GB: %s", d.Choices[0], want)
	}
}

func TestAnOpenDecisionNamesItsFlag(t *testing.T) {
	opts := Options{Files: []string{file(t, "Acme CRM.csv", sheet)}, API: API{Key: noKey}, Key: "ID", Writes: true}
	_, err := Open(context.Background(), opts)
	var open *Undecided
	if !errors.As(err, &open) {
		t.Fatalf("got %v, want the source to be undecided", err)
	}
	d := open.Decisions[0]
	if d.About != AboutSource || d.Flag != "source" || d.Answer != "acme-crm" {
		t.Errorf("got %+v", d)
	}

	opts.Source = d.Answer
	j, err := Open(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	im := j.Importer(policy.Options{DryRun: true}, "run", func(event.Event) {})
	planned, err := im.Plan(context.Background(), j.Inputs...)
	if planned == nil || !errors.As(err, &open) {
		t.Fatalf("got %v, want the region to be undecided", err)
	}
	defer planned.Close()
	want := Decision{
		About: AboutRegion, Flag: "region", Takes: "CC", Answer: "GB",
		Evidence:  `all of them are valid in GB; they are written as there; 2 of the 3 email addresses end as there ("020 7946 0018" → +442079460018, "020 7946 0027" → +442079460027, "020 7946 0139" → +442079460139)`,
		Question:  "3 phone numbers have no country code, and no country is given",
		Otherwise: "name a column in the mapping (region: {column: Country}), or pass --region none to reject them row by row",
	}
	if diff := cmp.Diff(want, open.Decisions[0]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestTheSourceIsNamedWhereNothingStays checks that a check and a sandbox do not ask.
func TestTheSourceIsNamedWhereNothingStays(t *testing.T) {
	for name, opts := range map[string]Options{
		"a check":   {API: API{Key: noKey}},
		"a sandbox": {API: API{Sandbox: true}, Writes: true},
	} {
		opts.Files, opts.Key = []string{file(t, "zapier.csv", sheet)}, "ID"
		j, err := Open(context.Background(), opts)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if j.Mapping.Source != "my-zapierlist" {
			t.Errorf("%s: source %s, which Quo may reserve", name, j.Mapping.Source)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAProposalOfAmbiguousDatesLeavesThemOpen(t *testing.T) {
	path := file(t, "dates.csv", "ID,First,Since\n1,Maya,01/02/2024\n2,Ben,03/04/2024\n")
	fields := file(t, "fields.json", `[{"name":"Since","key":"since","type":"date"}]`)
	d, err := Propose(context.Background(), Options{Files: []string{path}, API: API{Key: noKey, Fields: fields}})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Decisions) != 1 || d.Decisions[0].About != AboutMapping || !strings.Contains(string(d.Text), "# To be decided below: ") {
		t.Errorf("decisions %+v of\n%s", d.Decisions, d.Text)
	}
}

// state verify reads for minutes; the nightly import must not wait for it.
func TestAReaderKeepsNoWriterOut(t *testing.T) {
	f := StateFile{Path: filepath.Join(t.TempDir(), "s.db")}
	made, err := OpenState(f)
	if err != nil {
		t.Fatal(err)
	}
	made.Written = true
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := ReadState(f)
	if err != nil {
		t.Fatal(err)
	}
	writer, err := OpenState(f)
	if err != nil {
		t.Fatalf("while the state is read: %v", err)
	}
	if err := errors.Join(writer.Close(), reader.Close()); err != nil {
		t.Error(err)
	}
}

func TestAStateThatNothingWasWrittenIntoIsRemoved(t *testing.T) {
	f := StateFile{Path: filepath.Join(t.TempDir(), "s.db")}
	if _, err := ReadState(f); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading no state: %v", err)
	}
	f.Require = true
	if _, err := OpenState(f); err == nil {
		t.Error("a state was made although it was required to be there")
	}
	f.Require = false
	for _, written := range []bool{false, true} {
		st, err := OpenState(f)
		if err != nil {
			t.Fatal(err)
		}
		st.Written = written
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(f.Path); (err == nil) != written {
			t.Errorf("written %v: %v", written, err)
		}
	}
}
