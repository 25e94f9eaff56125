package config

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fika/internal/date"
	"fika/internal/prose"
	"fika/planner"
)

// weekdays in the order of a working week, with the names that the file uses.
var weekdays = [7]struct {
	name string
	day  time.Weekday
}{
	{"mon", time.Monday}, {"tue", time.Tuesday}, {"wed", time.Wednesday}, {"thu", time.Thursday},
	{"fri", time.Friday}, {"sat", time.Saturday}, {"sun", time.Sunday},
}

// hours returns the codec of a list of texts such as "mon-fri 09:00-12:00" that do
// not overlap.
func hours() codec[planner.Week] {
	entry := textCodec(`days and hours such as "mon-fri 09:00-12:00" or "tue,thu 14:00-16:00"`, parseHours, nil)
	return codec[planner.Week]{
		read: func(v value, into *planner.Week) bool {
			values, ok := v.list()
			if ok && len(values) == 0 {
				v.fault("the list is empty")
				return false
			}
			var week planner.Week
			for _, element := range values {
				var more planner.Week
				ok = entry.read(element, &more) && merge(element, &week, more) && ok
			}
			if ok {
				*into = week
			}
			return ok
		},
		write: func(week planner.Week) any { return texts(printWeek(week)) },
	}
}

// merge adds the hours of one entry to week, if they overlap nothing there.
func merge(v value, week *planner.Week, more planner.Week) bool {
	for _, w := range weekdays {
		for _, h := range more[w.day] {
			for _, had := range week[w.day] {
				if h.From < had.To && had.From < h.To {
					v.fault("%q overlaps %v-%v, which %s has already", v.data, had.From, had.To, w.name)
					return false
				}
			}
			week[w.day] = append(week[w.day], h)
			slices.SortFunc(week[w.day], func(a, b planner.Hours) int { return cmp.Compare(a.From, b.From) })
		}
	}
	return true
}

// longLunch is how much of a day is surely more than lunch.
const longLunch = 3 * 60

// partOfDay returns the codec of hours such as "12:00-13:00", the same on every day.
func partOfDay() codec[planner.Hours] {
	return textCodec(`a start and an end such as "12:00-13:00"`, func(text string) (h planner.Hours, w *valueError) {
		part := partOfDayPattern.FindStringSubmatch(strings.TrimSpace(text))
		if part == nil {
			return h, &valueError{}
		}
		if h, w = parseClocks(text, part[1:], ""); w == nil && h.To-h.From > longLunch {
			w = &valueError{text: prose.Sprintf("%q is long for a lunch, and no guest is invited in it", text), warning: true}
		}
		return h, w
	}, func(h planner.Hours) string {
		if h.IsZero() {
			return ""
		}
		return h.String()
	})
}

// partOfDayPattern splits a part of a day into hours and minutes.
var partOfDayPattern = regexp.MustCompile(`^(\d{1,2}):(\d\d) *- *(\d{1,2}):(\d\d)$`)

// parseClocks reads the beginning and the end of hours in text from their parts, the
// hours and minutes of both. advice follows the fault that they end before they begin.
func parseClocks(text string, part []string, advice string) (planner.Hours, *valueError) {
	from, ok := parseClock(part[0], part[1])
	to, ok2 := parseClock(part[2], part[3])
	switch {
	case !ok || !ok2:
		return planner.Hours{}, &valueError{text: prose.Sprintf("%q has an invalid time; a day ends at 24:00", text)}
	case from >= to:
		return planner.Hours{}, &valueError{text: prose.Sprintf("%q ends before it begins", text) + advice}
	}
	return planner.Hours{From: from, To: to}, nil
}

// entryPattern splits an entry into its days, hours and minutes.
var entryPattern = regexp.MustCompile(`^([a-z,-]+) +(\d{1,2}):(\d\d) *- *(\d{1,2}):(\d\d)$`)

