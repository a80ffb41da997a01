package job

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const mixed = "ID,Name,Tel,Land,Stufe,Mail\n1,Maya Okafor,020 7946 0018,GB,Gold,maya@okafor.example\n2,Ben Li,030 23125100,DE,Basic,ben.li\n3,Ana Díaz,,DE,,\n"

// TestAColumnCanFeedAnyField: what --column takes beside the fields of a contact.
func TestAColumnCanFeedAnyField(t *testing.T) {
	fields := filepath.Join(t.TempDir(), "fields.json")
	if err := os.WriteFile(fields, []byte(`[{"name":"Level","key":"level_1","type":"string"},{"name":"a=b","key":"a_b","type":"string"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := Begin(context.Background(), Options{
		Files: []string{file(t, "list.csv", mixed)}, API: API{Key: noKey, Fields: fields}, Asks: true,
		Answers: Answers{Key: "ID", Columns: []string{"Land=region", "Stufe=Level", "Mail=none"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	want := map[string]string{"ID": "", "Name": "fullName", "Tel": "phoneNumbers", "Land": "region", "Stufe": "Level", "Mail": ""}
	got := map[string]string{}
	for _, c := range j.ColumnSamples(3) {
		got[c.Column] = c.Field
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := j.Answer(context.Background(), "column:Stufe", "role"); err != nil {
		t.Fatal(err)
	}
	if len(j.Mapping.Custom) != 0 {
		t.Errorf("a column that feeds another field stays in %+v", j.Mapping.Custom)
	}
	if err := j.Answer(context.Background(), "column:Land", "none"); err != nil || j.Mapping.Region.Column.Text != "" {
		t.Errorf("%v: the country's column is still %q", err, j.Mapping.Region.Column.Text)
	}
	if err := j.Answer(context.Background(), "column:Mail", "a=b"); err != nil || len(j.Mapping.Custom) != 1 || j.Mapping.Custom[0].Target != "a=b" {
		t.Errorf("%v: a field with an equals sign in its name cannot be chosen: %+v", err, j.Mapping.Custom)
	}
}

// TestSamplesShowWhatValuesBecome, and the first refused one among many is shown.
func TestSamplesShowWhatValuesBecome(t *testing.T) {
	j, err := Begin(context.Background(), Options{Files: []string{file(t, "list.csv", mixed)}, API: API{Key: noKey}, Answers: Answers{Key: "ID", Columns: []string{"Land=region"}}, Asks: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	values := map[string][]Sample{}
	for _, c := range j.ColumnSamples(2) {
		values[c.Column] = c.Values
	}
	want := []Sample{{Raw: "020 7946 0018", Result: "+442079460018"}, {Raw: "030 23125100", Result: "+493023125100"}}
	if diff := cmp.Diff(want, values["Tel"]); diff != "" {
		t.Error(diff)
	}
	if v := values["Name"]; len(v) != 2 || v[0].Result != "Maya · Okafor" {
		t.Errorf("names: %+v", v)
	}
	if v := values["Mail"]; len(v) != 2 || v[0].Problem != "" || v[1].Problem == "" {
		t.Errorf("mails: %+v", v)
	}
	rows, filled, err := j.CountValues(context.Background())
	if err != nil || rows != 3 || filled["Tel"] != 2 || filled["Name"] != 3 {
		t.Errorf("%v: %d rows, filled %v", err, rows, filled)
	}
}
