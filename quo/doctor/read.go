package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/quo"
)

const (
	contacts = "/v1/contacts"
	fields   = "/v1/contact-custom-fields"
	numbers  = "/v1/phone-numbers"
)

// Read asks what can be asked without writing.
func (d *Doctor) Read(ctx context.Context) error {
	answer, err := d.send(ctx, quo.Probe{Method: http.MethodGet, Path: fields})
	if err != nil {
		return err // the key, or the network: nothing else can be asked
	}
	d.Answered(Answer{"key", "Is the key accepted?", "yes"})
	d.Answered(Answer{"limit", "What is the rate limit, by the header of the answer?", limit(answer.Header)})
	d.Answered(Answer{"fields", "Which custom fields are there?", d.catalogue(answer.Body)})
	for _, q := range []struct {
		id, question string
		find         func(context.Context) (string, error)
	}{
		{"numbers", "May the key read the numbers of the workspace?", d.numbers},
		{"lookup", "How many external ids does a look-up take?", d.lookupSize},
		{"order", "Is the order of the list the same in two calls?", d.order},
		{"pages", "Does a contact come twice in the pages of the list?", d.pages},
	} {
		if err := d.ask(ctx, q.id, q.question, func() (string, error) { return q.find(ctx) }); err != nil {
			return err
		}
	}
	return nil
}

// limit returns the rate limit in the header of an answer.
func limit(h http.Header) string {
	policy := h.Get("Ratelimit-Policy")
	if policy == "" {
		return "the answer has no header ratelimit-policy"
	}
	var q, w int
	for part := range strings.SplitSeq(policy, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch n, _ := strconv.Atoi(value); name {
		case "q":
			q = n
		case "w":
			w = n
		}
	}
	if q == 0 {
		return "not understood: " + policy
	}
	return fmt.Sprintf("%d in %d s (%s)", q, max(w, 1), policy)
}

// catalogue notes the custom fields, and returns how many there are of each type.
func (d *Doctor) catalogue(body []byte) string {
	var list struct {
		Data []quo.CustomField `json:"data"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return "unknown: the answer is not understood"
	}
	d.fields = list.Data
	counts := map[quo.FieldType]int{}
	for _, f := range d.fields {
		counts[f.Type]++
	}
	if len(counts) == 0 {
		return "none"
	}
	var words []string
	for _, t := range slices.Sorted(maps.Keys(counts)) {
		words = append(words, fmt.Sprintf("%d %s", counts[t], t))
	}
	return strings.Join(words, ", ")
}

func (d *Doctor) numbers(ctx context.Context) (string, error) {
	_, err := d.send(ctx, quo.Probe{Method: http.MethodGet, Path: numbers})
	if forbidden(err) {
		return "no (403)", nil
	}
	if err != nil {
		return "", err
	}
	return "yes", nil
}

// lookupSize looks up ids that nobody has, fewer and fewer.
func (d *Doctor) lookupSize(ctx context.Context) (string, error) {
	refused := ""
	for _, n := range []int{50, 21, 20, 10, 1} {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprintf("%s%s-%d", idPrefix, d.Token, i)
		}
		_, err := d.lookup(ctx, ids...)
		if err == nil {
			return fmt.Sprintf("%d at least%s", n, refused), nil
		}
		if quo.Classify(err) != quo.Permanent {
			return "", err
		}
		refused = fmt.Sprintf(", %d are refused (%d)", n, status(err))
	}
	return "none" + refused, nil
}

// page is a page of the list.
type page struct {
	Data          []contact `json:"data"`
	NextPageToken string    `json:"nextPageToken"`
}

// list reads a page of the list, of 50 contacts.
func (d *Doctor) list(ctx context.Context, query url.Values) (page, error) {
	query.Set("maxResults", "50")
	var p page
	answer, err := d.send(ctx, quo.Probe{Method: http.MethodGet, Path: contacts, Query: query})
	if err == nil {
		err = json.Unmarshal(answer.Body, &p)
	}
	return p, err
}

// lookup looks up external ids.
func (d *Doctor) lookup(ctx context.Context, externalIDs ...string) (page, error) {
	return d.list(ctx, url.Values{"externalIds": externalIDs})
}

func (p page) ids() []string {
	ids := make([]string, len(p.Data))
	for i := range p.Data {
		ids[i], _ = p.Data[i]["id"].(string)
	}
	return ids
}

func (d *Doctor) order(ctx context.Context) (string, error) {
	first, err := d.list(ctx, url.Values{})
	if err != nil {
		return "", err
	}
	second, err := d.list(ctx, url.Values{})
	switch {
	case err != nil:
		return "", err
	case len(first.Data) < 2:
		return "unknown: there are fewer than two contacts", nil
	case slices.Equal(first.ids(), second.ids()):
		return "yes", nil
	}
	return "no", nil
}

// maxPages is how many pages are read.
const maxPages = 4

func (d *Doctor) pages(ctx context.Context) (string, error) {
	seen, twice, n := map[string]bool{}, 0, 0
	query := url.Values{}
	for range maxPages {
		p, err := d.list(ctx, query)
		if err != nil {
			return "", err
		}
		n++
		for _, id := range p.ids() {
			if seen[id] {
				twice++
			}
			seen[id] = true
		}
		if p.NextPageToken == "" {
			break
		}
		query.Set("pageToken", p.NextPageToken)
	}
	switch {
	case n == 1:
		return "unknown: there is one page", nil
	case twice == 0:
		return fmt.Sprintf("no, in %d pages", n), nil
	}
	return fmt.Sprintf("yes, %d in %d pages", twice, n), nil
}
