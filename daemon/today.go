package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/habit"
	"fika/internal/mailbox"
	"fika/internal/note"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// How far back a day looks, in calendar days.
const (
	keptDays    = 42 // the days that are counted, also over holidays
	lessonDays  = 14 // coffees that may still be written about
	endingDays  = 14 // rhythms that end so soon
	topicPeople = 3  // who named a topic that is worth telling
)

// journal is what a day needs beside a view: what the user wrote and did, which the store
// has. It is read with each question, because writing a note makes no new view.
type journal struct {
	days      []store.Day
	decisions []time.Time // of the user, about coffees
	promises  []note.Note // of the user, open
	notes     []note.Note // of the last days
	topics    []store.Topic
}

func (t *tools) readJournal(ctx context.Context, now time.Time, zone *time.Location) (journal, error) {
	back := func(days int) time.Time { return date.Of(now, zone).AddDays(-days).At(0, zone) }
	var j journal
	var errs [5]error
	j.days, errs[0] = t.store.Days(ctx, date.Of(now, zone).AddDays(-keptDays))
	j.decisions, errs[1] = t.store.Decisions(ctx, back(keptDays))
	j.promises, errs[2] = t.store.Notes(ctx, store.NoteQuery{Open: true, Kinds: []note.Kind{note.Promise}})
	j.notes, errs[3] = t.store.Notes(ctx, store.NoteQuery{Since: back(lessonDays)})
	j.topics, errs[4] = t.store.Topics(ctx, back(topicDays))
	return j, errors.Join(errs[:]...)
}

// Today returns the act of the day, what else could be done, and the days kept.
func (d *Daemon) Today(ctx context.Context, now time.Time) (api.Today, error) {
	v, j, err := d.viewToday(ctx, now)
	if err != nil {
		return api.Today{}, fault(err)
	}
	return v.todayAnswer(now, j), nil
}

// TodayDone marks the act of the day as done: fika sees most that the user does, and not,
// for example, that they thought of a question.
func (d *Daemon) TodayDone(ctx context.Context, now time.Time) (api.Today, error) {
	v, j, err := d.viewToday(ctx, now)
	if err != nil {
		return api.Today{}, fault(err)
	}
	day := v.habitDay(now, j)
	if !day.Done {
		err = d.finishDay(ctx, now, v.zone(), api.ActCode(habit.Choose(now, day).Code))
	}
	if err != nil {
		return api.Today{}, fault(err)
	}
	return d.Today(ctx, now)
}

func (d *Daemon) viewToday(ctx context.Context, now time.Time) (*View, journal, error) {
	v, err := d.currentView(ctx, now)
	if err != nil {
		return nil, journal{}, err
	}
	v = v.at(now)
	j, err := d.readJournal(ctx, now, v.zone())
	return v, j, err
}

// finishDay records that the user did an act on the day of now.
func (d *Daemon) finishDay(ctx context.Context, now time.Time, zone *time.Location, act api.ActCode) error {
	return d.store.SetDay(ctx, store.Day{Date: date.Of(now, zone), Act: act, Done: true})
}

// recordDay records what v asks of the user today, so that the day counts. The first act of
// a day stays, except a hold: what comes later does not make a quiet day a missed one.
func (d *Daemon) recordDay(ctx context.Context, v *View) error {
	recorded, err := d.store.Days(ctx, date.Of(v.now, v.zone()))
	if err != nil || slices.ContainsFunc(recorded, func(had store.Day) bool { return had.Done || had.Act != api.ActHold }) {
		return err
	}
	j, err := d.readJournal(ctx, v.now, v.zone())
	if err != nil {
		return err
	}
	today := store.Day{Date: date.Of(v.now, v.zone()), Act: api.ActCode(habit.Acts(v.now, v.habitDay(v.now, j))[0].Code)}
	if slices.Contains(recorded, today) {
		return nil
	}
	return d.store.SetDay(ctx, today)
}

