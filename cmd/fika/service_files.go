package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fika/internal/api"
	"fika/internal/service"
)

// systemConfig is what the service of the whole machine runs on.
const systemConfig = "/etc/fika/fika.toml"

// userService is a unit of the user's own systemd.
func (a *cli) userService(program string) (installation, error) {
	dir, err := a.userUnits()
	if err != nil {
		return installation{}, err
	}
	flags, err := a.pathFlags()
	if err != nil {
		return installation{}, err
	}
	s := installation{
		file: filepath.Join(dir, "fika.service"),
		text: service.UserUnit(program, flags),

		manager: []string{"systemctl", "--user", "show-environment"},
		without: fmt.Sprintf("sign in as yourself, by ssh or at the machine, not with su or sudo; on a server: loginctl enable-linger, "+
			"then XDG_RUNTIME_DIR=/run/user/%d fika service install; without systemd: fika run", os.Getuid()),
		start: [][]string{
			{"systemctl", "--user", "daemon-reload"},
			{"systemctl", "--user", "enable", "fika.service"},
			{"systemctl", "--user", "restart", "fika.service"},
		},
		stop:   [][]string{{"systemctl", "--user", "disable", "--now", "fika.service"}},
		forget: [][]string{{"systemctl", "--user", "daemon-reload"}},
		query:  []string{"systemctl", "--user", "status", "--no-pager", "--lines=0", "fika.service"},
	}
	s.packaged = packagedUnit(program, "/usr/lib/systemd/user/fika.service", s)
	return s, nil
}

// userUnits is where systemd looks for the user's own units.
func (a *cli) userUnits() (string, error) {
	if dir := a.getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "systemd", "user"), nil
	}
	home := a.getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", &api.Fault{Code: api.CodeNoHome, Text: "neither HOME nor XDG_CONFIG_HOME is set", Hint: "set HOME to your home folder"}
	}
	return filepath.Join(home, ".config", "systemd", "user"), nil
}

// systemService is a unit of the whole machine, with an account of its own.
func (a *cli) systemService(program string) (installation, error) {
	if hidden(program) {
		return installation{}, &api.Fault{Code: api.CodeUnsafe, Text: fmt.Sprintf("the service of the machine does not see %s", program),
			Hint: "install the program first: install -m 755 " + program + " /usr/local/bin/fika"}
	}
	if a.flags.config != "" || a.flags.state != "" || a.flags.socket != "" {
		return installation{}, usage("with --system the files lie in /etc/fika, /var/lib/fika and /run/fika; leave --config, --state and --socket out")
	}
	s := installation{
		file: "/etc/systemd/system/fika.service",
		text: service.SystemUnit(program),

		manager: []string{"systemctl", "show-environment"},
		without: "the machine was not started with systemd; start fika with what it has: fika run",
		start: [][]string{
			{"systemd-sysusers", "--inline", `u fika - "fika, a scheduling helper" /var/lib/fika`},
			{"chgrp", "-R", "fika", filepath.Dir(systemConfig)},
			{"systemctl", "daemon-reload"},
			{"systemctl", "enable", "fika.service"},
			{"systemctl", "restart", "fika.service"},
		},
		stop:   [][]string{{"systemctl", "disable", "--now", "fika.service"}},
		forget: [][]string{{"systemctl", "daemon-reload"}},
		query:  []string{"systemctl", "status", "--no-pager", "--lines=0", "fika.service"},
	}
	s.packaged = packagedUnit(program, "/usr/lib/systemd/system/fika.service", s)
	return s, nil
}

// hidden reports whether the program lies where the unit of the machine shuts
// its own view.
func hidden(program string) bool {
	return slices.ContainsFunc([]string{"/home", "/root", "/run/user", "/tmp", "/var/tmp", "/opt", "/srv", "/mnt", "/media", "/boot"},
		func(dir string) bool { return strings.HasPrefix(program, dir+"/") })
}

// packagedUnit is the unit at path if a package put it there and it says what s
// says: a copy of it would hide what the next version of the package brings.
func packagedUnit(program, path string, s installation) string {
	if text, err := os.ReadFile(path); program == service.Program && err == nil && string(text) == s.text {
		return path
	}
	return ""
}

// launchdService is an agent of the user's own launchd.
func (a *cli) launchdService(program string) (installation, error) {
	home := a.getenv("HOME")
	if !filepath.IsAbs(home) {
		return installation{}, &api.Fault{Code: api.CodeNoHome, Text: "HOME is not set", Hint: "set it to your home folder"}
	}
	flags, err := a.pathFlags()
	if err != nil {
		return installation{}, err
	}
	file := filepath.Join(home, "Library", "LaunchAgents", "fika.plist")
	domain := fmt.Sprintf("gui/%d", os.Getuid())
	return installation{
		file: file,
		text: service.Agent(program, flags, filepath.Join(home, "Library", "Logs", "fika.log")),

		manager: []string{"launchctl", "print", domain},
		without: "sign in at the screen of this machine, where launchd runs what is yours; or: fika run",
		start:   [][]string{{"launchctl", "bootstrap", domain, file}},
		stop:    [][]string{{"launchctl", "bootout", domain + "/fika"}},
		query:   []string{"launchctl", "print", domain + "/fika"},
	}, nil
}

// pathFlags say where the user's files lie, as far as the user said so: a
// service has neither the flags nor the variables of the shell it came from, and
// starts in another folder.
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

// serviceLog is the command that prints the log of the service which args were
// about.
func serviceLog(args []string) string {
	switch {
	case args[0] == "launchctl":
		return "less ~/Library/Logs/fika.log"
	case slices.Contains(args, "--user"):
		return "journalctl --user -u fika"
	}
	return "journalctl -u fika"
}
