package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer/event"
)

func checkCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "Say what an import would do, and everything that is wrong",
		Long: `Reads everything and writes nothing: no contact, no state. It needs no API key.
With one, or with --fields, it checks custom fields too; with one and a state
file its counts are what the import then does.`,
		Example: `  quo-import check contacts.csv
  quo-import check contacts.csv -m mapping.yaml --fields fields.json
  quo-import check contacts.csv -m mapping.yaml --diff`,
		Args: minFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			return check(cmd.Context(), s, io, args)
		},
	}
	s.inputFlags(cmd)
	s.planFlags(cmd)
	s.apiFlags(cmd)
	s.reportFlags(cmd)
	cmd.Flags().BoolVar(&s.remote, "remote", false, "look the rows up in Quo, so that counts tell creates from updates without a state")
	cmd.Flags().BoolVar(&s.diff, "diff", false, "show what would change in Quo, old → new, field by field (with --remote)")
	cmd.Flags().BoolVarP(&s.quiet, "quiet", "q", false, "print rejects, warnings and stops only")
	cmd.Flags().BoolVarP(&s.verbose, "verbose", "v", false, "log each request")
	return cmd
}

// check is a plan that is not applied.
func check(ctx context.Context, s *settings, io streams, paths []string) error {
	began := time.Now()
	s.remote = s.remote || s.diff
	ses, err := open(ctx, s, io, paths, s.remote)
	if err != nil {
		return err
	}
	defer ses.close()
	if err := ses.lookAtState(); err != nil {
		return err
	}
	if !s.flags.Changed("report") {
		s.report = "none" // a dry run leaves no files unless it is asked to
	}
	out, err := newOutput(ses, "check", began)
	if err != nil {
		return err
	}
	out.dry = true
	im, err := ses.importer(out)
	if err != nil {
		return err
	}
	im.Options.DryRun, im.Options.Remote = true, s.remote
	planned, err := im.Plan(ctx, ses.inputs...)
	if err != nil {
		return out.finish(event.Counts{}, ses.planFailed(err))
	}
	defer planned.Close()
	plan := planned.Plan
	if s.remote && out.regionMissing() == nil {
		if err := out.preview(ctx, planned); err != nil {
			return out.finish(plan.Counts, err)
		}
	}
	out.knows = im.API != nil && (im.State != nil || s.remote)
	out.plan(plan)
	stop := out.regionMissing()
	if stop == nil && plan.Stop != nil {
		stop = plan.Stop
	}
	return out.finish(plan.Counts, stop)
}
