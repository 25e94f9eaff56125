package people

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/planner"
)

// Limits for one file. They are far above any real organisation, and keep a wrong
// path in the configuration from using up the machine.
const (
	maxSize   = 10 << 20 // bytes of a file
	maxPeople = 50_000   // rows or cards of a file
	maxField  = 500      // bytes of one cell or property
)

// fieldParser parses the fields of one file and collects faults. Its methods take a word
// and its place. They return the zero value for an empty word, and for a bad one,
// which they also report.
type fieldParser struct {
	faults
	levels        []string
	zones         map[string]*time.Location // looked up before; nil if there is no such zone
	lines         map[mailbox.Address]int   // where each person was read
	found         map[string]bool           // which mapped columns the file has
	managerCells  []place                   // cells of managers without an address
	regionCells   []place                   // cells of regions that are not codes
	languageCells []place                   // cells of languages that fika does not write in
	unused        Fault                     // the unused columns; no Text if there are none
	fatal         bool                      // a fault costs the current row or card
}

func newFields(path string, levels []string) *fieldParser {
	return &fieldParser{
		faults: faults{file: path},
		levels: levels,
		zones:  map[string]*time.Location{},
		lines:  map[mailbox.Address]int{},
		found:  map[string]bool{},
	}
}

// fits reports whether data is small enough to be read.
func (f *fieldParser) fits(data []byte) bool {
	if len(data) > maxSize {
		f.add(place{}, "split it", "the file is larger than %d MB", maxSize>>20)
		return false
	}
	return true
}

// raw returns word without surrounding spaces, or "" if it is not text.
func (f *fieldParser) raw(word string, at place) string {
	word = strings.TrimSpace(word)
	switch {
	case len(word) > maxField:
		f.report(!f.fatal, at, "is a quote missing?", "%s is longer than %d bytes", quote(word), maxField)
		return ""
	case !utf8.ValidString(word):
		f.report(!f.fatal, at, "save the file as UTF-8", "%s is not UTF-8", quote(word))
		return ""
	}
	return word
}

