package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/quo"
)

func newFields(io term.Streams) *cobra.Command {
	api := apiOptions{noSandbox: true}
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "fields",
		Short: "List the custom fields of the workspace",
		Example: `  quo-import fields
  quo-import fields --json > fields.json   for check and map without a key`,
		Args: cobra.NoArgs, PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := api.open(cmd.Context(), io, show.StartClock(), true)
			if err != nil {
				return err
			}
			c, err := job.ConnectWithFields(cmd.Context(), a, nil)
			if err != nil {
				return err
			}
			return printFields(io, c.Catalogue, asJSON)
		},
	}
	s := flags.Of(cmd)
	api.declare(s)
	s.Bool(&asJSON, "json", "as JSON, for --fields of other commands")
	return cmd
}

func printFields(io term.Streams, fields []quo.CustomField, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(io.Out)
		e.SetIndent("", "  ")
		return e.Encode(fields)
	}
	if len(fields) == 0 {
		fmt.Fprintln(io.Out, "the workspace has no custom fields; create them in Quo, under Settings › Contacts")
		return nil
	}
	list := term.NewList(io.Out, "NAME", "TYPE", "KEY")
	for _, f := range fields {
		list.Row(f.Name, string(f.Type), f.Key)
	}
	return list.Close()
}
