package ics

import (
	"iter"
	"slices"
	"strings"

	"fika/calendar"
)

// A component is a calendar, event, zone or the like, from BEGIN to END. The root of
// a file is a component without kind or lines.
type component struct {
	kind     string // upper case, as "VEVENT"
	depth    int    // of its lines
	lines    []line // from BEGIN to END, including those of children
	children []*component
}

// ownLines yields the lines of c, including BEGIN and END, without those of children.
func (c *component) ownLines() iter.Seq[line] {
	return func(yield func(line) bool) {
		for i := range c.lines {
			if c.lines[i].depth == c.depth && !yield(c.lines[i]) {
				return
			}
		}
	}
}

// first returns the first own line with this name.
func (c *component) first(name string) (line, bool) {
	for l := range c.ownLines() {
		if l.name == name {
			return l, true
		}
	}
	return line{}, false
}

// value returns the value of the first own line with this name, "" if there is none.
func (c *component) value(name string) string {
	l, _ := c.first(name)
	_, value := l.split()
	return strings.TrimSpace(value)
}

// childrenOf yields the children of one kind.
func (c *component) childrenOf(kind string) iter.Seq[*component] {
	return func(yield func(*component) bool) {
		for _, child := range c.children {
			if child.kind == kind && !yield(child) {
				return
			}
		}
	}
}

// takesTime reports whether c itself contains anything that may take time.
func (c *component) takesTime() bool {
	return slices.ContainsFunc(c.children, func(child *component) bool { return child.kind == "VEVENT" || child.kind == "VFREEBUSY" })
}

// bounds returns the offsets of c in the file's text.
func (c *component) bounds() (from, to int) {
	last := c.lines[len(c.lines)-1]
	return c.lines[0].at, last.at + len(last.raw)
}

// end returns the END line of c, and whether it has one.
func (c *component) end() (line, bool) {
	last := c.lines[len(c.lines)-1]
	return last, last.name == "END" && last.depth == c.depth && len(c.lines) > 1
}

// A treeBuilder builds the components of a file from its lines.
type treeBuilder struct {
	lines          []line
	openComponents []*component // the root first
	beginIndex     []int        // index of the BEGIN of each of open
	componentCount int          // components so far
	problems       []calendar.Problem
}

// parseComponents returns the root of the components of text. However wrong the
// nesting is, every BEGIN:VEVENT becomes a separate event.
func parseComponents(text string) (*component, []calendar.Problem) {
	root := &component{}
	t := &treeBuilder{openComponents: []*component{root}, beginIndex: []int{0}}
	t.lines = make([]line, 0, strings.Count(text, "\n")+1) // must not be reallocated: components hold slices of it
	for l := range lines(text) {
		if l.name == "BEGIN" && t.componentCount >= maxComponents {
			t.report(l, "the file has too many components; the rest is not read")
			break
		}
		t.add(l)
	}
	for len(t.openComponents) > 1 {
		t.report(t.lines[t.beginIndex[len(t.beginIndex)-1]], "%s has no END", t.top().kind)
		t.close()
	}
	if root.children == nil {
		t.problems = append(t.problems, calendar.Problem{Text: "this is not a calendar"})
	}
	return root, t.problems
}

func (t *treeBuilder) top() *component { return t.openComponents[len(t.openComponents)-1] }

func (t *treeBuilder) add(l line) {
	l.depth = t.top().depth
	switch l.name {
	case "BEGIN":
		t.begin(l)
	case "END":
		t.end(l)
	default:
		t.lines = append(t.lines, l)
	}
}

func (t *treeBuilder) begin(l line) {
	_, value := l.split()
	kind := strings.ToUpper(strings.TrimSpace(value))
	for t.misplaced(kind) {
		t.report(l, "%s has no END", t.top().kind)
		t.close()
	}
	if len(t.openComponents) > maxDepth {
		t.report(l, "%s is nested too deeply and is not read", kind)
		t.lines = append(t.lines, l)
		return
	}
	c := &component{kind: kind, depth: t.top().depth + 1}
	l.depth = c.depth
	t.top().children = append(t.top().children, c)
	t.openComponents = append(t.openComponents, c)
	t.beginIndex = append(t.beginIndex, len(t.lines))
	t.lines = append(t.lines, l)
	t.componentCount++
}

// misplaced reports whether a component of this kind cannot be inside the open one,
// so that the END of the open one must be missing.
func (t *treeBuilder) misplaced(kind string) bool {
	if len(t.openComponents) == 1 {
		return false
	}
	switch kind {
	case "VCALENDAR":
		return true
	case "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE":
		return t.top().kind != "VCALENDAR"
	}
	return false
}

func (t *treeBuilder) end(l line) {
	_, value := l.split()
	kind := strings.ToUpper(strings.TrimSpace(value))
	if top := t.top().kind; kind != "" && kind != top && strings.HasPrefix(top, kind) {
		t.report(l, "END:%s is truncated; it is read as END:%s", kind, top)
		kind = top
	}
	match := func(c *component) bool { return c.kind == kind }
	if !slices.ContainsFunc(t.openComponents[1:], match) {
		t.report(l, "the end of a %s that never began", kind)
		t.lines = append(t.lines, l)
		return
	}
	for t.top().kind != kind {
		t.report(l, "%s has no END", t.top().kind)
		t.close()
	}
	l.depth = t.top().depth
	t.lines = append(t.lines, l)
	t.close()
}

// close ends the innermost component after the last line read.
func (t *treeBuilder) close() {
	last := len(t.openComponents) - 1
	c := t.openComponents[last]
	c.lines = t.lines[t.beginIndex[last]:len(t.lines):len(t.lines)]
	t.openComponents, t.beginIndex = t.openComponents[:last], t.beginIndex[:last]
}

func (t *treeBuilder) report(l line, format string, args ...any) {
	t.problems = report(t.problems, l, "", format, args...)
}
