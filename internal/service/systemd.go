package service

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fika/internal/api"
)

// Program is where the packages install fika, and its path in the units. The packages
// install the units as they are; "fika service install" writes the same text for a
// program at another path.
const Program = "/usr/bin/fika"

// SystemConfig is the configuration of the system service.
const SystemConfig = "/etc/fika/fika.toml"

var (
	//go:embed units/system/fika.service
	systemTemplate string

	//go:embed units/user/fika.service
	userTemplate string
)

// systemdUser returns the installation as a unit of the user's systemd.
func systemdUser(o Options) (Installation, error) {
	dir, err := userUnits(o.Getenv)
	if err != nil {
		return Installation{}, err
	}
	s := Installation{
		File: filepath.Join(dir, "fika.service"),
		Text: userUnit(o.Program, o.Flags),

		probe: []string{"systemctl", "--user", "show-environment"},
		without: fmt.Sprintf("sign in as yourself, by ssh or at the machine, not with su or sudo; on a server: loginctl enable-linger, "+
			"then XDG_RUNTIME_DIR=/run/user/%d fika service install; without systemd: fika run", os.Getuid()),
		start: [][]string{
			{"systemctl", "--user", "daemon-reload"},
			{"systemctl", "--user", "enable", "fika.service"},
			{"systemctl", "--user", "restart", "fika.service"},
		},
		stop:    [][]string{{"systemctl", "--user", "disable", "--now", "fika.service"}},
		forget:  [][]string{{"systemctl", "--user", "daemon-reload"}},
		query:   []string{"systemctl", "--user", "status", "--no-pager", "--lines=0", "fika.service"},
		journal: "journalctl --user -u fika",
	}
	s.packaged = packagedUnit(o.Program, "/usr/lib/systemd/user/fika.service", s.Text)
	return s, nil
}

// userUnits returns the folder of the user's own units.
func userUnits(getenv func(string) string) (string, error) {
	if dir := getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "systemd", "user"), nil
	}
	home := getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", api.NewFault(api.CodeNoHome, "neither HOME nor XDG_CONFIG_HOME is set")
	}
	return filepath.Join(home, ".config", "systemd", "user"), nil
}

// systemdSystem returns the installation as a system unit, with its own account.
func systemdSystem(o Options) (Installation, error) {
	if hidden(o.Program) {
		return Installation{}, &api.Fault{Code: api.CodeUnsafe, Text: "the service of the machine does not see " + o.Program,
			Hint: "install the program first: install -m 755 " + o.Program + " /usr/local/bin/fika"}
	}
	s := Installation{
		File:   "/etc/systemd/system/fika.service",
		Text:   systemUnit(o.Program),
		Config: SystemConfig,

		probe:   []string{"systemctl", "show-environment"},
		without: "the machine was not started with systemd; start fika with what it has: fika run",
		start: [][]string{
			{"systemd-sysusers", "--inline", `u fika - "fika, a scheduling helper" /var/lib/fika`},
			{"chgrp", "-R", "fika", filepath.Dir(SystemConfig)},
			{"systemctl", "daemon-reload"},
			{"systemctl", "enable", "fika.service"},
			{"systemctl", "restart", "fika.service"},
		},
		stop:    [][]string{{"systemctl", "disable", "--now", "fika.service"}},
		forget:  [][]string{{"systemctl", "daemon-reload"}},
		query:   []string{"systemctl", "status", "--no-pager", "--lines=0", "fika.service"},
		journal: "journalctl -u fika",
	}
	s.packaged = packagedUnit(o.Program, "/usr/lib/systemd/system/fika.service", s.Text)
	return s, nil
}

// hidden reports whether the program is at a path that the system unit hides.
func hidden(program string) bool {
	return slices.ContainsFunc([]string{"/home", "/root", "/run/user", "/tmp", "/var/tmp", "/opt", "/srv", "/mnt", "/media", "/boot"},
		func(dir string) bool { return strings.HasPrefix(program, dir+"/") })
}

// packagedUnit returns path if a package installed a unit there that equals text: a
// copy of it would hide the one in the next version of the package.
func packagedUnit(program, path, text string) string {
	if there, err := os.ReadFile(path); program == Program && err == nil && string(there) == text {
		return path
	}
	return ""
}

// systemUnit returns the unit for an always-on machine, where fika has its own
// account, for the program at an absolute path.
func systemUnit(program string) string { return unit(systemTemplate, program, nil) }

// userUnit returns the unit for a user's systemd, for the program at an absolute path
// with flags.
func userUnit(program string, flags []string) string { return unit(userTemplate, program, flags) }

// unit replaces the program in a unit.
func unit(text, program string, flags []string) string {
	words := []string{word(program)}
	for _, f := range flags {
		words = append(words, word(f))
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(line, "=")
		switch key {
		case "ExecStart", "ExecReload":
			value = strings.Replace(value, Program, strings.Join(words, " "), 1)
			line = key + "=" + value
		case "ExecPaths":
			line = strings.Replace(line, Program, words[0], 1)
		}
		b.WriteString(line)
	}
	return b.String()
}

// word quotes one word of a command line as in systemd.service(5).
func word(text string) string {
	text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`, "\n", `\n`).Replace(text)
	if strings.ContainsAny(text, " \t;'") {
		return `"` + text + `"`
	}
	return text
}
