package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

func stateGetCommand(io streams) *cobra.Command {
	s := &settings{}
	var remote bool
	cmd := &cobra.Command{
		Use: "get KEY", Short: "Show what is known of one key", Args: oneArg("which key?"),
		Example: "  quo-import state get C-1001 --remote",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			if s.json && remote {
				return usage("--json is what the state knows, --remote what Quo has: say one of them")
			}
			return s.getKey(cmd.Context(), io, args[0], remote)
		},
	}
	s.stateFlags(cmd)
	s.apiFlags(cmd)
	s.noSandbox(cmd)
	s.jsonFlag(cmd)
	cmd.Flags().BoolVar(&remote, "remote", false, "show the contact as Quo has it now, too")
	return cmd
}

func (s *settings) getKey(ctx context.Context, io streams, key string, remote bool) error {
	st, err := s.readState()
	if err != nil {
		return err
	}
	defer st.Close()
	source, err := s.oneSource(st)
	if err != nil {
		return err
	}
	var rec store.Record
	var ok bool
	err = st.View(context.Background(), source, func(snap store.Snapshot) error {
		records, err := snap.Records(key)
		rec, ok = records[key]
		return err
	})
	if err != nil {
		return err
	}
	if !ok {
		return usage("source %q has no key %q", source, key)
	}
	if s.json {
		newJSONEvents(io.Out, startEvent{Command: "state get", Source: source}).record(source, key, &rec)
		return nil
	}
	made := "made by us"
	if !rec.Created {
		made = "was in Quo already, taken over"
	}
	fmt.Fprintln(io.Out, printable(fmt.Sprintf("source   %s\nkey      %s\ncontact  %s\nupdated  %s\nrun      %s\norigin   %s\nvalues   %d of ours",
		source, key, rec.ContactID, updated(&rec), rec.Run, made, len(rec.Base))))
	if !remote {
		return nil
	}
	return s.showRemote(ctx, io, rec.ContactID)
}

func (s *settings) showRemote(ctx context.Context, io streams, id string) error {
	ses := &session{settings: s, io: io, catalogue: []quo.CustomField{}}
	defer ses.close()
	if err := ses.connect(ctx, true); err != nil {
		return err
	}
	c, err := patient(ctx, func(ctx context.Context) (quo.Contact, error) { return ses.client.Get(ctx, id) })
	if err != nil {
		return err
	}
	var out any
	if err := json.Unmarshal(c.Encode(), &out); err != nil {
		return err
	}
	e := json.NewEncoder(io.Out)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
