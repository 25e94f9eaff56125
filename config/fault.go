package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing in a file that is wrong or probably a mistake.
type Fault struct {
	File       string
	Line, Col  int      // from 1, Col in characters; 1 and 1 for something that is missing
	Width      int      // characters at fault, from Col on; 0 if Excerpt is empty
	Key        string   // full, such as goal[2].want.per, counted from 1; "" for the whole file
	Excerpt    string   // the line, secrets masked
	Text       string   // what is wrong, lower case, no full stop
	Allowed    []string // allowed values as the file would spell them, if they can be listed
	Suggestion string   // what was probably meant, as the file would spell it; "" if nothing is close
	Warning    bool     // the file can still be used
}

// String formats the fault as a compiler would, on several lines.
func (f Fault) String() string {
	var b strings.Builder
	severity := "error"
	if f.Warning {
		severity = "warning"
	}
	fmt.Fprintf(&b, "%s:%d:%d: %s: %s\n", f.File, f.Line, f.Col, severity, f.Text)
	if f.Excerpt != "" {
		line, caret := f.excerptAndCarets()
		fmt.Fprintf(&b, "%5d | %s\n", f.Line, line)
		fmt.Fprintf(&b, "      | %s\n", caret)
	}
	if f.Suggestion != "" {
		fmt.Fprintf(&b, "      = did you mean %s?\n", f.Suggestion)
	}
	if len(f.Allowed) > 0 {
		fmt.Fprintf(&b, "      = allowed: %s\n", strings.Join(f.Allowed, ", "))
	}
	return b.String()
}

// excerptAndCarets returns the part of the excerpt that fits a terminal, and the line
// of carets below it. Both keep tabs, so that they align at any tab width.
func (f Fault) excerptAndCarets() (line, caret string) {
	const before, after = 60, 60
	runes := []rune(f.Excerpt)
	at := min(f.Col-1, len(runes))
	from, to := 0, len(runes)
	if len(runes) > before+after {
		from, to = max(0, at-before), min(len(runes), at+after)
	}
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, string(runes[from:at]))
	return string(runes[from:to]), pad + strings.Repeat("^", max(1, min(f.Width, to-at)))
}

// Faults is everything that is wrong with a file, sorted by place.
type Faults []Fault

// Error prints every fault, including warnings.
func (f Faults) Error() string {
	texts := make([]string, len(f))
	for i, fault := range f {
		texts[i] = fault.String()
	}
	return strings.TrimSuffix(strings.Join(texts, ""), "\n")
}

// Errors returns the faults that are not warnings. A file with one cannot be used.
func (f Faults) Errors() Faults {
	return slices.DeleteFunc(slices.Clone(f), func(fault Fault) bool { return fault.Warning })
}

func (f Faults) sort() {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Text, b.Text))
	})
}
