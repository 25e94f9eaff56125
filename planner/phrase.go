package planner

import (
	"fmt"
	"strings"
	"time"

	"fika/internal/prose"
)

// Sentences are for the user alone, short, without a full stop, in the user's
// zone. A goal is named by its id; its Why is never read here.

// formatDate is d as "3 March", with the year where it is not the present one.
func (in *input) formatDate(d Date) string {
	if d.Year != in.today.Year {
		return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
	}
	return fmt.Sprintf("%d %s", d.Day, d.Month)
}

// dateOf is the user's day that t falls on.
func (in *input) dateOf(t time.Time) Date { return DateOf(t, in.config.Zone) }

// formatTime is t as "Tue 3 March 10:00".
func (in *input) formatTime(t time.Time) string {
	return t.In(in.config.Zone).Format("Mon ") + in.formatDate(in.dateOf(t)) + " " + formatClock(t, in.config.Zone)
}

// countOrNone is "no coffee", "1 coffee", "2 coffees".
func countOrNone(n int, noun string) string {
	if n == 0 {
		return "no " + noun
	}
	return prose.Count(n, noun)
}

// itsOrTheirWay is what n coffees are on.
func itsOrTheirWay(n int) string {
	if n == 1 {
		return "its way"
	}
	return "their way"
}

// countTimes is "once", "twice", "3 times".
func countTimes(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return prose.Count(n, "time")
}

// formatDays is a number of days as people say it: in weeks where it is whole
// weeks and at least two.
func formatDays(days int) string {
	if days >= 14 && days%7 == 0 {
		return prose.Count(days/7, "week")
	}
	return prose.Count(days, "day")
}

// formatDuration is d as "20 hours", "90 minutes".
func formatDuration(d time.Duration) string {
	if d >= time.Hour && d%time.Hour == 0 {
		return prose.Count(int(d/time.Hour), "hour")
	}
	return prose.Count(int(d/time.Minute), "minute")
}

// formatClock is t as "15:04" in zone.
func formatClock(t time.Time, zone *time.Location) string { return t.In(zone).Format("15:04") }

// locationOf is where p works or, if that is not known, the city in the name of p's
// zone, which may be another one with the same time.
func (in *input) locationOf(p *Person) string {
	site := strings.TrimSpace(p.Site)
	switch {
	case p.Zone == nil && p.ZoneDoubt != "":
		return zoneCity(in.zone(p)) + ", as the time zone is not known"
	case p.Zone != nil && site != "": // without a zone, the clock is not that of the site
		return site
	}
	return zoneCity(in.zone(p))
}

// zoneCity is the place in a zone's name. A zone that is named by its distance has none:
// "Etc/GMT-3" in the notation of POSIX is what everybody else calls UTC+3.
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

// joinOr joins words with "or".
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

// startsSubject begins a sentence about one start, about all that were asked about, or
// about none of them.
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

// periodName is the name of the period that begins on start, seen from today.
func (in *input) periodName(p Period, start Date) string {
	switch now := p.Start(in.today); start {
	case now:
		return "this " + string(p)
	case p.next(now):
		return "next " + string(p)
	}
	return fmt.Sprintf("in the %s from %s", p, in.formatDate(start))
}
