package app

// What this machine knows about its user, so that fika need not ask.

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"

	"fika/config"
)

// UserName returns the user's name from git's settings or the account; "" if unknown.
func UserName() string {
	if name := gitSetting("user.name"); name != "" {
		return name
	}
	account, err := user.Current()
	if err != nil {
		return ""
	}
	return account.Name
}

// UserAddress returns the user's e-mail address from git's settings; "" if unknown.
func UserAddress() string { return gitSetting("user.email") }

// gitSetting returns one of git's settings; "" if it is not set or git is missing.
func gitSetting(key string) string {
	out, err := exec.Command("git", "config", "--get", key).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// UserCalendar returns the first folder under home where khal or vdirsyncer usually keep a
// calendar; "" if there is none.
func UserCalendar(home string) string {
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

// MachineZone returns the IANA name of the machine's time zone, with TZ first; UTC if unknown.
func MachineZone(getenv func(string) string) string {
	candidates := []string{strings.TrimPrefix(getenv("TZ"), ":")}
	if target, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		_, name, _ := strings.Cut(target, "zoneinfo/")
		candidates = append(candidates, name)
	}
	if text, err := os.ReadFile("/etc/timezone"); err == nil {
		candidates = append(candidates, strings.TrimSpace(string(text)))
	}
	for _, name := range candidates {
		if _, err := config.LoadZone(name); err == nil {
			return name
		}
	}
	return "UTC"
}
