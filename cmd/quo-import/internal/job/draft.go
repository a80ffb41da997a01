package job

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

// Draft is a proposed mapping, to be edited.
type Draft struct {
	Text      []byte
	Decisions []Decision // that a person has to make; each is also a comment in Text
	Empty     bool       // no column was understood
}

// Propose returns the mapping that an import of a file without one would use.
func Propose(ctx context.Context, opts Options) (*Draft, error) {
	j, err := Begin(ctx, opts)
	if err != nil {
		return nil, err
	}
	d, err := j.draft(ctx)
	return d, errors.Join(err, j.Close())
}

func (j *Job) draft(ctx context.Context) (*Draft, error) {
	d := &Draft{Decisions: slices.DeleteFunc(j.Decisions(), func(d Decision) bool { return d.Optional })}
	d.Empty = len(j.Mapping.Contact) == 0
	region, err := j.proposeRegion(ctx)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for _, open := range d.Decisions {
		fmt.Fprintf(&b, "# To be decided below: %s\n", oneLine(open.Text()))
	}
	proposed := propose.Draft{Mapping: j.Mapping, Columns: j.columns[0], First: j.first, Notes: j.Notes, Fields: j.Catalogue, Region: region}
	err = proposed.Write(&b)
	d.Text = b.Bytes()
	return d, err
}

// proposeRegion reads the file once more and returns the region that its numbers
// without a country code fit, "" for none or if the mapping is not complete yet.
func (j *Job) proposeRegion(ctx context.Context) (string, error) {
	mapper, err := j.Mapping.Compile(j.columns[0], j.compileOptions())
	if err != nil {
		return "", nil
	}
	var found numbers
	w := mapper.Worker()
	for row, err := range readable(ctx, j.Files[0].Rows) {
		if err != nil {
			return "", err
		}
		w.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread})
		found.add(w.Map().Errors)
	}
	c, _ := propose.Plain(found.withoutRegion.countries(j.surroundings()))
	return c.Region, nil
}

// oneLine replaces control characters, line ends among them, by spaces.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
