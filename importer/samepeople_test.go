package importer_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestRowsThatLookLikeOnePerson(t *testing.T) {
	for name, c := range map[string]struct {
		rows []string
		want []string
	}{
		"share a number": {
			[]string{"1,Maya,Okafor,,,415-555-0134,,,,", "2,M.,Okafor,,,(415) 555 0134,,,,"},
			[]string{"line 3: has the phone number of line 2, under another key: is it the same person?"},
		},
		"share an email": {
			[]string{"1,Maya,,,,,,maya@okafor.example,,", "2,Ben,,,,,,ben@li.example,,", "3,M,,,,,,maya@OKAFOR.example,,"},
			[]string{"line 4: has the email of line 2, under another key: is it the same person?"},
		},
		"name the first row of three": {
			[]string{"1,A,,,,415-555-0134,,,,", "2,B,,,,415-555-0134,,,,", "3,C,,,,415-555-0134,,,,"},
			[]string{
				"line 3: has the phone number of line 2, under another key: is it the same person?",
				"line 4: has the phone number of line 2, under another key: is it the same person?",
			},
		},
		"are not one row that has a number twice": {
			[]string{"1,A,,,,415-555-0134,415-555-0134,,,"}, nil,
		},
		"are not rows that are rejected": {
			[]string{"1,A,,,,415-555-0134,,nonsense,,", "2,B,,,,415-555-0134,,,,"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				var got []string
				im := &importer.Importer{Source: "crm", Options: policy.Options{DryRun: true}, Events: func(e event.Event) {
					if r, ok := e.(event.Row); ok {
						for i := range r.Warnings {
							got = append(got, r.Pos.String()[len(r.Pos.File)+1:]+": "+r.Warnings[i].Error())
						}
					}
				}}
				planned, err := im.Plan(context.Background(), w.input(w.file(c.rows...)))
				if err != nil {
					t.Fatal(err)
				}
				defer planned.Close()
				plan := planned.Plan
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("warnings (-want +got):\n%s", diff)
				}
				if plan.Counts.Warnings != len(c.want) || plan.Counts != withFile(plan) {
					t.Errorf("counts %+v, of the file %+v", plan.Counts, plan.Files)
				}
			})
		})
	}
}

// withFile returns the counts of a plan with one file, which are also those of the file.
func withFile(p *plan.Plan) event.Counts {
	c := p.Files[0]
	c.Warnings, c.Phoneless = p.Counts.Warnings, p.Counts.Phoneless
	return c
}
