package sandbox

import (
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
)

// datedVersion is the version of the dated API (docs/quo-api.md, "The dated API").
const datedVersion = "2026-03-30"

// datedRequest is the body of a PATCH of the dated API: scalars only, in one object.
type datedRequest struct {
	ExternalID optional[string] `json:"externalId"`
	Source     optional[string] `json:"source"`
	SourceURL  optional[string] `json:"sourceUrl"`
	FirstName  optional[string] `json:"firstName"`
	LastName   optional[string] `json:"lastName"`
	Company    optional[string] `json:"company"`
	Role       optional[string] `json:"role"`
}

// updateDated carries out a PATCH of the dated API, which leaves lists and custom
// values alone. Whether it keeps a scalar that is left out is unknown: it does, unless
// DatedDropScalars is set.
func (w *workspace) updateDated(c *call, now time.Time) (*write, *refusal) {
	if w.opts.NoDatedAPI {
		return nil, refused(http.StatusNotFound, "Not found")
	}
	if c.r.Header.Get("Quo-Api-Version") != datedVersion {
		return nil, refused(http.StatusBadRequest, "Invalid API version")
	}
	r, refusal := w.writable(c.id)
	if refusal != nil {
		return nil, refusal
	}
	var req datedRequest
	if err := json.Unmarshal(c.body, &req, json.RejectUnknownMembers(true)); err != nil {
		return nil, refused(http.StatusBadRequest, "The request body is not valid")
	}
	after := r.cur.clone()
	after.UpdatedAt = later(r.cur.UpdatedAt, now)
	f := &after.DefaultFields
	for _, s := range []struct {
		sent optional[string]
		to   **string
	}{
		{req.ExternalID, &after.ExternalID}, {req.Source, &after.Source}, {req.SourceURL, &after.SourceURL},
		{req.FirstName, &f.FirstName}, {req.LastName, &f.LastName}, {req.Company, &f.Company}, {req.Role, &f.Role},
	} {
		if s.sent.sent || w.opts.DatedDropScalars {
			*s.to = s.sent.value
		}
	}
	if refusal := w.conflict(&after, r); refusal != nil {
		return nil, refusal
	}
	w.book.replace(r, &after)
	return &write{after: &after, now: now}, nil
}

// datedAnswer returns a contact as the dated API shows it: flat, without lists and
// custom values.
func datedAnswer(c *Contact) map[string]any {
	f := c.DefaultFields
	return map[string]any{
		"id": c.ID, "createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt, "actorId": c.CreatedByUserID,
		"externalId": c.ExternalID, "source": c.Source, "sourceUrl": c.SourceURL,
		"firstName": f.FirstName, "lastName": f.LastName, "company": f.Company, "role": f.Role,
	}
}
