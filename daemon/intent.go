package daemon

import (
	"errors"
	"fmt"
	"syscall"

	"fika/calendar"
	"fika/internal/store"
)

// An intent is one change of the calendar. It goes this way:
//
//	propose.go, release.go, move.go      record it, before anything is sent; so does the end of a booking
//	send.go, remove.go, reschedule.go    send its request, and get an answer
//	recover.go                           after a crash or a lost answer, looks what became of it
//	this file                            decides what follows from the answer or the finding
//	outcome.go                           does what was decided
//
// The two tables are complete: every answer and every finding has one outcome for each
// purpose. A crash at any point leads to a cell of the second table.

// request is the request of an intent.
type request struct {
	in store.Intent
	b  store.Booking
}

// A purpose is what an intent is still for.
type purpose int

const (
	toBlock   purpose = iota // the slot on the user's own calendar
	toInvite                 // the guest
	toRemove                 // the event of an ended booking
	toMove                   // the event to other times
	toAbandon                // it was to block, invite or move, but the booking has ended: it is never sent again
	purposes                 // how many there are
)

// purpose returns what r is still for.
func (r request) purpose() purpose {
	switch {
	case r.in.Kind == store.Withdraw:
		return toRemove
	case !r.b.State.Live():
		return toAbandon
	case r.in.Kind == store.Invite:
		return toInvite
	case r.in.Kind == store.Reschedule:
		return toMove
	}
	return toBlock
}

// An outcome is what becomes of an intent.
type outcome int

const (
	keep          outcome = iota // it stays open: its request is sent, or sent again
	keepUnsent                   // it stays open, and is never sent again
	finish                       // it was carried out
	giveBack                     // nothing was sent: the booking is approved as before
	expire                       // nothing was sent, and nothing will be: the booking expires
	drop                         // nothing was changed, and the booking has ended already or stays as it is
	deletedByUser                // it was carried out, and the user deleted the event: a decline
	leaveEvent                   // it ends, and its event, if there is one, is the user's
	noteMiss                     // its event is missing: from now on the time counts
	holdUnknown                  // its outcome is unknown: hold, and look again
	neverAgain                   // the calendar altered the event: never send the request again, and hold
	askLater                     // a calendar could not be asked: hold
	pause                        // nothing was changed: leave the calendar alone for a while, and hold
	pauseBack                    // both pause and giveBack
	pauseDoubt                   // both pause and holdUnknown
	restGuest                    // the calendar rejects the guest: the booking ends, and they rest
	lookForEvent                 // look for the event and decide by what is found
	lookAtSlot                   // look at the blocked slot that was to become the invitation
)

// An answer is what a calendar answered to a request.
type answer int

const (
	accepted       answer = iota
	undrafted             // there was nothing to send
	unconfigured          // its calendar is no longer configured
	eventDeleted          // an event with that ID was deleted
	eventExists           // an event with that ID exists
	eventChanged          // the event is not there, or not as fika last saw it
	refusedGuest          // the calendar rejects the guest
	refusedRequest        // the calendar rejects this, for a reason that concerns more than the guest
	impossible            // the calendar rejects it because of what the event is by now
	notNow                // nothing was changed, for a reason that may pass
	diskFull              // nothing was changed, because the disk of a folder is full
	eventAltered          // the calendar altered the event
	unclear               // the answer was lost, or says nothing
	answers               // how many there are
)

// afterAnswer says what becomes of an intent by the answer to its request. In the second
// column, an earlier request is still in doubt, so the booking cannot go back: what that
// one did is looked for in the next pass.
var afterAnswer = [answers]struct{ create, createInDoubt, remove, move outcome }{
	accepted:       {finish, finish, finish, finish},
	undrafted:      {expire, expire, drop, drop},
	unconfigured:   {expire, expire, drop, drop},
	eventDeleted:   {deletedByUser, deletedByUser, lookForEvent, deletedByUser},
	eventExists:    {lookForEvent, lookForEvent, pauseDoubt, pauseDoubt},
	eventChanged:   {lookAtSlot, lookAtSlot, lookForEvent, lookForEvent},
	refusedGuest:   {restGuest, pause, pause, pause},
	refusedRequest: {pauseBack, pause, pause, pause},
	impossible:     {expire, expire, pauseDoubt, drop},
	notNow:         {pauseBack, pause, pause, pause},
	diskFull:       {pauseBack, pause, pauseDoubt, pauseDoubt},
	eventAltered:   {neverAgain, neverAgain, neverAgain, neverAgain},
	unclear:        {pauseDoubt, pauseDoubt, pauseDoubt, pauseDoubt},
}

