package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/service"
	"fika/internal/terminal"
)

func newServiceCommand(a *cli) *cobra.Command {
	var system bool
	cmd := &cobra.Command{
		Use:     "service",
		GroupID: operation,
		Short:   "Install fika as a service",
		Long: `Runs fika under the service manager: systemd on Linux, launchd on macOS. Without
--system it runs as you while you are signed in; on a server, "loginctl
enable-linger" lets it run all the time. With --system, on Linux only, it runs
as the user "fika", reads /etc/fika/fika.toml and sees no home folder.`,
		Example: "  fika service install\n  fika service status",
		Args:    noArgs,
		RunE:    a.help,
	}
	cmd.PersistentFlags().BoolVar(&system, "system", false, "install for the whole machine, not only for you")
	install := &cobra.Command{
		Use:   "install",
		Short: "Write the service file and start the service",
		Long: `Writes the service file, with the current path of this program, and starts the
service now and at boot. --config, --state and --socket, and the variables
FIKA_CONFIG, FIKA_STATE_DIR and FIKA_SOCKET, are written into the file. With
--print it only prints the file. If the service manager refuses, nothing stays
installed.`,
		Example: "  fika service install\n  fika service install --print > ~/.config/systemd/user/fika.service",
		Args:    noArgs,
	}
	only := install.Flags().Bool("print", false, "only print the file")
	install.RunE = func(cmd *cobra.Command, _ []string) error { return a.installService(cmd.Context(), system, *only) }
	cmd.AddCommand(install,
		&cobra.Command{
			Use:     "uninstall",
			Short:   "Stop the service and remove its file",
			Long:    "Stops the service and removes the file that install wrote. The configuration, the\nstate and all booked meetings stay.",
			Example: "  fika service uninstall",
			Args:    noArgs,
			RunE:    func(cmd *cobra.Command, _ []string) error { return a.uninstallService(cmd.Context(), system) },
		},
		&cobra.Command{
			Use:     "status",
			Short:   "Show the state of the service",
			Long:    "Prints the state of the service. Exits with 3 if it is not running.",
			Example: "  fika service status\n  fika service status --system --json",
			Args:    noArgs,
			RunE:    func(cmd *cobra.Command, _ []string) error { return a.serviceStatus(cmd.Context(), system) },
		})
	return cmd
}

// service describes the installation for this machine, program and user.
func (a *cli) service(system bool) (service.Installation, error) {
	if system && (a.flags.config != "" || a.flags.state != "" || a.flags.socket != "") {
		return service.Installation{}, usage("with --system the files are in /etc/fika, /var/lib/fika and /run/fika; omit --config, --state and --socket")
	}
	program, err := os.Executable()
	if err != nil {
		return service.Installation{}, err
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		return service.Installation{}, err
	}
	o := service.Options{System: system, Program: program, Getenv: a.getenv, Log: a.log()}
	if !system {
		if o.Flags, err = a.pathFlags(); err != nil {
			return service.Installation{}, err
		}
	}
	return service.New(o)
}

// pathFlags returns the paths that the user has set. A service has neither the flags nor
// the variables of the user's shell, and starts in another folder.
func (a *cli) pathFlags() ([]string, error) {
	var flags []string
	for _, f := range []struct{ name, path string }{
		{"--config", cmp.Or(a.flags.config, a.getenv("FIKA_CONFIG"))},
		{"--state", cmp.Or(a.flags.state, a.getenv("FIKA_STATE_DIR"))},
		{"--socket", cmp.Or(a.flags.socket, a.getenv("FIKA_SOCKET"))},
	} {
		if f.path == "" {
			continue
		}
		path, err := filepath.Abs(f.path)
		if err != nil {
			return nil, err
		}
		flags = append(flags, f.name, path)
	}
	return flags, nil
}

func (a *cli) installService(ctx context.Context, system, only bool) error {
	s, err := a.service(system)
	if err != nil {
		return err
	}
	if only {
		return a.show(func(out *page) { out.WriteString(s.Text) })
	}
	if err := a.configured(s.Config); err != nil {
		return err
	}
	replace := func() error { return a.confirm(ctx, s.File+" exists and differs; replace it?") }
	if err := s.Install(ctx, replace); err != nil {
		return err
	}
	return a.answer(api.Service{File: s.Place(), Installed: true, Running: true, Text: ""}, func(out *page) {
		out.Line("fika is running, as set in %s. To check on it: fika status", s.Place())
	})
}

// configured makes sure that the service has a configuration to run with; "" means the
// user's default. Otherwise the service would exit at once.
func (a *cli) configured(path string) error {
	if path == "" {
		p, err := a.paths()
		if err != nil {
			return err
		}
		path = p.Config
	}
	_, err := app.Load(path)
	return err
}

func (a *cli) uninstallService(ctx context.Context, system bool) error {
	s, err := a.service(system)
	if err != nil {
		return err
	}
	left, err := s.Uninstall(ctx)
	if err != nil {
		return err
	}
	return a.answer(api.Service{File: left.File, Installed: left.Installed, Running: left.Running, Text: left.Text}, func(out *page) {
		out.Line("fika no longer runs as a service. The configuration, the state and booked meetings stay; fika paths shows where.")
	})
}

func (a *cli) serviceStatus(ctx context.Context, system bool) error {
	s, err := a.service(system)
	if err != nil {
		return err
	}
	found := s.Status(ctx)
	answer := api.Service{File: found.File, Installed: found.Installed, Running: found.Running, Text: found.Text}
	if err := a.answer(answer, func(out *page) { out.service(answer) }); err != nil {
		return err
	}
	if !answer.Running {
		return errAttention
	}
	return nil
}

func (p *page) service(a api.Service) {
	there := "missing"
	if a.Installed {
		there = "there"
	}
	p.Line("file %s: %s", a.File, there)
	p.WriteString(terminal.Lines(a.Text + "\n"))
	if !a.Running {
		p.Hint("fika service install")
	}
}
