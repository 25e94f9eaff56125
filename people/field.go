package people

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fika/mailbox"
	"fika/planner"
)

// Limits of one file. They are far beyond any real organisation and keep a
// wrong path in the configuration from eating the machine.
const (
	MaxSize   = 10 << 20 // bytes of a file
	MaxPeople = 50_000   // rows or cards of a file
	MaxField  = 500      // bytes of one cell or property
)

// fields turns the words of one file into fields of a person and keeps what it
// cannot understand. Its methods take a word and its place, and return the zero
// value for an empty word, silently, and for a bad one, with a fault.
type fields struct {
	faults
	levels []string
	zones  map[string]*time.Location // looked up before, nil if there is none
	lines  map[planner.PersonID]int  // where a person was read
}

func newFields(path string, levels []string) *fields {
	return &fields{
		faults: faults{file: path},
		levels: levels,
		zones:  map[string]*time.Location{},
		lines:  map[planner.PersonID]int{},
	}
}

// fits reports whether data is small enough to be read.
func (f *fields) fits(data []byte) bool {
	if len(data) > MaxSize {
		f.add(place{}, "split it", "the file is larger than %d MB", MaxSize>>20)
		return false
	}
	return true
}

// raw is word without spaces around it, or "" if it is no text.
func (f *fields) raw(word string, at place) string {
	word = strings.TrimSpace(word)
	switch {
	case len(word) > MaxField:
		f.add(at, "is a quote missing?", "%s is longer than %d bytes", quote(word), MaxField)
		return ""
	case !utf8.ValidString(word):
		f.add(at, "save the file as UTF-8", "%s is not UTF-8", quote(word))
		return ""
	}
	return word
}

// text is word on one line: it may become part of an invitation, so line breaks
// and other control characters do not survive.
func (f *fields) text(word string, at place) string {
	return oneLine(f.raw(word, at))
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// address is word as an id. what names it in a fault.
func (f *fields) address(word string, at place, what string) planner.PersonID {
	word = f.raw(word, at)
	if word == "" {
		return ""
	}
	id := planner.PersonID(mailbox.Parse(word))
	if id == "" {
		f.add(at, "write it like ana@example.com", "%s %s is no address", what, quote(word))
	}
	return id
}

// aliases is had with the addresses in cell that it lacks, but for id.
func (f *fields) aliases(had []planner.PersonID, id planner.PersonID, cell string, at place) []planner.PersonID {
	words := strings.FieldsFunc(f.raw(cell, at), func(r rune) bool { return strings.ContainsRune(";|,", r) || unicode.IsSpace(r) })
	for _, word := range words {
		if a := f.address(word, at, "alias"); a != "" && a != id && !slices.Contains(had, a) {
			had = append(had, a)
		}
	}
	return had
}

// first reports whether id was not read before in this file, and notes where it
// was.
func (f *fields) first(id planner.PersonID, at place) bool {
	if line, seen := f.lines[id]; seen {
		f.add(at, "only the first counts", "%s stands in line %d already", id, line)
		return false
	}
	f.lines[id] = at.line
	return true
}

// level is the rank that word names, whatever its case.
func (f *fields) level(word string, at place) planner.Level {
	word = f.text(word, at)
	if word == "" {
		return 0
	}
	for i, name := range f.levels {
		if strings.EqualFold(name, word) {
			return planner.Level(i + 1)
		}
	}
	hint := didYouMean(word, f.levels)
	if hint == "" && len(f.levels) > 0 {
		hint = "the levels are " + strings.Join(f.levels, ", ")
	}
	f.add(at, hint, "unknown level %s", quote(word))
	return 0
}

// zone is the IANA zone of that name. An offset is refused, since it holds half
// the year only, and so is "Local", which would be this machine's zone.
func (f *fields) zone(word string, at place) *time.Location {
	word = f.text(word, at)
	if word == "" {
		return nil
	}
	zone, known := f.zones[word]
	if !known {
		if loaded, err := time.LoadLocation(word); err == nil && word != "Local" {
			zone = loaded
		}
		f.zones[word] = zone
	}
	if zone == nil {
		f.add(at, "write it like Europe/Stockholm", "unknown timezone %s", quote(word))
	}
	return zone
}

// calendar is the path that word names. A relative one starts in the folder of
// the file that states it, ~/ in the user's home; file: URLs are paths too.
func (f *fields) calendar(word string, at place) string {
	path := f.raw(word, at)
	if strings.Contains(path, "://") {
		u, err := url.Parse(path)
		if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" {
			f.add(at, "name an .ics file or a folder of them", "calendar %s is not on this machine", quote(path))
			return ""
		}
		path = u.Path
	}
	if strings.HasPrefix(path, "~") {
		home, err := os.UserHomeDir()
		if rest := path[1:]; err == nil && (rest == "" || rest[0] == '/') {
			return filepath.Join(home, rest)
		}
		f.add(at, "write the whole path", "no home folder is known for calendar %s", quote(path))
		return ""
	}
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(f.file), path)
}
