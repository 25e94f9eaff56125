package ics

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// zoneFromDisplayName returns the zone of a display name such as "(UTC+01:00)
// Amsterdam, Berlin, Bern, Rom, Stockholm, Wien". It uses the English names of
// Windows, or else the places, whose zones must have equal clocks and the given
// offset. An offset without a known name is that of winter, so it counts only if no
// zone with it has daylight saving.
func zoneFromDisplayName(name string) *time.Location {
	rest, offset, said := cutOffset(name)
	if l := outlookZone(rest); l != nil {
		return l
	}
	if l := zoneFromTables(rest); l != nil && said {
		return l // "(UTC) Coordinated Universal Time", "(UTC+01:00) Europe/Berlin"
	}
	if !said {
		return zoneFromPlaces(rest, nil)
	}
	if rest == "" && !strings.ContainsAny(name, "+-") || endsInOffset(rest, offset) {
		return time.FixedZone(name, offset)
	}
	if l := northAmerica(rest, offset); l != nil {
		return l
	}
	if l := zoneFromPlaces(rest, &offset); l != nil {
		return l
	}
	alike := windowsZonesWith(func(c clocks) bool { return c.winterOffset() == offset })
	if len(alike) == 0 {
		return time.FixedZone(name, offset)
	}
	return zoneIfClocksAgree(alike)
}

// cutOffset removes the offset before or after a display name.
func cutOffset(name string) (rest string, offset int, said bool) {
	for _, form := range []*regexp.Regexp{offsetInFront, offsetBehind} {
		m := form.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		rest, zero := m[form.SubexpIndex("rest")], m[form.SubexpIndex("offset")] == ""
		if zero {
			return strings.TrimSpace(rest), 0, true
		}
		if seconds, ok := displayedOffset(strings.ReplaceAll(m[form.SubexpIndex("offset")], " ", "")); ok {
			return strings.TrimSpace(rest), seconds, true
		}
	}
	return name, 0, false
}

// offsetForm matches "UTC", "UTC+01:00", "GMT-05.00" and "GMT - 5.00 h".
const offsetForm = `(?:UTC|GMT)\s*(?P<offset>[+-]\s*\d{1,2}(?:[:.]?\d\d)?)?\s*h?`

var (
	offsetInFront = regexp.MustCompile(`(?i)^\(\s*` + offsetForm + `\s*\)(?P<rest>.*)$`)
	offsetBehind  = regexp.MustCompile(`(?i)^(?P<rest>.+?)\s*[\[(]\s*` + offsetForm + `\s*[\])]$`)
)

// endsInOffset reports whether a name ends in its offset: Windows calls the
// hours at sea "Coordinated Universal Time-11", in every language.
func endsInOffset(rest string, offset int) bool {
	m := offsetAtEnd.FindStringSubmatch(fold(rest))
	if m == nil {
		return false
	}
	hours, err := strconv.Atoi(m[1] + m[2])
	return err == nil && hours*3600 == offset
}

var offsetAtEnd = regexp.MustCompile(`([+-]) ?(\d{1,2})(?::00)?$`)

// northAmerica returns the zone of a name like "Eastern Time (US & Canada)".
// Windows has five such zones. In every language the parentheses contain the name
// of Canada, but the words before them follow no dictionary.
func northAmerica(rest string, offset int) *time.Location {
	m := inParentheses.FindStringSubmatch(rest)
	if m == nil || !slices.ContainsFunc(words(m[1]), func(w string) bool { return gazetteer().canada[w] }) {
		return nil
	}
	return iana(map[int]string{-8 * 3600: "America/Los_Angeles", -7 * 3600: "America/Denver", -6 * 3600: "America/Chicago",
		-5 * 3600: "America/New_York", -4 * 3600: "America/Halifax"}[offset])
}

var inParentheses = regexp.MustCompile(`\(([^()]*)\)\s*(?:$|[,;/])`)

// zoneFromPlaces returns the zone of a list of places. Unknown places do not count. The
// others must have equal clocks, and in winter the offset, if it is not nil.
// Governments sometimes move their clocks by an hour permanently, and names with
// the old offset survive for years: if no place has the offset, places within an
// hour of it count.
func zoneFromPlaces(list string, offset *int) *time.Location {
	var sets [][]string
	for part := range strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(",/;、،", r) }) {
		if ids := zonesOfPlace(part, offset != nil); len(ids) > 0 {
			sets = append(sets, ids)
		}
	}
	if offset == nil {
		l, _ := commonZone(sets, func(clocks) bool { return true })
		return l
	}
	l, fits := commonZone(sets, func(c clocks) bool { return c.winterOffset() == *offset })
	if !fits {
		l, _ = commonZone(sets, func(c clocks) bool { return c.winterOffset() == *offset-3600 || c.winterOffset() == *offset+3600 })
	}
	return l
}

// commonZone returns the fitting zone that all sets share, if all that they share have
// equal clocks, and whether any fits. Sets without a fitting zone do not count.
func commonZone(sets [][]string, fits func(clocks) bool) (l *time.Location, some bool) {
	var shared map[clocks]*time.Location
	for _, ids := range sets {
		of := map[clocks]*time.Location{}
		for _, id := range ids {
			if l := iana(id); l != nil {
				if c := clocksOf(l); fits(c) && of[c] == nil {
					of[c] = l
				}
			}
		}
		switch {
		case len(of) == 0:
		case shared == nil:
			shared = of
		default:
			maps.DeleteFunc(shared, func(c clocks, _ *time.Location) bool { return of[c] == nil })
		}
	}
	if len(shared) != 1 {
		return nil, shared != nil
	}
	for _, only := range shared {
		l = only
	}
	return l, true
}
