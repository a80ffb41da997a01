package quo

import (
	"encoding/json"
	"slices"
)

// body is what a POST and a PATCH send: the contact whole, without the ids of
// items (QUO_API, "What bites" 1 and 2).
type body struct {
	ExternalID      text         `json:"externalId"`
	Source          string       `json:"source,omitempty"`
	SourceURL       *text        `json:"sourceUrl,omitempty"` // null clears, absent leaves out
	CreatedByUserID string       `json:"createdByUserId,omitempty"`
	DefaultFields   wireDefaults `json:"defaultFields"`
	CustomFields    []wireValue  `json:"customFields"`
}

type wireValue struct {
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"`
}

// createBody leaves out what is blank, where the API lets it.
func (c *Contact) createBody() (body, error) {
	filled := slices.DeleteFunc(slices.Clone(c.Custom), CustomValue.Blank)
	values, err := wireValues(filled)
	b := body{
		ExternalID:      text(c.ExternalID),
		Source:          c.Source,
		CreatedByUserID: c.CreatedByUserID,
		DefaultFields:   c.wireDefaults(),
		CustomFields:    values,
	}
	if c.SourceURL != "" {
		b.SourceURL = (*text)(&c.SourceURL)
	}
	return b, err
}

// updateBody leaves out nothing, because a PATCH deletes what it leaves out,
// but for a source that the API refuses to be sent, and keeps if it is not.
func (c *Contact) updateBody() (body, error) {
	values, err := wireValues(c.Custom)
	b := body{
		ExternalID:    text(c.ExternalID),
		SourceURL:     (*text)(&c.SourceURL),
		DefaultFields: c.wireDefaults(),
		CustomFields:  values,
	}
	if !Reserved(c.Source) {
		b.Source = c.Source
	}
	return b, err
}

func wireValues(custom []CustomValue) ([]wireValue, error) {
	values := make([]wireValue, 0, len(custom)) // not nil: an empty list is []
	for _, v := range custom {
		if v.Key == "" && v.Blank() {
			continue // nothing is lost with it
		}
		value, err := v.wire()
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}
