package values

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What people and programs write into a cell that holds nothing. docs/mapping.md,
// "Nothing", lists the words for people.

// Type is a kind of value, as far as it matters for what means nothing.
type Type uint8

// The types. In a text a word has to be certain ("NULL", "N/A"), because it may be
// a name: "Null", "Na" and "Nil" are. In an address, a number or a date it is
// nothing whatever its case, because it can be nothing else.
const (
	Plain   Type = iota // a text, or a yes or no
	Counted             // a number
	Typed               // an email address, a date, a web address: 0 is none
	Dialled             // a phone number: 0, 000-0000 is none
)

// Nothing reports whether a cell holds nothing, in a column of that type: it is
// blank, or a word for nothing.
func Nothing(raw string, t Type) bool {
	if raw == "" {
		return true
	}
	first, last := raw[0], raw[len(raw)-1]
	switch {
	case t == Plain && ' ' < first && first <= '~' && nothings[t][first] == 0,
		t == Plain && first > '~' && beginsWithLetter(raw):
		return false // no word for nothing begins so
	case first <= ' ' || first > '~' || last <= ' ' || last > '~':
		return nothing(Text(raw), t)
	}
	if len(raw) > maxNothing || nothings[t][first]&(1<<len(raw)) == 0 {
		return false // as nearly all texts
	}
	return nothing(raw, t)
}

func beginsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// nothing is Nothing for a text that was trimmed.
func nothing(s string, t Type) bool {
	switch {
	case s == "":
		return true
	case isSign[s[0]]:
		if onlySigns(s) {
			return true
		}
	case t == Dialled && beginsNumber(s):
		return false
	}
	if certain[s] {
		return true
	}
	if t == Plain {
		return false
	}
	if likely[strings.ToLower(s)] {
		return true
	}
	switch t {
	case Dialled:
		return strings.Trim(s, "0 -.()+") == ""
	case Typed:
		return s == "0"
	}
	return false
}

// beginsNumber reports whether a text begins as a phone number does, which has other
// digits than 0 soon.
func beginsNumber(s string) bool {
	for i := range min(len(s), 4) {
		if '1' <= s[i] && s[i] <= '9' {
			return true
		}
	}
	return false
}

// maxNothing is more bytes than any word for nothing has, with spaces around.
const maxNothing = 40

// signs are those that stand for nothing.
const signs = "-–—−_.?¿*/ "

// onlySigns reports whether a text consists of signs that stand for nothing.
func onlySigns(s string) bool { return strings.Trim(s, signs) == "" }

// isSign is the signs by their first byte.
var isSign = func() (is [256]bool) {
	for i := range len(signs) {
		is[signs[i]] = true
	}
	return is
}()

// certain are the words that mean nothing in a text, too, as they are written.
var certain = setOf(
	"NULL", "null", "<null>", "<NULL>", "(null)", "(NULL)", "[null]", "[NULL]", `\N`, `\n`, "#NULL!",
	"N/A", "n/a", "N/a", "N.A.", "n.a.", "N.A", "n.a", "N\\A", "n\\a", "(n/a)", "<n/a>", "<N/A>", "#N/A", "#n/a", "#NA", "#N/A N/A", "#NV", "<NA>", "n / a", "N / A", "NOT AVAILABLE", "not available", "Not available", "Not Available",
	"nan", "NaN", "NAN", "-nan", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#ERROR!",
	"none", "None", "NONE", "(none)", "(None)", "<none>", "[none]", "undefined", "[undefined]",
	"(blank)", "(empty)", "<empty>", "<blank>", "[blank]", "[empty]", "[]", "{}", `""`, "''",
	"TBD", "tbd", "T.B.D.", "TBA", "tba", "TBC", "tbc", "k.A.", "k. A.", "s/d", "S/D", "s.d.", "S/N", "s/n",
)

// likely are words that mean nothing where a text cannot be, in small letters.
var likely = setOf(
	"na", "null", "nil", "nan", "none", "nothing", "no", "non", "blank", "empty", "missing", "unknown", "unk", "not known", "n/k", "undefined", "pending",
	"not provided", "not given", "not applicable", "not specified", "not set", "unspecified", "no data", "no value", "no answer", "no entry",
	"no phone", "no number", "no mobile", "no cell", "no tel", "no telephone", "no email", "no e-mail", "no mail", "no website", "no date", "does not have", "doesn't have", "refused", "declined", "withheld",
	"keine", "kein", "keins", "keine angabe", "unbekannt", "nicht vorhanden", "entfällt", "ohne", "aucun", "aucune", "néant", "inconnu", "sans", "ninguno", "ninguna", "no tiene", "desconocido", "sin teléfono", "sin correo", "sin datos", "sin email", "nenhum", "nenhuma", "não tem", "nao tem", "sem", "desconhecido", "nessuno", "nessuna", "sconosciuto", "assente", "geen", "onbekend", "brak", "нет", "žádný", "ingen", "saknas", "yok", "無し", "なし", "无", "無", "없음",
)

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// nothings are the lengths of the words for nothing, one bit each, by type and by the
// first character.
var nothings = func() (lengths [Dialled + 1][256]uint64) {
	add := func(first string, bits uint64, types ...Type) {
		for _, t := range types {
			lengths[t][strings.ToLower(first)[0]] |= bits
			lengths[t][strings.ToUpper(first)[0]] |= bits
		}
	}
	const all = ^uint64(0)
	for i := range len(signs) {
		add(signs[i:i+1], all, Plain, Counted, Typed, Dialled)
	}
	for w := range certain {
		add(w[:1], 1<<len(w), Plain, Counted, Typed, Dialled)
	}
	for w := range likely {
		add(w[:1], 1<<len(w), Counted, Typed, Dialled)
	}
	add("0", all, Typed, Dialled)
	add("+", all, Dialled)
	add("(", all, Dialled)
	return lengths
}()