// after returns what becomes of r by the answer to its request.
func (r request) after(a answer) outcome {
	switch row := afterAnswer[a]; {
	case r.purpose() == toRemove:
		return row.remove
	case r.purpose() == toMove:
		return row.move
	case r.b.State == store.Unknown:
		return row.createInDoubt
	default:
		return row.create
	}
}

// draftError reports that there is nothing to send.
type draftError struct{ err error }

func (e *draftError) Error() string { return e.err.Error() }

// answerOf returns the answer that err is to r. othersAccepted means that the calendar has
// taken another change in this pass: if it then rejects an invitation without a reason,
// the guest is the reason.
func (r request) answerOf(err error, othersAccepted bool) answer {
	var undraftedErr *draftError
	refusal, refused := refusalIn(err)
	temporary := errors.Is(err, calendar.ErrReadOnly) || errors.Is(err, calendar.ErrUnsent)
	switch {
	case err == nil:
		return accepted
	case errors.As(err, &undraftedErr):
		return undrafted
	case errors.Is(err, calendar.ErrDeleted):
		return eventDeleted
	case errors.Is(err, calendar.ErrExists):
		return eventExists
	case errors.Is(err, calendar.ErrChanged), errors.Is(err, calendar.ErrNotFound):
		return eventChanged
	case refused && r.in.Kind == store.Invite && (refusal.Part == calendar.PartGuest || othersAccepted && !temporary):
		return refusedGuest
	case refused:
		return refusedRequest
	case errors.Is(err, calendar.ErrRefused):
		return impossible
	case temporary:
		return notNow
	case errors.Is(err, syscall.ENOSPC):
		return diskFull
	case errors.Is(err, calendar.ErrAltered):
		return eventAltered
	}
	return unclear
}

// A finding is what is known of an intent after a crash or a lost answer.
type finding int

const (
	notSent       finding = iota // no request was sent
	notSentLate                  // the same, and the coffee or its new start is past
	unseen                       // its calendar is no longer configured
	unseenOver                   // the same, and the meeting is over
	altered                      // the calendar altered the event
	alteredOver                  // the same, and the meeting is over
	missing                      // its event is on no calendar
	missingLong                  // the same, for long enough to count as gone, or as never arrived
	deleted                      // a calendar remembers that its event was deleted
	unasked                      // a calendar could not be asked
	unanswered                   // a calendar did not answer
	foreign                      // an event has its ID, but not its mark
	blockedSlot                  // only the blocked slot, which it was to turn into the invitation
	blockedSeries                // the same, and the user made it repeat
	series                       // its event, which the user made repeat
	atOldTimes                   // its event, at the times that it was to leave
	atOtherTimes                 // its event, at times that the user chose
	present                      // its event
	findings                     // how many there are
)

