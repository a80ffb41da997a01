package sandbox

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const maxPage = 50

// listRequest is the query of a list. Unknown parameters are ignored, as by the
// API: `externalIds[]=` therefore does not filter (docs/quo-api.md, rule 5).
type listRequest struct {
	externalIDs, sources []string
	size                 int
	cursor               cursor
}

// cursor is the content of a page token. All pages of one sequence share n and
// seed, and therefore the order: it differs only between sequences.
type cursor struct {
	n      int // contacts that existed when the sequence began
	seed   uint64
	offset int
}

type page struct {
	Data []any `json:"data"` // contacts
	// TotalItems is wrong on purpose (docs/quo-api.md, "Endpoints").
	TotalItems    int     `json:"totalItems"`
	NextPageToken *string `json:"nextPageToken"`
}

// list returns one page. The fault may ignore the filter or find nothing.
func (w *workspace) list(query url.Values, f Fault, now time.Time) (*page, *refusal) {
	req, refusal := w.parseList(query)
	if refusal != nil {
		return nil, refusal
	}
	if f.Strangers {
		req.externalIDs = nil
	}
	p := &page{Data: []any{}, TotalItems: 2*len(w.book.order) + 1}
	if f.Empty {
		return p, nil
	}
	from := w.book.order
	if req.externalIDs != nil {
		from = w.matches(req.externalIDs)
		req.cursor.n = len(from)
	}
	c := req.cursor
	at := shuffle(min(c.n, len(from)), c.seed)
	for ; c.offset < c.n && len(p.Data) < req.size; c.offset++ {
		contact := from[at(c.offset)].shown(now)
		if contact == nil || req.sources != nil && !slices.Contains(req.sources, text(contact.Source)) {
			continue
		}
		if req.externalIDs == nil && w.opts.ListSkip > 0 && w.random.Float64() < w.opts.ListSkip {
			continue
		}
		p.Data = append(p.Data, w.show(contact, nil))
	}
	if c.offset < c.n {
		if w.opts.UnstablePages {
			c.seed = w.random.Uint64()
		}
		p.NextPageToken = new(c.token())
	}
	return p, nil
}

// matches returns the living contacts that have one of the ids.
func (w *workspace) matches(ids []string) []*record {
	var found []*record
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if id = w.book.folded(id); !seen[id] {
			found = append(found, w.book.byExtID[id]...)
		}
		seen[id] = true
	}
	return found
}

// shuffle returns a permutation of 0…n-1 that depends on the seed and needs no
// memory: i → a·i+b mod n, with a coprime to n.
func shuffle(n int, seed uint64) func(int) int {
	if n < 2 {
		return func(i int) int { return i }
	}
	m := uint64(n)
	a, b := seed%m, (seed>>32)%m
	for gcd(a, m) != 1 {
		a = (a + 1) % m
	}
	return func(i int) int { return int((a*uint64(i) + b) % m) }
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// parseList parses and validates the query.
func (w *workspace) parseList(query url.Values) (listRequest, *refusal) {
	var v validation
	req := listRequest{externalIDs: query["externalIds"], sources: query["sources"]}
	if w.opts.SplitIDs && req.externalIDs != nil {
		req.externalIDs = strings.Split(strings.Join(req.externalIDs, ","), ",")
	}
	for _, id := range req.externalIDs {
		if n := utf8.RuneCountInString(id); n < 1 || n > maxExternalID {
			v.add("/externalIds", "array", "Expected string length between 1 and %d", maxExternalID)
		} else if strings.Contains(id, ",") {
			v.add("/externalIds", "array", "Expected repeated parameters, not a list joined by commas")
		} else if w.opts.RefuseID != nil && w.opts.RefuseID(id) {
			v.add("/externalIds", "array", "Invalid external id")
		}
	}
	if len(req.externalIDs) > w.opts.MaxIDs {
		v.add("/externalIds", "array", "Expected at most %d ids", w.opts.MaxIDs)
	}
	for _, source := range req.sources {
		if n := utf8.RuneCountInString(source); n < 1 || n > maxSourceOther {
			v.add("/sources", "array", "Expected string length between 1 and %d", maxSourceOther)
		}
	}
	size, err := strconv.Atoi(query.Get("maxResults"))
	if err != nil || size < 1 || size > maxPage {
		v.add("/maxResults", "integer", "Expected required integer between 1 and %d", maxPage)
	}
	req.size = size
	req.cursor = cursor{n: len(w.book.order), seed: w.random.Uint64()}
	if query.Has("pageToken") && !req.cursor.parse(query.Get("pageToken"), len(w.book.order)) {
		v.add("/pageToken", "string", "Invalid page token")
	}
	return req, v.refusal()
}

func (c cursor) token() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%d.%d", c.n, c.seed, c.offset))
}

func (c *cursor) parse(token string, most int) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return false
	}
	var read cursor
	if n, err := fmt.Sscanf(string(raw), "%d.%d.%d", &read.n, &read.seed, &read.offset); n != 3 || err != nil {
		return false
	}
	if read.n < 0 || read.n > most || read.offset < 0 || read.token() != token {
		return false
	}
	*c = read
	return true
}