func (v *View) todayAnswer(now time.Time, j journal) api.Today {
	day := v.habitDay(now, j)
	kept := habit.Count(date.Of(now, v.zone()), day.Working, v.records(j))
	a := api.Today{View: v.reference(), Now: now.In(v.zone()), Act: v.act(now, j), Others: []api.Act{},
		Days: api.DaysKept{Kept: kept.Days, Of: kept.Of, Reserve: kept.Reserve}, Well: len(v.holdAnswers()) == 0 && len(v.allProblems()) == 0}
	for _, other := range habit.Acts(now, day) {
		if one := actAnswer(other); other.Code != habit.Nothing && (one.Text != a.Act.Text || one.Command != a.Act.Command) {
			a.Others = append(a.Others, one)
		}
	}
	for _, y := range v.syncs {
		if at := y.At.In(v.zone()); !y.At.IsZero() && (a.Synced == nil || at.Before(*a.Synced)) {
			a.Synced = &at
		}
	}
	return a
}

// act returns the act of the day.
func (v *View) act(now time.Time, j journal) api.Act {
	if v.Seen.IsZero() && len(v.holdAnswers()) == 0 {
		return api.Act{Code: api.ActNothing, Text: "fika has just started and is reading the calendars", Hint: "try again in a moment, or wait: fika status --fresh"}
	}
	return actAnswer(habit.Choose(now, v.habitDay(now, j)))
}

func actAnswer(a habit.Act) api.Act {
	return api.Act{Code: api.ActCode(a.Code), Text: a.Text, Person: a.Person, Booking: a.Booking, Questions: a.Questions, Hint: a.Hint, Command: a.Command,
		Seconds: int(a.Effort / time.Second)}
}

// habitDay returns what is open on the day of now.
func (v *View) habitDay(now time.Time, j journal) habit.Day {
	d := habit.Day{Zone: v.zone(), Working: v.isWorkingDay, Hold: v.stopOfToday(), Promises: v.debts(j), Past: map[habit.Code]date.Date{}}
	today := date.Of(now, v.zone())
	for _, r := range v.records(j) {
		d.Done = d.Done || r.Done && r.Day == today
	}
	for _, past := range j.days { // oldest first
		if past.Done {
			d.Past[habit.Code(past.Act)] = past.Date
		}
	}
	for _, b := range v.bookings {
		v.addCoffee(&d, b, j)
	}
	for _, t := range j.topics {
		if len(t.People) >= topicPeople {
			d.Topics = append(d.Topics, habit.Topic{Name: t.Name, People: len(t.People)})
		}
	}
	if !v.blind {
		d.Ending = v.endingRhythms(now)
	}
	return d
}

// stopOfToday returns the first hold that needs the user. A full cap resolves itself.
func (v *View) stopOfToday() *habit.Stop {
	for _, h := range v.holdAnswers() {
		if h.Code == api.CodeCaps {
			continue
		}
		if h.Hint == h.Command {
			h.Hint = "" // the command says it all
		}
		return &habit.Stop{Text: h.Text, Command: h.Command, Hint: h.Hint}
	}
	return nil
}

// addCoffee adds to d what b asks of the user.
func (v *View) addCoffee(d *habit.Day, b store.Booking, j journal) {
	coffee := habit.Coffee{ID: b.ID, Person: string(b.Person), Name: namesOf(b), Start: b.Span.Start, Questions: v.questions(b.Goal)}
	switch {
	case b.State == store.Proposed && v.askedByAssistant(b):
		d.Requests = append(d.Requests, habit.Request{Text: fmt.Sprintf("your assistant asks: yes or no to a coffee with %s, %s", namesOf(b), when(b.Span.Start, v.zone())),
			Command: "fika approve " + b.ID, Booking: b.ID, Person: string(b.Person)})
	case b.State == store.Proposed:
		d.Proposals = append(d.Proposals, habit.Proposal{Coffee: coffee, LastSend: v.lastSend(b)})
	case b.State == store.Booked:
		if b.Reply != rsvp.Declined {
			d.Coming = append(d.Coming, coffee)
		}
		if counter := v.counterAnswer(b); counter != nil {
			m := v.meeting(b)
			m.Counter = counter
			act := counterAct(m)
			d.Requests = append(d.Requests, habit.Request{Text: act.Text, Command: act.Command, Booking: b.ID, Person: string(b.Person)})
		}
	case b.State == store.Met:
		guests := b.Guests()
		for _, g := range guests {
			about := b.ID
			if len(guests) > 1 {
				about = string(g.Person)
			}
			d.Met = append(d.Met, habit.Meeting{ID: b.ID, Person: string(g.Person), Name: g.Name, About: about, End: b.Span.End, Noted: j.noted(b, g.Person)})
		}
	}
}

