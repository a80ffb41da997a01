package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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
	if d.Default != "" || len(d.Choices) < 3 {
		t.Fatalf("got %+v, want choices without a default", d)
	}
	if want := `"020 7946 0018" → +442079460018, "020 7946 0027" → +442079460027, "020 7946 0139" → +442079460139`; d.Choices[0] != (Choice{"GB", want}) {
		t.Errorf("got %+v, want GB: %s", d.Choices[0], want)
	}
}

// TestAllOpenDecisionsAreAskedAtOnce: and their answers need not be read from the
// files again.
func TestAllOpenDecisionsAreAskedAtOnce(t *testing.T) {
	ctx := context.Background()
	opts := Options{Files: []string{file(t, "Acme CRM.csv", sheet)}, API: API{Key: noKey}, Answers: Answers{Key: "ID"}, Writes: true}
	j, err := Begin(ctx, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	want := []Decision{{
		ID: "region", About: AboutRegion, Flag: "region", Takes: "COUNTRY", Free: true, Default: "GB",
		Question: "Which country are the 3 phone numbers without a country code from?",
		Evidence: []string{"all of them are valid in GB", "they are written as there", "2 of the 3 email addresses end as there"},
		Choices: []Choice{
			{"GB", `"020 7946 0018" → +442079460018, "020 7946 0027" → +442079460027, "020 7946 0139" → +442079460139`},
			{"none", "reject these numbers row by row"},
		},
		Otherwise: "if a column has the country, name it in a mapping file: region: {column: Country}",
	}, {
		ID: "source", About: AboutSource, Flag: "source", Takes: "NAME", Free: true, Default: "acme-crm",
		Question: "What is this list, or the system that it comes from, called?",
		Evidence: []string{"a short name keeps its ids (ID) apart from those of other lists"},
	}}
	got := j.Decisions()
	got[0].Choices = slices.DeleteFunc(got[0].Choices, func(c Choice) bool { return c.Answer != "GB" && c.Answer != "none" })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	var open *Undecided
	if err := j.Ready(); !errors.As(err, &open) || len(open.Decisions) != 2 {
		t.Errorf("got %v, want both decisions", err)
	}

	if err := j.Answer(ctx, "region", "Atlantis"); err == nil || len(j.Decisions()) != 2 {
		t.Errorf("Atlantis was taken for a country: %v", err)
	}
	for id, answer := range map[string]string{"region": "United Kingdom", "source": "crm"} {
		if err := j.Answer(ctx, id, answer); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Ready(); err != nil {
		t.Fatal(err)
	}
	im := j.Importer(policy.Options{DryRun: true}, "run", func(event.Event) {})
	planned, err := im.Plan(ctx, j.Inputs...)
	if err != nil || planned.Plan.Counts.Ready != 3 {
		t.Fatalf("%v: %+v", err, planned)
	}
	planned.Close()
	if j.Mapping.Region.Default != "GB" || j.Mapping.Source != "crm" {
		t.Errorf("the mapping is %+v", j.Mapping)
	}

	again, err := Open(ctx, j.Options())
	if err != nil {
		t.Fatalf("opened with the answers: %v", err)
	}
	again.Close()
}

// TestAnswersGiveWhatTheirFlagsGive: a terminal, a page and the command line are ways to
// answer the same decisions.
func TestAnswersGiveWhatTheirFlagsGive(t *testing.T) {
	const odd = "Nr,Fjorp,Gnarl,Phone,Zebra,Since\n" +
		"a1,Maya,Okafor,+14155550134,+14155550136,01/02/2024\n" +
		"a1,Ben,Li,+14155550137,+14155550138,03/04/2024\n"
	fields := file(t, "fields.json", `[{"name":"Since","key":"since","type":"date"}]`)
	opts := Options{Files: []string{file(t, "odd.csv", odd)}, API: API{Key: noKey, Fields: fields}}
	ctx := context.Background()
	j, err := Begin(ctx, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	var ids []string
	for _, d := range j.Decisions() {
		ids = append(ids, d.ID)
	}
	if diff := cmp.Diff([]string{"name", "column:Zebra", "format:Since"}, ids); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	for id, answer := range map[string]string{"name": "Fjorp,Gnarl", "column:Zebra": "phone", "format:Since": "DD/MM/YYYY", "key": "Phone", "source": "x"} {
		if err := j.Answer(ctx, id, answer); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
	}
	opts.Name, opts.Columns, opts.Formats, opts.Key, opts.Source = "Fjorp,Gnarl", []string{"Zebra=phone"}, []string{"Since=DD/MM/YYYY"}, "Phone", "x"
	flagged, err := Open(ctx, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer flagged.Close()
	if err := j.Ready(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(flagged.Mapping, j.Mapping); diff != "" {
		t.Errorf("(-flags +answers)\n%s", diff)
	}
	if f := j.Mapping.Contact[len(j.Mapping.Contact)-1]; f.Target != "phoneNumbers" || f.Columns[0].Text != "Zebra" {
		t.Errorf("Zebra feeds %+v", f)
	}
}

// TestAnswersAreKeptBesideTheInput: the next job takes them, unless somebody else wrote
// the file.
func TestAnswersAreKeptBesideTheInput(t *testing.T) {
	ctx := context.Background()
	path := file(t, "Acme CRM.csv", sheet)
	j, err := Begin(ctx, Options{Files: []string{path}, API: API{Key: noKey}, Writes: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for id, answer := range map[string]string{"region": "GB", "source": "crm", "adopt": "phone"} {
		if err := j.Answer(ctx, id, answer); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := j.Keep(time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := Beside(path); got != kept {
		t.Fatalf("beside the input is %q, not %s", got, kept)
	}
	m, err := LoadMapping(kept, func(mapping.Option) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	if m.Source != "crm" || m.Region.Default != "GB" || m.Key.Columns[0].Text != "ID" || m.Option("adopt") != "phone" {
		t.Errorf("kept: %+v", m)
	}

	text, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "7946") || strings.Contains(string(text), "Okafor") {
		t.Errorf("values of the file were kept:\n%s", text)
	}
	other := filepath.Join(t.TempDir(), "other.csv")
	for name, foreign := range map[string][]byte{"of another input": text, "of a person": []byte("version: 1\n")} {
		if err := os.WriteFile(besidePath(other), foreign, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, not := Beside(other); got != "" || not != besidePath(other) {
			t.Errorf("%s: took %q, left %q", name, got, not)
		}
	}
	for _, nowhere := range []string{"-", "https://example.com/list.csv"} {
		if got := besidePath(nowhere); got != "" {
			t.Errorf("%s: %s", nowhere, got)
		}
	}
}

// TestTheSourceIsNamedWhereNothingStays checks that a check and a sandbox do not ask.
func TestTheSourceIsNamedWhereNothingStays(t *testing.T) {
	for name, opts := range map[string]Options{
		"a check":   {API: API{Key: noKey}},
		"a sandbox": {API: API{Sandbox: true}, Writes: true},
	} {
		opts.Files, opts.Key, opts.Region = []string{file(t, "zapier.csv", sheet)}, "ID", "GB"
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
	if len(d.Decisions) != 1 || d.Decisions[0].About != AboutFormat || !strings.Contains(string(d.Text), "# To be decided below: ") {
		t.Errorf("decisions %+v of\n%s", d.Decisions, d.Text)
	}
}

// state verify reads for minutes; the nightly import must not wait for it.
func TestAReaderKeepsNoWriterOut(t *testing.T) {
	f := StateFile{Path: filepath.Join(t.TempDir(), "s.db")}
	made, err := OpenState(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	made.Written = true
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := ReadState(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	writer, err := OpenState(t.Context(), f)
	if err != nil {
		t.Fatalf("while the state is read: %v", err)
	}
	if err := errors.Join(writer.Close(), reader.Close()); err != nil {
		t.Error(err)
	}
}

func TestAStateThatNothingWasWrittenIntoIsRemoved(t *testing.T) {
	f := StateFile{Path: filepath.Join(t.TempDir(), "s.db")}
	if _, err := ReadState(t.Context(), f); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading no state: %v", err)
	}
	f.Require = true
	if _, err := OpenState(t.Context(), f); err == nil {
		t.Error("a state was made although it was required to be there")
	}
	f.Require = false
	for _, written := range []bool{false, true} {
		st, err := OpenState(t.Context(), f)
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
