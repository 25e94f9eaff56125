package rsvp

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// months are the names of the months in the four languages, and how they are shortened.
const months = `(?:jan(?:uary|uari|uar|vier|v)?|feb(?:ruary|ruari|ruar)?|f(?:é|e)v(?:r(?:ier)?)?|mar(?:ch|s)?|m(?:ä|ae)r(?:z)?|apr(?:il)?|avr(?:il)?|ma[yij]|jun[ei]?|juin|jul[yi]?|juil(?:let)?|` +
	`aug(?:usti|ust)?|ao(?:û|u)t|sep(?:tember|tembre|t)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|d(?:é|e)c(?:embre)?)`

// How a date is written: 2026-12-07; 7.12. or 7.12.2026; 7/12; 7 December, den 7:e december,
// 1er décembre; December 7th.
var (
	isoDate   = pattern(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	dotted    = pattern(`(?:\b(at|um|kl|klockan|à)\s)?\b(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})\b)?`)
	slashed   = pattern(`\b(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\b`)
	dayMonth  = pattern(`\b(\d{1,2})(?:st|nd|rd|th|er|:?e|:a|\.)?\s*(?:of\s+)?(` + months + `)(?:\.|\b)(?:,?\s+(\d{4})\b)?`)
	monthDay  = pattern(`(?:^|[^\pL])(` + months + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?(?:[^\d:h.]|\.\s|[.]?$)`)
	monthless = pattern(`\b(?:the|den|le|am)\s+\d{1,2}(?:st|nd|rd|th|er|:?e|:a|\.)(?:\s|[?!,]|$)`) // a day without a month: named, and not certain
)

// statedDay stands in a text for a date: a letter that nobody writes.
const statedDay = "ꙮ"

// day is a date as somebody wrote it; the zero value is none. Of 7/12 there are two readings.
type day struct {
	year     int // 0 if it is not stated
	readings [][2]int
}

// takeDays returns text with [statedDay] in place of each date, and the dates.
func takeDays(text string) (left string, found []day) {
	text = strings.ReplaceAll(text, statedDay, "")
	take := func(pattern *regexp.Regexp, read func(part []string) (day, bool)) {
		text = pattern.ReplaceAllStringFunc(text, func(whole string) string {
			d, ok := read(pattern.FindStringSubmatch(whole))
			if !ok {
				return whole
			}
			found = append(found, d)
			return " " + statedDay + " "
		})
	}
	take(isoDate(), func(part []string) (day, bool) { return newDay(part[1], [2]string{part[3], part[2]}) })
	take(dotted(), func(part []string) (day, bool) {
		if part[1] != "" { // a clock, and the end of the sentence
			return day{}, false
		}
		return newDay(part[4], [2]string{part[2], part[3]})
	})
	take(slashed(), func(part []string) (day, bool) {
		return newDay(part[3], [2]string{part[1], part[2]}, [2]string{part[2], part[1]})
	})
	take(dayMonth(), func(part []string) (day, bool) { return newDay(part[3], [2]string{part[1], monthNumber(part[2])}) })
	take(monthDay(), func(part []string) (day, bool) { return newDay(part[3], [2]string{part[2], monthNumber(part[1])}) })
	return text, found
}

// newDay returns the date with the readings, each a day and a month, that exist.
func newDay(year string, readings ...[2]string) (d day, ok bool) {
	d.year, _ = strconv.Atoi(year)
	if d.year > 0 && d.year < 100 {
		d.year += 2000
	}
	for _, r := range readings {
		date, _ := strconv.Atoi(r[0])
		month, _ := strconv.Atoi(r[1])
		if reading := [2]int{date, month}; date >= 1 && date <= 31 && month >= 1 && month <= 12 && !slices.Contains(d.readings, reading) {
			d.readings = append(d.readings, reading)
		}
	}
	return d, len(d.readings) > 0
}

// monthNumber returns the number of the month that name begins.
func monthNumber(name string) string {
	name = strings.NewReplacer("é", "e", "û", "u", "ä", "a", "ae", "a").Replace(name)
	for i, begins := range []string{"jan", "fe", "mar", "ap av", "mai may maj", "juin jun", "juil jul", "ao au", "se", "o", "n", "d"} {
		if slices.ContainsFunc(strings.Fields(begins), func(b string) bool { return strings.HasPrefix(name, b) }) {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

// near returns d in the year that brings it closest to other, at the beginning of the day,
// and whether it is certain: it exists, and only one reading falls on weekday, if that is
// stated.
func (d day) near(other time.Time, weekday *time.Weekday) (start time.Time, ok bool) {
	var found []time.Time
	for _, r := range d.readings {
		var best time.Time
		for year := other.Year() - 1; year <= other.Year()+1; year++ {
			t := time.Date(year, time.Month(r[1]), r[0], 0, 0, 0, 0, other.Location())
			if d.year > 0 && year != d.year || t.Day() != r[0] {
				continue
			}
			if best.IsZero() || t.Sub(other).Abs() < best.Sub(other).Abs() {
				best = t
			}
		}
		if !best.IsZero() && (weekday == nil || best.Weekday() == *weekday) {
			found = append(found, best)
		}
	}
	if len(found) != 1 {
		return time.Time{}, false
	}
	return found[0], true
}