// lastSend returns about when an invitation of b can last be sent.
func (v *View) lastSend(b store.Booking) time.Time {
	day := date.Of(b.Span.Start, v.zone())
	for range max(1, v.settings.Rules.Notice/2) {
		day = v.settings.Rules.WorkingDayBefore(day)
	}
	return day.At(0, v.zone())
}

// noted reports whether the user wrote something about guest since the coffee began.
func (j journal) noted(b store.Booking, guest mailbox.Address) bool {
	return slices.ContainsFunc(j.notes, func(n note.Note) bool { return n.Person == guest && !n.At.Before(b.Span.Start) })
}

// debts are the open promises of the user: those that they wrote down, and the links that
// guests wait for, which the events show.
func (v *View) debts(j journal) (debts []habit.Debt) {
	for _, b := range v.bookings {
		if owed, due := v.linkDue(b); due {
			debts = append(debts, habit.Debt{Text: owed.String(), Command: "fika why " + b.ID, Booking: b.ID, Person: string(b.Person),
				Hint: "write it into the event, as its place or in its text; with video in [me] no link is promised",
				Due:  date.Of(v.now, v.zone()), Coffee: b.Span.Start})
		}
	}
	for _, n := range j.promises {
		name := string(n.Person)
		if p, ok := v.accepted(n.Person); ok {
			name = p.FirstName()
		}
		one := habit.Debt{Text: fmt.Sprintf("you promised %s: %s", name, n.Text), Command: "fika done " + n.ID.String(), Person: string(n.Person), Booking: n.Booking,
			Due: n.Due, Coffee: v.nextCoffee(n.Person)}
		if one.Due.IsZero() && !one.Coffee.IsZero() {
			one.Due = v.settings.Rules.WorkingDayBefore(date.Of(one.Coffee, v.zone()))
		}
		debts = append(debts, one)
	}
	return debts
}

// nextCoffee returns when the next coffee with a person begins, zero if none is booked.
func (v *View) nextCoffee(who mailbox.Address) (next time.Time) {
	for _, b := range v.bookings {
		theirs := slices.ContainsFunc(b.Guests(), func(g store.Guest) bool { return g.Person == who })
		if theirs && b.State == store.Booked && b.Span.Start.After(v.now) && (next.IsZero() || b.Span.Start.Before(next)) {
			next = b.Span.Start
		}
	}
	return next
}

// endingRhythms are the people whom a goal is about to lose, without a coffee on its way.
func (v *View) endingRhythms(now time.Time) (ending []habit.Rhythm) {
	for _, l := range planner.Lapses(now, v.settings.Rules, v.world, endingDays) {
		if p, ok := v.accepted(l.Person); ok {
			ending = append(ending, habit.Rhythm{Person: string(l.Person), Name: p.Name, Weeks: l.Since / 7, Of: l.Latest / 7})
		}
	}
	return ending
}

// records are the days of j. What the user decided on a day makes it one that was kept.
func (v *View) records(j journal) (records []habit.Record) {
	decided := map[date.Date]bool{}
	for _, at := range j.decisions {
		decided[date.Of(at, v.zone())] = true
	}
	for _, d := range j.days {
		records = append(records, habit.Record{Day: d.Date, Code: habit.Code(d.Act), Done: d.Done || decided[d.Date]})
		delete(decided, d.Date)
	}
	for day := range decided {
		records = append(records, habit.Record{Day: day, Code: habit.Decide, Done: true})
	}
	return records
}
