package sandbox

import (
	"slices"
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
	change func(*workspace, *write) // changes what a write stores
	delay  func(*write, *record)    // changes when lists show a write
	show   func(*view)              // changes what an answer shows
}

// A view is a contact in an answer.
type view struct {
	contact Contact
	write   *write   // that is answered; nil in the answer to a read
	without []string // properties that the answer lacks
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
	add(o.FixedIDs, behaviour{change: fixedID})
	add(o.DropScalars, behaviour{change: dropScalars})
	add(o.MergePatch, behaviour{change: mergeLists})
	add(o.IgnoreNullRole, behaviour{change: ignoreNullRole})
	add(o.KeepDeletedFields, behaviour{change: keepDeletedFields})
	for _, n := range o.Normalise {
		b, ok := normalisations[n]
		if !ok {
			panic("sandbox: unknown normalisation " + n)
		}
		add(true, b)
	}
	add(o.ListLag > 0, behaviour{delay: listLag(o.ListLag)})
	add(o.ListStale > 0, behaviour{delay: listStale(o.ListStale)})
	add(o.StaleAnswers, behaviour{show: staleAnswer})
	add(len(o.LeanAnswers) > 0, behaviour{show: leanAnswer(o.LeanAnswers)})
	add(o.CoarseReads, behaviour{show: coarseRead})
	return list
}

func keepOmitted(_ *workspace, w *write) {
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

func fixedID(_ *workspace, w *write) {
	if w.before != nil && w.before.ExternalID != nil {
		w.after.ExternalID = w.before.ExternalID
	}
}

// dropScalars clears the scalars that a PATCH leaves out.
func dropScalars(_ *workspace, w *write) {
	if w.before == nil {
		return
	}
	req := w.request.DefaultFields.value
	if req == nil {
		req = new(fieldsRequest)
	}
	f := &w.after.DefaultFields
	f.FirstName, f.LastName, f.Company, f.Role = req.FirstName.value, req.LastName.value, req.Company.value, req.Role.value
}

// mergeLists appends to lists and keeps custom values that were left out, as an
// old server did.
func mergeLists(_ *workspace, w *write) {
	if w.before == nil {
		return
	}
	before, after := w.before.clone(), &w.after.DefaultFields
	after.Emails = append(before.DefaultFields.Emails, after.Emails...)
	after.PhoneNumbers = append(before.DefaultFields.PhoneNumbers, after.PhoneNumbers...)
	w.after.CustomFields = mergeValues(before.CustomFields, w.values)
}

func ignoreNullRole(_ *workspace, w *write) {
	if f := w.request.DefaultFields.value; w.before != nil && f != nil && f.Role.null() {
		w.after.DefaultFields.Role = w.before.DefaultFields.Role
	}
}

// keepDeletedFields keeps values that no request can clear, because it may not
// name their fields.
func keepDeletedFields(ws *workspace, w *write) {
	if w.before == nil {
		return
	}
	for _, v := range w.before.clone().CustomFields {
		named := slices.ContainsFunc(w.after.CustomFields, func(o CustomValue) bool { return o.Key == v.Key })
		if _, known := ws.catalogue.byKey[v.Key]; !known && !named {
			w.after.CustomFields = append(w.after.CustomFields, v)
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

func staleAnswer(v *view) {
	if v.write != nil && v.write.before != nil {
		v.contact = v.write.before.clone()
	}
}

func leanAnswer(without []string) func(*view) {
	return func(v *view) {
		if v.write != nil {
			v.without = without
		}
	}
}

func coarseRead(v *view) {
	if v.write == nil {
		v.contact.CreatedAt = Time{v.contact.CreatedAt.Truncate(time.Second)}
		v.contact.UpdatedAt = Time{v.contact.UpdatedAt.Truncate(time.Second)}
	}
}
