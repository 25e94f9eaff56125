package daemon

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/prose"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// MessageKind is what a message to the user is about.
type MessageKind string

// The kinds of message.
const (
	MessageDay    MessageKind = "day"    // something waits for a decision
	MessageBrief  MessageKind = "brief"  // a coffee begins in ten minutes
	MessageAnswer MessageKind = "answer" // a guest has answered
	MessageHold   MessageKind = "hold"   // fika waits for the user
	MessageWeek   MessageKind = "week"   // on Friday afternoon
)

// Messages says which messages go to the user, when and how.
type Messages struct {
	At       date.Clock      // the message of the day is due then
	Quiet    []planner.Hours // no messages except holds; one that ends before it begins goes over midnight
	Most     int             // on one day on one channel, holds not counted
	Channels []Channel
}

// Channel is one way to the user.
type Channel struct {
	Name    string // unique, without secrets
	Kind    string // for [Options.OpenChannel], as URLFile and Argv
	URLFile string
	Argv    []string
	When    []MessageKind
	Names   bool // people may be named
}

// message is a message that is due. Its texts are made of fixed words, names, times and
// commands: why, notes, ties and titles of events have no way into them.
type message struct {
	kind  MessageKind
	keys  []string // what it is about, for [store.Store.BeginMessage]; no names
	named string
	bare  string // without names
}

func (m message) text(names bool) string {
	if names {
		return m.named
	}
	return m.bare
}

// How long before and after a moment messages about it are due.
const (
	briefTime  = 10 * time.Minute
	answerDays = 3 // an older answer is no news
	weekClock  = 15 * 60
)

// dueMessages returns the messages that are due at now, the most urgent first, whether sent
// or not. promises is how many of the user are open.
func (v *View) dueMessages(now time.Time, promises int) (due []message) {
	for _, of := range []func(time.Time) []message{v.holdMessages, v.briefMessages, v.answerMessages, v.askedMessages, v.dayMessages} {
		due = append(due, of(now)...)
	}
	return append(due, v.weekMessages(now, promises)...)
}

// holdMessages are about holds that do not end without the user. They name nobody: the text
// of a hold may, so only its meaning is sent.
func (v *View) holdMessages(time.Time) (due []message) {
	for _, h := range v.holdAnswers() {
		meaning := api.Holds.Of(h.Code)
		if meaning.Severity != api.Yours && meaning.Severity != api.Broken {
			continue
		}
		text := "fika waits: " + meaning.Cause + ". "
		if command := meaning.Hint.Command; command != "" {
			text += command
		} else {
			text += "fika status"
		}
		due = append(due, message{MessageHold, []string{fmt.Sprintf("hold %s %s", h.Code, h.Since.UTC().Format(time.RFC3339))}, text, text})
	}
	return due
}

// briefMessages are about coffees that begin in the next minutes.
func (v *View) briefMessages(now time.Time) (due []message) {
	for _, b := range v.bookings {
		start := b.Span.Start
		if b.State != store.Booked || b.Reply == rsvp.Declined || now.Before(start.Add(-briefTime)) || !now.Before(start) {
			continue
		}
		bare := fmt.Sprintf("%s: a coffee", v.clock(start))
		named := fmt.Sprintf("%s: %s.", v.clock(start), namesOf(b))
		if ask := v.questions(b.Goal); len(ask) > 0 {
			named += " Ask: " + ask[0]
		}
		due = append(due, message{MessageBrief, []string{fmt.Sprintf("brief %s %s", b.ID, start.UTC().Format(time.RFC3339))}, named, bare})
	}
	return due
}

// answerMessages are about new answers of guests.
func (v *View) answerMessages(now time.Time) (due []message) {
	words := map[rsvp.Reply]string{rsvp.Accepted: "yes", rsvp.Declined: "no", rsvp.Maybe: "maybe"}
	for _, b := range v.bookings {
		if !b.Sent || !b.Changed.After(now.AddDate(0, 0, -answerDays)) || b.Span.Start.Before(now) {
			continue
		}
		for seat, g := range b.Guests() {
			if words[g.Reply] != "" {
				named := fmt.Sprintf("%s said %s to %s", planner.Person{Name: g.Name}.FirstName(), words[g.Reply], v.moment(b.Span.Start))
				due = append(due, message{MessageAnswer, []string{fmt.Sprintf("answer %s %d %s", b.ID, seat, g.Reply)}, named, "1 answer of a guest"})
			}
		}
	}
	return due
}

// combined returns due with all answers in one message: after a night there is one, not a
// heap.
func combined(due []message) []message {
	var all []message
	at := -1
	for _, m := range due {
		switch {
		case m.kind != MessageAnswer:
			all = append(all, m)
		case at < 0:
			at, all = len(all), append(all, m)
		default:
			told := &all[at]
			told.keys = append(slices.Clone(told.keys), m.keys...)
			told.named += "; " + m.named
			told.bare = prose.Count(len(told.keys), "answer") + " of guests"
		}
	}
	return all
}

