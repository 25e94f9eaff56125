package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/service"
	"fika/internal/terminal"
)

// cli is the environment of a command. Tests pass their own streams, clock and
// variables.
type cli struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	getenv         func(string) string
	program        string // as it was called, for hints to repeat

	flags flags
}

// flags are the flags that every command has.
type flags struct {
	config, state, socket string
	json, quiet, debug    bool
	noInput, yes          bool
	fresh                 bool // for commands that answer from the last pass
}

// run runs one command line and returns its exit code.
func (a *cli) run(ctx context.Context, args []string) int {
	root := newRootCommand(a)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	var f *api.Fault
	if errors.As(err, &f) && f.Code == api.CodeUsage {
		f.Hint = cmp.Or(f.Hint, cmd.CommandPath()+" --help shows what it takes")
	}
	// A bad flag ends parsing before --json is read.
	a.flags.json = a.flags.json || slices.Contains(args, "--json")
	return a.report(err)
}

// paths returns where the files are.
func (a *cli) paths() (api.Paths, error) {
	return app.Locate(api.Paths{Config: a.flags.config, State: a.flags.state, Socket: a.flags.socket}, a.getenv)
}

// options returns the options for package app.
func (a *cli) options() (app.Options, error) {
	p, err := a.paths()
	return a.optionsAt(p), err
}

func (a *cli) optionsAt(p api.Paths) app.Options {
	return app.Options{
		Paths: p, Version: thisVersion().Version, Now: a.now, Manager: service.Find(a.getenv, os.Getpid()), Log: a.log(),
		Say:          a.say,
		Wait:         a.showProgress,
		Complain:     func(f *api.Fault) { a.report(f) },
		Tell:         func(e api.Entry) { a.entry(e) }, //nolint:errcheck // a closed stdout must not end the daemon
		ConfigChosen: a.flags.config != "",
	}
}

// call makes one call, in a session of its own.
func call[Args, Answer any](ctx context.Context, a *cli, c api.Call[Args, Answer], args Args) (Answer, error) {
	return withSession(ctx, a, func(s *app.Session) (Answer, error) { return c.Make(ctx, s, args) })
}

// withSession opens a session, asks one question, and closes the session.
func withSession[A any](ctx context.Context, a *cli, question func(*app.Session) (A, error)) (answer A, err error) {
	o, err := a.options()
	if err != nil {
		return answer, err
	}
	s, err := app.Open(ctx, o)
	if err != nil {
		return answer, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if a.flags.fresh {
		if _, err := api.CallFresh.Make(ctx, s, api.NoArgs{}); err != nil {
			return answer, err
		}
	}
	return question(s)
}

// zone returns the user's zone, for commands that work without a configuration.
func (a *cli) zone() *time.Location {
	p, _ := a.paths() // without a path there is no configuration either
	return app.Zone(p.Config, a.getenv)
}

// addFreshFlag adds --fresh, which asks for a pass before the question.
func (a *cli) addFreshFlag(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&a.flags.fresh, "fresh", false, "run a pass first instead of answering from the last one")
	return cmd
}

// shouldRequestBusy reports whether to request busy times that are not known. Without a running fika
// none have been requested yet.
func (a *cli) shouldRequestBusy(s *app.Session) bool { return a.flags.fresh || !s.Remote }

// say prints on stderr what is not part of the answer.
func (a *cli) say(format string, args ...any) {
	if !a.flags.quiet {
		fmt.Fprintln(a.stderr, terminal.Visible(fmt.Sprintf(format, args...)))
	}
}

