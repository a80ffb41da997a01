package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/mapping/headers/words"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// slot reads the values of a line that feeds a list.
func (w *Worker) slot(s *slot, out *Slot) {
	errs := len(w.mapped.Errors) + len(w.mapped.Warnings)
	w.begin, w.repeats, w.noPhones = len(w.items), 0, 0
	ok := w.read(s)
	items := w.items[w.begin:len(w.items):len(w.items)]
	problems := len(w.mapped.Errors)+len(w.mapped.Warnings)-w.noPhones > errs
	if len(items) == 0 && s.Required && !problems {
		w.required(&s.origin)
	}
	out.Items = items
	// What was left out, and what is blank under "keep", stays as it is.
	out.LeftOut = !ok || problems
	out.Keep = out.LeftOut || len(items) == 0 && !s.clear && w.repeats == 0
}

// read reads the values of a slot. It is not ok if they could not be read.
func (w *Worker) read(s *slot) (ok bool) {
	if s.valuePath != "" {
		w.pairs(s)
		return true
	}
	if s.labelCol >= 0 && w.inStep(s) {
		return true
	}
	if raw, ok := w.plain(&s.origin); ok {
		if w.nothing(&s.origin, raw) {
			raw = s.Default
		}
		if raw != "" {
			w.item(s, s.name, raw, w.label(s))
		}
		return true
	}
	parts, column, ok := w.gather(&s.origin)
	if ok && s.Join != "" && len(parts) > 1 { // an area code and a number
		w.item(s, column, strings.Join(parts, s.Join), w.label(s))
		return true
	}
	if ok {
		for _, part := range parts {
			w.item(s, column, part, w.label(s))
		}
	}
	return ok
}

// inStep reads a cell of several values whose label column has as many labels,
// separated alike: each value has its own. If the numbers differ it reads
// nothing.
func (w *Worker) inStep(s *slot) bool {
	if len(s.Split) != 1 || !s.plainButSplit() {
		return false
	}
	sep := s.Split[0]
	labels := strings.Split(w.cells[s.labelCol], sep)
	if len(labels) < 2 || strings.Count(w.cells[s.cols[0]], sep) != len(labels)-1 {
		return false
	}
	for i, value := range strings.Split(w.cells[s.cols[0]], sep) {
		if !w.nothing(&s.origin, value) {
			w.item(s, s.name, value, cmp.Or(cleanLabel(labels[i]), s.label))
		}
	}
	return true
}

func (s *slot) plainButSplit() bool { return len(s.cols) == 1 && s.Join == "" && s.program == nil }

// label returns the name of an item in this row.
func (w *Worker) label(s *slot) string {
	if s.labelCol < 0 {
		return s.label
	}
	return cmp.Or(cleanLabel(w.cells[s.labelCol]), s.label)
}

// cleanLabel removes the star by which Google marks the first of several.
func cleanLabel(raw string) string {
	label := values.Text(raw)
	if rest, starred := strings.CutPrefix(label, "*"); starred {
		label = strings.TrimSpace(rest)
	}
	return label
}

// item reads one value of a list.
func (w *Worker) item(s *slot, column, raw, label string) {
	if s.limited && !w.allowed(&s.origin, column, raw) {
		return
	}
	raw = values.Unlink(raw)
	switch s.target {
	case quo.PhoneNumbers:
		if s.labelled() && w.isFax(label) {
			w.noTelephone(s, column, raw, label)
			return
		}
		w.phone(s, column, raw, label)
	case quo.Emails:
		w.email(s, column, raw, label)
	default:
		w.add(s, "", values.Text(raw))
	}
}

// labelled reports whether the labels of a slot come from the file.
func (s *slot) labelled() bool { return s.labelCol >= 0 || s.labelPath != "" }