// dayMessages is the message of the day: what waits for a decision.
func (v *View) dayMessages(now time.Time) []message {
	today := date.Of(now, v.zone())
	if now.Before(today.At(v.settings.Messages.At, v.zone())) || !v.isWorkingDay(today) {
		return nil
	}
	waiting := v.toDecide()
	if len(waiting) == 0 {
		return nil
	}
	named := fmt.Sprintf("yes or no to %s, %s", namesOf(waiting[0]), v.moment(waiting[0].Span.Start))
	if more := len(waiting) - 1; more > 0 {
		named += fmt.Sprintf(", and %d more", more)
	}
	return []message{{MessageDay, []string{"day " + today.String()}, named, prose.Count(len(waiting), "thing") + " to decide"}}
}

// askedMessages are about proposals that an assistant asks the user to decide on. They do
// not wait for the time of the day's message.
func (v *View) askedMessages(time.Time) (due []message) {
	for _, b := range v.toDecide() {
		if v.askedByAssistant(b) {
			due = append(due, message{MessageDay, []string{"asked " + b.ID},
				fmt.Sprintf("your assistant asks: yes or no to %s, %s", namesOf(b), v.moment(b.Span.Start)), "your assistant asks for 1 decision"})
		}
	}
	return due
}

// weekIsDue reports whether now is the time for the message of the week: the afternoon of a
// Friday on which the user works, in a week in which they have time for a review.
func (v *View) weekIsDue(now time.Time) bool {
	today := date.Of(now, v.zone())
	return today.Weekday() == time.Friday && !now.Before(today.At(weekClock, v.zone())) && v.isWorkingDay(today) && v.skipsWeek(now) == ""
}

// weekMessages is the message of the week.
func (v *View) weekMessages(now time.Time, promises int) []message {
	if !v.weekIsDue(now) {
		return nil
	}
	text := fmt.Sprintf("Week: %d to decide, %s, %s in two weeks: fika week", len(v.toDecide()), prose.Count(promises, "promise"), prose.Count(len(v.comingWeeks(now)), "coffee"))
	return []message{{MessageWeek, []string{"week " + date.Of(now, v.zone()).Monday().String()}, text, text}}
}

// toDecide returns the proposals that wait for the user, the next first.
func (v *View) toDecide() (waiting []store.Booking) {
	for _, b := range v.bookings {
		if b.State == store.Proposed {
			waiting = append(waiting, b)
		}
	}
	slices.SortFunc(waiting, func(a, b store.Booking) int { return a.Span.Start.Compare(b.Span.Start) })
	return waiting
}

// isWorkingDay reports whether the user works on d, as far as rules and calendars say.
func (v *View) isWorkingDay(d date.Date) bool {
	for _, away := range v.world.Absent {
		if away.Contains(d.At(12*60, v.zone())) {
			return false
		}
	}
	return v.settings.Rules.IsWorkingDay(d)
}

// onlyHolds reports whether nothing else may disturb the user at now: by their own quiet
// hours, because they are in a meeting, or because they paused fika.
func (v *View) onlyHolds(now time.Time) bool {
	paused := func(h store.Hold) bool { return h.Code == api.CodePaused }
	return v.quietHours(now) || v.inMeeting(now) || slices.ContainsFunc(v.holds, paused)
}

// quietHours reports whether now is in a part of the day without messages.
func (v *View) quietHours(now time.Time) bool {
	local := now.In(v.zone())
	clock := date.Clock(local.Hour()*60 + local.Minute())
	return slices.ContainsFunc(v.settings.Messages.Quiet, func(h planner.Hours) bool {
		if h.From < h.To {
			return h.From <= clock && clock < h.To
		}
		return h.From <= clock || clock < h.To
	})
}

func (v *View) inMeeting(now time.Time) bool {
	for _, busy := range v.world.Busy {
		if busy.Contains(now) {
			return true
		}
	}
	for _, b := range v.bookings {
		if b.State == store.Booked && b.Span.Contains(now) {
			return true
		}
	}
	return false
}

// nextMessage returns when a message may be due that no pass comes in time for: the next
// brief, or the message of the day. It is after now.
func (v *View) nextMessage(now time.Time) (next time.Time) {
	earliest := func(t time.Time) {
		if t.After(now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	today := date.Of(now, v.zone())
	earliest(today.At(v.settings.Messages.At, v.zone()))
	earliest(today.AddDays(1).At(v.settings.Messages.At, v.zone()))
	for _, b := range v.bookings {
		if b.State == store.Booked {
			earliest(b.Span.Start.Add(-briefTime))
		}
	}
	return next
}

func (v *View) clock(t time.Time) string  { return t.In(v.zone()).Format("15:04") }
func (v *View) moment(t time.Time) string { return t.In(v.zone()).Format("Mon 2 Jan 15:04") }

// namesOf returns the names of b's guests.
func namesOf(b store.Booking) string {
	var names []string
	for _, g := range b.Guests() {
		names = append(names, g.Name)
	}
	return prose.List(names)
}
