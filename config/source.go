package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"fika/internal/prose"
)

// maxSize limits a file, in bytes, so that deep nesting cannot exhaust the stack
// of a recursive parser.
const maxSize = 256 << 10

// source is the text of a file, and the faults found in it so far.
type source struct {
	file   string // as named by the caller
	text   string
	faults Faults
}

// extent is a byte range of the text. The zero extent means nowhere.
type extent struct{ start, end int }

// newSource returns the source of file with the text data, minus a byte order mark.
func newSource(file string, data []byte) *source {
	return &source{file: file, text: string(bytes.TrimLeft(data, "\ufeff"))}
}

// add records a fault at a place and returns it, so that callers can add details. It
// truncates long arguments.
func (s *source) add(at extent, key, format string, args ...any) *Fault {
	return s.addText(at, key, prose.Sprintf(format, args...))
}

// addText is add for a text that is already truncated.
func (s *source) addText(at extent, key, text string) *Fault {
	f := Fault{File: s.file, Line: 1, Col: 1, Key: mask(truncate(key)), Text: mask(text)}
	if at != (extent{}) {
		first := strings.LastIndexByte(s.text[:at.start], '\n') + 1
		line, _, _ := strings.Cut(s.text[first:], "\n")
		last := max(at.start, min(at.end, first+len(line)))
		f.Line = strings.Count(s.text[:first], "\n") + 1
		f.Col = utf8.RuneCountInString(s.text[first:at.start]) + 1
		f.Width = max(1, utf8.RuneCountInString(s.text[at.start:last]))
		f.Excerpt = visible(mask(line))
	}
	s.faults = append(s.faults, f)
	return &s.faults[len(s.faults)-1]
}

// visible makes control characters harmless to a terminal, each still one
// character wide. A space of any width is a plain one.
func visible(line string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', unicode.IsPrint(r):
			return r
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return '?'
	}, strings.TrimSuffix(line, "\r"))
}

// decode parses the file as TOML and finds the position of everything in it. For
// invalid TOML it records a single fault and ok is false: nothing after a syntax
// error can be trusted.
func (s *source) decode() (values map[string]any, root *node, ok bool) {
	if len(s.text) > maxSize {
		s.add(extent{}, "", "the file has more than %d bytes", maxSize)
		return nil, nil, false
	}
	if !utf8.ValidString(s.text) {
		bad := strings.IndexRune(strings.ToValidUTF8(s.text, "\ufffd"), '\ufffd')
		s.add(extent{bad, bad + 1}, "", "the file is not UTF-8 text")
		return nil, nil, false
	}
	err := unmarshal(s.text, &values)
	if err == nil {
		root, _ = locate(s.text)
		return values, root, true
	}
	var syntax toml.ParseError
	if !errors.As(err, &syntax) {
		s.add(extent{}, "", "the file cannot be read as TOML: %v", err)
		return nil, nil, false
	}
	s.syntax(syntax)
	return nil, nil, false
}

// unmarshal turns a panic of the parser into an error: the parser panics on what it
// considers its own bugs.
func unmarshal(text string, into *map[string]any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	_, err = toml.Decode(text, into)
	return err
}

// syntax records the parser's error. The line may be off by one but the offset is
// right, so the place is computed from the offset.
func (s *source) syntax(e toml.ParseError) {
	start := max(0, min(e.Position.Start, len(s.text)))
	if start == len(s.text) || s.text[start] == '\n' {
		start = max(0, start-1)
	}
	for start > 0 && !utf8.RuneStart(s.text[start]) {
		start--
	}
	text := strings.TrimSuffix(e.Message, ".")
	if first, size := utf8.DecodeRuneInString(text); unicode.IsUpper(first) {
		text = string(unicode.ToLower(first)) + text[size:]
	}
	if strings.HasPrefix(text, "expected value") {
		text += "; text must be in quotes"
	}
	f := s.add(extent{start, min(len(s.text), start+max(1, e.Position.Len))}, e.LastKey, "%s", text)
	if f.Excerpt != "" && mask(s.line(f.Line)) != s.line(f.Line) {
		f.Text = "this line is not TOML" // the parser's message may quote a secret
	}
}

// line returns the text of line n, counted from 1.
func (s *source) line(n int) string {
	return strings.Split(s.text, "\n")[n-1]
}
