package ui

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/grid"
	"github.com/quo-import/quo-import/importer/fixes"
)

// sheet is what the server answers about the rows to correct.
func (o *office) sheet(method, path string, body, answer any) string {
	o.t.Helper()
	text := ""
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			o.t.Fatal(err)
		}
		text = string(b)
	}
	status, got := o.fetch(o.browser, method, o.base+"/api/sheet"+path, text, nil)
	if status != http.StatusOK {
		return got
	}
	if answer != nil {
		if err := json.Unmarshal([]byte(got), answer); err != nil {
			o.t.Fatalf("%s: %s", path, got)
		}
	}
	return ""
}

func TestRowsAreCorrectedOnThePage(t *testing.T) {
	o := open(t, nil)
	o.upload("crm.csv", crm)
	v := o.decideAll()
	if v.Sheet == nil || v.Sheet.Problems != 2 {
		t.Fatalf("the rows to correct: %+v", v.Sheet)
	}
	column := o.at
	var list grid.View
	o.sheet("POST", "/view", grid.Filter{All: true}, &list)
	var rows []grid.Row
	o.sheet("GET", "/rows?view="+strconv.Itoa(list.ID)+"&from=0", nil, &rows)
	if len(rows) != 2 || rows[0].Line != 4 {
		t.Fatalf("%+v", rows)
	}
	var tried grid.Tried
	o.sheet("POST", "/try", values{"row": rows[0].Row, "column": column("Mobile"), "value": "415-555-0150"}, &tried)
	if tried.Result != "+14155550150" {
		t.Errorf("%+v", tried)
	}
	var done corrected
	o.sheet("POST", "/set", values{"what": "Edit", "edits": []grid.Edit{{Row: rows[0].Row, Column: column("Mobile"), Value: "415-555-0150"}}}, &done)
	o.sheet("POST", "/apply", grid.Bulk{Do: grid.Replace, Find: "ola.berg.", Replace: "ola@berg.", Column: column("Email"), Filter: grid.Filter{All: true}}, &done)
	if done.Counts.Problems != 0 || done.Edition != 2 || done.Undo == "" {
		t.Errorf("%+v", done)
	}

	// The plan has them as soon as it is looked at, and the night has them, too.
	o.must("/api/screen", values{"screen": "plan"})
	if v = o.idle(); v.Plan.Counts["rejected"] != 0 {
		t.Errorf("the plan still rejects rows: %+v", v.Plan.Counts)
	}
	o.must("/api/nightly/save", values{})
	v = o.idle()
	list2, err := fixes.Load(fixesBeside(v.Nightly.Mapping))
	if err != nil || len(list2) != 2 || !strings.Contains(v.Nightly.Crontab, "--fixes "+fixesBeside(v.Nightly.Mapping)) {
		t.Errorf("%+v %v\n%s", list2, err, v.Nightly.Crontab)
	}
	if status, text := o.fetch(o.browser, "GET", o.base+"/api/sheet/download", "", nil); status != http.StatusOK || !strings.HasPrefix(text, "PK") {
		t.Errorf("the download: %d", status)
	}
}

func TestAnImportWritesTheCorrectedRows(t *testing.T) {
	o := open(t, nil)
	o.upload("crm.csv", crm)
	o.decideAll()
	o.must("/api/key", values{"key": apiKey})
	o.idle()
	if why := o.sheet("POST", "/apply", grid.Bulk{Do: grid.DropValue, Column: o.at("Email"), Filter: grid.Filter{All: true}}, nil); why != "" {
		t.Fatal(why)
	}
	o.must("/api/compare", values{})
	v := o.idle()
	if v.Plan.Writes != 5 {
		t.Fatalf("%+v", v.Plan.Counts)
	}
	// What is corrected after the plan was approved is not written unseen.
	if why := o.sheet("POST", "/apply", grid.Bulk{Do: grid.DropValue, Column: o.at("Mobile"), Filter: grid.Filter{All: true}}, nil); why != "" {
		t.Fatal(why)
	}
	if why := o.post("/api/run", values{"limit": 0}); !strings.Contains(why, "corrected") {
		t.Errorf("a run of another plan began: %q", why)
	}
	o.idle()
	o.must("/api/compare", values{})
	o.idle()
	o.must("/api/run", values{"limit": 0})
	if v = o.idle(); v.Run == nil || v.Run.Counts["created"] != 6 {
		t.Errorf("%+v", v.Run)
	}
}

func TestASessionThatIsTakenUpAgainHasItsCorrections(t *testing.T) {
	o := open(t, nil)
	o.upload("crm.csv", crm)
	v := o.decideAll()
	if why := o.sheet("POST", "/apply", grid.Bulk{Do: grid.DropValue, Column: o.at("Email"), Filter: grid.Filter{All: true}}, nil); why != "" {
		t.Fatal(why)
	}
	o.must("/api/session", values{"id": ""})
	o.must("/api/session", values{"id": v.Session.ID})
	if v = o.idle(); v.Sheet == nil || v.Sheet.Fixes != 1 || v.Sheet.Problems != 1 {
		t.Errorf("%+v", v.Sheet)
	}
}

// at returns the number of a column of the rows to correct.
func (o *office) at(name string) int {
	o.t.Helper()
	var opened struct {
		Columns []grid.Column `json:"columns"`
	}
	o.sheet("GET", "", nil, &opened)
	for i, c := range opened.Columns {
		if c.Name == name {
			return i
		}
	}
	o.t.Fatalf("no column %s", name)
	return 0
}
