package planner

import (
	"fmt"
	"strings"
	"time"

	"fika/internal/date"
	"fika/internal/prose"
)

// Sentences are only for the user: short, without a full stop, with times in the
// user's zone. They name a goal by its id and never use its Why.

// formatDate formats d as "3 March", with the year if it is not the current one.
func (in *input) formatDate(d date.Date) string {
	if d.Year != in.today.Year {
		return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
	}
	return fmt.Sprintf("%d %s", d.Day, d.Month)
}

// dateOf returns the day of t in the user's zone.
func (in *input) dateOf(t time.Time) date.Date { return date.Of(t, in.config.Zone) }

// formatTime formats t as "Tue 3 March 10:00".
func (in *input) formatTime(t time.Time) string {
	return t.In(in.config.Zone).Format("Mon ") + in.formatDate(in.dateOf(t)) + " " + formatClock(t, in.config.Zone)
}

// countOrNone returns "no coffee", "1 coffee", "2 coffees".
func countOrNone(n int, noun string) string {
	if n == 0 {
		return "no " + noun
	}
	return prose.Count(n, noun)
}

// itsOrTheirWay completes "1 coffee on its way" and "2 coffees on their way".
func itsOrTheirWay(n int) string {
	if n == 1 {
		return "its way"
	}
	return "their way"
}

// countTimes returns "once", "twice", "3 times".
func countTimes(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return prose.Count(n, "time")
}

// formatDays formats a number of days, in weeks if they are whole and at least two.
func formatDays(days int) string {
	if days >= 14 && days%7 == 0 {
		return prose.Count(days/7, "week")
	}
	return prose.Count(days, "day")
}

// formatDuration formats d as "20 hours" or "90 minutes".
func formatDuration(d time.Duration) string {
	if d >= time.Hour && d%time.Hour == 0 {
		return prose.Count(int(d/time.Hour), "hour")
	}
	return prose.Count(int(d/time.Minute), "minute")
}

// formatClock formats t as "15:04" in zone.
func formatClock(t time.Time, zone *time.Location) string { return t.In(zone).Format("15:04") }

// locationOf returns where p works: the site or, if it or the zone is not known, the
// city in the name of p's zone. Another city may have the same time.
func (in *input) locationOf(p *Person) string {
	site := strings.TrimSpace(p.Site)
	switch {
	case p.Zone == nil && p.ZoneDoubt != "":
		return zoneCity(in.zone(p)) + ", as the time zone is not known"
	case p.Zone != nil && site != "": // without a zone, the time shown is not that of the site
		return site
	}
	return zoneCity(in.zone(p))
}

// zoneCity returns the city in a zone's name. Zones with a fixed offset have none:
// "Etc/GMT-3", in the notation of POSIX, is usually called UTC+3.
func zoneCity(zone *time.Location) string {
	name := zone.String()
	if strings.HasPrefix(name, "Etc/") {
		_, east := time.Time{}.In(zone).Zone()
		if east == 0 {
			return "UTC"
		}
		return fmt.Sprintf("UTC%+d", east/3600)
	}
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
}

// joinOr joins words with commas and "or".
func joinOr[T ~string](words []T) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i > 0 && i == len(words)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}

// startsSubject returns the subject and verb of a sentence about q's start, or about
// all starts that are left.
func (in *input) startsSubject(q *query) string {
	switch {
	case q.slot != nil:
		return in.formatTime(q.slot.Start) + " is"
	case q.startsLeft == 0:
		return "every start that is left is"
	case q.startsLeft == 1:
		return "1 start is"
	}
	return fmt.Sprintf("%d starts are", q.startsLeft)
}

// periodName names the period that begins on start, relative to today.
func (in *input) periodName(p Period, start date.Date) string {
	switch now := p.Start(in.today); start {
	case now:
		return "this " + string(p)
	case p.next(now):
		return "next " + string(p)
	}
	return fmt.Sprintf("in the %s from %s", p, in.formatDate(start))
}
