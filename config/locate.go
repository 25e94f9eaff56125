package config

import (
	"strings"

	"github.com/BurntSushi/toml"
)

// node is the position of one value in the text. The parser reports only some
// positions, and none inside arrays, so locate finds them separately.
type node struct {
	key   extent           // the last part of the key; for an element, the element itself
	value extent           // for a table with a header, the header
	table map[string]*node // keys of a table
	list  []*node          // elements of an array, or of an array of tables
}

// child returns the node of a key, created if absent. For an array of tables it looks
// in the last element, as TOML does.
func (n *node) child(key string, at extent) *node {
	if len(n.list) > 0 {
		n = n.list[len(n.list)-1]
	}
	if n.table == nil {
		n.table = map[string]*node{}
	}
	if n.table[key] == nil {
		n.table[key] = &node{key: at, value: at}
	}
	return n.table[key]
}

// find returns the node of a key below n, nil if there is none. Like the methods below,
// it works on a nil node.
func (n *node) find(path ...string) *node {
	for _, key := range path {
		if n == nil {
			return nil
		}
		n = n.table[key]
	}
	return n
}

// element returns the node of an element of an array, nil if there is none.
func (n *node) element(i int) *node {
	if n == nil || i >= len(n.list) {
		return nil
	}
	return n.list[i]
}

// place returns the extent of n's value, zero if there is none.
func (n *node) place() extent {
	if n == nil {
		return extent{}
	}
	return n.value
}

// keyPlace returns the extent of n's key, zero if there is none.
func (n *node) keyPlace() extent {
	if n == nil {
		return extent{}
	}
	return n.key
}

// locator scans TOML that a parser has accepted. It is lenient: it gives some
// result even for invalid TOML, and always terminates.
type locator struct {
	text string
	at   int
	keys [][]string // every full key, in the order of the file, without indices
}

// locate returns the position of every value in text, and the keys as
// [toml.MetaData.Keys] lists them.
func locate(text string) (*node, [][]string) {
	l := &locator{text: text}
	root := &node{}
	table, path := root, []string(nil)
	for l.skip(" \t\r\n"); l.at < len(l.text); l.skip(" \t\r\n") {
		before := l.at
		if l.text[l.at] == '[' {
			table, path = l.header(root)
		} else {
			l.assignment(table, path)
		}
		if l.at == before {
			l.at++
		}
	}
	return root, l.keys
}

// skip skips the given bytes, and comments too if a newline is among them.
func (l *locator) skip(blank string) {
	for l.at < len(l.text) {
		switch c := l.text[l.at]; {
		case strings.IndexByte(blank, c) >= 0:
			l.at++
		case c == '#' && strings.Contains(blank, "\n"):
			if end := strings.IndexByte(l.text[l.at:], '\n'); end >= 0 {
				l.at += end
			} else {
				l.at = len(l.text)
			}
		default:
			return
		}
	}
}

// take skips c if it comes next, and reports whether it did.
func (l *locator) take(c byte) bool {
	if l.at < len(l.text) && l.text[l.at] == c {
		l.at++
		return true
	}
	return false
}

// header reads [a.b] or [[a.b]] and returns the table that it opens.
func (l *locator) header(root *node) (*node, []string) {
	start := l.at
	l.take('[')
	array := l.take('[')
	path, places := l.path()
	l.take(']')
	if array {
		l.take(']')
	}
	n := root
	for i, key := range path {
		n = n.child(key, places[i])
	}
	n.key, n.value = places[len(places)-1], extent{start, l.at}
	if array {
		n.list = append(n.list, &node{key: n.key, value: n.value})
		n = n.list[len(n.list)-1]
	}
	l.keys = append(l.keys, path)
	return n, path
}

// assignment reads key = value into table, whose own key is path.
func (l *locator) assignment(table *node, path []string) {
	keys, places := l.path()
	n := table
	for i, key := range keys {
		n = n.child(key, places[i])
	}
	full := append(path[:len(path):len(path)], keys...)
	l.keys = append(l.keys, full)
	l.take('=')
	l.value(n, full)
}

// path reads a dotted key: its parts, and the extent of each.
func (l *locator) path() (path []string, places []extent) {
	for {
		l.skip(" \t")
		start := l.at
		path = append(path, l.key())
		places = append(places, extent{start, l.at})
		l.skip(" \t")
		if !l.take('.') {
			return path, places
		}
	}
}

// key reads one part of a dotted key, bare or quoted.
func (l *locator) key() string {
	start := l.at
	if l.at < len(l.text) && (l.text[l.at] == '"' || l.text[l.at] == '\'') {
		l.line(l.text[l.at])
		return unquote(l.text[start:l.at])
	}
	for l.at < len(l.text) && strings.IndexByte(" \t\r\n.=]#\"'", l.text[l.at]) < 0 {
		l.at++
	}
	return l.text[start:l.at]
}

// unquote lets the TOML parser handle the escapes of a quoted key.
func unquote(quoted string) string {
	var v struct{ K string }
	if _, err := toml.Decode("K = "+quoted, &v); err != nil {
		return quoted
	}
	return v.K
}

// value reads any value into n, whose full key is path.
func (l *locator) value(n *node, path []string) {
	l.skip(" \t")
	start := l.at
	switch {
	case l.at == len(l.text):
	case strings.HasPrefix(l.text[l.at:], `"""`), strings.HasPrefix(l.text[l.at:], `'''`):
		l.lines(l.text[l.at])
	case l.text[l.at] == '"', l.text[l.at] == '\'':
		l.line(l.text[l.at])
	case l.text[l.at] == '[':
		l.array(n, path)
	case l.text[l.at] == '{':
		l.inline(n, path)
	default:
		for l.at < len(l.text) && strings.IndexByte("\r\n,]}#", l.text[l.at]) < 0 {
			l.at++
		}
	}
	n.value = extent{start, start + len(strings.TrimRight(l.text[start:l.at], " \t"))}
}

// line skips a single-line string.
func (l *locator) line(quote byte) {
	for l.at++; l.at < len(l.text) && l.text[l.at] != quote && l.text[l.at] != '\n'; l.at++ {
		if quote == '"' && l.text[l.at] == '\\' && l.at+1 < len(l.text) {
			l.at++
		}
	}
	l.take(quote)
}

// lines skips a multi-line string. If it ends in more than three quotes, the last
// three close it; the one or two before them belong to the text.
func (l *locator) lines(quote byte) {
	l.at += 3
	for l.at < len(l.text) {
		run := 0
		for run < 5 && l.take(quote) {
			run++
		}
		if run >= 3 {
			return
		}
		if run == 0 {
			if quote == '"' && l.text[l.at] == '\\' && l.at+1 < len(l.text) {
				l.at++
			}
			l.at++
		}
	}
}

func (l *locator) array(n *node, path []string) {
	l.take('[')
	for l.skip(" \t\r\n,"); l.at < len(l.text) && !l.take(']'); l.skip(" \t\r\n,") {
		before := l.at
		element := &node{}
		l.value(element, path)
		element.key = element.value
		n.list = append(n.list, element)
		if l.at == before {
			l.at++
		}
	}
}

func (l *locator) inline(n *node, path []string) {
	l.take('{')
	for l.skip(" \t\r\n,"); l.at < len(l.text) && !l.take('}'); l.skip(" \t\r\n,") {
		before := l.at
		l.assignment(n, path)
		if l.at == before {
			l.at++
		}
	}
}
