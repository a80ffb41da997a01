package quo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

const (
	contactsPath = "/v1/contacts"
	fieldsPath   = "/v1/contact-custom-fields"
	numbersPath  = "/v1/phone-numbers"

	// pageSize is the maximum of the API (docs/quo-api.md, "Endpoints").
	pageSize = 50

	// maxIdlePages bounds a list that has no end: that many pages in a row without
	// a contact that was not in the list before. A server that filters a page after
	// it has read it answers with empty ones.
	maxIdlePages = 2000

	// quietPasses is how many passes in a row find nothing new at the end of a list
	// whose order changes. Where each page is in an order of its own, a pass misses a
	// third of the contacts.
	quietPasses = 4
)

// CustomFields reads the workspace's catalogue of custom fields.
func (c *Client) CustomFields(ctx context.Context) ([]CustomField, error) {
	return readAll[CustomField](ctx, c, call{path: fieldsPath})
}

// A PhoneNumber is a number of the workspace itself.
type PhoneNumber struct {
	Number string `json:"number"` // E.164
	Name   string `json:"name"`   // as people named it in the app
}

// PhoneNumbers reads the workspace's own numbers, by which people recognise it:
// a key has no name. There are none if the key may not read them (403), which
// says nothing about other calls.
func (c *Client) PhoneNumbers(ctx context.Context) ([]PhoneNumber, error) {
	numbers, err := readAll[PhoneNumber](ctx, c, call{path: numbersPath, optional: true})
	if api, ok := errors.AsType[*APIError](err); ok && api.Status == http.StatusForbidden && c.refused.Load() == nil {
		return nil, nil
	}
	return numbers, err
}

// readAll sends a GET whose answer is a list without pages.
func readAll[T any](ctx context.Context, c *Client, call call) ([]T, error) {
	var answer struct {
		Data *[]T `json:"data"`
	}
	call.method = http.MethodGet
	call.answer = func(b []byte) error {
		if err := json.Unmarshal(b, &answer); err != nil {
			return withoutValue(err)
		}
		if answer.Data == nil {
			return errNoData
		}
		return nil
	}
	if err := c.do(ctx, call); err != nil {
		return nil, err
	}
	return *answer.Data, nil
}

// Get reads one contact.
func (c *Client) Get(ctx context.Context, id string) (Contact, error) {
	return c.one(ctx, http.MethodGet, id, nil)
}

// Create creates a contact and returns it as the server stored it. Blank fields
// are left to the server; ID and timestamps are ignored. After an Ambiguous
// error the contact may exist: the API has no idempotency key.
func (c *Client) Create(ctx context.Context, contact Contact) (Contact, error) {
	body, err := contact.createBody()
	if err != nil {
		return Contact{}, fmt.Errorf("create a contact: %w", err)
	}
	return c.contact(ctx, call{method: http.MethodPost, path: contactsPath, body: body})
}

// Update replaces the whole contact with that id and returns it as the server
// stored it. Whatever contact does not hold is deleted, so it must come from a
// read and a merge (docs/quo-api.md, rule 1). CreatedByUserID, ID and
// timestamps are not sent, and a reserved source stays as it is.
func (c *Client) Update(ctx context.Context, id string, contact Contact) (Contact, error) {
	body, err := contact.updateBody()
	if err != nil {
		return Contact{}, fmt.Errorf("update contact %s: %w", id, err)
	}
	return c.one(ctx, http.MethodPatch, id, body)
}

// Delete deletes a contact. Its pair of source and externalId may stay taken
// (docs/quo-api.md, rule 4).
func (c *Client) Delete(ctx context.Context, id string) error {
	path, err := contactPath(id)
	if err != nil {
		return err
	}
	return c.do(ctx, call{method: http.MethodDelete, path: path})
}

// All reads the contacts of the given sources, or all contacts if there are
// none, in pages of 50; none comes twice. The order is not stable (docs/quo-api.md,
// rule 7): a contact that moves to an earlier page is missed, and others come once
// more. Of a source, what a list misses can be looked up by its external id. Of the
// whole workspace it cannot: a list in which a contact came twice is read again,
// until a pass has none twice or several in a row find nothing new. A contact that is
// created or changed meanwhile may be missing all the same. The sequence ends with
// the first error; a list without an end is one.
func (c *Client) All(ctx context.Context, sources ...string) iter.Seq2[Contact, error] {
	if len(sources) > 0 {
		return c.list(ctx, url.Values{"sources": sources})
	}
	return func(yield func(Contact, error) bool) {
		given := map[string]bool{}
		for quiet := 0; quiet < quietPasses; {
			before := len(given)
			if repeated, ended := c.pass(ctx, nil, given, yield); ended || !repeated {
				return
			}
			quiet++
			if len(given) > before {
				quiet = 0
			}
		}
	}
}

