package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"fika/planner"
)

// Assignment gives a value to a key of a table, or of the goal with an ID.
type Assignment struct {
	Table string // such as rhythm; "" for a goal
	Goal  string // the ID of a goal
	Key   string
	Value string // as TOML: 3, "book", { meetings = 3, per = "quarter" }; "" removes the key
}

// Edit returns text with changes made, and everything else as it was: comments, order,
// blanks, line ends. A value is replaced in its place, and a comment behind it keeps its
// column where there is room. A new key comes after the last of its table, in the form of
// that one. A removed key takes its line with it.
//
// Text must be TOML; whether it is a valid configuration afterwards is for [Parse] to
// say. An error means that the change cannot be made without touching more.
func Edit(text string, changes ...Assignment) (string, error) {
	edited := text
	for _, c := range changes {
		if c.Value != "" && !isValue(c.Value) {
			return "", fmt.Errorf("%s is not a value", c.Value)
		}
		var err error
		if edited, err = c.apply(edited); err != nil {
			return "", err
		}
	}
	return edited, checkEdit(text, edited, changes)
}

// AppendBlock returns text with a block of TOML at the end, after an empty line.
func AppendBlock(text, block string) string {
	end := lineEnd(text)
	text = strings.TrimRight(text, " \t\r\n")
	if text != "" {
		text += end + end
	}
	return text + strings.ReplaceAll(strings.TrimRight(block, "\n"), "\n", end) + end
}

// isValue reports whether text is one value of TOML, without blanks or a comment around it.
func isValue(text string) bool {
	line := "v = " + text
	_, err := decoded(line)
	root, keys := locate(line)
	return err == nil && len(keys) > 0 && root.find("v").place() == extent{len("v = "), len(line)}
}

// apply makes one change.
func (c Assignment) apply(text string) (string, error) {
	root, _ := locate(text)
	table := c.table(root, text)
	if table == nil {
		switch {
		case c.Value == "":
			return text, nil
		case c.Goal != "":
			return "", fmt.Errorf("no goal is called %s", quote(c.Goal))
		}
		return AppendBlock(text, fmt.Sprintf("[%s]\n%s = %s", keyText(c.Table), keyText(c.Key), c.Value)), nil
	}
	switch n := table.table[c.Key]; {
	case n != nil && c.Value != "":
		return replaceValue(text, n.value, c.Value), nil
	case n != nil:
		return removeKey(text, table, n)
	case c.Value == "":
		return text, nil
	}
	return c.insert(text, table)
}

// table returns the table to change, nil if there is none.
func (c Assignment) table(root *node, text string) *node {
	if c.Goal == "" {
		return root.find(c.Table)
	}
	goals := root.find("goal")
	for i := 0; goals.element(i) != nil; i++ {
		id := goals.element(i).find("id").place()
		if v, err := decoded("v = " + text[id.start:id.end]); err == nil && v["v"] == c.Goal {
			return goals.element(i)
		}
	}
	return nil
}

// replaceValue replaces the text at an extent, and moves the comment behind it back to its
// column.
func replaceValue(text string, at extent, value string) string {
	rest := text[at.end:]
	blank := rest[:len(rest)-len(strings.TrimLeft(rest, " "))]
	if grown := len([]rune(value)) - len([]rune(text[at.start:at.end])); blank != "" && strings.HasPrefix(rest[len(blank):], "#") {
		blank = strings.Repeat(" ", max(1, len(blank)-grown))
	}
	return text[:at.start] + value + blank + strings.TrimLeft(rest, " ")
}

// removeKey removes a key of table with its line. In a table on one line, it removes the
// comma too.
func removeKey(text string, table, n *node) (string, error) {
	if isInline(text, table) {
		return "", fmt.Errorf("%s is inside a table on one line", text[n.key.start:n.key.end])
	}
	from, to := lineStart(text, n.key.start), n.value.end
	if i := strings.IndexByte(text[to:], '\n'); i >= 0 {
		to += i + 1
	} else {
		to = len(text)
	}
	return text[:from] + text[to:], nil
}

