package planner

import (
	"fmt"
	"slices"

	"fika/internal/mailbox"
	"fika/internal/prose"
)

// LadderStep is how many people of a level a goal meets before the next level of its
// ladder opens. Two, because the first may have been an exception.
const LadderStep = 2

// climb limits each goal with a ladder to the levels that are open by now. It reads the
// bookings, so it comes after them.
func (in *input) climb() {
	for _, g := range in.goals {
		if len(g.Ladder) > 0 {
			g.From.LevelMax, _ = in.openLevel(g)
		}
	}
}

// openLevel returns the highest open level of g's ladder, and how many more people of it
// must be met before the next one opens. At the top, missing is 0.
func (in *input) openLevel(g *Goal) (open Level, missing int) {
	met := in.metFor(g)
	below := Level(0)
	for i, level := range g.Ladder {
		onStep := 0
		for _, p := range met {
			if below < p.Level && p.Level <= level {
				onStep++
			}
		}
		switch {
		case i == len(g.Ladder)-1:
			return level, 0
		case onStep < LadderStep:
			return level, LadderStep - onStep
		}
		below = level
	}
	return 0, 0
}

// metFor returns the people whom the user met for g, each once.
func (in *input) metFor(g *Goal) (met []*Person) {
	seen := map[mailbox.Address]bool{}
	for i := range in.bookings {
		b := &in.bookings[i]
		if b.Goal != g.ID || b.State != StateMet {
			continue
		}
		if p := in.person(b.Person); !seen[p.ID] {
			seen[p.ID] = true
			met = append(met, p)
		}
	}
	return met
}

// ladderText says what opens the next level of g's ladder, as in "director opens after 1
// more person at level manager"; "" if every level is open.
func (in *input) ladderText(g *Goal) string {
	if len(g.Ladder) == 0 {
		return ""
	}
	open, missing := in.openLevel(g)
	if missing == 0 {
		return ""
	}
	next := g.Ladder[slices.Index(g.Ladder, open)+1]
	return fmt.Sprintf("%s opens after %s at level %s", in.levelName(next), prose.Count(missing, "more person"), in.levelName(open))
}
