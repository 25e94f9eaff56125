package planner

import (
	"fmt"
	"time"

	"fika/internal/prose"
)

// FarAbove is how many levels above the user somebody is of whom less is asked.
const FarAbove = 2

// upwardLength is how long a coffee with somebody far above the user takes at most.
const upwardLength = 15 * time.Minute

// length returns the length of a meeting with p for g. A coffee of three has the length of
// its goal, because it is the same for both guests.
func (in *input) length(g *Goal, p *Person) time.Duration {
	length := in.goalLength(g)
	if g.guests() == 1 && in.hierarchy.levelsUp(p) >= FarAbove {
		return min(length, upwardLength)
	}
	return length
}

// lengths returns every length that a meeting for g can have.
func (in *input) lengths(g *Goal) []time.Duration {
	length := in.goalLength(g)
	if g.guests() == 1 && length > upwardLength && in.anyFarAbove {
		return []time.Duration{length, upwardLength}
	}
	return []time.Duration{length}
}

// goalLength returns the length of a meeting for g with most people.
func (in *input) goalLength(g *Goal) time.Duration {
	if g.Length > 0 {
		return g.Length
	}
	return in.config.Length
}

// briefReason says why the meeting with q's person is shorter than others of its goal; "" if
// it is not.
func (in *input) briefReason(q *query) string {
	length, others := in.length(q.goal, q.person), in.goalLength(q.goal)
	if length == others {
		return ""
	}
	return fmt.Sprintf("%s is %s above you, so the coffee takes %.0f minutes and not %.0f",
		q.personName(), prose.Count(in.hierarchy.levelsUp(q.person), "level"), length.Minutes(), others.Minutes())
}
