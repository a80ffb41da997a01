package main

import (
	"time"

	"github.com/spf13/cobra"
)

// inputFlags say how to read files and what their columns mean.
func (s *settings) inputFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&s.mapping, "mapping", "m", "", "mapping `file`; without one, a known export is recognised, else headers are matched")
	f.StringVar(&s.onInvalid, "on-invalid", "reject", "an invalid phone, email or custom value: reject the row, or drop the value (`reject|drop`)")
	f.StringVar(&s.blank, "blank", "keep", "an empty cell of a mapped column: keep what Quo has, or clear it (`keep|clear`)")
	s.readFlags(cmd)
}

// readFlags say how to read files, and what stands in for lines of a mapping.
func (s *settings) readFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.source, "source", "", "`name` of the source, the namespace of the keys; overrides the mapping")
	f.StringVar(&s.key, "key", "", "column(s) of the key, or derived from number or email and name (`COL[,COL]|derived`); overrides the mapping")
	f.StringVar(&s.region, "region", "", "`country` of phone numbers without a country code, as US or GB; none rejects them row by row")
	f.StringVar(&s.fields, "fields", "", "custom fields from a `file` (the output of: quo-import fields --json) instead of the API")
	f.StringVar(&s.encoding, "encoding", "", "text `encoding`, when sniffing is wrong: utf-8, utf-16, windows-1252 …")
	f.StringVar(&s.delimiter, "delimiter", "", "column `separator`, when sniffing is wrong: , ; tab |")
	f.IntVar(&s.headerRow, "header-row", 0, "`line` of the header, when sniffing is wrong")
	f.StringVar(&s.sheet, "sheet", "", "`name` of the sheet of a workbook")
	f.StringVar(&s.jsonPath, "json-path", "", "`path` of the list in a JSON file, as data.items")
}

// planFlags are the rules of a run.
func (s *settings) planFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&s.state, "state", "s", defaultState, "state `file`: which key is which contact")
	f.BoolVar(&s.requireState, "require-state", false, "refuse to start without the state file (for cron)")
	f.StringVar(&s.mode, "mode", "upsert", "what may be done; the rest is skipped (`upsert|create|update`)")
	f.StringVar(&s.onDuplicate, "on-duplicate", "reject", "the same key on several rows (`reject|first|last|merge`)")
	f.StringVar(&s.onDrift, "on-drift", "keep", "a value that was changed in Quo and not in the file (`keep|overwrite`)")
	f.StringVar(&s.onDeleted, "on-deleted", "skip", "a contact of ours that was deleted in Quo (`skip|create`)")
	f.StringVar(&s.onGone, "on-gone", "keep", "a key of ours that is no longer in the file (`keep|report|delete`); delete needs --max-change")
	f.StringVar(&s.adopt, "adopt", "", "use the contact already in Quo with the same number, or make another (`phone|none`)")
	f.BoolVar(&s.recheck, "recheck", false, "read every known contact, to find changes and deletions in Quo")
	f.BoolVar(&s.strict, "strict", false, "write nothing if any row is rejected")
	f.StringVar(&s.maxChange, "max-change", "", "stop before writing if more contacts would be updated or deleted (`N|P%`); 50% without a terminal, from 100 known keys")
	f.StringVar(&s.maxCreate, "max-create", "", "stop before writing if more contacts would be created (`N`)")
	f.StringVar(&s.maxShrink, "max-shrink", "", "stop before writing if the input has so much fewer rows than the last complete run (`P%`)")
	f.StringVar(&s.maxFailures, "max-failures", "", "stop when more contacts fail (`N|P%`)")
	f.DurationVar(&s.maxDuration, "max-duration", 0, "stop after this `time`; what is left is done by the next run")
	f.StringVar(&s.allowRejects, "allow-rejects", "0", "so many rejected rows still end with exit code 0 (`N|P%|known`); known: all that were rejected or failed in the last complete run, too")
	f.IntVar(&s.limit, "limit", 0, "write at most `N` rows")
	f.BoolVar(&s.acceptWorkspace, "accept-workspace", false, "go on although the workspace has none of the known contacts")
	f.BoolVar(&s.rekey, "rekey", false, "go on although the key is another than before")
	f.DurationVar(&s.listLag, "list-lag", 10*time.Second, "how long Quo's list may not show a new contact")
	_ = f.MarkHidden("list-lag")
}

// reportFlags say what is printed and kept.
func (s *settings) reportFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	s.folderFlag(cmd)
	s.jsonFlag(cmd)
	f.IntVar(&s.keepReports, "keep-reports", 0, "keep the reports of the last `N` runs; 0 keeps all")
	f.StringVar(&s.metricsFile, "metrics-file", "", "write the figures of the run to a `file`, for the textfile collector of Prometheus")
	f.StringVar(&s.progress, "progress", "auto", "show progress (`auto|always|never`)")
	f.IntVar(&s.maxShown, "max-shown", 20, "show at most `N` problems on the terminal")
}

func (s *settings) folderFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.report, "report", "quo-import-report", "`folder` under which each run has its own; none for no files")
}

// jsonFlag is the stream of docs/events.md.
func (s *settings) jsonFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&s.json, "json", false, "one JSON event a line on stdout")
}

// apiFlags say where the API is.
func (s *settings) apiFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.baseURL, "base-url", "", "`URL` of the API (default https://api.quo.com)")
	f.StringVar(&s.apiKeyFile, "api-key-file", "", "`file` with the API key; else QUO_API_KEY, else a prompt")
	f.Float64Var(&s.rate, "rate", 0, "requests a second at most (`N`); as fast as the key allows by default")
	f.IntVar(&s.workers, "workers", 16, "requests in flight at most (`N`)")
	f.BoolVar(&s.sandbox, "sandbox", false, "run against a stand-in for Quo inside the process: nothing leaves this machine")
}

// noSandbox is for commands about contacts that are in Quo already: a stand-in
// inside the process has none. The flag stays, because its twin in the
// environment must not let such a command out to the real Quo.
func (s *settings) noSandbox(cmd *cobra.Command) {
	s.sandboxless = true
	_ = cmd.Flags().MarkHidden("sandbox")
}

// stateFileFlag is for commands that need no source.
func (s *settings) stateFileFlag(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&s.state, "state", "s", "quo-import.db", "state `file`")
}

// stateFlags are the flags of every command that reads the state.
func (s *settings) stateFlags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&s.state, "state", "s", "quo-import.db", "state `file`")
	cmd.Flags().StringVar(&s.source, "source", "", "`name` of the source, where the state has several")
}
