package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/planner"
)

func newWhyCommand(a *cli) *cobra.Command {
	var letter bool
	cmd := &cobra.Command{
		Use:     "why ID | PERSON",
		GroupID: information,
		Short:   "Explain a booking: why this person, why this slot, and its history",
		Long: `Prints the reasons for and against a booking or a planned meeting, the rules as
of now, and its history. An ID may be shortened while it matches only one;
instead, you can name the person, as for fika why-not.

With --letter it prints the full invitation: as it would be sent now, or once it
was sent, as it is in your calendar.`,
		Example: "  fika why k7q2fa\n  fika why k7 --letter",
		Args:    exactly(idOrPerson),

		ValidArgsFunction: a.completeCoffee,
		RunE: func(cmd *cobra.Command, args []string) error {
			answer, err := call(cmd.Context(), a, api.CallWhy, api.BookingArgs{ID: args[0]})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) {
				if letter {
					out.letterOnly(answer)
					return
				}
				out.why(answer)
			})
		},
	}
	cmd.Flags().BoolVar(&letter, "letter", false, "print the invitation word for word")
	return a.addFreshFlag(cmd)
}

func (p *page) why(a api.Why) {
	b := a.Booking
	p.Line("%s  %s, %s", b.ID, b.Name, p.From(b.Start, b.End))
	p.Line("        %s; goal %s, mode %s", apitext.State(b.State, b.Reply), b.Goal, b.Mode)
	switch {
	case b.MovingTo != nil:
		p.Line("        moves to %s", p.When(*b.MovingTo))
	case b.Pinned && b.State.Live():
		p.Line("        you chose this time")
	}
	p.counter("        ", b.Counter, b.ID, b.Name)
	p.comments("        ", b.Comments)
	p.envelope("        ", a.Letter)
	if len(a.Reasons) > 0 {
		p.Head(fmt.Sprintf("Why, as of %s:", p.Day(a.AsOf)))
	}
	p.reasons("  ", a.Reasons)
	if len(a.Reasons) > 0 {
		p.Line("  %+6.2f in total", a.Score)
	}
	if len(a.Ask) > 0 {
		p.Head("What you want to ask:")
	}
	for _, question := range a.Ask {
		p.Wrap("  - ", question)
	}
	p.alternatives(a.Alternatives)
	p.verdicts("The rules as of now:", a.Checks)
	if len(b.History) > 0 {
		p.Head("History:")
		p.entries(b.History)
	}
}

// alternatives lists alternatives and their cost.
func (p *page) alternatives(list []api.Alternative) {
	if len(list) > 0 {
		p.Head("Alternatives:")
	}
	for _, alt := range list {
		worth := "as good"
		switch {
		case alt.Loss > 0:
			worth = fmt.Sprintf("%.2f less", alt.Loss)
		case alt.Loss < 0:
			worth = fmt.Sprintf("%.2f more", -alt.Loss)
		}
		p.Wrap("  ", fmt.Sprintf("%s: %s", worth, alt.Text))
	}
}

// verdicts prints the verdict of every rule, those about the person first. For goals
// that do not look for the person it prints only new reasons against, in one paragraph
// at the end.
func (p *page) verdicts(title string, list []api.Verdict) {
	if len(list) == 0 {
		return
	}
	p.Head(title)
	foreign := map[string]bool{}
	for _, v := range list {
		if planner.Code(v.Code) == planner.CodeFilter && !v.OK {
			foreign[v.Goal] = true
		}
	}
	var goal string
	said := map[string]bool{}
	for _, v := range list {
		if foreign[v.Goal] {
			continue
		}
		if v.Goal != goal {
			p.Line("  for the goal %s:", v.Goal)
			goal = v.Goal
		}
		mark := "  no  "
		if v.OK {
			mark = "  ok  "
		}
		p.Wrap(mark, v.Text)
		said[v.Text] = true
	}
	if len(foreign) > 0 {
		p.Line("  goals that do not look for this person:")
	}
	for at := 0; at < len(list); {
		var noes []string
		for goal = list[at].Goal; at < len(list) && list[at].Goal == goal; at++ {
			if v := list[at]; foreign[goal] && !v.OK && !said[v.Text] {
				noes = append(noes, v.Text)
				said[v.Text] = true
			}
		}
		if len(noes) > 0 {
			p.Wrap("  no  ", strings.Join(noes, "; also, "))
		}
	}
}
