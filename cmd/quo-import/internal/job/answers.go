package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/document"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// Answer takes the answer of a decision, by its id, and decides again: from then on
// Decisions and Mapping are those of a job that was opened with the flag of the
// decision. The same decision may be answered again. If the error is not nil, it says
// what is wrong with the answer, and nothing has changed.
func (j *Job) Answer(ctx context.Context, id, answer string) error {
	before := j.opts.Answers
	err := j.take(id, strings.TrimSpace(answer))
	if err == nil && id != string(AboutAdopt) { // which is about the plan, not the mapping
		err = j.decide(ctx)
	}
	if err != nil {
		j.opts.Answers = before
		return errors.Join(err, j.decide(ctx))
	}
	if !slices.Contains(j.answered, id) {
		j.answered = append(j.answered, id)
	}
	return nil
}

// take sets the option that an answer is for.
func (j *Job) take(id, answer string) error {
	if answer == "" {
		return Usagef("an answer is needed")
	}
	subject, column, _ := strings.Cut(id, ":")
	switch Subject(subject) {
	case AboutName:
		j.opts.Name = answer
	case AboutKey:
		j.opts.Key = answer
	case AboutRegion:
		code, ok := phone.Region(answer)
		switch {
		case strings.EqualFold(answer, noName):
			code = noName
		case !ok:
			return Usagef("%s is no country: write a code, such as US or DE, or a country's name", phrase.Quote(answer))
		}
		j.opts.Region = code
	case AboutSource:
		j.opts.Source = answer
	case AboutAdopt:
		j.opts.Adopt = policy.Adopt(answer)
		if known := []policy.Adopt{policy.AdoptPhone, policy.AdoptPhoneOnly, policy.AdoptNone}; !slices.Contains(known, j.opts.Adopt) {
			return Usagef("the answer must be phone, phone-only or none, not %s", phrase.Quote(answer))
		}
	case AboutColumn:
		j.opts.Columns = assignTo(j.opts.Columns, column, j.fieldWord(answer))
	case AboutFormat:
		j.opts.Formats = assignTo(j.opts.Formats, column, answer)
	default:
		return fmt.Errorf("there is no decision %q", id)
	}
	return nil
}

// assignTo returns a list of COLUMN=VALUE with the value for a column replaced.
func assignTo(list []string, column, value string) []string {
	list = slices.DeleteFunc(slices.Clone(list), func(text string) bool {
		other, _, _ := assigned(text)
		return other == column
	})
	return append(list, column+"="+value)
}

// haveColumns returns an error if a list has a name that is not a column.
func (j *Job) haveColumns(flag, list string) error {
	for _, name := range namesIn(list) {
		if err := j.hasColumn(flag, name); err != nil {
			return err
		}
	}
	return nil
}

// Options returns the options with the answers in them: a job that is opened with them
// is as decided as this one.
func (j *Job) Options() Options { return j.opts }

// keyWords names the columns of a key.
func keyWords(k mapping.Key) string {
	return cmp.Or(k.Expr.Text, strings.Join(document.Texts(k.Columns), ", "))
}
