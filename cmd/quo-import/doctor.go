package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/quo/doctor"
)

type doctorOptions struct {
	api   apiOptions
	write bool
	json  bool
}

func newDoctor(io term.Streams) *cobra.Command {
	o := &doctorOptions{}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Ask the workspace what Quo does where its documentation is silent",
		Long: `Asks the workspace about the key, the rate limit, the custom fields and the list,
and prints a page of answers to paste into an issue. The page has no key, and
nothing of your contacts.

With --write it makes one contact, asks with it what Quo does to values and to
what an update leaves out, and deletes it. It needs about a minute. The contact
has the source quo-import-doctor and the number +1 415 555 0134, which belongs
to nobody. It is deleted also after Ctrl-C; one that a killed process left is
deleted by the next doctor --write.`,
		Example: "  quo-import doctor\n  quo-import doctor --write",
		Args:    cobra.NoArgs, PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), io) },
	}
	s := flags.Of(cmd)
	o.api.declare(s)
	s.Bool(&o.write, "write", "make one contact, ask with it, and delete it").CommandLineOnly("it writes")
	s.Bool(&o.json, "json", "as JSON")
	return cmd
}

// examination is the page of a doctor.
type examination struct {
	Program string          `json:"program"`
	API     string          `json:"api"`
	Date    string          `json:"date"`
	Answers []doctor.Answer `json:"answers"`
}

func (o *doctorOptions) run(ctx context.Context, io term.Streams) error {
	clock := show.StartClock()
	conn, err := o.api.connect(ctx, io, clock)
	if err != nil {
		return err
	}
	page := examination{Program: version, API: conn.Client.BaseURL(), Date: clock.Began.UTC().Format(time.DateOnly)}
	d := &doctor.Doctor{
		Client: conn.Client, Token: strings.ToLower(rand.Text()[:8]),
		Answered: func(a doctor.Answer) { page.Answers = append(page.Answers, a) },
		Made:     func(id string) { term.NewScreen(io.Err).Message("made the test contact " + id) },
	}
	if err = d.Read(ctx); err == nil && o.write {
		err = d.Write(ctx)
	}
	if err := errors.Join(page.print(io, o.json), afterDoctor(ctx, err, conn)); err != nil {
		return err
	}
	if !o.write && !o.json {
		term.NewScreen(io.Err).Message("--write also asks with a contact that it makes and deletes")
	}
	return nil
}

func (p *examination) print(io term.Streams, asJSON bool) error {
	if len(p.Answers) == 0 {
		return nil // the error says why
	}
	if asJSON {
		e := json.NewEncoder(io.Out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(p)
	}
	fmt.Fprintln(io.Out, term.Printable(fmt.Sprintf("quo-import %s doctor, %s, %s\n", p.Program, p.API, p.Date)))
	list := term.NewList(io.Out)
	for _, a := range p.Answers {
		list.Row(a.Question, a.Answer)
	}
	return list.Close()
}

// afterDoctor returns the error of an examination, with what to do about a contact that
// may be left.
func afterDoctor(ctx context.Context, err error, conn *job.Connection) error {
	var left *doctor.LeftError
	switch {
	case errors.As(err, &left) && len(left.IDs) > 0:
		return fmt.Errorf("%w\ndelete it: quo-import doctor --write tries it first, or: curl -X DELETE -H \"Authorization: $QUO_API_KEY\" %s/v1/contacts/%s",
			err, conn.Client.BaseURL(), left.IDs[0])
	case errors.As(err, &left):
		return fmt.Errorf("%w\nrun quo-import doctor --write again: it deletes what is left of its own", err)
	case ctx.Err() != nil:
		return &job.Error{Kind: job.Interrupted, Err: errors.New("interrupted: the test contact is deleted, if there was one")}
	}
	return err
}
