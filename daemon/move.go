package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/prose"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// maxMoves is how often fika moves one coffee whose guest knows about it, and they are
// told at most once a day: a coffee that wanders is worse than none.
const maxMoves = 3

// Move gives the coffee that what names another start. A proposal has it at once, and stays
// there until the user decides otherwise. If the coffee is in the calendar, the next pass
// moves its event, and a guest who was invited is asked again. A start that breaks a
// rule is refused with [api.CodeGuarded] and every rule that it breaks. A move of an event
// that was not sent yet is taken back by a move to where the event is.
func (d *Daemon) Move(ctx context.Context, now time.Time, what string, start time.Time) (api.Change, error) {
	stays := false
	describe := func(v *View, b store.Booking, a *api.Change) { v.describeMove(b, stays, a) }
	return d.orderWith(ctx, now, describe, func(v *View) (store.Booking, error) {
		if b, back := v.movesBack(what, start); back {
			stays = true
			return d.store.DropMove(ctx, now, b.ID, v.stays(b))
		}
		b, t, err := v.planMove(now, what, start)
		if err != nil {
			return b, err
		}
		if b, err = d.stored(ctx, now, b); err != nil {
			return b, err
		}
		moved, err := d.store.Move(ctx, now, b.ID, t, v.moveLimits())
		return moved, v.movedOften(b, err)
	})
}

// PreviewMove returns the coffee as it is, with the start that it would get, and what that
// would mean for its guest. That start is its own if a move is taken back, of which nobody
// hears. It refuses what [Daemon.Move] would.
func (d *Daemon) PreviewMove(ctx context.Context, now time.Time, what string, start time.Time) (api.Change, error) {
	return Ask(ctx, d, now, func(v *View, now time.Time) (api.Change, error) {
		if b, back := v.movesBack(what, start); back {
			a := api.Change{Booking: v.bookingAnswer(b), Effect: effectOfStaying, Holds: v.holdAnswers()}
			a.Booking.MovingTo = &a.Booking.Start
			return a, nil
		}
		b, _, err := v.at(now).planMove(now, what, start)
		if err != nil {
			return api.Change{}, err
		}
		a := api.Change{Booking: v.bookingAnswer(b), Effect: v.moveEffect(b), Holds: v.holdAnswers()}
		to := start.In(v.zone())
		a.Booking.MovingTo = &to
		return a, nil
	})
}

// effectOfStaying is what taking back a move means for the guest.
const effectOfStaying = "It stays where it is, and nobody was told of the move."

// movesBack returns the coffee that what names if it is about to be moved away from start,
// and nothing was sent of that.
func (v *View) movesBack(what string, start time.Time) (store.Booking, bool) {
	b, err := v.findCoffee(what, forOrder)
	return b, err == nil && v.isToMove(b) && start.Equal(b.Span.Start)
}

// isToMove reports whether the event of b is about to get other times, and nothing was sent
// of that as far as o knows.
func (o *observation) isToMove(b store.Booking) bool {
	return slices.ContainsFunc(o.intents, func(in store.Intent) bool {
		return in.Booking == b.ID && in.Kind == store.Reschedule && in.Attempt == 0
	})
}

// stays is the note about a move that was taken back.
func (o *observation) stays(b store.Booking) string {
	return "taken back; it stays on " + when(b.Span.Start, o.zone()) + ", and nobody was told"
}

// planMove returns the coffee that what names and the times that it gets by a move to
// start, if it can be moved there.
func (v *View) planMove(now time.Time, what string, start time.Time) (store.Booking, store.Times, error) {
	b, err := v.findCoffee(what, forOrder)
	if err != nil {
		return b, store.Times{}, err
	}
	if v.blind {
		return b, store.Times{}, v.blindness()
	}
	to := span.New(start, b.Span.Len())
	if err := v.cannotMove(b, to); err != nil {
		return b, store.Times{}, err
	}
	if broken := v.brokenBy(b, to); len(broken) > 0 {
		rules := "a rule"
		if len(broken) > 1 {
			rules = fmt.Sprintf("%d rules", len(broken))
		}
		return b, store.Times{}, &api.Fault{Code: api.CodeGuarded, Text: fmt.Sprintf("%s breaks %s: %s", when(start, v.zone()), rules, strings.Join(broken, "; ")),
			Hint: "fika free --person " + string(b.Person) + " lists starts that the rules allow"}
	}
	t := store.Times{To: to, Note: fmt.Sprintf("from %s to %s", when(b.Span.Start, v.zone()), when(start, v.zone()))}
	if b.Event == "" {
		t.Score, t.Reasons = v.reasonsAt(b, to)
	}
	return b, t, nil
}

// cannotMove says why b cannot be moved to to, whatever the rules say; nil if it can.
func (v *View) cannotMove(b store.Booking, to span.Span) error {
	_, configured := v.home(b)
	refused := v.refusedOnEvent(b)
	switch {
	case b.State != Planned && !b.State.Live(), b.State == store.Sending, b.State == store.Unknown:
		return fmt.Errorf("%w: it is %s", store.ErrWrongState, b.State)
	case !v.now.Before(b.Span.Start):
		return api.NewFault(api.CodeTooLate, fmt.Sprintf("the coffee with %s has begun", names(b)))
	case to.Start.Equal(b.Span.Start):
		return api.NewFault(api.CodeInvalid, fmt.Sprintf("the coffee with %s is at that time already", names(b)))
	case b.Event != "" && !configured:
		return api.NewFault(api.CodeTooLate, fmt.Sprintf("calendar %q is no longer configured, so fika cannot move the event", b.Calendar))
	case refused != "":
		return &api.Fault{Code: api.CodeGuarded, Text: refused, Hint: "fika why " + b.ID}
	case !b.AbsentSince.IsZero():
		return api.NewFault(api.CodeTooLate, fmt.Sprintf("the event with %s is missing, or somebody is missing on it; the next passes see to that", names(b)))
	}
	return nil
}

