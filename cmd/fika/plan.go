package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/prose"
)

func newPlanCommand(a *cli) *cobra.Command {
	var lp string
	var letter bool
	cmd := &cobra.Command{
		Use:     "plan",
		GroupID: daily,
		Short:   "Show what fika would do now, and why; sends nothing",
		Long: `Prints the meetings that wait for you and those that fika would add, with their
reasons, the goals that fall short, and what the rules excluded. It sends nothing
and stores nothing.

With --letter it also prints every invitation exactly as it would be sent.

With --lp it also writes the planning problem in the LP format, so that a solver
such as CBC can check that no plan is better.`,
		Example: "  fika plan\n  fika plan --letter\n  fika plan --json\n  fika plan --lp plan.lp && cbc plan.lp solve printingOptions all",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := call(cmd.Context(), a, api.CallPlan, api.NoArgs{})
			if err != nil {
				return err
			}
			if lp != "" {
				if err := a.writeLP(cmd.Context(), lp); err != nil {
					return err
				}
			}
			return a.answer(answer, func(out *page) { out.plan(answer, letter) })
		},
	}
	cmd.Flags().BoolVar(&letter, "letter", false, "print each invitation word for word")
	cmd.Flags().StringVar(&lp, "lp", "", "write the problem to `FILE`")
	return a.addFreshFlag(cmd)
}

// writeLP writes the planning problem to path.
func (a *cli) writeLP(ctx context.Context, path string) error {
	answer, err := call(ctx, a, api.CallLP, api.NoArgs{})
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, []byte(answer.LP), 0o600); err != nil {
		return api.NewFault(api.CodeUnwritable, err.Error())
	}
	a.say("The problem is in %s; its objective includes everything in the score.", path)
	return nil
}

func (p *page) plan(a api.Plan, letter bool) {
	p.holds(a.Holds)
	if len(a.Meetings) > 0 {
		p.Head("Meetings:")
	}
	for i, m := range a.Meetings {
		if i > 0 {
			p.Line("")
		}
		p.meeting(m, a.Now)
		if letter && m.Letter != nil {
			p.Line("")
			p.letter("          ", m.Letter)
		}
	}
	if len(a.Meetings) == 0 {
		p.Head(apitext.EmptyPlan(a))
	}
	p.proof(a)
	p.unmet(a.Unmet)
	p.rejected(a.Rejected)
	p.problems(a.Problems)
	p.age(a.View, a.Now)
}

// proof says how good the plan is: what it adds to the pending meetings.
func (p *page) proof(a api.Plan) {
	switch {
	case a.Unasked > 0:
		people := prose.Count(a.Unasked, "person")
		if a.Score > 0 {
			p.Head(fmt.Sprintf("This plan scores %.2f; not proven: %s not asked yet.", a.Score, people))
		} else {
			p.Head(fmt.Sprintf("Not proven: %s not asked yet.", people))
		}
		p.Line("Including them, no plan can score more than %.2f.", a.Bound)
	case a.Score <= 0:
	case a.Optimal:
		p.Head(fmt.Sprintf("No plan within your rules is better; this one scores %.2f.", a.Score))
	default:
		short := math.Ceil(1000*(a.Bound-a.Score)/a.Bound) / 10 // rounded up, so as not to overstate the plan
		p.Head(fmt.Sprintf("This plan scores %.2f, within %.1f %% of the best.", a.Score, short))
	}
}

// unmet lists the goals that fall short. Goals with the same reason and the same remedy
// share a paragraph.
func (p *page) unmet(list []api.Unmet) {
	if len(list) > 0 {
		p.Head("Goals that fall short:")
	}
	for len(list) > 0 {
		first, rest := list[0], []api.Unmet(nil)
		var short []string
		for _, u := range list {
			if u.Reason != first.Reason || u.Hint != first.Hint || u.Period != first.Period {
				rest = append(rest, u)
				continue
			}
			short = append(short, fmt.Sprintf("%s %d", u.Goal, u.Short))
		}
		text := first.Text
		if len(short) > 1 {
			text = prose.List(short) + " short"
			if first.Period != "" {
				text += " this " + first.Period
			}
			text += ": " + first.Reason
		}
		p.Wrap("  ", text)
		p.Hint(first.Hint)
		list = rest
	}
}

// meeting prints m with its most important reasons, including a different clock of the
// guest; fika why prints all of them.
func (p *page) meeting(m api.Meeting, now time.Time) {
	p.Line("  %s  %s, %s", m.ID, p.Clip(m.Name, 30), p.From(m.Start, m.End))
	p.Wrap("          ", fmt.Sprintf("goal %s; %s", m.Goal, apitext.Next(m)))
	if day := p.Day(m.AsOf); len(m.Reasons) > 0 && day != p.Day(now.In(m.AsOf.Location())) {
		p.Line("          why, as of %s:", day)
	}
	p.reasons("          ", slices.DeleteFunc(slices.Clone(m.Reasons), func(r api.Reason) bool {
		return r.Points != 0 && math.Abs(r.Points) < 0.1
	}))
}

func (p *page) reasons(indent string, list []api.Reason) {
	for _, r := range list {
		mark := indent + "      "
		if r.Points != 0 {
			mark = fmt.Sprintf("%s%+6.2f", indent, r.Points)
		}
		p.Wrap(mark+" ", r.Text)
	}
}

func (p *page) rejected(r api.Rejected) {
	if len(r.Count) > 0 {
		p.Head("Slots that were excluded:")
		p.Wrap("  ", apitext.Slots(r.Count))
	}
	if len(r.People) > 0 {
		p.Head("People who were excluded:")
		p.Wrap("  ", apitext.People(r.People)+"; fika why-not PERSON says why")
	}
}
