package config

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"

	"fika/planner"
)

// Answers are the user's answers to `fika init`. An empty one leaves the default,
// or a comment in the file.
type Answers struct {
	Name, Email, Zone, Department string
	Aliases                       []string
	ClientSecretFile              string   // for a Google calendar
	CalendarPath                  string   // for a folder of .ics files; written to if there is no Google calendar
	CSV                           []string // files of colleagues
	Domains                       []string
	Hours                         []string // such as "mon-fri 09:00-12:00"
}

// example is the commented example: every section, with invented people.
//
//go:embed fika.example.toml
var example string

// starter has the goals of a new file. They suit everybody, and none of them books
// without approval.
//
//go:embed starter.toml
var starter string

// Template returns a commented file for one person: the example with the values of a
// and with other goals. It does not check the answers; parsing the file does.
func Template(a Answers) []byte {
	root, _ := locate(example)
	e := &editor{text: example}
	e.me(root.find("me"), a)
	e.calendars(root.find("calendar"), a)
	people := root.find("people")
	e.set(people.find("csv"), texts(a.CSV))
	e.set(people.find("domains"), texts(a.Domains))
	for _, person := range root.find("person").list {
		e.comment(e.paragraph(person))
	}
	e.rhythm(root.find("rhythm"), a)
	e.empty(root.find("guards", "never"))
	first := root.find("goal").element(0).value.start
	e.replace(extent{strings.LastIndex(example[:first], "# ----"), len(example)}, starter)
	return []byte(e.apply())
}

func (e *editor) me(me *node, a Answers) {
	e.set(me.find("name"), a.Name)
	e.set(me.find("email"), a.Email)
	e.set(me.find("timezone"), a.Zone)
	if a.Department == "" {
		e.comment(e.line(me.find("department")))
	} else {
		e.set(me.find("department"), a.Department)
	}
	e.comment(e.line(me.find("level")))
	if len(a.Aliases) > 0 {
		e.insert(me.find("email"), "aliases    = "+inline(texts(a.Aliases)))
	}
}

// calendars keeps the example's Google calendar, its folder of files, or both.
// Without an answer it keeps the Google calendar, to be completed by hand.
func (e *editor) calendars(calendars *node, a Answers) {
	google, files := calendars.element(0), calendars.element(1)
	switch {
	case a.ClientSecretFile != "":
		e.set(google.find("client_secret_file"), a.ClientSecretFile)
	case a.CalendarPath != "":
		e.replace(e.paragraph(google), "")
		e.set(files.find("name"), "work")
		e.insert(files.find("kind"), "book = true")
	}
	if a.CalendarPath == "" {
		e.replace(e.paragraph(files), "")
		return
	}
	e.set(files.find("path"), a.CalendarPath)
}

// rhythm sets the hours. Windows stay as they are if they are within the hours;
// otherwise they become the hours, until the user changes them.
func (e *editor) rhythm(rhythm *node, a Answers) {
	e.empty(rhythm.find("blackout"))
	if len(a.Hours) == 0 {
		return
	}
	e.set(rhythm.find("hours"), texts(a.Hours))
	var week planner.Week
	for _, text := range a.Hours {
		hours, _ := parseHours(text)
		for day := range hours {
			week[day] = append(week[day], hours[day]...)
		}
	}
	if out, _ := outside(defaults().Rules.Windows, week); !out.IsZero() {
		e.set(rhythm.find("windows"), texts(a.Hours))
	}
}

// editor collects changes to a text. All places refer to the original text.
type editor struct {
	text  string
	edits []edit
}

type edit struct {
	at  extent
	new string
}

func (e *editor) replace(at extent, new string) { e.edits = append(e.edits, edit{at, new}) }

// set sets the value of a key to a text or a list of texts. A comment after it
// keeps its column if there is room.
func (e *editor) set(n *node, v any) {
	at, new := n.value, inline(v)
	rest := e.text[at.end:]
	if gap := len(rest) - len(strings.TrimLeft(rest, " ")); strings.HasPrefix(rest[gap:], "#") {
		new += strings.Repeat(" ", max(1, at.end+gap-at.start-utf8.RuneCountInString(new)))
		at.end += gap
	}
	e.replace(at, new)
}

// empty empties a list and keeps its old value as a comment.
func (e *editor) empty(n *node) {
	e.set(n, []any{})
	e.replace(extent{n.value.end, n.value.end}, "  # such as "+e.text[n.value.start:n.value.end])
}

// insert adds a line below n.
func (e *editor) insert(n *node, line string) {
	end := e.line(n).end
	e.replace(extent{end, end}, line+"\n")
}

// comment turns lines into comments.
func (e *editor) comment(at extent) {
	for start := at.start; start < at.end; {
		if e.text[start] != '\n' {
			e.replace(extent{start, start}, "# ")
		}
		start += strings.IndexByte(e.text[start:], '\n') + 1
	}
}

// line returns the line of n's key.
func (e *editor) line(n *node) extent {
	start := strings.LastIndexByte(e.text[:n.key.start], '\n') + 1
	return extent{start, start + strings.IndexByte(e.text[start:], '\n') + 1}
}

// paragraph returns the lines from n's header through the next empty line.
func (e *editor) paragraph(n *node) extent {
	start := n.value.start
	return extent{start, start + strings.Index(e.text[start:], "\n\n") + 2}
}

// apply makes the changes. A change inside text that another one removes is
// dropped.
func (e *editor) apply() string {
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Compare(a.at.start, b.at.start) })
	var b strings.Builder
	at := 0
	for _, change := range e.edits {
		if change.at.start < at {
			continue
		}
		b.WriteString(e.text[at:change.at.start])
		b.WriteString(change.new)
		at = change.at.end
	}
	b.WriteString(e.text[at:])
	return b.String()
}
