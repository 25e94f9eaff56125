package app

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"fika/internal/api"
)

// Locate finds the files, as absolute paths. named takes precedence over fika's own
// variables, these over the directories that systemd sets, and these over XDG's.
func Locate(named api.Paths, getenv func(string) string) (p api.Paths, err error) {
	e := environment{getenv}
	if p.Config, err = e.config(named.Config); err != nil {
		return p, err
	}
	own := cmp.Or(named.State, getenv("FIKA_STATE_DIR"))
	if p.State, err = e.state(own); err != nil {
		return p, err
	}
	p.Socket, err = e.socket(named.Socket, own != "", p.State)
	return p, err
}

type environment struct{ get func(string) string }

func (e environment) config(named string) (string, error) {
	if named = cmp.Or(named, e.get("FIKA_CONFIG")); named != "" {
		return filepath.Abs(named)
	}
	dir, err := e.folder("CONFIGURATION_DIRECTORY", "XDG_CONFIG_HOME", ".config")
	return filepath.Join(dir, "fika.toml"), err
}

func (e environment) state(own string) (string, error) {
	if own != "" {
		return filepath.Abs(own)
	}
	return e.folder("STATE_DIRECTORY", "XDG_STATE_HOME", ".local/state")
}

// socket returns where the daemon of that state listens. A custom state has its own
// socket beside it: with the default one, another state's daemon would answer.
func (e environment) socket(named string, own bool, state string) (string, error) {
	if named = cmp.Or(named, e.get("FIKA_SOCKET")); named != "" {
		return filepath.Abs(named)
	}
	if !own {
		if dir := firstOf(e.get("RUNTIME_DIRECTORY")); filepath.IsAbs(dir) {
			return filepath.Join(dir, "fika.sock"), nil
		}
		if dir := e.get("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "fika", "fika.sock"), nil
		}
	}
	return filepath.Join(state, "run", "fika.sock"), nil
}

// folder returns fika's folder of one kind. The XDG specification says to ignore
// relative paths.
func (e environment) folder(systemd, xdg, fallback string) (string, error) {
	if dir := firstOf(e.get(systemd)); filepath.IsAbs(dir) {
		return dir, nil
	}
	if dir := e.get(xdg); filepath.IsAbs(dir) {
		return filepath.Join(dir, "fika"), nil
	}
	home := e.get("HOME")
	if !filepath.IsAbs(home) {
		return "", &api.Fault{Code: api.CodeNoHome, Text: "neither HOME nor " + xdg + " is set", Hint: "set the files with --config and --state"}
	}
	return filepath.Join(home, filepath.FromSlash(fallback), "fika"), nil
}

// firstOf returns the first of a list as systemd writes it.
func firstOf(list string) string {
	dir, _, _ := strings.Cut(list, string(os.PathListSeparator))
	return dir
}
