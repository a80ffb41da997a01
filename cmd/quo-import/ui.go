package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/cli/browser"
	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/ui"
	"github.com/quo-import/quo-import/quo/sandbox"
)

type uiOptions struct {
	api    apiOptions
	state  job.StateFile
	report string
	noOpen bool
	port   int
	home   string // folder of state and reports, "" for the working directory
}

func newUI(io term.Streams) *cobra.Command {
	o := &uiOptions{}
	cmd := &cobra.Command{
		Use:   "ui [FILE]",
		Short: "Import on a page in the browser",
		Long: `Opens a page in the browser of this computer, on which a file is imported without
a terminal: what it asks, shows and does is the same as quo-import import does
here, with the same state and the same reports.

The page is served on 127.0.0.1 to this browser only. Nothing is written to Quo
before the plan is approved on the page. It ends ten minutes after the last page
was closed, or with Ctrl-C; what was chosen is kept, and starting it again with
the same file continues.`,
		Example: `  quo-import ui
  quo-import ui contacts.csv --sandbox   # a rehearsal: nothing leaves this computer
  quo-import ui contacts.csv --no-open   # prints the address`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 || slices.Contains(args, "-") {
				return misused(cmd, "one file at a time:")
			}
			return nil
		},
		PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), io, strings.Join(args, ""))
		},
	}
	s := flags.Of(cmd)
	o.state.Version = version
	s.String(&o.state.Path, "state,s", "state `file`, or address of a state in a database (postgres://…): which key is which contact (default "+job.DefaultState+")").NoEnvironmentWith("sandbox")
	reportFlag(s, &o.report, "")
	s.String(&o.api.Fields, "fields", "custom fields from a `file` (the output of: quo-import fields --json) instead of the API")
	o.api.declare(s)
	s.Bool(&o.noOpen, "no-open", "print the address instead of opening a browser")
	s.Count(&o.port, "port", "listen on this `port` of 127.0.0.1; 0 picks a free one")
	return cmd
}

// byDoubleClick runs the page for somebody who has no shell: files go to their own folder
// instead of the one that the program happens to be started in.
func byDoubleClick(ctx context.Context, io term.Streams) error {
	folder, err := os.UserConfigDir()
	if err != nil {
		return err
	}
	o := &uiOptions{home: filepath.Join(folder, "quo-import")}
	o.state.Version = version
	fmt.Fprintln(io.Err, "quo-import opens in the browser. Keep this window open until the import is done. (In a terminal, quo-import --help lists the commands.)")
	return o.run(ctx, io, "")
}

func (o *uiOptions) run(ctx context.Context, io term.Streams, file string) (err error) {
	opts, cleanUp, err := o.options(ctx, io, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cleanUp()) }()
	server, err := ui.Listen(ctx, opts)
	if err != nil {
		return job.Usagef("the page: %w", err)
	}
	o.announce(io, server)
	if io.CanAsk() {
		go addresses(io, server)
	}
	return server.Serve(ctx)
}

// options returns the options of the server, and what to do after it.
func (o *uiOptions) options(ctx context.Context, io term.Streams, file string) (ui.Options, func() error, error) {
	nothing := func() error { return nil }
	if err := o.state.CheckAddress(); err != nil {
		return ui.Options{}, nothing, err // here, not when the file has been read
	}
	opts := ui.Options{
		File: file, Version: version, Port: o.port, API: o.api.API, State: o.state, Code: codeIn(io),
		Report: folder(o.report, defaultReport), Rehearsal: o.api.Sandbox,
	}
	opts.API.UserAgent, opts.API.Sandbox = "quo-import/"+version, false
	if o.home != "" {
		opts.State.Path, opts.Report = filepath.Join(o.home, job.DefaultState), filepath.Join(o.home, defaultReport)
		if err := os.MkdirAll(o.home, 0o700); err != nil {
			return opts, nothing, err
		}
	}
	if o.api.Sandbox {
		cleanUp, err := o.rehearse(ctx, &opts)
		return opts, cleanUp, err
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return opts, nothing, job.Usagef("the page keeps what was chosen in a folder of the user: %w", err)
	}
	opts.Folder = filepath.Join(config, "quo-import", "sessions")
	opts.Keyring = systemKeyring(opts.API.BaseURL)
	opts.Key, err = o.api.key(ctx, io, show.StartClock(), false)()
	return opts, nothing, err
}

// rehearse starts a stand-in for Quo. All files of a rehearsal are temporary.
func (o *uiOptions) rehearse(ctx context.Context, opts *ui.Options) (cleanUp func() error, err error) {
	var fields []sandbox.Field
	if o.api.Fields != "" {
		if fields, err = job.SandboxFields(o.api.Fields); err != nil {
			return nil, err
		}
	}
	folder, err := os.MkdirTemp("", "quo-import-sandbox-*")
	if err != nil {
		return nil, err
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	server := &http.Server{Handler: sandbox.New(sandbox.Options{Fields: fields, RatePerSecond: 10}), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }() // until it is closed
	opts.Folder, opts.API.BaseURL, opts.Key = filepath.Join(folder, "sessions"), "http://"+l.Addr().String(), "sandbox"
	if opts.State.Path == "" {
		opts.State.Path = filepath.Join(folder, job.DefaultState)
	}
	if o.report == "" {
		opts.Report = filepath.Join(folder, defaultReport)
	}
	return func() error { return errors.Join(server.Close(), os.RemoveAll(folder)) }, nil
}

// announce opens the browser, or prints how to.
func (o *uiOptions) announce(io term.Streams, server *ui.Server) {
	if o.noOpen || !hasBrowser() {
		fmt.Fprintln(io.Out, server.Address())
		printTunnel(io.Err, server.Port())
		return
	}
	address := server.Address()
	if err := openBrowser(address); err != nil {
		fmt.Fprintf(io.Err, "no browser could be opened (%v). Open this address:\n", err)
	} else {
		fmt.Fprintln(io.Err, "The page is open in the browser. If it is not, open this address (it is valid once):")
	}
	fmt.Fprintln(io.Out, address)
	if io.CanAsk() {
		fmt.Fprintln(io.Err, "Press Enter for a new address, Ctrl-C to end.")
	}
}

// hasBrowser reports whether a browser that is opened is on the screen of the person.
func hasBrowser() bool {
	if os.Getenv("SSH_CONNECTION") != "" {
		return false
	}
	return runtime.GOOS == "windows" || runtime.GOOS == "darwin" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// openBrowser opens the browser. What it prints is its own.
func openBrowser(address string) error {
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	return browser.OpenURL(address)
}

// printTunnel prints the command that makes the page of another machine reachable, if this
// is another machine.
func printTunnel(w io.Writer, port string) {
	// SSH_CONNECTION is the address and port of the client, then those of the server.
	parts := strings.Fields(os.Getenv("SSH_CONNECTION"))
	if len(parts) != 4 {
		return
	}
	host := parts[2]
	if u, err := user.Current(); err == nil {
		host = u.Username + "@" + host
	}
	fmt.Fprintf(w, "On your own computer, run this first and then open the address there:\n  %s\n", term.Printable("ssh -N -L "+port+":127.0.0.1:"+port+" "+host))
}

// addresses prints a new address whenever Enter is pressed: the first one is valid once,
// and a browser forgets its cookie when it is closed.
func addresses(io term.Streams, server *ui.Server) {
	for lines := bufio.NewScanner(io.In); lines.Scan(); {
		fmt.Fprintln(io.Out, server.Address())
	}
}
