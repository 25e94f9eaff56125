package terminal

import (
	"strings"
	"time"
)

// When formats t for people, in its own zone.
func (p *Page) When(t time.Time) string {
	if t.Year() != p.Now.In(t.Location()).Year() {
		return t.Format("Mon 2 Jan 2006 15:04")
	}
	return t.Format("Mon 2 Jan 15:04")
}

// Day formats the day of t.
func (p *Page) Day(t time.Time) string {
	return strings.TrimSuffix(p.When(t), t.Format(" 15:04"))
}

// From formats an interval.
func (p *Page) From(start, end time.Time) string {
	if y, d := start.Year(), start.YearDay(); y == end.Year() && d == end.YearDay() {
		return p.When(start) + "-" + end.Format("15:04")
	}
	return p.When(start) + " - " + p.When(end)
}
