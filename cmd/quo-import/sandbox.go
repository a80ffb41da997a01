package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func sandboxCommand(io streams) *cobra.Command {
	var addr, fields, key string
	var rate int
	var lag time.Duration
	var doubles bool
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run a local stand-in for the Quo API",
		Long: `A stand-in for the Quo contacts API on this machine, to try imports out. It
keeps its contacts in memory until it is stopped, takes any API key, and holds
the limit of the real one.`,
		Example: `  quo-import sandbox --fields samples/fields.json
  QUO_API_KEY=x quo-import import contacts.csv --base-url http://127.0.0.1:8484`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			list, err := sandboxFields(fields)
			if err != nil {
				return err
			}
			s := sandbox.New(sandbox.Options{
				Key: key, Fields: list, RatePerSecond: rate, ListLag: lag, AllowDoubles: doubles,
			})
			return serve(cmd.Context(), io, addr, s)
		},
	}
	f := cmd.Flags()
	f.StringVar(&addr, "addr", "127.0.0.1:8484", "`address` to listen on; port 0 takes a free one")
	f.StringVar(&fields, "fields", "", "custom fields from a `file` (the output of: quo-import fields --json)")
	f.StringVar(&key, "key", "", "the only `key` that is accepted; any by default")
	f.IntVar(&rate, "rate", 10, "requests a second that are let through (`N`); -1 for no limit")
	f.DurationVar(&lag, "list-lag", 0, "how long a new contact is missing from lists")
	f.BoolVar(&doubles, "allow-doubles", false, "do not keep the pair of source and external id unique")
	return cmd
}

func sandboxFields(path string) ([]sandbox.Field, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usage("--fields: %w", err)
	}
	var list []sandbox.Field
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, usage("--fields: %s is not the output of quo-import fields --json: %w", path, err)
	}
	return list, nil
}

// fieldType is what a custom field of a mapping probably is, by how the mapping
// reads it, where there is no catalogue to ask.
func fieldType(f mapping.Field) string {
	switch {
	case f.Type != "":
		return string(f.Type)
	case len(f.Split) > 0:
		return "multi-select"
	case f.True != nil || f.False != nil:
		return "boolean"
	case len(f.Format) == 0:
		return "string"
	}
	if _, err := values.ParseNumberFormat(f.Format[0]); err == nil {
		return "number"
	}
	return "date"
}

// serve answers until the context is cancelled.
func serve(ctx context.Context, io streams, addr string, h http.Handler) error {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return usage("the sandbox: %w", err)
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