// log returns the logger of the daemon.
func (a *cli) log() *slog.Logger {
	if !a.flags.debug {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func newRootCommand(a *cli) *cobra.Command {
	root := &cobra.Command{
		Use:   "fika",
		Short: "Coffee with colleagues, as a daily habit",
		Long: `Fika reads your calendar, knows your colleagues, and proposes and books short
meetings with them, guided by the goals in one file. It sends nothing without
your approval, unless a goal says so.

Start with "fika init", then "fika plan". Try it on an invented company with
"fika demo".`,
		Example: `  fika init                 write the configuration
  fika plan                 what fika would do, and why
  fika approve k7q2fa       send that invitation
  fika run                  keep running, until stopped`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if p, err := a.paths(); err == nil && app.Answers(p.Socket) {
				return a.status(cmd.Context(), false)
			}
			return a.help(cmd, nil)
		},
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagFault)
	root.SetHelpCommand(newHelpCommand())
	a.addGlobalFlags(root)
	root.AddGroup(&cobra.Group{ID: daily, Title: "Every day:"}, &cobra.Group{ID: information, Title: "Information:"},
		&cobra.Group{ID: operation, Title: "Setup and operation:"})
	root.AddCommand(commands(a)...)
	return root
}

// Groups of commands in the help text.
const (
	daily       = "daily"
	information = "information"
	operation   = "operation"
)

func commands(a *cli) []*cobra.Command {
	return []*cobra.Command{
		newPlanCommand(a), newApproveCommand(a), newSkipCommand(a), newCancelCommand(a), newMoveCommand(a), newUndoCommand(a), newMetCommand(a),
		newStatusCommand(a), newTodayCommand(a), newWeekCommand(a), newBriefCommand(a), newBookingsCommand(a), newNoteCommand(a), newDoneCommand(a), newDemoCommand(a),
		newWhyCommand(a), newWhyNotCommand(a), newBusyCommand(a), newFreeCommand(a), newEventsCommand(a),
		newPeopleCommand(a), newGoalsCommand(a), newNotesCommand(a), newTopicsCommand(a), newMirrorCommand(a), newQuarterCommand(a), newLettersCommand(a), newSimulateCommand(a), newLogCommand(a),
		newInitCommand(a), newLoginCommand(a), newLogoutCommand(a), newRunCommand(a), newPauseCommand(a), newResumeCommand(a), newSyncCommand(a), newReloadCommand(a), newDoctorCommand(a),
		newBackupCommand(a), newRestoreCommand(a), newExportCommand(a),
		newConfigCommand(a), newPathsCommand(a), newMCPCommand(a), newServiceCommand(a), newDebugCommand(a), newCompletionCommand(a), newVersionCommand(a), newExitCodesTopic(),
	}
}

func (a *cli) addGlobalFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&a.flags.config, "config", "", "the configuration `FILE`")
	f.StringVar(&a.flags.state, "state", "", "the state folder `DIR`")
	f.StringVar(&a.flags.socket, "socket", "", "the socket `PATH` of the running fika")
	f.BoolVar(&a.flags.json, "json", false, "print the answer as one JSON document")
	f.BoolVar(&a.flags.quiet, "quiet", false, "print the answer and errors only")
	f.BoolVar(&a.flags.debug, "debug", false, "print debug messages to stderr")
	f.BoolVar(&a.flags.noInput, "no-input", false, "never ask, fail instead")
	f.BoolVar(&a.flags.yes, "yes", false, "answer yes to every question")
	// Accepted without effect: fika never prints colours, so that no meaning depends on
	// them.
	f.Bool("no-color", false, "no effect: fika never prints colours")
}

// help is what a command does that only has subcommands. Its help is no JSON document.
func (a *cli) help(cmd *cobra.Command, _ []string) error {
	if !a.flags.json {
		return cmd.Help()
	}
	return usage("with --json, %s needs a command", cmd.CommandPath())
}

// noArgs checks a command that takes no arguments, or only has subcommands.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !cmd.HasSubCommands() {
		return usage("%s takes no arguments, but %q was given", cmd.CommandPath(), args[0])
	}
	cmd.SuggestionsMinimumDistance = 2 // enough for a typing error
	f := usage("%s has no command %q", cmd.CommandPath(), args[0])
	if meant := cmd.SuggestionsFor(args[0]); len(meant) > 0 {
		f.Hint = fmt.Sprintf("did you mean %s %s?", cmd.CommandPath(), meant[0])
	}
	return f
}

// exactly checks a command that takes exactly these arguments.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < len(names) {
			return usage("%s needs %s", cmd.CommandPath(), names[len(args)])
		}
		return atMost(len(names))(cmd, args)
	}
}

// atMost checks a command that takes up to n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usage("%s takes no further argument, but %q was given", cmd.CommandPath(), args[n])
		}
		return nil
	}
}