// afterFinding says what becomes of an intent by what is found.
var afterFinding = [findings][purposes]outcome{
	//          toBlock   toInvite  toRemove  toMove  toAbandon
	notSent:       {keep, giveBack, keep, keep, drop}, // an invitation was decided on calendars that may have changed
	notSentLate:   {keep, giveBack, keep, drop, drop},
	unseen:        {holdUnknown, holdUnknown, holdUnknown, holdUnknown, holdUnknown},
	unseenOver:    {expire, expire, holdUnknown, drop, expire},
	altered:       {keepUnsent, keepUnsent, leaveEvent, keepUnsent, leaveEvent}, // the user was told to look for it
	alteredOver:   {leaveEvent, leaveEvent, leaveEvent, leaveEvent, leaveEvent},
	missing:       {keep, keep, noteMiss, noteMiss, keep},
	missingLong:   {keep, keep, finish, drop, drop},
	deleted:       {deletedByUser, deletedByUser, finish, deletedByUser, deletedByUser},
	unasked:       {askLater, askLater, askLater, askLater, askLater},
	unanswered:    {holdUnknown, holdUnknown, holdUnknown, holdUnknown, holdUnknown},
	foreign:       {holdUnknown, holdUnknown, holdUnknown, drop, leaveEvent},
	blockedSlot:   {finish, keep, keep, drop, drop},
	blockedSeries: {finish, keep, keep, drop, leaveEvent},
	series:        {finish, finish, keep, drop, leaveEvent},
	atOldTimes:    {finish, finish, keep, keep, finish}, // of an abandoned intent it is removed like any cancelled coffee
	atOtherTimes:  {finish, finish, keep, drop, finish},
	present:       {finish, finish, keep, finish, finish},
}

// findingOf returns the finding about the event e of r, or about err if there is none.
func (o *observation) findingOf(r request, e sourcedEvent, err error) finding {
	switch {
	case errors.Is(err, calendar.ErrDeleted):
		return deleted
	case errors.Is(err, calendar.ErrNotFound) && o.missingLong(r):
		return missingLong
	case errors.Is(err, calendar.ErrNotFound):
		return missing
	case errors.Is(err, calendar.ErrUnsent):
		return unasked
	case err != nil:
		return unanswered
	case e.Mark.Booking != r.b.ID:
		return foreign
	}
	slot := r.in.Kind == store.Invite && r.b.Event != "" && o.stillBlock(r.b, e)
	switch {
	case slot && e.Repeats:
		return blockedSeries
	case slot:
		return blockedSlot
	case e.Repeats:
		return series
	case r.in.Kind != store.Reschedule || sameSpan(e.Span, r.in.To):
		return present
	case sameSpan(e.Span, r.b.Span):
		return atOldTimes
	}
	return atOtherTimes
}

// missingLong reports whether the event of r is missing for so long that it counts as
// gone, or as never arrived: a server may not show a new event at once.
func (o *observation) missingLong(r request) bool {
	since := r.b.Ended
	if r.purpose() == toRemove || r.purpose() == toMove {
		since = r.b.AbsentSince
	}
	return !since.IsZero() && o.now.Sub(since) >= absence
}

// why says why r ends as it does, by the finding; err is the failure to look, if there
// was one.
func (r request) why(f finding, err error) string {
	if why := r.whyNotMoved(f); why != "" && r.purpose() == toMove {
		return why
	}
	switch f {
	case notSent:
		if r.purpose() == toAbandon {
			return "nothing had been sent"
		}
		return "not sent yet, and looked at again"
	case unseen:
		return fmt.Sprintf("calendar %q is no longer configured, so fika does not see whether %s was sent", r.in.Calendar, r.b.ID)
	case unseenOver:
		return fmt.Sprintf("calendar %q is no longer configured, and nobody knows whether it was sent", r.in.Calendar)
	case altered, alteredOver:
		return "the calendar changed the event, and its outcome is unknown"
	case missing:
		return "the event to remove is on none of your calendars"
	case missingLong:
		return "nothing of it reached the calendar"
	case deleted:
		return "you deleted the event"
	case unanswered:
		return fmt.Sprintf("the calendar does not say whether %s was sent: %v", r.b.ID, err)
	case foreign:
		if r.purpose() == toAbandon {
			return "you made the event your own, so it stays"
		}
		return fmt.Sprintf("the event %s is there, but it is not fika's", r.in.Event)
	case series, blockedSeries:
		return "you made the event your own, so it stays"
	case blockedSlot:
		return "the invitation did not reach the calendar"
	}
	return ""
}

// refusalIn returns the refusal in err; false if there is none.
func refusalIn(err error) (*calendar.Refusal, bool) {
	var refusal *calendar.Refusal
	ok := errors.As(err, &refusal)
	return refusal, ok
}
