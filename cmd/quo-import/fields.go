package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/quo"
)

func fieldsCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:   "fields",
		Short: "List the custom fields of the workspace",
		Example: `  quo-import fields
  quo-import fields --json > fields.json   for check and map without a key`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			ses := &session{settings: s, io: io}
			defer ses.close()
			if err := ses.connect(cmd.Context(), true); err != nil {
				return err
			}
			return printFields(io, ses.catalogue, s.json)
		},
	}
	s.apiFlags(cmd)
	s.noSandbox(cmd)
	cmd.Flags().BoolVar(&s.json, "json", false, "as JSON, for --fields of other commands")
	return cmd
}

func printFields(io streams, fields []quo.CustomField, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(io.Out)
		e.SetIndent("", "  ")
		return e.Encode(fields)
	}
	if len(fields) == 0 {
		fmt.Fprintln(io.Out, "the workspace has no custom fields; they are made in Quo, under Settings › Contacts")
		return nil
	}
	w := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tTYPE\tKEY")
	for _, f := range fields {
		tableRow(w, f.Name, string(f.Type), f.Key)
	}
	return w.Flush()
}
