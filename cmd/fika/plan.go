package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/daemon"
	"fika/planner"
)

func newPlanCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "plan",
		GroupID: daily,
		Short:   "What fika would do now, and why; sends nothing",
		Long: `Prints the meetings that wait for you and those that fika would add, each with
its reasons, the goals that stay short, and what the rules took away. Nothing is
sent and nothing is remembered.`,
		Example: "  fika plan\n  fika plan --json",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var zones map[planner.PersonID]string
			answer, err := ask(cmd.Context(), a, func(s *session) (daemon.PlanAnswer, error) {
				if !a.flags.json {
					known, err := s.People(cmd.Context(), a.now())
					if err != nil {
						return daemon.PlanAnswer{}, err
					}
					zones = zonesOf(known)
				}
				return s.Plan(cmd.Context(), a.now())
			})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.plan(answer, zones) })
		},
	}
}

func zonesOf(known daemon.PeopleAnswer) map[planner.PersonID]string {
	zones := map[planner.PersonID]string{}
	for _, p := range known.People {
		zones[p.Person] = p.Zone
	}
	return zones
}

// printPlan prints a as text, whatever --json says.
func (a *app) printPlan(answer daemon.PlanAnswer) { a.show(func(out *page) { out.plan(answer, nil) }) }

func (p *page) plan(a daemon.PlanAnswer, zones map[planner.PersonID]string) {
	p.holds(a.Holds)
	if len(a.Meetings) > 0 {
		p.head("Meetings:")
	}
	for i, m := range a.Meetings {
		if i > 0 {
			p.line("")
		}
		p.meeting(m, zones[m.Person])
	}
	if len(a.Meetings) == 0 {
		p.head("Nobody to meet: no meeting is possible or needed now.")
	}
	if len(a.Unmet) > 0 {
		p.head("Goals that stay short:")
	}
	for _, u := range a.Unmet {
		p.wrap("  "+string(u.Goal)+": ", u.Text)
		p.hint(u.Hint)
	}
	p.rejected(a.Rejected)
	p.problems(a.Problems)
}

func (p *page) meeting(m daemon.MeetingAnswer, zone string) {
	p.line("  %s  %s, %s%s", m.ID, clip(m.Name, 30), p.from(m.Start, m.End), abroad(m.Start, zone))
	p.line("          goal %s; %s", m.Goal, next(m))
	p.reasons("          ", m.Reasons)
}

// abroad is the time for the guest, where the two clocks differ.
func abroad(t time.Time, zone string) string {
	there, err := zoneNamed(zone)
	if err != nil {
		return ""
	}
	local := t.In(there)
	if _, here := t.Zone(); here == offset(local) {
		return ""
	}
	return fmt.Sprintf(" (%s in %s)", local.Format("Mon 15:04"), zone)
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// next is what happens next with m, by its state and the mode of its goal.
func next(m daemon.MeetingAnswer) string {
	switch {
	case m.State == "approved":
		return "approved, goes out by itself"
	case m.State == "proposed":
		return "waits for you: fika approve " + m.ID
	case m.Mode == planner.Book:
		return "fika will approve it itself"
	case m.Mode == planner.Hold:
		return "fika will block the slot, and wait for you"
	}
	return "new; yours to approve"
}

func (p *page) reasons(indent string, list []daemon.ReasonAnswer) {
	for _, r := range list {
		mark := indent + "     "
		if r.Points != 0 {
			mark = fmt.Sprintf("%s%+5.1f", indent, r.Points)
		}
		p.wrap(mark+" ", r.Text)
	}
}

func (p *page) rejected(r daemon.RejectedAnswer) {
	var parts []string
	for _, code := range slices.SortedFunc(maps.Keys(r.Count), func(x, y planner.Code) int {
		if n := r.Count[y] - r.Count[x]; n != 0 {
			return n
		}
		return strings.Compare(string(x), string(y))
	}) {
		parts = append(parts, fmt.Sprintf("%d %s", r.Count[code], slotWord(code)))
	}
	if len(parts) > 0 {
		p.head("Slots that were left out:")
		p.wrap("  ", strings.Join(parts, ", "))
	}
	if len(r.People) > 0 {
		p.head("People who were left out:")
		p.line("  %s; fika why-not PERSON says why", count(len(r.People), "colleague"))
	}
}

// slotWord says what the rule found of a slot that it took away.
func slotWord(code planner.Code) string {
	switch code {
	case planner.CodePast:
		return "in the past"
	case planner.CodeNotice:
		return "too soon"
	case planner.CodeHorizon:
		return "too far ahead"
	case planner.CodeBlackout:
		return "in a blackout"
	case planner.CodeHours:
		return "outside your hours"
	case planner.CodeWindow:
		return "outside your windows"
	case planner.CodeBusy:
		return "while you are busy"
	case planner.CodeOwn:
		return "too close to another coffee"
	case planner.CodeBusyWeek:
		return "in a week that is full"
	case planner.CodePerDay:
		return "on a day that has its coffee"
	case planner.CodePerWeek:
		return "in a week that has its coffees"
	case planner.CodeGuestHours:
		return "outside the guest's hours"
	case planner.CodeGuestBusy:
		return "while the guest is busy"
	}
	return string(code)
}
