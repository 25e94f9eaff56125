package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"fika/internal/api"

	"github.com/spf13/cobra"
)

// ServiceAnswer is how the service manager has fika: fika.service/v1.
type ServiceAnswer struct {
	Schema    string `json:"schema"`
	File      string `json:"file"` // that the service manager reads, or would read
	Installed bool   `json:"installed"`
	Running   bool   `json:"running"`
	Text      string `json:"text"` // in the service manager's own words
}

// installation is one way in which a service manager runs fika: a file that says
// how, and commands to give.
type installation struct {
	file     string // where install writes
	packaged string // where a package has put the same file already; "" if it has none
	text     string
	manager  []string   // fails where the service manager cannot be reached
	without  string     // what to do then
	start    [][]string // after the file is there
	stop     [][]string // before the file goes
	forget   [][]string // after it is gone
	query    []string   // prints how it is; fails if it does not run
}

func newServiceCommand(a *cli) *cobra.Command {
	var system bool
	cmd := &cobra.Command{
		Use:     "service",
		GroupID: running,
		Short:   "Let the machine start fika and keep it running",
		Long: `Puts fika under the service manager: systemd on Linux, launchd on macOS. Without
--system it is yours and runs while you are signed in; on a server, "loginctl
enable-linger" lets it run without you. With --system, on Linux, it runs under an
account "fika", reads /etc/fika/fika.toml and sees no home folder.`,
		Example: "  fika service install\n  fika service status",
		Args:    nothing,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().BoolVar(&system, "system", false, "for the whole machine, not for you alone")
	install := &cobra.Command{
		Use:   "install",
		Short: "Write the service's file and start it",
		Long: `Writes the file of the service, for this program where it lies, and starts it now
and with the machine. --config, --state and --socket, and the variables FIKA_CONFIG,
FIKA_STATE_DIR and FIKA_SOCKET, are written into the file. With --print it only
prints the file. If the service manager refuses, nothing stays installed.`,
		Example: "  fika service install\n  fika service install --print > ~/.config/systemd/user/fika.service",
		Args:    nothing,
	}
	only := install.Flags().Bool("print", false, "print the file and do nothing")
	install.RunE = func(cmd *cobra.Command, _ []string) error { return a.installService(cmd.Context(), system, *only) }
	cmd.AddCommand(install,
		&cobra.Command{
			Use:     "uninstall",
			Short:   "Stop the service and remove its file",
			Long:    "Stops the service and removes the file that install wrote. The configuration, the\nstate and every booked meeting stay.",
			Example: "  fika service uninstall",
			Args:    nothing,
			RunE:    func(cmd *cobra.Command, _ []string) error { return a.uninstallService(cmd.Context(), system) },
		},
		&cobra.Command{
			Use:     "status",
			Short:   "How the service manager has fika",
			Long:    "Prints how the service manager has fika. Ends with 3 if it does not run.",
			Example: "  fika service status\n  fika service status --system --json",
			Args:    nothing,
			RunE:    func(cmd *cobra.Command, _ []string) error { return a.serviceStatus(cmd.Context(), system) },
		})
	return cmd
}

func (a *cli) installService(ctx context.Context, system, only bool) error {
	s, err := a.service(system)
	if err != nil {
		return err
	}
	if only {
		return a.show(func(out *page) { out.WriteString(s.text) })
	}
	if err := a.configured(system); err != nil {
		return err
	}
	if text, err := a.command(ctx, s.manager); err != nil {
		return s.unreachable(text, err)
	}
	undo := func() {}
	if s.packaged == "" {
		if undo, err = a.writeService(ctx, s); err != nil {
			return err
		}
	}
	if err := a.order(ctx, s.start); err != nil {
		undo()
		return err
	}
	return a.answer(ServiceAnswer{"fika.service/v1", cmp.Or(s.packaged, s.file), true, true, ""}, func(out *page) {
		out.line("fika runs, as %s says. How it is: fika status", cmp.Or(s.packaged, s.file))
	})
}

// configured makes sure that the service has something to run on: one that ends
// at once is not what the user asked for.
func (a *cli) configured(system bool) error {
	path := systemConfig
	if !system {
		p, err := a.paths()
		if err != nil {
			return err
		}
		path = p.Config
	}
	_, err := load(path)
	return err
}

// unreachable says that nothing was installed, because the service manager does
// not answer.
func (s installation) unreachable(text string, err error) error {
	var f *api.Fault
	if errors.As(err, &f) { // there is none on this machine
		return err
	}
	return &api.Fault{Code: api.CodeServiceManager, Text: fmt.Sprintf("nothing was installed: %s: %v: %s", strings.Join(s.manager, " "), err, strings.TrimSpace(text)), Hint: s.without}
}

// writeService writes the file, and asks before it replaces another. undo puts
// back what was there, and tells the service manager so; that it may fail at that
// too is no news beside what led there.
func (a *cli) writeService(ctx context.Context, s installation) (undo func(), err error) {
	try := func(commands [][]string) {
		for _, args := range commands {
			a.command(ctx, args) //nolint:errcheck // see above
		}
	}
	had, err := os.ReadFile(s.file)
	switch {
	case err == nil && string(had) == s.text:
		return func() {}, nil
	case err == nil:
		if err := a.confirm(s.file + " is there and differs; replace it?"); err != nil {
			return nil, err
		}
		undo = func() {
			os.WriteFile(s.file, had, 0o644) //nolint:errcheck // see above
			try(s.start)
		}
	case errors.Is(err, fs.ErrNotExist):
		undo = func() {
			try(s.stop)
			os.Remove(s.file) //nolint:errcheck // see above
			try(s.forget)
		}
	default:
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(s.file), 0o755); err != nil {
		return nil, err
	}
	return undo, os.WriteFile(s.file, []byte(s.text), 0o644)
}

func (a *cli) uninstallService(ctx context.Context, system bool) error {
	s, err := a.service(system)
	if err != nil {
		return err
	}
	if err := a.order(ctx, s.stop); err != nil {
		return err
	}
	if err := os.Remove(s.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := a.order(ctx, s.forget); err != nil {
		return err
	}
	return a.answer(ServiceAnswer{"fika.service/v1", s.file, s.packaged != "", false, ""}, func(out *page) {
		out.line("fika no longer runs as a service. The configuration, the state and booked meetings stay; fika paths shows where.")
	})
}

func (a *cli) serviceStatus(ctx context.Context, system bool) error {
	s, err := a.service(system)
	if err != nil {
		return err
	}
	answer := ServiceAnswer{Schema: "fika.service/v1", File: cmp.Or(s.packaged, s.file)}
	if _, err := os.Stat(s.file); err == nil {
		answer.File, answer.Installed = s.file, true
	} else {
		answer.Installed = s.packaged != ""
	}
	text, err := a.command(ctx, s.query)
	answer.Text, answer.Running = strings.TrimSpace(text), err == nil
	if err := a.answer(answer, func(out *page) { out.service(answer) }); err != nil {
		return err
	}
	if !answer.Running {
		return errAttention
	}
	return nil
}

func (p *page) service(a ServiceAnswer) {
	there := "not there"
	if a.Installed {
		there = "there"
	}
	p.line("file %s: %s", a.File, there)
	p.WriteString(lines(a.Text + "\n"))
	if !a.Running {
		p.hint("fika service install")
	}
}

// order gives commands to the service manager, one after the other.
func (a *cli) order(ctx context.Context, commands [][]string) error {
	for _, args := range commands {
		if text, err := a.command(ctx, args); err != nil {
			return &api.Fault{Code: api.CodeServiceManager, Text: fmt.Sprintf("%s: %v: %s", strings.Join(args, " "), err, strings.TrimSpace(text)),
				Hint: "what the log of the service says: " + serviceLog(args)}
		}
	}
	return nil
}

// command runs one program and returns what it printed.
func (a *cli) command(ctx context.Context, args []string) (string, error) {
	a.log().Debug("run", "args", args)
	out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return "", &api.Fault{Code: api.CodeServiceManager, Text: "there is no " + args[0] + " on this machine", Hint: "start fika with what the machine has: fika run"}
	}
	return string(out), err
}

// service is the service of this machine and this user.
func (a *cli) service(system bool) (installation, error) {
	program, err := os.Executable()
	if err != nil {
		return installation{}, err
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		return installation{}, err
	}
	switch {
	case runtime.GOOS == "darwin" && system:
		return installation{}, usage("on macOS fika is a service of one person: leave --system out")
	case runtime.GOOS == "darwin":
		return a.launchdService(program)
	case system:
		return a.systemService(program)
	}
	return a.userService(program)
}
