package planner

import "time"

// Weeks and days of a quarter, for estimates.
const (
	quarterWeeks = 13
	quarterDays  = 7 * quarterWeeks
)

// Demand is how many meetings a quarter goals ask for, and how many the caps,
// windows and working days allow. If goals ask for more than that, some stay short
// however good the plan is. Both are estimates for an ordinary quarter: blackouts,
// absences and busy times are left out.
func Demand(rules Rules, goals []Goal, people []Person) (asks, capacity int) {
	in := newInput(time.Time{}, rules, World{Goals: goals, People: people}, "")
	yearly := 0 // so that a meeting a year is more than nothing
	for _, g := range in.goals {
		yearly += in.meetingsPerYear(g)
	}
	return (yearly + 3) / 4, in.coffeesPerWeek() * quarterWeeks
}

// meetingsPerYear is how many meetings a year g asks for.
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

// coffeesPerWeek is how many coffees an ordinary week has room for.
func (in *input) coffeesPerWeek() int {
	room := 0
	for day := time.Sunday; day <= time.Saturday; day++ {
		room += min(in.config.PerDay, CeilingPerDay, in.coffeesPerDay(day))
	}
	return min(room, in.config.PerWeek, CeilingPerWeek)
}

// coffeesPerDay is how many coffees of the usual length fit into the windows of a
// weekday, inside the hours and with the buffers between two.
func (in *input) coffeesPerDay(day time.Weekday) int {
	length := Clock(in.config.Length / time.Minute)
	if length <= 0 {
		return 0
	}
	pause := Clock(max(in.config.Buffer.Before, in.config.Buffer.After) / time.Minute)
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