// isFax reports whether a label is that of a fax or a pager.
func (w *Worker) isFax(label string) bool {
	fax, known := w.faxes[label]
	if !known {
		fax = words.IsFax(label)
		if len(w.faxes) < maxRemembered {
			w.faxes[strings.Clone(label)] = fax
		}
	}
	return fax
}

func (w *Worker) email(s *slot, column, raw, label string) {
	address, err := values.Email(raw)
	if err == nil {
		w.add(s, label, address)
		return
	}
	valid := func(piece string) bool { _, err := values.Email(piece); return err == nil }
	if err.Kind == "email-several" && s.pieces(raw, valid, func(piece string) { w.item(s, column, piece, label) }) {
		return
	}
	w.invalid(&s.origin, column, raw, err.Kind, err.Message)
}

func (w *Worker) phone(s *slot, column, raw, label string) {
	region := w.regionOfRow()
	if hasWords(raw) && w.wordsBeside(s, column, raw, label) {
		return
	}
	number, err := phone.Parse(raw, region)
	if w.mayBeElsewhere() {
		number, err = w.inEitherRegion(raw, number, err)
	}
	if err == nil {
		if number.Extension != "" {
			label += " ext. " + number.Extension
		}
		w.add(s, label, string(number.E164))
		return
	}
	valid := func(piece string) bool { return phone.Valid(piece, region) }
	switch {
	case (err.Kind == phone.Several || strings.Contains(raw, ":::")) && s.pieces(raw, valid, func(piece string) { w.phone(s, column, piece, label) }):
	case err.Kind == phone.NoRegion && w.regionCell != "":
		w.invalid(&s.origin, column, raw, "phone-region-unknown",
			"has no country code, and "+w.m.region.name+" is "+phrase.Quote(w.regionCell)+", which is no known country")
	default:
		w.invalid(&s.origin, column, raw, string(err.Kind), err.Message)
	}
}

// mayBeElsewhere reports whether the region of the row is that of a postal address,
// and another one is given: a number that is valid in both may be of either.
func (w *Worker) mayBeElsewhere() bool {
	r := &w.m.region
	return r.postal && w.region != "" && r.other != "" && w.region != r.other
}

// inEitherRegion returns the number that a text is in the region of the postal address or in
// the one that is given; if it is another one in each, that is its error.
func (w *Worker) inEitherRegion(raw string, here phone.Number, wrongHere *phone.Error) (phone.Number, *phone.Error) {
	there, wrongThere := phone.Parse(raw, w.m.region.other)
	var other string
	switch {
	case wrongThere == nil && wrongHere != nil:
		return there, nil
	case wrongThere == nil && there != here:
		other = "of " + w.m.region.other
	case wrongHere == nil && wrongThere != nil && wrongThere.Kind == phone.NoAreaCode:
		other = "one without an area code of " + w.m.region.other
	default:
		return here, wrongHere
	}
	return phone.Number{}, &phone.Error{Kind: phone.Ambiguous, Message: fmt.Sprintf(
		"is a valid number of %s, by the postal address (%s), and %s, the region that is given: write it with + and the country code", w.region, w.m.region.name, other)}
}

// wordsBeside reads a cell whose numbers have words beside them. It reports whether it is
// one: the words say what the numbers are, and all of those are valid. A word in front
// that says anything else, as whose the number is, makes it invalid.
func (w *Worker) wordsBeside(s *slot, column, raw, label string) bool {
	if list := labelledNumbers(raw); len(list) > 0 && len(s.Split) == 0 && w.allValid(list) {
		for _, l := range list {
			if l.label == fax {
				w.noTelephone(s, column, l.number, l.label)
			} else {
				w.phone(s, column, l.number, cmp.Or(l.label, label))
			}
		}
		return true
	}
	if !saysWhose(raw) {
		return false
	}
	w.invalid(&s.origin, column, raw, string(phone.ErrWordsBeside.Kind), phone.ErrWordsBeside.Message)
	return true
}

