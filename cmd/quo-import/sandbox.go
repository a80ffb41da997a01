package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// newSandbox reads no flags from the environment: variables such as
// QUO_IMPORT_RATE are for the commands that use the sandbox.
func newSandbox(io term.Streams) *cobra.Command {
	var fields, contacts string
	addr, o := "127.0.0.1:8484", sandbox.Options{RatePerSecond: 10}
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run a local stand-in for the Quo API",
		Long: `A stand-in for the Quo contacts API on this machine, to try imports out. It
keeps its contacts in memory until it is stopped, accepts any API key, and has
the request limit of the real one.

With --contacts it begins with contacts, as people made them in the app or other
tools wrote them, to rehearse how an import finds people who are already in Quo
(--adopt). The file is JSON as the API answers a list of contacts.`,
		Example: `  quo-import sandbox --fields samples/fields.json --contacts contacts.json
  QUO_API_KEY=x quo-import import contacts.csv --base-url http://127.0.0.1:8484`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if fields != "" {
				if o.Fields, err = job.SandboxFields(fields); err != nil {
					return err
				}
			}
			s := sandbox.New(o)
			if contacts != "" {
				n, err := load(s, contacts)
				if err != nil {
					return job.Usagef("--contacts: %s: %w", contacts, err)
				}
				fmt.Fprintln(io.Err, term.Printable(contacts+": "+say.Plural(n, "contact", "contacts")))
			}
			return serve(cmd.Context(), io, addr, s)
		},
	}
	s := flags.Of(cmd)
	s.String(&addr, "addr", "`address` to listen on; port 0 picks a free one")
	s.String(&fields, "fields", "custom fields from a `file` (the output of: quo-import fields --json)")
	s.String(&contacts, "contacts", "begin with the contacts of a JSON `file`")
	s.String(&o.Key, "key", "accept only this API `key`; default: any")
	s.Whole(&o.RatePerSecond, "rate", "accept at most `N` requests a second; -1 for no limit")
	s.Duration(&o.ListLag, "list-lag", "how long a new contact is missing from lists")
	s.Bool(&o.AllowDoubles, "allow-doubles", "allow several contacts with the same source and external id")
	return cmd
}

// load loads the contacts of a file.
func load(s *sandbox.Sandbox, path string) (int, error) {
	f, err := rows.OpenFile(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return s.Load(f)
}

// serve answers requests until the context is cancelled.
func serve(ctx context.Context, io term.Streams, addr string, h http.Handler) error {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return job.Usagef("the sandbox: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintf(io.Out, "listening on http://%s\n", l.Addr())
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
