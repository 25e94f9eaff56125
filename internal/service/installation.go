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
	i, err := newInstallation(o)
	i.log = o.Log
	return i, err
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
func (i Installation) Place() string { return cmp.Or(i.packaged, i.File) }

// Install writes the file, unless a package has, starts the service, and has it
// started with the machine. It calls replace before it replaces a different file, and
// gives up if that returns an error. If the service manager refuses, Install puts back
// what was there before.
func (i Installation) Install(ctx context.Context, replace func() error) error {
	if text, err := i.run(ctx, i.probe); err != nil {
		return i.unreachable(text, err)
	}
	undo := func() {}
	if i.packaged == "" {
		var err error
		if undo, err = i.write(ctx, replace); err != nil {
			return err
		}
	}
	if err := i.order(ctx, i.start); err != nil {
		undo()
		return err
	}
	return nil
}

// unreachable says that nothing was installed because the service manager does not
// answer.
func (i Installation) unreachable(text string, err error) error {
	var f *api.Fault
	if errors.As(err, &f) { // there is none on this machine
		return err
	}
	return &api.Fault{Code: api.CodeServiceManager, Hint: i.without,
		Text: fmt.Sprintf("nothing was installed: %s: %v: %s", strings.Join(i.probe, " "), err, strings.TrimSpace(text))}
}

// write writes the file. undo puts back what was there, and tells the service
// manager. Its errors are dropped: the error that made it necessary is reported.
func (i Installation) write(ctx context.Context, replace func() error) (undo func(), err error) {
	try := func(commands [][]string) {
		for _, args := range commands {
			i.run(ctx, args) //nolint:errcheck // see above
		}
	}
	had, err := os.ReadFile(i.File)
	switch {
	case err == nil && string(had) == i.Text:
		return func() {}, nil
	case err == nil:
		if err := replace(); err != nil {
			return nil, err
		}
		undo = func() {
			os.WriteFile(i.File, had, 0o644) //nolint:errcheck // see above
			try(i.start)
		}
	case errors.Is(err, fs.ErrNotExist):
		undo = func() {
			try(i.stop)
			os.Remove(i.File) //nolint:errcheck // see above
			try(i.forget)
		}
	default:
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(i.File), 0o755); err != nil {
		return nil, err
	}
	return undo, os.WriteFile(i.File, []byte(i.Text), 0o644)
}

// Uninstall stops the service and removes the file that Install wrote. It leaves a
// package's file.
func (i Installation) Uninstall(ctx context.Context) (Status, error) {
	if err := i.order(ctx, i.stop); err != nil {
		return Status{}, err
	}
	if err := os.Remove(i.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Status{}, err
	}
	return Status{File: i.File, Installed: i.packaged != ""}, i.order(ctx, i.forget)
}

// Status asks the service manager about fika.
func (i Installation) Status(ctx context.Context) Status {
	found := Status{File: i.Place(), Installed: i.packaged != ""}
	if _, err := os.Stat(i.File); err == nil {
		found.File, found.Installed = i.File, true
	}
	text, err := i.run(ctx, i.query)
	found.Text, found.Running = strings.TrimSpace(text), err == nil
	return found
}

// order gives commands to the service manager, one after the other.
func (i Installation) order(ctx context.Context, commands [][]string) error {
	for _, args := range commands {
		text, err := i.run(ctx, args)
		var f *api.Fault
		switch {
		case errors.As(err, &f):
			return err
		case err != nil:
			return &api.Fault{Code: api.CodeServiceManager, Hint: "what the log of the service says: " + i.journal,
				Text: fmt.Sprintf("%s: %v: %s", strings.Join(args, " "), err, strings.TrimSpace(text))}
		}
	}
	return nil
}

// run runs one program and returns what it printed.
func (i Installation) run(ctx context.Context, args []string) (string, error) {
	i.log.Debug("run", "args", args)
	out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return "", &api.Fault{Code: api.CodeServiceManager, Text: "there is no " + args[0] + " on this machine", Hint: "start it another way with: fika run"}
	}
	return string(out), err
}