// brokenBy returns the sentence of every rule that b would break at to.
func (o *observation) brokenBy(b store.Booking, to span.Span) (broken []string) {
	b.Span = to
	for _, one := range plannerBookings([]store.Booking{b}) {
		for _, v := range planner.ChecksToPlan(o.now, o.settings.Rules, o.world, one) {
			if !v.OK && !slices.Contains(broken, v.Text) {
				broken = append(broken, v.Text)
			}
		}
	}
	return append(broken, prose.NonEmpty(o.tooLate(b), o.misplaced(b))...)
}

// misplaced says why the place in the invitation of b does not suit b's times; "" if it
// does, or if nobody was invited yet. A move changes no place: the guest has read it.
func (o *observation) misplaced(b store.Booking) string {
	if !b.Sent || !b.Where.AtSite() {
		return ""
	}
	at, ok := planner.PlaceOf(o.settings.Rules, o.world, plannerBooking(b))
	if !ok || at.AtSite() {
		return ""
	}
	return fmt.Sprintf("the invitation says %s, and that day it could only be %s", b.Where.Words(), at.Words())
}

// reasonsAt returns the score of b at to, and the reasons for it. If the planner has none,
// such as for a guest who rests by now, they are those of b that are not about its times.
func (o *observation) reasonsAt(b store.Booking, to span.Span) (score planner.Points, reasons []planner.Reason) {
	world := o.world
	world.Bookings = slices.DeleteFunc(slices.Clone(world.Bookings), func(other planner.Booking) bool { return other.ID == b.ID })
	plan, _ := planner.PlanWith(o.now, o.settings.Rules, world, b.Person, to.Start)
	for _, m := range plan.Meetings {
		if slices.Contains(m.Guests(), b.Person) && m.Second == b.Second.Person && m.Goal == b.Goal && sameSpan(m.Span, to) {
			return m.Score, m.Reasons
		}
	}
	reasons = []planner.Reason{}
	for _, r := range b.Reasons {
		if !r.Code.AboutStart() {
			score, reasons = score+r.Points, append(reasons, r)
		}
	}
	return score, reasons
}

// reasonsAsOf is when the reasons of b were computed.
func reasonsAsOf(b store.Booking) time.Time { return later(b.Created, b.Moved.At) }

// moveLimits are how often the guest of one coffee may be told of other times.
func (v *View) moveLimits() []store.MoveLimit {
	today := date.Of(v.now, v.zone()).At(0, v.zone())
	return []store.MoveLimit{{Since: today, Max: 1}, {Max: maxMoves}}
}

// movedOften puts into words that the guest of b was told of other times often enough.
// Other errors stay.
func (v *View) movedOften(b store.Booking, err error) error {
	often := (*store.MovedOftenError)(nil)
	switch {
	case !errors.As(err, &often):
		return err
	case often.Limit.Since.IsZero():
		return &api.Fault{Code: api.CodeGuarded, Text: fmt.Sprintf("the coffee with %s was moved %s already, and its guest shall not be asked again", names(b), prose.Count(often.Limit.Max, "time")),
			Hint: "to end it: fika cancel " + b.ID}
	}
	return &api.Fault{Code: api.CodeGuarded, Text: fmt.Sprintf("the coffee with %s was moved today, and its guest is asked again at most once a day", names(b)),
		Hint: "move it tomorrow, or end it: fika cancel " + b.ID}
}

// describeMove adds to a what the move of b means, or that it stays.
func (v *View) describeMove(b store.Booking, stays bool, a *api.Change) {
	a.Effect = v.moveEffect(b)
	if stays {
		a.Effect = effectOfStaying
	}
	if b.State == store.Approved {
		a.Letter = v.letterOf(b)
	}
}

// moveEffect describes what moving b means for its guests, and when they find out.
func (o *observation) moveEffect(b store.Booking) string {
	who := o.firstNames(b)
	home, _ := o.home(b)
	switch {
	case b.Event == "" && b.State == store.Approved:
		return "It stays at that time. " + o.sendEffect(b)
	case b.Event == "":
		return "Nobody was notified. It stays at that time until you decide."
	case !b.Sent:
		return "Nobody was notified; the next pass moves the blocked slot."
	case home.Invites:
		return fmt.Sprintf("The next pass moves the event, and the calendar's server then asks %s again.", who)
	}
	return fmt.Sprintf("The next pass moves the event in the calendar %q; %s %s asked again once that calendar has been synced, "+
		"and only if its server sends updates; else tell %s yourself.", home.Name, who, agree(b, "is", "are"), who)
}

// refusedOnEvent is saidNo of b's event as the view knows it.
func (v *View) refusedOnEvent(b store.Booking) string {
	e, ok := v.eventOf(b)
	if !ok || !b.Sent {
		return ""
	}
	return v.saidNo(e.Event, b)
}
