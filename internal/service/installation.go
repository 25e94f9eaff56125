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

// Options are what an installation depends on.
type Options struct {
	System  bool     // for the whole machine, not for one person
	Program string   // the fika to run: absolute, with links followed
	Flags   []string // that it gets before the command; none with System

	Getenv func(string) string
	Log    *slog.Logger // of the commands given
}

// Installation is one way in which a service manager runs fika: a file that says
// how, and commands to give. Its errors are [api.Fault]s where the user can do
// something about them.
type Installation struct {
	File   string // where Install writes; absolute
	Text   string // what it writes
	Config string // the configuration that the service runs on; "" if the user's own

	packaged string     // where a package has put the same file already; "" if none has
	probe    []string   // fails where the service manager cannot be reached
	without  string     // what to do then
	start    [][]string // after the file is there
	stop     [][]string // before the file goes
	forget   [][]string // after it is gone
	query    []string   // prints how it is; fails if it does not run
	journal  string     // prints what the service said
	log      *slog.Logger
}

// Status is how a service manager has fika.
type Status struct {
	File      string // that the service manager reads, or would read
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
		return Installation{}, &api.Fault{Code: api.CodeUsage, Text: "on macOS fika is a service of one person: leave --system out"}
	case runtime.GOOS == "darwin":
		return launchd(o)
	case o.System:
		return systemdSystem(o)
	}
	return systemdUser(o)
}

// Place is the file that the service manager reads once fika is installed: the
// one of a package, if that put it there.
func (s Installation) Place() string { return cmp.Or(s.packaged, s.File) }

// Install writes the file, unless a package has, and starts the service now and
// with the machine. Before it replaces another file it asks replace, whose error
// ends it. If the service manager refuses, what was there before is there again.
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

// unreachable says that nothing was installed, because the service manager does
// not answer.
func (s Installation) unreachable(text string, err error) error {
	var f *api.Fault
	if errors.As(err, &f) { // there is none on this machine
		return err
	}
	return &api.Fault{Code: api.CodeServiceManager, Hint: s.without,
		Text: fmt.Sprintf("nothing was installed: %s: %v: %s", strings.Join(s.probe, " "), err, strings.TrimSpace(text))}
}

// write writes the file. undo puts back what was there, and tells the service
// manager so; that it may fail at that too is no news beside what led there.
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

// Uninstall stops the service and removes the file that Install wrote. A package's
// file stays.
func (s Installation) Uninstall(ctx context.Context) (Status, error) {
	if err := s.order(ctx, s.stop); err != nil {
		return Status{}, err
	}
	if err := os.Remove(s.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Status{}, err
	}
	return Status{File: s.File, Installed: s.packaged != ""}, s.order(ctx, s.forget)
}

// Status asks the service manager how it has fika.
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
		return "", &api.Fault{Code: api.CodeServiceManager, Text: "there is no " + args[0] + " on this machine", Hint: "start fika with what the machine has: fika run"}
	}
	return string(out), err
}
