package plan

import (
	"context"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/store"
)

// findTurnover looks for known keys that are missing while new ones come, which look
// like the same keys written another way: a spreadsheet program strips zeros, a CRM
// changes from 15 characters to 18. Under new keys every contact would be created again.
// has reports whether a row of the input, which is the whole, has the contact of a record.
func (p *Plan) findTurnover(ctx context.Context, has func(*store.KeyRecord) bool) error {
	if p.config.State == nil || p.tasks == nil || p.Counts.Created == 0 || p.Records == 0 {
		return nil
	}
	missing := missingKeys{forms: map[string]string{}, people: map[personKey]string{}}
	err := p.eachRecord(ctx, func(r *store.KeyRecord) {
		if !has(r) {
			missing.add(r)
		}
	})
	if err != nil || missing.count == 0 {
		return err
	}
	var pairs, people []string
	for t, err := range p.Tasks() {
		if err != nil {
			return err
		}
		if t.Verb != decide.Create {
			continue
		}
		if was, ok := missing.written(t.Key); ok {
			pairs = append(pairs, was+" → "+t.Key)
		} else if was, ok := missing.known(t); ok {
			people = append(people, was+" → "+t.Key)
		}
	}
	p.guardTurnover(missing.count, append(pairs, people...))
	return nil
}

// turnoverFrom is how many keys must be known before it means anything that most of them
// are missing.
const turnoverFrom = 100

// guardTurnover stops where most keys seem to have changed, and else notices those that do.
func (p *Plan) guardTurnover(missing int, pairs []string) {
	evidence := ""
	if len(pairs) > 0 {
		evidence = " (" + examples(pairs) + ")"
	}
	if !p.config.Options.AcceptNewKeys && p.Records >= turnoverFrom && missing*2 > p.Records && p.Counts.Created*2 >= missing {
		p.Stop = event.Stopf(event.StopTurnover, nil, "%d of %d known keys are missing from the input, and %d new ones come%s: are they the same customers under keys that are written another way? Nothing was written; restore the keys in the file, or pass --accept-new-keys to create the new ones",
			missing, p.Records, p.Counts.Created, evidence)
		return
	}
	if len(pairs) > 0 {
		p.Notices = append(p.Notices, event.Notice{Kind: "key-changed", Text: fmt.Sprintf(
			"%d new rows look like known rows under another key%s: they are created beside the contacts of the old keys", len(pairs), evidence)})
	}
}

// missingKeys are the known keys that are not in the input, by what may be left of them.
type missingKeys struct {
	count  int
	forms  map[string]string    // form of the key → key
	people map[personKey]string // number and name → key
}

type personKey struct{ number, name uint64 }

func (m *missingKeys) add(r *store.KeyRecord) {
	m.count++
	for _, form := range keyForms(r.Key) {
		m.forms[form] = r.Key
	}
	for _, n := range r.Record.Numbers {
		m.people[personKey{n, r.Record.Name}] = r.Key
	}
}

// written returns the missing key that a new one is another way to write.
func (m *missingKeys) written(key string) (string, bool) {
	for _, form := range keyForms(key) {
		if was, ok := m.forms[form]; ok {
			return was, true
		}
	}
	return "", false
}

// known returns the missing key of the person of a task, by number and name.
func (m *missingKeys) known(t *Task) (string, bool) {
	numbers, name := PersonHashes(t)
	for _, n := range numbers {
		if was, ok := m.people[personKey{n, name}]; ok && name != 0 {
			return was, true
		}
	}
	return "", false
}

// keyForms are what stays of a key when it is written another way: without case, leading
// zeros and separators, and the first 15 characters of a long one.
func keyForms(key string) []string {
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_./'", r) {
			return -1
		}
		return r
	}, strings.ToLower(strings.TrimSuffix(key, ".0")))
	forms := []string{"plain " + strings.TrimLeft(plain, "0")}
	if len(plain) == 15 || len(plain) == 18 {
		forms = append(forms, "long "+plain[:15])
	}
	return forms
}
