package planner_test

import (
	"fmt"
	"slices"

	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/planner"
)

// climb sets the highest level of each goal with a ladder.
func (ref *reference) climb() {
	ref.world.Goals = slices.Clone(ref.world.Goals)
	for i := range ref.world.Goals {
		if g := &ref.world.Goals[i]; len(g.Ladder) > 0 {
			step, _ := ref.stepOf(g)
			g.From.LevelMax = g.Ladder[step]
		}
	}
}

// stepOf returns on which step of its ladder g is, and how many people it met there.
func (ref *reference) stepOf(g *planner.Goal) (step, met int) {
	for step < len(g.Ladder)-1 {
		people := map[mailbox.Address]bool{}
		for _, b := range ref.world.Bookings {
			if b.Goal != g.ID || b.State != planner.StateMet {
				continue
			}
			for _, p := range ref.world.People {
				if p.ID == b.Person && p.Level <= g.Ladder[step] && p.Level > 0 && (step == 0 || p.Level > g.Ladder[step-1]) {
					people[p.ID] = true
				}
			}
		}
		if len(people) < 2 {
			return step, len(people)
		}
		step++
	}
	return step, 0
}

// ladderSuffix ends the progress of a goal that goes on and has a closed level.
func (ref *reference) ladderSuffix(g *planner.Goal) string {
	step, _ := ref.stepOf(g)
	if ended := g.Until != (date.Date{}) && dayOf(g.Until) < ref.today; ended || step+1 >= len(g.Ladder) {
		return ""
	}
	return "; " + ref.nextStep(g)
}

// nextStep says what opens the next level of g's ladder.
func (ref *reference) nextStep(g *planner.Goal) string {
	step, met := ref.stepOf(g)
	return fmt.Sprintf("%s opens after %d more %s at level %s", ref.level(g.Ladder[step+1]), 2-met, pick(met == 1, "person", "people"), ref.level(g.Ladder[step]))
}
