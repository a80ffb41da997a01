package sandbox

import (
	"strings"
	"time"
)

// A write is a POST or a PATCH while it is carried out.
type write struct {
	request *contactRequest
	values  []CustomValue // of the request; a nil value clears
	before  *Contact      // nil for a POST
	after   *Contact      // what is stored
	now     time.Time
}

// A behaviour is one optional deviation of the server from what write.go does.
// Each function may be nil.
type behaviour struct {
	change func(*write)          // changes what a write stores
	delay  func(*write, *record) // changes when lists show a write
}

// behaviours returns the behaviours that the options turn on.
func (o Options) behaviours() []behaviour {
	var list []behaviour
	add := func(on bool, b behaviour) {
		if on {
			list = append(list, b)
		}
	}
	add(o.KeepOmitted, behaviour{change: keepOmitted})
	add(o.MergePatch, behaviour{change: mergeLists})
	add(o.IgnoreNullRole, behaviour{change: ignoreNullRole})
	add(o.Normalise, behaviour{change: normalise})
	add(o.ListLag > 0, behaviour{delay: listLag(o.ListLag)})
	add(o.ListStale > 0, behaviour{delay: listStale(o.ListStale)})
	return list
}

func keepOmitted(w *write) {
	if w.before == nil {
		return
	}
	keep := func(p optional[string], before *string, after **string) {
		if !p.sent {
			*after = before
		}
	}
	keep(w.request.ExternalID, w.before.ExternalID, &w.after.ExternalID)
	keep(w.request.Source, w.before.Source, &w.after.Source)
	keep(w.request.SourceURL, w.before.SourceURL, &w.after.SourceURL)
}

// mergeLists appends to lists and keeps custom values that were left out, as an
// old server did.
func mergeLists(w *write) {
	if w.before == nil {
		return
	}
	before, after := w.before.clone(), &w.after.DefaultFields
	after.Emails = append(before.DefaultFields.Emails, after.Emails...)
	after.PhoneNumbers = append(before.DefaultFields.PhoneNumbers, after.PhoneNumbers...)
	w.after.CustomFields = mergeValues(before.CustomFields, w.values)
}

func ignoreNullRole(w *write) {
	if f := w.request.DefaultFields.value; w.before != nil && f != nil && f.Role.null() {
		w.after.DefaultFields.Role = w.before.DefaultFields.Role
	}
}

func normalise(w *write) {
	f := &w.after.DefaultFields
	for _, scalar := range []**string{&f.FirstName, &f.LastName, &f.Company, &f.Role} {
		if trimmed := strings.TrimSpace(text(*scalar)); trimmed == "" {
			*scalar = nil
		} else {
			*scalar = &trimmed
		}
	}
	for i, email := range f.Emails {
		if email.Value != nil {
			f.Emails[i].Value = new(strings.ToLower(strings.TrimSpace(*email.Value)))
		}
	}
}

func listLag(lag time.Duration) func(*write, *record) {
	return func(w *write, r *record) {
		if w.before == nil {
			r.listed = w.now.Add(lag)
		}
	}
}

// listStale makes lists show the contact as it was before the write, or before
// an earlier one if they still do.
func listStale(stale time.Duration) func(*write, *record) {
	return func(w *write, r *record) {
		if w.before != nil && (r.old == nil || !w.now.Before(r.stale)) {
			r.old, r.stale = w.before, w.now.Add(stale)
		}
	}
}
