package daemon

import (
	"errors"
	"slices"
	"syscall"
	"testing"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// The groups of outcomes that the promise is about.
var (
	sendsAgain = []outcome{keep, giveBack, pause, pauseBack, askLater, noteMiss} // the intent or a new one may send a request
	closes     = []outcome{giveBack, expire, drop, deletedByUser, leaveEvent, restGuest, pauseBack, finish}
	holdsUp    = []outcome{holdUnknown, neverAgain, askLater, pause, pauseBack, pauseDoubt}
)

// TestNoInvitationTwice checks every cell of the tables: an invitation is only sent again,
// by this intent or by a new one, if it is certain that the calendar has none.
func TestNoInvitationTwice(t *testing.T) {
	for f := range findings {
		certain := slices.Contains([]finding{notSent, notSentLate, missing, missingLong, blockedSlot, blockedSeries, unasked}, f)
		if again := slices.Contains(sendsAgain, afterFinding[f][toInvite]); again && !certain {
			t.Errorf("finding %d: the invitation is sent again", f)
		}
	}
	for a := range answers {
		nothingChanged := slices.Contains([]answer{refusedRequest, notNow, diskFull}, a)
		if again := slices.Contains(sendsAgain, afterAnswer[a].create); again && !nothingChanged {
			t.Errorf("answer %d: the invitation is sent again", a)
		}
		// While an earlier request is in doubt, the booking never goes back to the plan.
		if x := afterAnswer[a].createInDoubt; x == giveBack || x == pauseBack || x == restGuest {
			t.Errorf("answer %d to a repeated request: outcome %d forgets the first", a, x)
		}
	}
	if afterAnswer[unclear].create != pauseDoubt || afterAnswer[eventAltered].create != neverAgain {
		t.Error("an answer that was lost, or something else in the calendar, leaves no doubt")
	}
}

// TestEveryIntentEnds checks that no finding keeps an intent of an ended booking, or one
// whose meeting is over, open forever.
func TestEveryIntentEnds(t *testing.T) {
	for f := range findings {
		for p, x := range afterFinding[f] {
			if p := purpose(p); p == toAbandon && ((x == keep || x == keepUnsent) && f != missing || x == giveBack || x == restGuest) {
				t.Errorf("finding %d: an abandoned intent stays open or revives its booking, outcome %d", f, x)
			}
			if slices.Contains([]finding{unseenOver, alteredOver}, f) && purpose(p) != toRemove && !slices.Contains(closes, x) {
				t.Errorf("finding %d, purpose %d: the meeting is over and the intent stays open", f, p)
			}
		}
	}
	for _, f := range []finding{unseen, unasked, unanswered} {
		for p, x := range afterFinding[f] {
			if !slices.Contains(holdsUp, x) {
				t.Errorf("finding %d, purpose %d: fika does not know, and does not hold", f, p)
			}
		}
	}
}

// TestNoMoveWithoutALook checks every cell of the tables for a reschedule: it is sent again
// only if the event is seen at its old times or nothing was sent, and what the user did
// with the event ends it.
func TestNoMoveWithoutALook(t *testing.T) {
	for f := range findings {
		x := afterFinding[f][toMove]
		seen := slices.Contains([]finding{notSent, atOldTimes}, f)
		if (x == keep) != seen {
			t.Errorf("finding %d: outcome %d", f, x)
		}
		if slices.Contains([]outcome{giveBack, expire, restGuest, lookAtSlot}, x) {
			t.Errorf("finding %d: outcome %d ends or reverts a coffee whose guest knows it", f, x)
		}
		if theirs := slices.Contains([]finding{foreign, series, atOtherTimes, notSentLate, unseenOver, missingLong}, f); theirs && x != drop {
			t.Errorf("finding %d: outcome %d, want that the coffee stays as it is", f, x)
		}
	}
	for a := range answers {
		x := afterAnswer[a].move
		if slices.Contains([]outcome{keep, giveBack, expire, restGuest, pauseBack, lookAtSlot}, x) {
			t.Errorf("answer %d: outcome %d", a, x)
		}
	}
	if afterAnswer[unclear].move != pauseDoubt || afterAnswer[eventChanged].move != lookForEvent || afterFinding[present][toMove] != finish {
		t.Error("a lost answer leaves no doubt, or a changed event is not looked at")
	}
}

// TestPurpose checks what each kind of intent is for, in each state of its booking.
func TestPurpose(t *testing.T) {
	for _, state := range []store.State{store.Proposed, store.Approved, store.Sending, store.Unknown, store.Booked,
		store.Met, store.Missed, store.Declined, store.Cancelled, store.Skipped, store.Expired, store.Released, store.Refused} {
		for kind, want := range map[store.Kind]purpose{store.Block: toBlock, store.Invite: toInvite, store.Withdraw: toRemove, store.Reschedule: toMove} {
			if !state.Live() && kind != store.Withdraw {
				want = toAbandon
			}
			r := request{store.Intent{Kind: kind}, store.Booking{State: state}}
			if got := r.purpose(); got != want {
				t.Errorf("%s of a booking that is %s: purpose %d, want %d", kind, state, got, want)
			}
		}
	}
}

// TestAnswers checks what follows from each error of a calendar: for an invitation, for
// one whose first request has an unknown outcome, and for a removal.
func TestAnswers(t *testing.T) {
	guest, all := &calendar.Refusal{Part: calendar.PartGuest}, &calendar.Refusal{Part: calendar.PartAll}
	for _, c := range []struct {
		name                  string
		err                   error
		others                bool // it takes the changes of others
		first, second, remove outcome
		move                  outcome
	}{
		{"yes", nil, false, finish, finish, finish, finish},
		{"nothing to send", &draftError{errors.New("gone")}, false, expire, expire, drop, drop},
		{"deleted", errors.Join(calendar.ErrExists, calendar.ErrDeleted), false, deletedByUser, deletedByUser, lookForEvent, deletedByUser},
		{"there already", calendar.ErrExists, false, lookForEvent, lookForEvent, pauseDoubt, pauseDoubt},
		{"changed", calendar.ErrChanged, false, lookAtSlot, lookAtSlot, lookForEvent, lookForEvent},
		{"not there", calendar.ErrNotFound, false, lookAtSlot, lookAtSlot, lookForEvent, lookForEvent},
		{"not this guest", guest, false, restGuest, pause, pause, pause},
		{"not this one", all, true, restGuest, pause, pause, pause},
		{"no reason", all, false, pauseBack, pause, pause, pause},
		{"no right, with others", errors.Join(all, calendar.ErrReadOnly), true, pauseBack, pause, pause, pause},
		{"not this event", calendar.ErrRefused, false, expire, expire, pauseDoubt, drop},
		{"read only", calendar.ErrReadOnly, false, pauseBack, pause, pause, pause},
		{"not now", calendar.ErrUnsent, false, pauseBack, pause, pause, pause},
		{"disk full", syscall.ENOSPC, false, pauseBack, pause, pauseDoubt, pauseDoubt},
		{"something else", calendar.ErrAltered, false, neverAgain, neverAgain, neverAgain, neverAgain},
		{"lost", errors.New("connection reset"), false, pauseDoubt, pauseDoubt, pauseDoubt, pauseDoubt},
	} {
		for _, r := range []struct {
			request
			want outcome
		}{
			{request{store.Intent{Kind: store.Invite}, store.Booking{State: store.Sending}}, c.first},
			{request{store.Intent{Kind: store.Invite}, store.Booking{State: store.Unknown}}, c.second},
			{request{store.Intent{Kind: store.Withdraw}, store.Booking{State: store.Cancelled}}, c.remove},
			{request{store.Intent{Kind: store.Reschedule}, store.Booking{State: store.Booked}}, c.move},
		} {
			if got := r.after(r.answerOf(c.err, c.others)); got != r.want {
				t.Errorf("%s, to %s of a booking that is %s: outcome %d, want %d", c.name, r.in.Kind, r.b.State, got, r.want)
			}
		}
	}
}

// TestFindings checks how what is found of an intent is classified, for each kind.
func TestFindings(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	people := []planner.Person{{ID: "ana@example.com", Name: "Ana"}}
	o := &observation{now: now, people: people, roster: planner.NewRoster(people)}
	o.settings.Addresses = []mailbox.Address{"maya@example.com"}
	at := span.New(now.Add(48*time.Hour), 25*time.Minute)
	invited := calendar.Event{ID: "e", ETag: "2", Mark: calendar.Mark{Booking: "b"}, Span: at, Attendees: []calendar.Attendee{{Address: "ana@example.com"}}}
	slot := calendar.Event{ID: "e", ETag: "1", Mark: calendar.Mark{Booking: "b"}, Span: at, Title: blockTitle + "Ana"}
	with := func(e calendar.Event, change func(*calendar.Event)) calendar.Event { change(&e); return e }
	live := store.Booking{ID: "b", Person: "ana@example.com", State: store.Sending, Span: at}
	held, ended, missed := live, live, live
	held.Event, held.ETag = "e", "1"
	ended.State, ended.Ended = store.Cancelled, now.Add(-time.Minute)
	missed.State, missed.AbsentSince = store.Cancelled, now.Add(-absence)
	booked := live
	booked.State, booked.Event, booked.ETag, booked.Span = store.Booked, "e", "1", span.New(now.Add(24*time.Hour), 25*time.Minute)
	asMoved := func(hours int) calendar.Event {
		return with(invited, func(e *calendar.Event) { e.Span = span.New(now.Add(time.Duration(hours)*time.Hour), 25*time.Minute) })
	}
	for _, c := range []struct {
		name  string
		kind  store.Kind
		b     store.Booking
		event calendar.Event
		err   error
		want  finding
	}{
		{"invited", store.Invite, live, invited, nil, present},
		{"invited, held before", store.Invite, held, invited, nil, present},
		{"still held", store.Invite, held, slot, nil, blockedSlot},
		{"held, touched by a program", store.Invite, held, with(slot, func(e *calendar.Event) { e.ETag = "9" }), nil, blockedSlot},
		{"held and repeated", store.Invite, held, with(slot, func(e *calendar.Event) { e.Repeats = true }), nil, blockedSeries},
		{"invited, guest and words changed", store.Invite, held, with(invited, func(e *calendar.Event) { e.Attendees, e.Title = nil, "Mine" }), nil, present},
		{"blocked", store.Block, live, slot, nil, present},
		{"repeated", store.Invite, live, with(invited, func(e *calendar.Event) { e.Repeats = true }), nil, series},
		{"of somebody else", store.Invite, live, with(invited, func(e *calendar.Event) { e.Mark = calendar.Mark{} }), nil, foreign},
		{"deleted", store.Invite, live, calendar.Event{}, errors.Join(calendar.ErrNotFound, calendar.ErrDeleted), deleted},
		{"missing", store.Invite, live, calendar.Event{}, calendar.ErrNotFound, missing},
		{"missing after a minute", store.Invite, ended, calendar.Event{}, calendar.ErrNotFound, missing},
		{"missing for long", store.Withdraw, missed, calendar.Event{}, calendar.ErrNotFound, missingLong},
		{"missing since now", store.Withdraw, ended, calendar.Event{}, calendar.ErrNotFound, missing},
		{"at its new times", store.Reschedule, booked, invited, nil, present},
		{"at its old times", store.Reschedule, booked, asMoved(24), nil, atOldTimes},
		{"at times of the user", store.Reschedule, booked, asMoved(72), nil, atOtherTimes},
		{"moved and repeated", store.Reschedule, booked, with(invited, func(e *calendar.Event) { e.Repeats = true }), nil, series},
		{"moved, of somebody else", store.Reschedule, booked, with(invited, func(e *calendar.Event) { e.Mark = calendar.Mark{} }), nil, foreign},
		{"to be moved, missing", store.Reschedule, booked, calendar.Event{}, calendar.ErrNotFound, missing},
		{"to be moved, missing for long", store.Reschedule, func() store.Booking { b := booked; b.AbsentSince = now.Add(-absence); return b }(), calendar.Event{}, calendar.ErrNotFound, missingLong},
		{"not asked", store.Invite, live, calendar.Event{}, calendar.ErrUnsent, unasked},
		{"no answer", store.Invite, live, calendar.Event{}, errors.New("reset"), unanswered},
	} {
		r := request{store.Intent{Kind: c.kind, Attempt: 1, To: at}, c.b}
		if got := o.findingOf(r, sourcedEvent{Event: c.event}, c.err); got != c.want {
			t.Errorf("%s: finding %d, want %d", c.name, got, c.want)
		}
	}
}

// TestFindingsWithoutLooking checks the classifications that need no look at a
// calendar.
func TestFindingsWithoutLooking(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	o := &observation{now: now, configuration: configuration{sources: []Source{{Name: "work", Book: true}}}}
	ahead, over := span.New(now.Add(time.Hour), time.Hour), span.New(now.Add(-time.Hour), time.Hour)
	for _, c := range []struct {
		name  string
		in    store.Intent
		at    span.Span
		want  finding
		known bool
	}{
		{"not sent", store.Intent{Kind: store.Invite}, ahead, notSent, true},
		{"not moved", store.Intent{Kind: store.Reschedule, To: ahead}, ahead, notSent, true},
		{"not moved, and over", store.Intent{Kind: store.Reschedule, To: ahead}, over, notSentLate, true},
		{"not moved, and too late for it", store.Intent{Kind: store.Reschedule, To: over}, ahead, notSentLate, true},
		{"sent", store.Intent{Kind: store.Invite, Attempt: 1, Calendar: "work"}, ahead, 0, false},
		{"unseen", store.Intent{Kind: store.Invite, Attempt: 1, Calendar: "gone"}, ahead, unseen, true},
		{"unseen and over", store.Intent{Kind: store.Invite, Attempt: 1, Calendar: "gone"}, over, unseenOver, true},
		{"altered", store.Intent{Kind: store.Invite, Attempt: 1, Altered: true}, ahead, altered, true},
		{"altered and over", store.Intent{Kind: store.Invite, Attempt: 1, Altered: true}, over, alteredOver, true},
		{"a removal looks elsewhere", store.Intent{Kind: store.Withdraw, Attempt: 1, Calendar: "gone"}, ahead, 0, false},
	} {
		got, known := o.foundBefore(request{c.in, store.Booking{State: store.Sending, Span: c.at}})
		if got != c.want || known != c.known {
			t.Errorf("%s: finding %d, known %t; want %d, %t", c.name, got, known, c.want, c.known)
		}
	}
}