func (w *Worker) allValid(list []labelledNumber) bool {
	return !slices.ContainsFunc(list, func(l labelledNumber) bool { return l.label != fax && !phone.Valid(l.number, w.region) })
}

// noTelephone warns of a number that is left out because of its label.
func (w *Worker) noTelephone(s *slot, column, raw, label string) {
	w.noPhones++
	w.warn(FieldError{Column: column, Field: s.field, Value: raw, Kind: "phone-fax",
		Message: "is no telephone, by its label " + phrase.Quote(label) + ": it is left out"})
}

// between are the separators that people put between the values of one cell.
var between = func() []string {
	list := []string{":::", ";", ",", "|", "\n", " / ", "/", " & "}
	for _, word := range phone.Conjunctions() {
		list = append(list, " "+word+" ")
	}
	return list
}()

// pieces reads the values of a cell one by one if it holds several, and reports whether
// it does. With "split" the mapping says where they end.
func (s *slot) pieces(raw string, valid func(string) bool, read func(piece string)) bool {
	if len(s.Split) > 0 {
		return false
	}
	list := split(raw, valid)
	for _, piece := range list {
		read(piece)
	}
	return len(list) > 0
}

// split returns the values of a cell for which the mapping has no "split", nil
// if no separator splits it into valid values only: that is no guess. The last
// resort is every separator, as in "a; b, c".
func split(raw string, valid func(string) bool) []string {
	invalid := func(piece string) bool { return !valid(piece) }
	for _, sep := range between {
		if pieces := values.Split(raw, sep); len(pieces) > 1 && !slices.ContainsFunc(pieces, invalid) {
			return pieces
		}
	}
	if pieces := splitAll(raw, between); len(pieces) > 1 && !slices.ContainsFunc(pieces, invalid) {
		return pieces
	}
	return nil
}

// add adds an item to the contact unless the field has it already: the first of
// equal ones stays.
func (w *Worker) add(s *slot, label, value string) {
	for _, i := range s.before { // slots come in the mapping's order
		if holds(w.mapped.Desired.Slots[i].Items, s.target, value) {
			w.repeats++
			return
		}
	}
	if holds(w.items[w.begin:], s.target, value) {
		w.repeats++
		return
	}
	w.items = append(w.items, quo.Item{Name: label, Value: value})
}

// holds reports whether a value is among items; the case of emails does not
// count (values.CanonicalEmail).
func holds(items []quo.Item, f quo.Field, value string) bool {
	for i := range items {
		if items[i].Value == value || f == quo.Emails && strings.EqualFold(items[i].Value, value) {
			return true
		}
	}
	return false
}

// pairs reads a JSON list of objects that hold a value and its label each.
func (w *Worker) pairs(s *slot) {
	gjson.Parse(w.cells[s.cols[0]]).ForEach(func(_, object gjson.Result) bool {
		value := object.Get(s.valuePath)
		if !value.Exists() || value.Type == gjson.Null || w.nothing(&s.origin, value.String()) {
			return true
		}
		w.item(s, s.name, value.String(), cmp.Or(cleanLabel(object.Get(s.labelPath).String()), s.label))
		return true
	})
}

// maxRemembered bounds what a worker remembers of the values of a column.
const maxRemembered = 1000

// regionOfRow returns the region for numbers without a country code, "" for none.
func (w *Worker) regionOfRow() string {
	if w.regionKnown {
		return w.region
	}
	r := &w.m.region
	w.regionKnown, w.region, w.regionCell = true, r.other, ""
	if r.col < 0 || values.Nothing(w.cells[r.col], values.Plain) {
		return w.region
	}
	cell := values.Unwrap(w.cells[r.col])
	code, known := w.regions[cell]
	if !known {
		code, _ = phone.Region(values.Text(cell))
		if len(w.regions) < maxRemembered {
			w.regions[strings.Clone(cell)] = code
		}
	}
	w.region = code
	if code == "" {
		w.regionCell = cell
	}
	return w.region
}
