// Package machine finds what this machine knows about its user, so that fika need
// not ask for it.
package machine

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"

	"fika/internal/moment"
)

// Name is the user's name in git's settings or in the account; "" if neither has one.
func Name() string {
	if name := gitSetting("user.name"); name != "" {
		return name
	}
	account, err := user.Current()
	if err != nil {
		return ""
	}
	return account.Name
}

// Address is the user's e-mail address in git's settings; "" if there is none.
func Address() string { return gitSetting("user.email") }

// gitSetting is a setting of git's, "" if there is none or no git.
func gitSetting(key string) string {
	out, err := exec.Command("git", "config", "--get", key).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// Calendar is the first folder under home where khal or vdirsyncer usually keep a
// calendar; "" if there is none.
func Calendar(home string) string {
	for _, pattern := range []string{".calendars/*", ".calendar/*", ".local/share/calendars/*", ".local/share/vdirsyncer/calendars/*", ".local/share/khal/calendars/*"} {
		found, err := filepath.Glob(filepath.Join(home, filepath.FromSlash(pattern)))
		if err != nil {
			continue
		}
		for _, path := range found {
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				return path
			}
		}
	}
	return ""
}

// Zone is the IANA name of the zone that the machine is set to, TZ first; UTC if
// it does not say.
func Zone(getenv func(string) string) string {
	candidates := []string{strings.TrimPrefix(getenv("TZ"), ":")}
	if target, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		_, name, _ := strings.Cut(target, "zoneinfo/")
		candidates = append(candidates, name)
	}
	if text, err := os.ReadFile("/etc/timezone"); err == nil {
		candidates = append(candidates, strings.TrimSpace(string(text)))
	}
	for _, name := range candidates {
		if _, err := moment.Zone(name); err == nil {
			return name
		}
	}
	return "UTC"
}