// insert adds the key after the last one of table.
func (c Assignment) insert(text string, table *node) (string, error) {
	end := lineEnd(text)
	last := lastKey(table)
	if last == nil { // only a header
		at := table.value.end
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			at += i + 1
		} else {
			text, at = text+end, len(text)+len(end)
		}
		return text[:at] + keyText(c.Key) + " = " + c.Value + end + text[at:], nil
	}
	if isInline(text, table) {
		return text[:last.value.end] + ", " + keyText(c.Key) + " = " + c.Value + text[last.value.end:], nil
	}
	// The same indent or dotted beginning, and = in the same column.
	before := text[lineStart(text, last.key.start):last.key.start]
	between := text[last.key.end:last.value.start]
	width := last.key.end - last.key.start + strings.Index(between, "=")
	line := fmt.Sprintf("%s%-*s= %s", before, max(width, len(keyText(c.Key))+1), keyText(c.Key), c.Value)
	at := last.value.end
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		at += i + 1
		return text[:at] + line + end + text[at:], nil
	}
	return text + end + line + end, nil
}

// lastKey returns the key of table whose value is last in the file, without its own
// headers; nil if it has none.
func lastKey(table *node) (last *node) {
	for _, n := range table.table {
		if n.value.start <= n.key.start { // a header
			continue
		}
		if last == nil || n.value.end > last.value.end {
			last = n
		}
	}
	return last
}

// isInline reports whether table is written as { ... }.
func isInline(text string, table *node) bool {
	return strings.HasPrefix(text[table.value.start:table.value.end], "{")
}

func lineStart(text string, at int) int { return strings.LastIndexByte(text[:at], '\n') + 1 }

// lineEnd returns how the lines of text end.
func lineEnd(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// decoded returns text as a parser reads it.
func decoded(text string) (map[string]any, error) {
	var v map[string]any
	_, err := toml.Decode(text, &v)
	return v, err
}

// checkEdit checks that edited differs from text in what changes say and in nothing else.
// The places come from a lenient scanner, and a file that decides who is invited is worth
// a second look.
func checkEdit(text, edited string, changes []Assignment) error {
	want, err := decoded(text)
	if err != nil {
		return err
	}
	got, err := decoded(edited)
	if err != nil {
		return fmt.Errorf("the change does not fit into the file: %w", err)
	}
	for _, c := range changes {
		if err := c.applyTo(want); err != nil {
			return err
		}
	}
	if !reflect.DeepEqual(want, got) {
		return fmt.Errorf("the change would touch more than it says")
	}
	return nil
}

// applyTo makes the change to a file as a parser reads it.
func (c Assignment) applyTo(file map[string]any) error {
	var table map[string]any
	if c.Goal == "" {
		table, _ = file[c.Table].(map[string]any)
	} else {
		goals, _ := file["goal"].([]map[string]any)
		for _, g := range goals {
			if g["id"] == c.Goal {
				table = g
				break
			}
		}
	}
	switch {
	case c.Value == "":
		delete(table, c.Key)
		return nil
	case table == nil && c.Goal != "":
		return fmt.Errorf("no goal is called %s", quote(c.Goal))
	case table == nil:
		table = map[string]any{}
		file[c.Table] = table
	}
	v, err := decoded("v = " + c.Value)
	table[c.Key] = v["v"]
	return err
}

// FormatGoal returns g as a [[goal]]. levels are those of [me].
func FormatGoal(levels []string, g planner.Goal) string {
	c := &Config{Rules: planner.Rules{Levels: levels}}
	s := &sheet{}
	c.goal(s, &g)
	b := bytes.NewBufferString("[[goal]]\n")
	s.lines(b)
	return b.String()
}

// AppendGoal returns text with block, one [[goal]], at the end. An error means that the
// goals of the file are not written as tables of their own.
func AppendGoal(text, block string) (string, error) {
	edited := AppendBlock(text, block)
	want, err := decoded(text)
	if err != nil {
		return "", err
	}
	added, err := decoded(block)
	if err != nil {
		return "", err
	}
	got, err := decoded(edited)
	if err != nil {
		return "", fmt.Errorf("a goal cannot be added at the end of the file: %w", err)
	}
	before, _ := want["goal"].([]map[string]any)
	after, _ := added["goal"].([]map[string]any)
	if want["goal"] = slices.Concat(before, after); len(after) != 1 || len(added) != 1 || !reflect.DeepEqual(want, got) {
		return "", errors.New("a goal at the end of the file would change more than the goals")
	}
	return edited, nil
}
