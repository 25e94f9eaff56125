package service

import (
	_ "embed"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fika/internal/api"
)

//go:embed units/launchd/fika.plist
var agentTemplate string

// launchd returns the installation as an agent of the user's launchd.
func launchd(o Options) (Installation, error) {
	home := o.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return Installation{}, &api.Fault{Code: api.CodeNoHome, Text: "HOME is not set", Hint: "set it to your home folder"}
	}
	file := filepath.Join(home, "Library", "LaunchAgents", "fika.plist")
	domain := fmt.Sprintf("gui/%d", os.Getuid())
	return Installation{
		File: file,
		Text: agent(o.Program, o.Flags, filepath.Join(home, "Library", "Logs", "fika.log")),

		probe:   []string{"launchctl", "print", domain},
		without: "log in at this machine's screen, so that launchd runs your agents; or: fika run",
		start:   [][]string{{"launchctl", "bootstrap", domain, file}},
		stop:    [][]string{{"launchctl", "bootout", domain + "/fika"}},
		query:   []string{"launchctl", "print", domain + "/fika"},
		journal: "less ~/Library/Logs/fika.log",
	}, nil
}

// agent returns the property list for a user's launchd that runs the program at an
// absolute path with flags and logs to the file log.
func agent(program string, flags []string, log string) string {
	lines := ""
	for _, f := range flags {
		lines += "\n\t\t<string>" + escaped(f) + "</string>"
	}
	return strings.NewReplacer(
		"<string>"+Program+"</string>", "<string>"+escaped(program)+"</string>"+lines,
		"/usr/local/var/log/fika.log", escaped(log),
	).Replace(agentTemplate)
}

// escaped returns text escaped for an XML element.
func escaped(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) //nolint:errcheck // into memory
	return b.String()
}
