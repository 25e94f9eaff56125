package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"fika/internal/excerpt"
)

// maxSize bounds a file, in bytes. A file that nests as deep as its size lets it
// must not exhaust the stack of a parser that calls itself.
const maxSize = 256 << 10

// source is the text of a file and what was found wrong in it so far.
type source struct {
	file   string // as the caller named it
	text   string
	faults Faults
}

// extent is a stretch of the text in bytes. The zero extent is no place.
type extent struct{ start, end int }

// newSource takes data for the text of file, without a byte order mark.
func newSource(file string, data []byte) *source {
	return &source{file: file, text: string(bytes.TrimLeft(data, "\ufeff"))}
}

// add records a fault at a place and returns it, to be said more about. Its
// arguments may be long.
func (s *source) add(at extent, key, format string, args ...any) *Fault {
	return s.put(at, key, excerpt.Sprintf(format, args...))
}

// put is add for a text that quotes no more than it may.
func (s *source) put(at extent, key, text string) *Fault {
	f := Fault{File: s.file, Line: 1, Col: 1, Key: mask(brief(key)), Text: mask(text)}
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
// character wide.
func visible(line string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, strings.TrimSuffix(line, "\r"))
}

// decode is the file as TOML, and where everything in it stands. If it is no
// TOML, the one fault of it is recorded and ok is false: what follows a syntax
// error cannot be trusted.
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

// unmarshal shields the program from a parser that panics on what it calls its
// own bugs: the file is at fault then, too.
func unmarshal(text string, into *map[string]any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	_, err = toml.Decode(text, into)
	return err
}

// syntax records the parser's error. Its offset is right where its line may be
// one off, so the place is counted from the offset.
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
		text += "; a text stands in quotes"
	}
	f := s.add(extent{start, min(len(s.text), start+max(1, e.Position.Len))}, e.LastKey, "%s", text)
	if f.Excerpt != "" && mask(s.line(f.Line)) != s.line(f.Line) {
		f.Text = "this line is not TOML" // the parser's words may quote a secret
	}
}

// line is the text of a line, from 1.
func (s *source) line(n int) string {
	return strings.Split(s.text, "\n")[n-1]
}
