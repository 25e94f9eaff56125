package ics

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// displayed returns the zone of a name as programs show it to people, "(UTC
// +01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien": by the English names
// of Windows, else by its places, whose zones must go alike and know the
// offset. The offset alone, which is that of winter, counts only where nobody
// who has it changes the clocks.
func displayed(name string) *time.Location {
	rest, offset, said := cutOffset(name)
	if l := outlookZone(rest); l != nil {
		return l
	}
	if l := listed(rest); l != nil && said {
		return l // "(UTC) Coordinated Universal Time", "(UTC+01:00) Europe/Berlin"
	}
	if !said {
		return placed(rest, nil)
	}
	if rest == "" && !strings.ContainsAny(name, "+-") || countsFromUTC(rest, offset) {
		return time.FixedZone(name, offset)
	}
	if l := northAmerica(rest, offset); l != nil {
		return l
	}
	if l := placed(rest, &offset); l != nil {
		return l
	}
	alike := windowsBy(func(c clocks) bool { return c.winter() == offset })
	if len(alike) == 0 {
		return time.FixedZone(name, offset)
	}
	return agreed(alike)
}

// cutOffset cuts the offset in front of a displayed name, or behind it.
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

// countsFromUTC reports whether a name ends in its offset: Windows calls the
// hours at sea "Coordinated Universal Time-11", in every language.
func countsFromUTC(rest string, offset int) bool {
	m := offsetAtEnd.FindStringSubmatch(fold(rest))
	if m == nil {
		return false
	}
	hours, err := strconv.Atoi(m[1] + m[2])
	return err == nil && hours*3600 == offset
}

var offsetAtEnd = regexp.MustCompile(`([+-]) ?(\d{1,2})(?::00)?$`)

// northAmerica returns the zone of a name like "Eastern Time (US & Canada)".
// Windows names five zones so, in each language with that of Canada in the
// parentheses; the words before it are not those of any dictionary.
func northAmerica(rest string, offset int) *time.Location {
	m := inParentheses.FindStringSubmatch(rest)
	if m == nil || !slices.ContainsFunc(words(m[1]), func(w string) bool { return gazetteer().canada[w] }) {
		return nil
	}
	return iana(map[int]string{-8 * 3600: "America/Los_Angeles", -7 * 3600: "America/Denver", -6 * 3600: "America/Chicago",
		-5 * 3600: "America/New_York", -4 * 3600: "America/Halifax"}[offset])
}

var inParentheses = regexp.MustCompile(`\(([^()]*)\)\s*(?:$|[,;/])`)

// placed returns the zone of a list of places. Those that are not known do not
// count, the clocks of the others must be the same, and in winter show offset,
// if it is not nil. Governments move their clocks for good by an hour now and
// then, and names that show the old offset live on for years: if no place has
// the offset, those count that have it but for an hour.
func placed(list string, offset *int) *time.Location {
	var sets [][]string
	for part := range strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(",/;、،", r) }) {
		if ids := place(part, offset != nil); len(ids) > 0 {
			sets = append(sets, ids)
		}
	}
	if offset == nil {
		l, _ := common(sets, func(clocks) bool { return true })
		return l
	}
	l, fits := common(sets, func(c clocks) bool { return c.winter() == *offset })
	if !fits {
		l, _ = common(sets, func(c clocks) bool { return c.winter() == *offset-3600 || c.winter() == *offset+3600 })
	}
	return l
}

// common returns the zone of those that fit that all sets share, if all that
// they share go alike, and whether any fits. Sets without one do not count.
func common(sets [][]string, fits func(clocks) bool) (l *time.Location, some bool) {
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