// text returns word on one line. It may become part of an invitation, so line breaks,
// other control characters and invisible characters are removed.
func (f *fieldParser) text(word string, at place) string {
	return oneLine(f.raw(word, at))
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(norm.NFC.String(mailbox.Visible(s))), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// address returns word as an id. what names it in a fault.
func (f *fieldParser) address(word string, at place, what string) mailbox.Address {
	word = f.raw(word, at)
	if word == "" {
		return ""
	}
	id := mailbox.Parse(word)
	if id == "" {
		f.report(what == "manager" || what == "alias", at, "write it like ana@example.com", "%s %s is not an address", what, quote(word))
	}
	return id
}

// manager returns word as an address. Many exports have a name or a number instead,
// which is reported once per file.
func (f *fieldParser) manager(word string, at place) mailbox.Address {
	if text := f.text(word, at); text != "" && !strings.Contains(text, "@") {
		f.managerCells = append(f.managerCells, at)
		return ""
	}
	return f.address(word, at, "manager")
}

func (f *fieldParser) reportManagers() {
	if len(f.managerCells) > 0 {
		f.note(f.managerCells[0], `if another column has addresses: [people.columns] manager = "its heading"`,
			"the manager is not an address, in %s from here on", prose.Count(len(f.managerCells), "row"))
	}
}

// region returns word as an ISO 3166-2 code. Many exports have the name of a market or a
// county instead, which is reported once per file.
func (f *fieldParser) region(word string, at place) holiday.Region {
	word = f.text(word, at)
	if word == "" {
		return ""
	}
	r, ok := holiday.ParseRegion(word)
	if !ok {
		f.regionCells = append(f.regionCells, at)
	}
	return r
}

func (f *fieldParser) reportRegions() {
	if len(f.regionCells) > 0 {
		f.note(f.regionCells[0], `write it like SE or DE-BY; or state it for each site: [sites] Stockholm = "SE"`,
			"%s without an ISO 3166-2 code, the first here", prose.Count(len(f.regionCells), "region"))
	}
}

// language returns the language that word names. An export may have any language, which is
// reported once per file.
func (f *fieldParser) language(word string, at place) planner.Language {
	word = f.text(word, at)
	if word == "" {
		return ""
	}
	l, ok := planner.ParseLanguage(word)
	if !ok {
		f.languageCells = append(f.languageCells, at)
		return ""
	}
	return l
}

func (f *fieldParser) reportLanguages() {
	if len(f.languageCells) > 0 {
		f.note(f.languageCells[0], "write "+prose.Choice(planner.Languages())+"; these people are written to in the language of [invite]",
			"%s that fika does not write in, the first here", prose.Count(len(f.languageCells), "language"))
	}
}

// form returns the form of address that word names.
func (f *fieldParser) form(word string, at place) planner.Form {
	word = f.text(word, at)
	form, ok := planner.ParseForm(word)
	if word != "" && !ok {
		f.note(at, "the forms are "+strings.Join(planner.FormWords(), ", "), "unknown form of address %s", quote(word))
	}
	return form
}

// aliases returns had plus the addresses in cell, without duplicates and without id.
func (f *fieldParser) aliases(had []mailbox.Address, id mailbox.Address, cell string, at place) []mailbox.Address {
	words := strings.FieldsFunc(proxies(f.raw(cell, at)), func(r rune) bool { return strings.ContainsRune(";|,", r) || unicode.IsSpace(r) })
	for _, word := range words {
		if a := f.address(word, at, "alias"); a != "" && a != id && !slices.Contains(had, a) {
			had = append(had, a)
		}
	}
	return had
}

// proxy is the prefix of each address in Microsoft's lists, such as
// SMTP:ana@example.com+smtp:a.ruiz@example.com+SIP:ana@example.com.
var proxy = regexp.MustCompile(`(?i)(^|[+;, ])(smtp|sip|spo|x500|eum):`)

// proxies returns a cell of aliases without these prefixes and without non-mail entries.
func proxies(cell string) string {
	marks := proxy.FindAllStringSubmatchIndex(cell, -1)
	if len(marks) == 0 {
		return strings.ReplaceAll(cell, ":::", " ")
	}
	kept := cell[:marks[0][0]]
	for i, m := range marks {
		end := len(cell)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		if strings.EqualFold(cell[m[4]:m[5]], "smtp") {
			kept += " " + cell[m[1]:end]
		}
	}
	return kept
}

// first reports whether id is new in this file, and reports a repeated one.
func (f *fieldParser) first(id mailbox.Address, at place) bool {
	if line, seen := f.lines[id]; seen {
		f.add(at, "only the first counts", "%s stands in line %d already", id, line)
		return false
	}
	f.lines[id] = at.line
	return true
}

// level returns the level that word names, ignoring case.
func (f *fieldParser) level(word string, at place) planner.Level {
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
	f.note(at, hint, "unknown level %s", quote(word))
	return 0
}

// zone returns the IANA zone with that name. An offset is rejected because it is right
// for only half of the year, and "Local" because it is the machine's zone.
func (f *fieldParser) zone(word string, at place) *time.Location {
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
		f.note(at, "write it like Europe/Stockholm", "unknown timezone %s", quote(word))
	}
	return zone
}

// calendar returns the path that word names, relative to the folder of its file, or to
// the user's home if it begins with ~/. It may be a file: URL.
func (f *fieldParser) calendar(word string, at place) string {
	path := f.raw(word, at)
	if strings.Contains(path, "://") {
		u, err := url.Parse(path)
		if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" {
			f.note(at, "name an .ics file or a folder of them", "calendar %s is not on this machine", quote(path))
			return ""
		}
		path = u.Path
	}
	if strings.HasPrefix(path, "~") {
		home, err := os.UserHomeDir()
		if rest := path[1:]; err == nil && (rest == "" || rest[0] == '/') {
			return filepath.Join(home, rest)
		}
		f.note(at, "write the whole path", "no home folder is known for calendar %s", quote(path))
		return ""
	}
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(f.file), path)
}
