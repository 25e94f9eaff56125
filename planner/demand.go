package planner

import (
	"time"

	"fika/internal/date"
)

// Length of a quarter, for estimates.
const (
	quarterWeeks = 13
	quarterDays  = 7 * quarterWeeks
)

// Demand estimates how many meetings the goals ask for in a quarter, and how many the
// caps, windows and working days allow. If goals ask for more, some stay short
// whatever the plan. It ignores blackouts, absences and busy times.
func Demand(rules Rules, goals []Goal, people []Person) (asks, capacity int) {
	in := newInput(time.Time{}, rules, World{Goals: goals, People: people}, "")
	yearly := 0 // so that a meeting a year is more than nothing
	for _, g := range in.goals {
		yearly += in.meetingsPerYear(g)
	}
	return (yearly + 3) / 4, in.coffeesPerWeek() * quarterWeeks
}

// meetingsPerYear returns how many meetings g asks for in a year.
func (in *input) meetingsPerYear(g *Goal) int {
	wanted := in.wantedPeople(g)
	if g.Want.Each > 0 {
		return (4*quarterDays*len(wanted) + g.Want.Each - 1) / g.Want.Each
	}
	meetings := g.Want.Meetings
	if g.Want.Cover != "" {
		values := map[string]bool{}
		for _, p := range wanted {
			if value := in.coverValue(g, p); value != "" {
				values[value] = true
			}
		}
		meetings = len(values)
	}
	switch g.Want.Per {
	case PerWeek:
		return 4 * quarterWeeks * meetings
	case PerMonth:
		return 12 * meetings
	case PerYear:
		return meetings
	}
	return 4 * meetings
}

// coffeesPerWeek returns how many coffees fit into an ordinary week.
func (in *input) coffeesPerWeek() int {
	room := 0
	for day := time.Sunday; day <= time.Saturday; day++ {
		room += min(in.config.PerDay, CeilingPerDay, in.coffeesPerDay(day))
	}
	return min(room, in.config.PerWeek, CeilingPerWeek)
}

// coffeesPerDay returns how many coffees of the usual length fit into the windows of
// a weekday, inside the hours and with buffers in between.
func (in *input) coffeesPerDay(day time.Weekday) int {
	length := date.Clock(in.config.Length / time.Minute)
	if length <= 0 {
		return 0
	}
	pause := date.Clock(max(in.config.Buffer.Before, in.config.Buffer.After) / time.Minute)
	fit := 0
	for _, window := range in.config.Windows[day] {
		for _, hours := range in.config.Hours[day] {
			if room := min(window.To, hours.To) - max(window.From, hours.From); room >= length {
				fit += 1 + int((room-length)/(length+pause))
			}
		}
	}
	return fit
}
