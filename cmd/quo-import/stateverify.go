package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/importer/report/say"
)

func stateVerifyCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use: "verify", Short: "Compare the state with Quo", Args: cobra.NoArgs,
		Long: `Checks that the state file is whole, reads every known contact from Quo (one
request for twenty) and prints the differences: contacts that are gone, that
were changed in Quo, whose key is another's or several contacts'. It changes
nothing. Exit code 0: no difference; 3: there are some.`,
		Example: "  quo-import state verify\n  quo-import state verify --source acme-crm",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			return s.verify(cmd.Context(), io)
		},
	}
	s.stateFlags(cmd)
	s.apiFlags(cmd)
	s.noSandbox(cmd)
	cmd.Flags().BoolVar(&s.acceptWorkspace, "accept-workspace", false, "go on although the state is of another API host")
	return cmd
}

func (s *settings) verify(ctx context.Context, io streams) error {
	st, err := s.readState()
	if err != nil {
		return err
	}
	ses := &session{settings: s, io: io, state: st}
	defer ses.close()
	if err := st.Check(); err != nil {
		return err
	}
	sources, err := st.Sources(context.Background())
	if err != nil {
		return err
	}
	if s.source != "" || len(sources) == 0 {
		one, err := s.oneSource(st)
		if err != nil {
			return err
		}
		sources = []string{one}
	}
	if err := ses.connectOnly(ctx); err != nil {
		return err
	}
	if err := ses.sameHost(); err != nil {
		return err
	}
	different := 0
	for _, source := range sources {
		n, err := ses.verifySource(ctx, source)
		if err != nil {
			return err
		}
		different += n
	}
	if different > 0 {
		return &codeError{code: exitRows}
	}
	return nil
}

func (ses *session) verifySource(ctx context.Context, source string) (different int, err error) {
	reading := tellReading(ses.io, "contacts compared")
	im := &importer.Importer{API: ses.client, State: ses.state, Source: source, Events: func(e event.Event) {
		if d, ok := e.(reconcile.Difference); ok {
			fmt.Fprintln(ses.io.Out, printable(fmt.Sprintf("%s  %s  %s", d.Key, d.ContactID, d.Text)))
			return
		}
		reading(e)
	}}
	out, err := im.Verify(ctx)
	if err != nil {
		return 0, err
	}
	found := "no difference"
	if out.Different > 0 {
		found = say.Plural(out.Different, "key differs", "keys differ")
	}
	fmt.Fprintf(ses.io.Err, "source %s: %s, %s\n", printable(source), say.Plural(out.Keys, "key", "keys"), found)
	return out.Different, nil
}
