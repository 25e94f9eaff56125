package main

import (
	"fmt"
	"strings"
)

// manual is a page in roff's man macros, which every manual reader understands. It
// supports only the forms used in the help.
type manual struct{ strings.Builder }

// begin writes the head of a page, without a date: the page changes with the help, not
// with the build.
func (m *manual) begin(name string, section int, what string) {
	fmt.Fprintf(m, ".\\\" Made from the help by the tests of cmd/fika; see CONTRIBUTING.md.\n")
	fmt.Fprintf(m, ".TH %s %d \"\" fika \"User manual\"\n.SH NAME\n%s \\- %s\n", strings.ToUpper(name), section, name, roff(what))
}

func (m *manual) section(title string) { fmt.Fprintf(m, ".SH %s\n", quoted(title)) }

func (m *manual) part(title string) { fmt.Fprintf(m, ".SS %s\n", quoted(title)) }

// text writes paragraphs. Lines that begin with a space stay as they are, as
// tables and examples.
func (m *manual) text(text string) {
	literal := false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch indented := strings.HasPrefix(line, " "); {
		case line == "" && !literal:
			m.WriteString(".PP\n")
			continue
		case line != "" && indented != literal:
			literal = indented
			m.WriteString(map[bool]string{true: ".nf\n", false: ".fi\n"}[literal])
		}
		m.WriteString(roff(line) + "\n")
	}
	if literal {
		m.WriteString(".fi\n")
	}
}

// item writes a term and its description.
func (m *manual) item(word, text string) {
	fmt.Fprintf(m, ".TP\n.B %s\n%s\n", quoted(word), roff(text))
}

// literal writes text as it is.
func (m *manual) literal(text string) {
	m.WriteString(".nf\n")
	for line := range strings.Lines(text) {
		m.WriteString(roff(strings.TrimSuffix(line, "\n")) + "\n")
	}
	m.WriteString(".fi\n")
}

// roff escapes one line of text: hyphens can be copied to a shell, and nothing is taken
// as a command.
func roff(line string) string {
	line = strings.NewReplacer(`\`, `\e`, `-`, `\-`, "’", `\(cq`).Replace(line)
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
		line = `\&` + line
	}
	return line
}

// quoted returns the argument of a macro.
func quoted(text string) string { return `"` + strings.ReplaceAll(roff(text), `"`, `""`) + `"` }
