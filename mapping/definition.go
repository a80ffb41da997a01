package mapping

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/mapping/phrase"
)

// KeyDefinition returns where the key of a row comes from, in words. It is the
// same for the same key of any file, so that a state can pin it, and ByKey
// understands it.
func (m *Mapper) KeyDefinition() string {
	k := &m.key
	switch {
	case k.derived:
		return keyDerived
	case k.program != nil:
		return keyExpression + k.text
	case len(k.names) == 1:
		return keyColumn + phrase.Quote(k.names[0])
	}
	quoted := make([]string, len(k.names))
	for i, name := range k.names {
		quoted[i] = phrase.Quote(name)
	}
	return keyColumns + strings.Join(quoted, keyAnd)
}

// ByKey returns a mapper of the same columns whose keys are by another definition,
// in the words of KeyDefinition: the one that an earlier run used. The error says
// why its keys cannot be computed from this input.
func (m *Mapper) ByKey(definition string) (*Mapper, error) {
	key, err := m.parseKey(definition)
	if err != nil {
		return nil, err
	}
	for _, name := range key.Columns {
		if _, ok := m.table.index[name.Text]; !ok && !m.table.json {
			return nil, m.table.missing(name.Text)
		}
	}
	c := *m.mapping
	c.Key = key
	return c.Compile(m.columns, m.options)
}

const (
	keyDerived    = "derived from phone or email and name"
	keyExpression = "expression "
	keyColumn     = "column "
	keyColumns    = "columns "
	keyAnd        = " and "
)

// parseKey is the reverse of KeyDefinition.
func (m *Mapper) parseKey(definition string) (k Key, err error) {
	if definition == keyDerived {
		return Key{Derived: true}, nil
	}
	if text, ok := strings.CutPrefix(definition, keyExpression); ok {
		return Key{Expr: Expr{Text: text}}, nil
	}
	rest, ok := strings.CutPrefix(definition, keyColumn)
	if !ok {
		rest, ok = strings.CutPrefix(definition, keyColumns)
	}
	for ok {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			break
		}
		name, err := m.columnNamed(quoted)
		if err != nil {
			return k, err
		}
		k.Columns = append(k.Columns, Name{Text: name})
		if rest = rest[len(quoted):]; rest == "" {
			return k, nil
		}
		rest, ok = strings.CutPrefix(rest, keyAnd)
	}
	return k, fmt.Errorf("the key %s was written by another version of this program", phrase.Quote(definition))
}

// columnNamed returns the name of a column by how a definition quotes it, which is cut if
// the name is long.
func (m *Mapper) columnNamed(quoted string) (string, error) {
	for _, name := range m.table.file {
		if phrase.Quote(name) == quoted {
			return name, nil
		}
	}
	name, err := strconv.Unquote(quoted)
	if err != nil {
		return "", err
	}
	return name, nil
}