// list reads all pages of a list.
func (c *Client) list(ctx context.Context, filter url.Values) iter.Seq2[Contact, error] {
	return func(yield func(Contact, error) bool) { c.pass(ctx, filter, map[string]bool{}, yield) }
}

// pass reads all pages of a list once, and yields the contacts that were not given
// before. Because totalItems is wrong, only a page without a token for the next one
// ends it. repeated is true if a contact came twice, ended if no other pass may follow.
func (c *Client) pass(ctx context.Context, filter url.Values, given map[string]bool, yield func(Contact, error) bool) (repeated, ended bool) {
	query := url.Values{"maxResults": {strconv.Itoa(pageSize)}}
	maps.Copy(query, filter)
	seen, asked := map[string]bool{}, map[string]bool{}
	idle := 0 // pages in a row without a contact that this pass did not have
	for {
		contacts, next, err := c.page(ctx, query, asked)
		if err != nil {
			yield(Contact{}, err)
			return repeated, true
		}
		idle++
		for _, contact := range contacts {
			if seen[contact.ID] {
				repeated = true
				continue
			}
			seen[contact.ID], idle = true, 0
			if given[contact.ID] {
				continue
			}
			if !yield(contact, nil) {
				return repeated, true
			}
			given[contact.ID] = true
		}
		if next == "" {
			return repeated, false
		}
		if idle == maxIdlePages {
			yield(Contact{}, &AnswerError{http.MethodGet, contactsPath, http.StatusOK, errEndless})
			return repeated, true
		}
		asked[next] = true
		query.Set("pageToken", next)
	}
}

// page reads one page. It refuses a token that was used before, because that
// would loop for ever.
func (c *Client) page(ctx context.Context, query url.Values, asked map[string]bool) (contacts []Contact, next string, err error) {
	err = c.do(ctx, call{method: http.MethodGet, path: contactsPath, query: query, answer: func(b []byte) error {
		var answer struct {
			Data          *[]wireContact `json:"data"`
			NextPageToken string         `json:"nextPageToken"`
		}
		if err := json.Unmarshal(b, &answer); err != nil {
			return withoutValue(err)
		}
		if answer.Data == nil { // does not mean that there are none
			return errNoData
		}
		if next = answer.NextPageToken; asked[next] {
			return errors.New("it points to a page that was read before")
		}
		for i := range *answer.Data {
			w := &(*answer.Data)[i]
			if w.ID == "" {
				return errNoID
			}
			contacts = append(contacts, w.contact())
		}
		return nil
	}})
	return contacts, next, err
}

var (
	errNoData  = errors.New("it holds no data")
	errNoID    = errors.New("it holds a contact without an id")
	errEndless = fmt.Errorf("%d pages in a row hold nothing new", maxIdlePages)
)

func (c *Client) one(ctx context.Context, method, id string, body any) (Contact, error) {
	path, err := contactPath(id)
	if err != nil {
		return Contact{}, err
	}
	return c.contact(ctx, call{method: method, path: path, body: body})
}

// contact sends a call whose answer is one contact.
func (c *Client) contact(ctx context.Context, call call) (Contact, error) {
	var contact Contact
	call.answer = func(b []byte) error {
		var answer struct {
			Data *wireContact `json:"data"`
		}
		if err := json.Unmarshal(b, &answer); err != nil {
			return withoutValue(err)
		}
		if answer.Data == nil {
			return errNoData
		}
		if answer.Data.ID == "" {
			return errNoID
		}
		contact = answer.Data.contact()
		return nil
	}
	err := c.do(ctx, call)
	return contact, err
}

func contactPath(id string) (string, error) {
	if id == "" || id == "." || id == ".." {
		return "", fmt.Errorf("%q: %w", id, errID)
	}
	return contactsPath + "/" + url.PathEscape(id), nil
}
