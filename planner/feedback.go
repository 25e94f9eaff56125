package planner

import (
	"fmt"
	"slices"
)

// ThemeFeedback is the theme of goals that ask how the user does.
const ThemeFeedback = "honest_feedback"

// MayAsk reports whether g may look for p, as far as managers go: nobody is asked for
// honest feedback on the person they depend on. The user's own manager is asked only if
// the goal names them: that talk has its own place.
func (h *Hierarchy) MayAsk(g Goal, p Person) bool { return h.mayAsk(&g, &p) }

func (h *Hierarchy) mayAsk(g *Goal, p *Person) bool {
	return g.Theme != ThemeFeedback || !h.isBelow(p) && (h.relation(p) != RelationManager || g.names(p))
}

// newFeedbackRule returns the rule of [Hierarchy.MayAsk].
func newFeedbackRule() rule {
	return rule{
		code: CodeFeedback, setting: "the goal's from",
		ok: func(in *input, q *query) bool { return in.hierarchy.mayAsk(q.goal, q.person) },
		text: func(in *input, q *query, ok bool) string {
			relation := in.relationText(q.person)
			switch {
			case q.goal.Theme != ThemeFeedback:
				return fmt.Sprintf("%s asks for no feedback on you", q.goal.ID)
			case ok && in.hierarchy.relation(q.person) == RelationManager:
				return fmt.Sprintf("%s, and %s asks for them by name", relation, q.goal.ID)
			case ok:
				return fmt.Sprintf("as far as your lists say, %s is neither your manager nor below you", q.personName())
			case in.hierarchy.isBelow(q.person):
				return fmt.Sprintf("%s; %s asks nobody below you for feedback on you", relation, q.goal.ID)
			}
			return fmt.Sprintf("%s; %s asks them for feedback only if its from names them", relation, q.goal.ID)
		},
	}
}

// names reports whether g looks for p by one of p's addresses.
func (g *Goal) names(p *Person) bool { return slices.ContainsFunc(g.From.Person, p.hasAddress) }