func parseHours(text string) (week planner.Week, w *valueError) {
	part := entryPattern.FindStringSubmatch(strings.TrimSpace(text))
	if part == nil {
		return week, &valueError{}
	}
	days, w := parseDays(part[1])
	if w != nil {
		return week, w
	}
	h, w := parseClocks(text, part[2:], "; write hours past midnight as two entries")
	if w != nil {
		return week, w
	}
	for _, day := range days {
		if len(week[day]) > 0 {
			return week, &valueError{text: prose.Sprintf("%q lists a day twice", text)}
		}
		week[day] = []planner.Hours{h}
	}
	return week, nil
}

// parseDays reads days such as mon,wed-fri.
func parseDays(text string) (days []time.Weekday, w *valueError) {
	names := make([]string, len(weekdays))
	for i, d := range weekdays {
		names[i] = d.name
	}
	for _, stretch := range strings.Split(text, ",") {
		first, last, isRange := strings.Cut(stretch, "-")
		if !isRange {
			last = first
		}
		from, to := slices.Index(names, first), slices.Index(names, last)
		for _, name := range []string{first, last} {
			if !slices.Contains(names, name) {
				return nil, &valueError{text: prose.Sprintf("%q is not a day of the week", name), allowed: names, suggestion: closestDay(name, names)}
			}
		}
		if from > to {
			return nil, &valueError{text: prose.Sprintf("%q runs backwards; a week begins on mon", stretch)}
		}
		for _, d := range weekdays[from : to+1] {
			days = append(days, d.day)
		}
	}
	return days, nil
}

// closestDay is closest for days of the week. It also recognises "monday" and "mo".
func closestDay(name string, names []string) string {
	for _, n := range names {
		if len(name) > 1 && (strings.HasPrefix(name, n) || strings.HasPrefix(n, name)) {
			return n
		}
	}
	return closest(name, names)
}

func parseClock(hour, minute string) (date.Clock, bool) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	return date.Clock(60*h + m), m < 60 && 60*h+m <= 24*60
}

// printWeek returns week as entries that [parseHours] reads. Days with the same hours
// share an entry.
func printWeek(week planner.Week) []string {
	var entries []string
	var done []planner.Hours
	for _, w := range weekdays {
		for _, h := range week[w.day] {
			if !slices.Contains(done, h) {
				done = append(done, h)
				entries = append(entries, printDaysWith(week, h)+" "+h.String())
			}
		}
	}
	return entries
}

// printDaysWith lists the days of week that have h, as in mon,wed-fri.
func printDaysWith(week planner.Week, h planner.Hours) string {
	var stretches []string
	for i := 0; i < len(weekdays); i++ {
		first := i
		for i < len(weekdays) && slices.Contains(week[weekdays[i].day], h) {
			i++
		}
		switch i - first {
		case 0:
		case 1:
			stretches = append(stretches, weekdays[first].name)
		default:
			stretches = append(stretches, weekdays[first].name+"-"+weekdays[i-1].name)
		}
	}
	return strings.Join(stretches, ",")
}

// outside returns the part of week that is outside within, and the longest time on
// one day that is inside it.
func outside(week, within planner.Week) (out planner.Week, room time.Duration) {
	for day, stretches := range week {
		for _, h := range stretches {
			at := h.From // everything before it is done
			for _, in := range mergeAdjacent(within[day]) {
				from, to := max(at, in.From), min(h.To, in.To)
				if from >= to {
					continue
				}
				room = max(room, time.Duration(to-from)*time.Minute)
				if at < from {
					out[day] = append(out[day], planner.Hours{From: at, To: from})
				}
				at = to
			}
			if at < h.To {
				out[day] = append(out[day], planner.Hours{From: at, To: h.To})
			}
		}
	}
	return out, room
}

// mergeAdjacent merges hours that touch.
func mergeAdjacent(hours []planner.Hours) []planner.Hours {
	var all []planner.Hours
	for _, h := range hours {
		if last := len(all) - 1; last >= 0 && all[last].To == h.From {
			all[last].To = h.To
			continue
		}
		all = append(all, h)
	}
	return all
}
