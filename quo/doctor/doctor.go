// Package doctor asks a workspace what the API does where the documentation is silent:
// what becomes of a value, what a PATCH leaves out, how long the list lags. The answers
// are for docs/quo-api.md; none has a key or a value of a person.
//
// Start with Doctor. Read changes nothing. Write makes one contact of its own, asks with
// it, and deletes it, whatever happens in between: also when the context is cancelled,
// and when it is unknown whether the contact was made. If that fails, the error is a
// *LeftError with its id.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/quo-import/quo-import/quo"
)

// Source is the source of the test contacts, by which left-over ones are found.
const Source = "quo-import-doctor"

// idPrefix begins the external ids of the test contacts.
const idPrefix = "doctor-"

// Answer is what is known about one question.
type Answer struct {
	ID       string `json:"id"` // stable
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Doctor asks the questions.
type Doctor struct {
	Client *quo.Client
	// Token makes the ids of this examination its own: a few lower-case letters, at
	// random.
	Token string
	// Answered is called with each answer.
	Answered func(Answer)
	// Made is called with the id of each contact as soon as it is known.
	Made func(id string)

	fields []quo.CustomField
}

// LeftError means that a test contact is not deleted, or may not be.
type LeftError struct {
	IDs        []string // of contacts
	ExternalID string   // of a contact that may have been made; "" for none
	Err        error
}

func (e *LeftError) Error() string {
	if len(e.IDs) == 0 {
		return fmt.Sprintf("a test contact with source %s and external id %s may be left in the workspace: %v", Source, e.ExternalID, e.Err)
	}
	return fmt.Sprintf("the test contact %s could not be deleted: %v", e.IDs[0], e.Err)
}

func (e *LeftError) Unwrap() error { return e.Err }

// ask answers one question. An error is an answer too, unless it ends the examination.
func (d *Doctor) ask(ctx context.Context, id, question string, find func() (string, error)) error {
	answer, err := find()
	if err != nil {
		if ctx.Err() != nil || quo.Classify(err) == quo.Fatal && !forbidden(err) {
			return err
		}
		answer = "unknown: " + err.Error()
	}
	d.Answered(Answer{ID: id, Question: question, Answer: answer})
	return nil
}

func forbidden(err error) bool { return status(err) == http.StatusForbidden }

// status returns the HTTP status of a refusal, 0 for other errors and none.
func status(err error) int {
	if api, ok := errors.AsType[*quo.APIError](err); ok {
		return api.Status
	}
	return 0
}

// attempts is how often a request is sent whose repetition does no harm.
const attempts = 4

// send sends a request, again if that may help and does no harm: a POST whose outcome is
// unknown is sent once.
func (d *Doctor) send(ctx context.Context, p quo.Probe) (answer quo.Probed, err error) {
	for i := range attempts {
		if i > 0 {
			if err := wait(ctx, time.Duration(i)*time.Second); err != nil {
				return answer, err
			}
		}
		answer, err = d.Client.Probe(ctx, p)
		class := quo.Classify(err)
		if !class.Again() || class == quo.Ambiguous && p.Method == http.MethodPost {
			break
		}
	}
	return answer, err
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
