package service

import (
	_ "embed"
	"encoding/xml"
	"strings"
)

// Program is where the packages install fika, and the name that the files call
// it by. The packages install the files as they are; "fika service install" writes
// the same text for a program that lies elsewhere.
const Program = "/usr/bin/fika"

var (
	//go:embed units/system/fika.service
	systemUnit string

	//go:embed units/user/fika.service
	userUnit string

	//go:embed units/launchd/fika.plist
	agent string
)

// SystemUnit is the unit of an always-on machine, where fika has an account of
// its own, for the program at the absolute path.
func SystemUnit(program string) string { return unit(systemUnit, program, nil) }

// UserUnit is the unit of one person's own systemd, for the program at the
// absolute path, which gets the flags.
func UserUnit(program string, flags []string) string { return unit(userUnit, program, flags) }

// unit puts another program into a unit.
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

// word is one word of a command line, as systemd.service(5) wants it written.
func word(text string) string {
	text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`, "\n", `\n`).Replace(text)
	if strings.ContainsAny(text, " \t;'") {
		return `"` + text + `"`
	}
	return text
}

// Agent is the property list of one person's own launchd, for the program at
// the absolute path, which gets the flags and writes its log to the file.
func Agent(program string, flags []string, log string) string {
	lines := ""
	for _, f := range flags {
		lines += "\n\t\t<string>" + escaped(f) + "</string>"
	}
	return strings.NewReplacer(
		"<string>"+Program+"</string>", "<string>"+escaped(program)+"</string>"+lines,
		"/usr/local/var/log/fika.log", escaped(log),
	).Replace(agent)
}

// escaped is text inside an element.
func escaped(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) //nolint:errcheck // into memory
	return b.String()
}
