package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/quo-import/quo-import/quo"
)

// How long is waited for what a write did to be seen, and for the deletion.
const (
	patience  = 30 * time.Second
	pause     = 200 * time.Millisecond
	cleanTime = time.Minute
)

// trial is one examination with a contact of its own.
type trial struct {
	*Doctor
	externalID string
	id         string
	custom     []map[string]any // values that were sent
	stored     contact          // as it was read last
	made       []string         // contacts that are to be deleted
	unknown    bool             // a contact may have been made without an answer
}

// Write asks what can be asked with one contact. Read comes before it.
func (d *Doctor) Write(ctx context.Context) (err error) {
	t := &trial{Doctor: d, externalID: idPrefix + d.Token}
	defer func() {
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanTime)
		defer cancel()
		err = errors.Join(err, t.cleanUp(clean))
	}()
	if err := t.leftOver(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		t.create, t.values, t.lookups, t.pair, t.partial, t.whole, t.moved, t.nullRole, t.dated, t.deleted,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// leftOver deletes the test contacts of examinations that were killed.
func (t *trial) leftOver(ctx context.Context) error {
	p, err := t.list(ctx, url.Values{"sources": {Source}})
	if err != nil {
		return err
	}
	n := 0
	for _, c := range p.Data {
		id, _ := c["id"].(string)
		external, _ := c["externalId"].(string)
		if c["source"] != Source || !strings.HasPrefix(external, idPrefix) { // the filter is ignored, perhaps
			continue
		}
		if err := t.delete(ctx, id); err != nil {
			return &LeftError{IDs: []string{id}, Err: err}
		}
		n++
	}
	if n > 0 {
		t.Answered(Answer{"left-over", "Were test contacts left by an examination before?", fmt.Sprintf("yes, %d: deleted now", n)})
	}
	return nil
}

// The values of the test contact. The numbers are reserved for fiction.
const (
	firstName = "  Ada   Lovelace "
	lastName  = "Zoe\u0308"
	company   = "Doctor 😀 Inc"
	role      = "R&D <b>"
	label     = "Work Phone"
	email     = "Doctor.Test@Example.COM"
	phone     = "+14155550134"
	other     = "+14155550135"
	link      = "HTTPS://Example.com"
)

// custom values by type. There is none for multi-select: an option that is unknown might
// be added to the workspace.
var customValues = map[quo.FieldType]any{
	quo.String: " Two  blanks ", quo.URL: link, quo.Number: 12.5, quo.Boolean: true, quo.Date: "2024-09-11T00:00:00.000Z",
}

// body returns the whole contact.
func (t *trial) body(first, number string, role any) map[string]any {
	body := map[string]any{
		"externalId": t.externalID, "source": Source, "sourceUrl": link,
		"defaultFields": map[string]any{
			"firstName": first, "lastName": lastName, "company": company, "role": role,
			"emails":       []any{map[string]any{"name": "work", "value": email}},
			"phoneNumbers": []any{map[string]any{"name": label, "value": number}},
		},
	}
	if len(t.custom) > 0 {
		body["customFields"] = t.custom
	}
	return body
}

// post creates a contact and notes its id. If it is unknown whether it was made, cleanUp
// looks for it.
func (t *trial) post(ctx context.Context, body any) (contact, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	t.unknown = true // until there is an answer
	// The answer has the id, so it is waited for also after Ctrl-C.
	answer, err := t.send(context.WithoutCancel(ctx), quo.Probe{Method: http.MethodPost, Path: contacts, Body: body})
	if err != nil {
		t.unknown = quo.Classify(err) == quo.Ambiguous
		return nil, err
	}
	c, id, err := decode(answer.Body)
	if err != nil {
		return nil, err
	}
	t.unknown = false
	t.made = append(t.made, id)
	t.Made(id)
	return c, nil
}

func decode(body []byte) (c contact, id string, err error) {
	var answer struct {
		Data contact `json:"data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, "", errors.New("the answer is not understood")
	}
	if id, _ = answer.Data["id"].(string); id == "" {
		return nil, "", errors.New("the answer has no id")
	}
	return answer.Data, id, nil
}

// read reads the contact as it is stored.
func (t *trial) read(ctx context.Context) error {
	c, err := t.one(ctx, quo.Probe{Method: http.MethodGet})
	if err == nil {
		t.stored = c
	}
	return err
}

func (t *trial) patch(ctx context.Context, body any) (contact, error) {
	return t.one(ctx, quo.Probe{Method: http.MethodPatch, Body: body})
}

// one sends a request about the contact, and returns it as it is in the answer.
func (t *trial) one(ctx context.Context, p quo.Probe) (contact, error) {
	p.Path = contacts + "/" + url.PathEscape(t.id)
	answer, err := t.send(ctx, p)
	if err != nil {
		return nil, err
	}
	c, _, err := decode(answer.Body)
	return c, err
}

// create makes the contact, and asks when the list has it.
func (t *trial) create(ctx context.Context) error {
	seen := map[quo.FieldType]bool{}
	for _, f := range t.fields {
		if v, ok := customValues[f.Type]; ok && !seen[f.Type] {
			seen[f.Type] = true
			t.custom = append(t.custom, map[string]any{"key": f.Key, "value": v})
		}
	}
	created, err := t.post(ctx, t.body(firstName, phone, role))
	if status(err) == http.StatusBadRequest && len(t.custom) > 0 {
		t.Answered(Answer{"create-custom", "Can custom values be written?", "no: " + err.Error()})
		t.custom = nil
		created, err = t.post(ctx, t.body(firstName, phone, role))
	}
	if err != nil {
		return fmt.Errorf("the test contact could not be made: %w", err)
	}
	t.id = t.made[0]
	if err := t.ask(ctx, "create-lag", "When does the list have a new contact?", func() (string, error) {
		return t.until(ctx, func(c contact) bool { return c["id"] == t.id })
	}); err != nil {
		return err
	}
	if err := t.read(ctx); err != nil {
		return fmt.Errorf("the test contact could not be read: %w", err)
	}
	t.Answered(Answer{"create-answer", "What does the answer to a POST show?", compareAnswer(created, t.stored, nil)})
	times := "the same"
	if created["createdAt"] != t.stored["createdAt"] {
		times = "others: they are coarser or finer"
	}
	t.Answered(Answer{"times", "Do reads show the times of the answer to a write?", times})
	return nil
}

// until looks the contact up until the list shows what was written, and returns when
// that was.
func (t *trial) until(ctx context.Context, shown func(contact) bool) (string, error) {
	began := time.Now()
	for first := true; ; first = false {
		p, err := t.lookup(ctx, t.externalID)
		if err != nil {
			return "", err
		}
		took := time.Since(began)
		switch {
		case slices.ContainsFunc(p.Data, shown) && first:
			return "at once", nil
		case slices.ContainsFunc(p.Data, shown):
			return fmt.Sprintf("after %.1f s", took.Seconds()), nil
		case took >= patience:
			return fmt.Sprintf("not within %.0f s", patience.Seconds()), nil
		}
		if err := wait(ctx, pause); err != nil {
			return "", err
		}
	}
}

// values answers what became of each value.
func (t *trial) values(context.Context) error {
	defaults, _ := t.stored["defaultFields"].(map[string]any)
	first := func(list string) (name, value any) {
		if found := items(defaults[list]); len(found) > 0 {
			return found[0][0], found[0][1]
		}
		return nil, nil
	}
	_, mail := first("emails")
	name, number := first("phoneNumbers")
	for _, v := range []struct {
		id, question string
		sent, got    any
	}{
		{"text-blanks", "What becomes of a text with blanks?", firstName, defaults["firstName"]},
		{"text-unicode", "What becomes of a text with a decomposed letter?", lastName, defaults["lastName"]},
		{"text-emoji", "What becomes of a text with an emoji?", company, defaults["company"]},
		{"text-html", "What becomes of a text with & and <?", role, defaults["role"]},
		{"email-case", "What becomes of an email with capitals?", email, mail},
		{"label-case", "What becomes of a label with capitals?", label, name},
		{"phone", "What becomes of a number?", phone, number},
		{"url", "What becomes of a URL with capitals and no path?", link, t.stored["sourceUrl"]},
	} {
		t.Answered(Answer{v.id, v.question, describeJSON(v.sent, v.got)})
	}
	list, _ := t.stored["customFields"].([]any)
	for _, f := range t.fields {
		at := slices.IndexFunc(t.custom, func(v map[string]any) bool { return v["key"] == f.Key })
		if at < 0 {
			continue
		}
		var got any
		for _, element := range list {
			if v, _ := element.(map[string]any); v["key"] == f.Key {
				got = v["value"]
			}
		}
		t.Answered(Answer{"custom-" + string(f.Type), fmt.Sprintf("What becomes of a custom value of type %s?", f.Type), describeJSON(t.custom[at]["value"], got)})
	}
	return nil
}

// lookups asks how external ids are compared.
func (t *trial) lookups(ctx context.Context) error {
	found := func(id string) (bool, error) {
		p, err := t.lookup(ctx, id)
		return slices.Contains(p.ids(), t.id), err
	}
	if err := t.ask(ctx, "id-case", "Are external ids compared without case?", func() (string, error) {
		if ok, err := found(strings.ToUpper(t.externalID)); err != nil || ok {
			return "yes", err
		}
		return "no", nil
	}); err != nil {
		return err
	}
	return t.ask(ctx, "id-commas", "What is an external id with a comma in a look-up?", func() (string, error) {
		ok, err := found(t.externalID + ",nobody")
		switch {
		case quo.Classify(err) == quo.Permanent:
			return fmt.Sprintf("it is refused (%d)", status(err)), nil
		case ok:
			return "it is split at commas", err
		}
		return "it is one id", err
	})
}

// pair asks whether source and external id are unique.
func (t *trial) pair(ctx context.Context) error {
	return t.ask(ctx, "pair", "May two contacts have the same source and external id?", func() (string, error) {
		return t.again(ctx, "no (409)", "yes")
	})
}

// again creates a contact with the same pair, and deletes it at once.
func (t *trial) again(ctx context.Context, taken, free string) (string, error) {
	_, err := t.post(ctx, map[string]any{
		"externalId": t.externalID, "source": Source, "defaultFields": map[string]any{"firstName": "Ada"},
	})
	if status(err) == http.StatusConflict {
		return taken, nil
	}
	if err != nil {
		return "", err
	}
	return free, t.remove(ctx, t.made[len(t.made)-1])
}

// partial asks what a PATCH does to what it leaves out.
func (t *trial) partial(ctx context.Context) error {
	before := t.stored.values()
	_, err := t.patch(ctx, map[string]any{"defaultFields": map[string]any{
		"phoneNumbers": []any{map[string]any{"name": label, "value": other}},
	}})
	if err == nil {
		err = t.read(ctx)
	}
	after := t.stored.values()
	groups := []struct {
		id, question, gone string
		fields             []string
	}{
		{"patch-left-out-list", "What does a PATCH do to a list that it leaves out?", "deleted", []string{"emails"}},
		{"patch-left-out-custom", "What does a PATCH do to custom values that it leaves out?", "deleted", customNames(before)},
		{"patch-left-out-scalar", "What does a PATCH do to a scalar that it leaves out?", "cleared", []string{"firstName", "lastName", "company", "role"}},
		{"patch-left-out-id", "What does a PATCH do to externalId and source that it leaves out?", "wiped", []string{"externalId", "source", "sourceUrl"}},
	}
	if askErr := t.ask(ctx, "patch-list", "What does a PATCH do to a list that it has?", func() (string, error) { return listWords(t.stored), err }); askErr != nil {
		return askErr
	}
	for _, g := range groups {
		if len(g.fields) == 0 {
			continue
		}
		if askErr := t.ask(ctx, g.id, g.question, func() (string, error) { return fateWords(before, after, g.fields, g.gone), err }); askErr != nil {
			return askErr
		}
	}
	return nil
}

func customNames(values map[string]string) (names []string) {
	for name := range values {
		if strings.HasPrefix(name, "custom.") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// listWords returns what a PATCH with another number did to the list.
func listWords(c contact) string {
	defaults, _ := c["defaultFields"].(map[string]any)
	list := items(defaults["phoneNumbers"])
	has := func(number string) bool {
		return slices.ContainsFunc(list, func(i [2]any) bool { return i[1] == number })
	}
	switch {
	case has(phone) && has(other):
		return "it appends to it"
	case has(other):
		return "it replaces it"
	case has(phone):
		return "it leaves it as it was"
	}
	return fmt.Sprintf("it leaves %d items, none of them ours", len(list))
}

// fateWords returns what became of fields.
func fateWords(before, after map[string]string, fields []string, gone string) string {
	var kept, lost, changed []string
	for _, f := range fields {
		switch v, ok := after[f]; {
		case !ok || v == "null" || v == `""`:
			lost = append(lost, f)
		case v == before[f]:
			kept = append(kept, f)
		default:
			changed = append(changed, f)
		}
	}
	switch len(fields) {
	case len(kept):
		return "kept"
	case len(lost):
		return gone
	}
	var parts []string
	for _, part := range []struct {
		words string
		of    []string
	}{{"kept", kept}, {gone, lost}, {"changed", changed}} {
		if len(part.of) > 0 {
			parts = append(parts, part.words+": "+strings.Join(part.of, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// whole sends the whole contact again, and asks what the answer and the list show.
func (t *trial) whole(ctx context.Context) error {
	before := t.stored
	answer, err := t.patch(ctx, t.body("Grace", other, role))
	if err == nil {
		err = t.read(ctx)
	}
	if askErr := t.ask(ctx, "patch-answer", "What does the answer to a PATCH show?", func() (string, error) {
		if err != nil {
			return "", err
		}
		return compareAnswer(answer, t.stored, before), nil
	}); askErr != nil || err != nil {
		return askErr
	}
	return t.ask(ctx, "update-lag", "When does the list show a change?", func() (string, error) {
		return t.until(ctx, func(c contact) bool {
			defaults, _ := c["defaultFields"].(map[string]any)
			return c["id"] == t.id && defaults["firstName"] == "Grace"
		})
	})
}

// moved asks whether a contact can be given another external id, as --rekey does, and gives
// it back.
func (t *trial) moved(ctx context.Context) error {
	return t.ask(ctx, "patch-id", "Does a PATCH change the external id?", func() (string, error) {
		body := t.body("Grace", other, role)
		body["externalId"] = t.externalID + "-moved"
		if _, err := t.patch(ctx, body); err != nil {
			return "", err
		}
		if err := t.read(ctx); err != nil {
			return "", err
		}
		answer := "no"
		if t.stored["externalId"] == body["externalId"] {
			answer = "yes"
		}
		_, err := t.patch(ctx, t.body("Grace", other, role))
		return answer, err
	})
}

// nullRole asks whether a scalar can be cleared.
func (t *trial) nullRole(ctx context.Context) error {
	return t.ask(ctx, "null-role", "Does a PATCH with role null clear the role?", func() (string, error) {
		if _, err := t.patch(ctx, t.body("Grace", other, nil)); err != nil {
			return "", err
		}
		if err := t.read(ctx); err != nil {
			return "", err
		}
		if v := t.stored.values()["role"]; v != "" && v != "null" && v != `""` {
			return "no", nil
		}
		return "yes", nil
	})
}

// datedVersion is the version of the dated API.
const datedVersion = "2026-03-30"

// dated asks what the dated API does to what a PATCH leaves out.
func (t *trial) dated(ctx context.Context) error {
	before := t.stored.values()
	_, err := t.send(ctx, quo.Probe{
		Method: http.MethodPatch, Path: "/contacts/" + url.PathEscape(t.id), Version: datedVersion, Body: map[string]any{"firstName": "Edith"},
	})
	if err == nil {
		err = t.read(ctx)
	}
	after := t.stored.values()
	fate := func(fields ...string) func() (string, error) {
		return func() (string, error) {
			if err != nil {
				return "", err
			}
			return fateWords(before, after, fields, "lost"), nil
		}
	}
	if askErr := t.ask(ctx, "dated-scalar", "What does a PATCH of the dated API do to a scalar that it leaves out?",
		fate("lastName", "company", "externalId", "source", "sourceUrl")); askErr != nil {
		return askErr
	}
	return t.ask(ctx, "dated-lists", "And to lists and custom values?", fate(append(customNames(before), "emails", "phoneNumbers")...))
}

// deleted deletes the contact and asks whether its pair stays taken.
func (t *trial) deleted(ctx context.Context) error {
	if _, err := t.patch(ctx, t.body("Grace", other, role)); err != nil && ctx.Err() != nil { // the pair, if the dated API cleared it
		return err
	}
	if err := t.ask(ctx, "delete", "What is the answer to a read of a deleted contact?", func() (string, error) {
		if err := t.remove(ctx, t.id); err != nil {
			return "", err
		}
		err := t.read(ctx)
		if s := status(err); s != 0 {
			return strconv.Itoa(s), nil
		}
		return "it can still be read", err
	}); err != nil {
		return err
	}
	if slices.Contains(t.made, t.id) {
		return nil // it could not be deleted: cleanUp tries again
	}
	return t.ask(ctx, "deleted-pair", "Does a deleted contact keep its source and external id?", func() (string, error) {
		return t.again(ctx, "yes: it stays taken (409)", "no: it is free again")
	})
}

// remove deletes one of our contacts.
func (t *trial) remove(ctx context.Context, id string) error {
	err := t.delete(ctx, id)
	if err == nil {
		t.made = slices.DeleteFunc(t.made, func(m string) bool { return m == id })
	}
	return err
}

// delete deletes a contact. One that is not there is no error.
func (t *trial) delete(ctx context.Context, id string) error {
	_, err := t.send(ctx, quo.Probe{Method: http.MethodDelete, Path: contacts + "/" + url.PathEscape(id)})
	if status(err) == http.StatusNotFound {
		return nil
	}
	return err
}

// cleanUp deletes what was made, also without an answer.
func (t *trial) cleanUp(ctx context.Context) error {
	var left *LeftError
	if t.unknown {
		if err := t.findLost(ctx); err != nil {
			left = &LeftError{ExternalID: t.externalID, Err: err}
		}
	}
	for _, id := range slices.Clone(t.made) {
		if err := t.remove(ctx, id); err != nil {
			left = &LeftError{IDs: slices.Clone(t.made), ExternalID: t.externalID, Err: err}
		}
	}
	if left != nil {
		return left
	}
	return nil
}

// lag is how long the list may not have a contact that was made without an answer.
const lag = 10 * time.Second

// findLost looks for the contact of a POST without an answer, for as long as the list may
// lag, and notes it.
func (t *trial) findLost(ctx context.Context) error {
	for began := time.Now(); ; {
		p, err := t.lookup(ctx, t.externalID)
		if err != nil {
			return err
		}
		for _, c := range p.Data {
			id, _ := c["id"].(string)
			if c["source"] == Source && c["externalId"] == t.externalID && !slices.Contains(t.made, id) {
				t.made = append(t.made, id)
				t.unknown = false
			}
		}
		if !t.unknown || time.Since(began) >= lag {
			return nil
		}
		if err := wait(ctx, time.Second); err != nil {
			return err
		}
	}
}
