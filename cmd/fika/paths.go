package main

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"fika/internal/api"

	"github.com/spf13/cobra"
)

// paths say where everything lies. All are absolute.
type paths struct {
	Schema string `json:"schema"`
	Config string `json:"config"`
	State  string `json:"state"`
	Socket string `json:"socket"`
}

// paths finds the files: flags before variables of fika's own, these before the
// directories that systemd names, these before XDG's.
func (a *cli) paths() (paths, error) {
	p := paths{Schema: "fika.paths/v1"}
	var err error
	if p.Config, err = a.configPath(); err != nil {
		return p, err
	}
	own := cmp.Or(a.flags.state, a.getenv("FIKA_STATE_DIR"))
	if p.State, err = a.statePath(own); err != nil {
		return p, err
	}
	p.Socket, err = a.socketPath(own != "", p.State)
	return p, err
}

func (a *cli) configPath() (string, error) {
	if named := cmp.Or(a.flags.config, a.getenv("FIKA_CONFIG")); named != "" {
		return filepath.Abs(named)
	}
	dir, err := a.folder("CONFIGURATION_DIRECTORY", "XDG_CONFIG_HOME", ".config")
	return filepath.Join(dir, "fika.toml"), err
}

func (a *cli) statePath(own string) (string, error) {
	if own != "" {
		return filepath.Abs(own)
	}
	return a.folder("STATE_DIRECTORY", "XDG_STATE_HOME", ".local/state")
}

// socketPath is where the daemon of that state listens. A state of one's own
// has a socket of its own beside it: with the common one, a question about the
// first would be answered by the daemon of another.
func (a *cli) socketPath(own bool, state string) (string, error) {
	if named := cmp.Or(a.flags.socket, a.getenv("FIKA_SOCKET")); named != "" {
		return filepath.Abs(named)
	}
	if !own {
		if dir := firstOf(a.getenv("RUNTIME_DIRECTORY")); filepath.IsAbs(dir) {
			return filepath.Join(dir, "fika.sock"), nil
		}
		if dir := a.getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "fika", "fika.sock"), nil
		}
	}
	return filepath.Join(state, "run", "fika.sock"), nil
}

// folder is fika's own folder of one kind. The XDG specification asks to ignore
// paths that are not absolute.
func (a *cli) folder(systemd, xdg, fallback string) (string, error) {
	if dir := firstOf(a.getenv(systemd)); filepath.IsAbs(dir) {
		return dir, nil
	}
	if dir := a.getenv(xdg); filepath.IsAbs(dir) {
		return filepath.Join(dir, "fika"), nil
	}
	home := a.getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", &api.Fault{Code: api.CodeNoHome, Text: "neither HOME nor " + xdg + " is set", Hint: "name the files with --config and --state"}
	}
	return filepath.Join(home, filepath.FromSlash(fallback), "fika"), nil
}

// firstOf is the first of a list as systemd writes it.
func firstOf(list string) string {
	dir, _, _ := strings.Cut(list, string(os.PathListSeparator))
	return dir
}

func newPathsCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "paths",
		GroupID: running,
		Short:   "Where the configuration, the state and the socket lie",
		Long: `Prints where fika looks for its files. Flags win over FIKA_CONFIG, FIKA_STATE_DIR
and FIKA_SOCKET, these over the directories that systemd names, and these over
XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_RUNTIME_DIR.`,
		Example: "  fika paths\n  fika paths --state /tmp/try",
		Args:    nothing,
		RunE: func(*cobra.Command, []string) error {
			p, err := a.paths()
			if err != nil {
				return err
			}
			return a.answer(p, func(out *page) {
				out.table([]string{"config", p.Config, exists(p.Config)}, []string{"state", p.State, exists(p.State)},
					[]string{"socket", p.Socket, exists(p.Socket)})
			})
		},
	}
}

func exists(path string) string {
	if _, err := os.Lstat(path); err != nil {
		return "(not there)"
	}
	return ""
}
