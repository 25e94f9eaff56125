package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
)

func newBookingsCommand(a *cli) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:     "bookings",
		GroupID: daily,
		Short:   "List proposals and bookings with their state",
		Example: "  fika bookings\n  fika bookings --all --json",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := call(cmd.Context(), a, api.CallBookings, api.BookingsArgs{All: all})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) {
				if len(answer.Bookings) == 0 {
					out.Line("No bookings. To see what fika would do: fika plan")
					return
				}
				out.bookings(answer.Bookings)
			})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "include those that are over")
	return a.addFreshFlag(cmd)
}

func (p *page) bookings(list []api.Booking) {
	var rows [][]string
	for _, b := range list {
		state := apitext.State(b.State, b.Reply)
		if b.MovingTo != nil {
			state += ", moves to " + p.When(*b.MovingTo)
		}
		rows = append(rows, []string{b.ID, p.When(b.Start), b.Name, p.Clip(b.Goal, 18), state})
	}
	p.Fit(2, rows...)
	for _, b := range list {
		p.counter(b.ID+"  ", b.Counter, b.ID, b.Name)
		p.comments(b.ID+"  ", b.Comments)
	}
}

// counter prints what the guest called who asks for instead of the coffee with that ID.
func (p *page) counter(lead string, c *api.Counter, id, who string) {
	if c == nil {
		return
	}
	text, hint := apitext.Counter(c, id, who, p.When)
	p.Wrap(lead, text)
	p.Hint(hint)
}

// comments prints what guests wrote.
func (p *page) comments(lead string, list []api.Comment) {
	for _, c := range list {
		p.Wrap(lead, fmt.Sprintf("%s wrote: %q", c.Name, c.Text))
	}
}
