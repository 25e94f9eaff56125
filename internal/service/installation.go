package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"fika/internal/api"
)

// Options are the parameters of an installation.
type Options struct {
	System  bool     // for the whole machine, not for one person
	Program string   // the fika to run: an absolute path without symbolic links
	Flags   []string // for the program, before the command; none with System

	Getenv func(string) string
	Log    *slog.Logger // logs every command that is run
}

// Installation is one way to run fika under a service manager: a file, and the
// commands to give. Errors that the user can do something about are [api.Fault]s.
type Installation struct {
	File   string // the absolute path that Install writes to
	Text   string // what it writes
	Config string // the configuration that the service uses; "" if it is the user's own

	packaged string     // where a package has already put the same file; "" if none has
	probe    []string   // fails if the service manager cannot be reached
	without  string     // the hint in that case
	start    [][]string // after the file was written
	stop     [][]string // before the file is removed
	forget   [][]string // after it was removed
	query    []string   // prints the status; fails if the service does not run
	journal  string     // prints the log of the service
	log      *slog.Logger
}

// Status is what the service manager knows about fika.
type Status struct {
	File      string // the file that the service manager reads, or would read
	Installed bool
	Running   bool
	Text      string // in the service manager's own words
}

// New returns the installation for the service manager of this system.
func New(o Options) (Installation, error) {
	s, err := newInstallation(o)
	s.log = o.Log
	return s, err
}

func newInstallation(o Options) (Installation, error) {
	switch {
	case runtime.GOOS == "darwin" && o.System:
		return Installation{}, api.NewFault(api.CodeUsage, "on macOS fika is a service of one person: leave --system out")
	case runtime.GOOS == "darwin":
		return launchd(o)
	case o.System:
		return systemdSystem(o)
	}
	return systemdUser(o)
}

// Place returns the file that the service manager reads once fika is installed: the
// package's file if there is one.
func (s Installation) Place() string { return cmp.Or(s.packaged, s.File) }

// Install writes the file, unless a package has, starts the service, and has it
// started with the machine. It calls replace before it replaces a different file, and
// gives up if that returns an error. If the service manager refuses, Install puts back
// what was there before.
func (s Installation) Install(ctx context.Context, replace func() error) error {
	if text, err := s.run(ctx, s.probe); err != nil {
		return s.unreachable(text, err)
	}
	undo := func() {}
	if s.packaged == "" {
		var err error
		if undo, err = s.write(ctx, replace); err != nil {
			return err
		}
	}
	if err := s.order(ctx, s.start); err != nil {
		undo()
		return err
	}
	return nil
}

// unreachable says that nothing was installed because the service manager does not
// answer.
func (s Installation) unreachable(text string, err error) error {
	var f *api.Fault
	if errors.As(err, &f) { // there is none on this machine
		return err
	}
	return &api.Fault{Code: api.CodeServiceManager, Hint: s.without,
		Text: fmt.Sprintf("nothing was installed: %s: %v: %s", strings.Join(s.probe, " "), err, strings.TrimSpace(text))}
}

// write writes the file. undo puts back what was there, and tells the service
// manager. Its errors are dropped: the error that made it necessary is reported.
func (s Installation) write(ctx context.Context, replace func() error) (undo func(), err error) {
	try := func(commands [][]string) {
		for _, args := range commands {
			s.run(ctx, args) //nolint:errcheck // see above
		}
	}
	had, err := os.ReadFile(s.File)
	switch {
	case err == nil && string(had) == s.Text:
		return func() {}, nil
	case err == nil:
		if err := replace(); err != nil {
			return nil, err
		}
		undo = func() {
			os.WriteFile(s.File, had, 0o644) //nolint:errcheck // see above
			try(s.start)
		}
	case errors.Is(err, fs.ErrNotExist):
		undo = func() {
			try(s.stop)
			os.Remove(s.File) //nolint:errcheck // see above
			try(s.forget)
		}
	default:
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(s.File), 0o755); err != nil {
		return nil, err
	}
	return undo, os.WriteFile(s.File, []byte(s.Text), 0o644)
}

// Uninstall stops the service and removes the file that Install wrote. It leaves a
// package's file.
func (s Installation) Uninstall(ctx context.Context) (Status, error) {
	if err := s.order(ctx, s.stop); err != nil {
		return Status{}, err
	}
	if err := os.Remove(s.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Status{}, err
	}
	return Status{File: s.File, Installed: s.packaged != ""}, s.order(ctx, s.forget)
}

// Status asks the service manager about fika.
func (s Installation) Status(ctx context.Context) Status {
	found := Status{File: s.Place(), Installed: s.packaged != ""}
	if _, err := os.Stat(s.File); err == nil {
		found.File, found.Installed = s.File, true
	}
	text, err := s.run(ctx, s.query)
	found.Text, found.Running = strings.TrimSpace(text), err == nil
	return found
}

// order gives commands to the service manager, one after the other.
func (s Installation) order(ctx context.Context, commands [][]string) error {
	for _, args := range commands {
		text, err := s.run(ctx, args)
		var f *api.Fault
		switch {
		case errors.As(err, &f):
			return err
		case err != nil:
			return &api.Fault{Code: api.CodeServiceManager, Hint: "what the log of the service says: " + s.journal,
				Text: fmt.Sprintf("%s: %v: %s", strings.Join(args, " "), err, strings.TrimSpace(text))}
		}
	}
	return nil
}

// run runs one program and returns what it printed.
func (s Installation) run(ctx context.Context, args []string) (string, error) {
	s.log.Debug("run", "args", args)
	out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return "", &api.Fault{Code: api.CodeServiceManager, Text: "there is no " + args[0] + " on this machine", Hint: "start it another way with: fika run"}
	}
	return string(out), err
}
