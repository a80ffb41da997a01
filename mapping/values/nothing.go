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
	case t == Typed && isDigit(s[0]): // no word begins so
		return s == "0" || zeroDays[s]
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
	return t == Dialled && strings.Trim(s, "0 -.()+") == ""
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
const signs = "-–—−_.?¿*/:|~ "

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
	"NULL", "null", "--None--", "--none--", "-None-", "-none-", "<null>", "<NULL>", "(null)", "(NULL)", "[null]", "[NULL]", `\N`, `\n`, "#NULL!",
	"N/A", "n/a", "N/a", "N.A.", "n.a.", "N.A", "n.a", "N\\A", "n\\a", "(n/a)", "<n/a>", "<N/A>", "#N/A", "#n/a", "#NA", "#N/A N/A", "#NV", "#N/D", "#N/DZ", "#Н/Д", "#YOK", "#I/T", "#N/B", "#SAKNAS!", "#PUUTTUU!", "#HIÁNYZIK", "<NA>", "n / a", "N / A", "NOT AVAILABLE", "not available", "Not available", "Not Available",
	"nan", "NaN", "NAN", "-nan", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#ERROR!",
	"none", "None", "NONE", "(none)", "(None)", "<none>", "[none]", "undefined", "[undefined]",
	"(blank)", "(empty)", "<empty>", "<blank>", "[blank]", "[empty]", "[]", "{}", `""`, "''",
	"TBD", "tbd", "T.B.D.", "TBA", "tba", "TBC", "tbc", "k.A.", "k. A.", "n.v.t.", "N.V.T.", "N/D", "n/d", "s/d", "S/D", "s.d.", "S/N", "s/n",
)

// likely are words that mean nothing where a text cannot be, in small letters.
var likely = setOf(
	"na", "null", "false", "xx", "xxx", "xxxx", "nil", "nan", "none", "nothing", "no", "non", "blank", "empty", "missing", "unknown", "unk", "not known", "n/k", "undefined", "pending",
	"not provided", "not given", "not applicable", "not specified", "not set", "unspecified", "no data", "no value", "no answer", "no entry", "not listed", "unlisted", "not on file", "not found", "not recorded", "anonymous", "private", "restricted", "blocked", "no caller id", "not supplied", "not entered", "to be confirmed", "to follow", "no contact", "n.d.", "nd", "n.c.", "nc", "n/i", "n/p", "n.b.",
	"http://", "https://", "http://www.", "https://www.", "www.",
	"no phone", "no phone number", "no email address", "no fax", "no landline", "no number", "no mobile", "no cell", "no tel", "no telephone", "no email", "no e-mail", "no mail", "no website", "no date", "does not have", "doesn't have", "refused", "declined", "withheld",
	"keine", "keine nummer", "keine e-mail", "nein", "fehlt", "nicht bekannt", "nicht angegeben", "kein", "keins", "keine angabe", "unbekannt", "nicht vorhanden", "entfällt", "ohne", "aucun", "aucune", "non renseigné", "non renseignée", "non communiqué", "pas de téléphone", "pas de mail", "pas d'email", "néant", "inconnu", "sans", "ninguno", "ninguna", "no disponible", "no aplica", "no consta", "sin número", "sin numero", "sin telefono", "pendiente", "no tiene", "desconocido", "sin teléfono", "sin correo", "sin datos", "sin email", "nenhum", "nenhuma", "não informado", "nao informado", "não disponível", "sem telefone", "sem email", "não tem", "nao tem", "sem", "desconhecido", "nessuno", "nessuna", "non disponibile", "non presente", "non pervenuto", "sconosciuto", "assente", "geen", "onbekend", "nvt", "niet bekend", "niet van toepassing", "niet opgegeven", "brak", "brak danych", "nie podano", "nie ma", "nie dotyczy", "nieznany", "нет", "нет данных", "не указан", "не указано", "отсутствует", "неизвестно", "немає", "žádný", "není", "neuvedeno", "nincs", "nincs adat", "nema", "ni podatka", "nera", "nav", "ei ole", "puudub", "lipsă", "nu are", "няма", "κανένα", "δεν υπάρχει", "אין", "لا يوجد", "không có", "tidak ada", "tiada", "ingen", "saknas", "okänd", "okänt", "ej angivet", "ukendt", "ukjent", "tuntematon", "yok", "bilinmiyor", "belirtilmemiş", "無し", "なし", "不明", "未登録", "未入力", "没有", "未知", "暂无", "无", "無", "없음", "미상", "미입력",
)

// zeroDays are what spreadsheets show in place of a date that is 0.
var zeroDays = setOf("1/0/1900", "0/1/1900", "01/00/1900", "00/01/1900", "0.1.1900", "00.01.1900", "1900-01-00", "12/30/1899", "30/12/1899", "30.12.1899", "1899-12-30")

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
	for day := range zeroDays {
		add(day[:1], 1<<len(day), Typed)
	}
	add("0", all, Typed, Dialled)
	add("+", all, Dialled)
	add("(", all, Dialled)
	return lengths
}()
