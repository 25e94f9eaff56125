package demo

import (
	"time"

	"fika/internal/span"
)

// resolution is the resolution of a diary. The offset of every zone is a multiple of
// it.
const resolution = 15 * time.Minute

// diary is one person's calendar while it is filled.
type diary struct {
	owner  *person
	term   term
	span   span.Span
	taken  []bool             // by slot of resolution in span
	away   map[time.Time]bool // dates
	events []event
}

func newDiary(p *person, t term) *diary {
	whole := t.span()
	return &diary{owner: p, term: t, span: whole, taken: make([]bool, whole.Len()/resolution), away: map[time.Time]bool{}}
}

// slots returns the part of taken that s touches.
func (d *diary) slots(s span.Span) []bool {
	s = s.Clip(d.span)
	if s.Empty() {
		return nil
	}
	return d.taken[s.Start.Sub(d.span.Start)/resolution : (s.End.Sub(d.span.Start)+resolution-1)/resolution]
}

func (d *diary) markTaken(s span.Span) {
	grains := d.slots(s)
	for i := range grains {
		grains[i] = true
	}
}

func (d *diary) isFree(s span.Span) bool {
	for _, taken := range d.slots(s) {
		if taken {
			return false
		}
	}
	return true
}

// isAway reports whether the owner has the day of t off.
func (d *diary) isAway(t time.Time) bool {
	y, m, day := t.In(d.owner.zone).Date()
	return d.away[time.Date(y, m, day, 0, 0, 0, 0, time.UTC)]
}

// load returns the fraction of the week's office hours that is taken, 0 to 1. Days
// off do not count; a week off is full.
func (d *diary) load(week int) float64 {
	taken, all := 0, 0
	for weekday := range 5 {
		if d.away[d.term.date(week, weekday)] {
			continue
		}
		for _, hours := range d.term.officeHours(d.owner.zone, week, weekday) {
			for _, is := range d.slots(hours) {
				all++
				if is {
					taken++
				}
			}
		}
	}
	if all == 0 {
		return 1
	}
	return float64(taken) / float64(all)
}

// impossible is the inconvenience that rules out a time.
const impossible = 1000

// inconvenience returns how inconvenient a meeting at s is for the owner: impossible
// if the time is taken, high at night, low outside office hours and over lunch.
func (d *diary) inconvenience(s span.Span) int {
	if !d.isFree(s) || d.isAway(s.Start) {
		return impossible
	}
	local := s.Start.In(d.owner.zone)
	from := local.Hour()*60 + local.Minute()
	to := from + int(s.Len().Minutes())
	cost := 0
	if from < 8*60 || to > 20*60 {
		cost += 50
	}
	if from < 9*60 || to > 17*60 {
		cost += 3
	}
	if from < 13*60 && to > 12*60 {
		cost += 2
	}
	return cost
}
