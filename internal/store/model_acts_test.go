package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// What can be done to a store, and what the model does for it.

func (m *model) propose(r *rapid.T) {
	m.tick(r)
	who := rapid.SampledFrom([]mailbox.Address{"ann", "bob", "eva", "ida", "kim"}).Draw(r, "person")
	p := with(who, rapid.Float64Range(0, 100).Draw(r, "start"))
	p.Team = rapid.SampledFrom([]string{"hr", "sales"}).Draw(r, "team")
	if rapid.Bool().Draw(r, "approved") {
		p.Due = m.now
	}
	b, err := m.s.Propose(r.Context(), m.now, p)
	if m.hasLive(who) {
		is(r, err, ErrHasLiveBooking)
		return
	}
	ok(r, err)
	b.Span = p.Meeting.Span
	m.bookings = append(m.bookings, &b)
	m.to(&b, b.State)
}

func (m *model) approve(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Proposed)
	_, err := m.s.Approve(r.Context(), m.now, b.ID, m.now.Add(time.Hour), api.ByUser)
	if b.State != Proposed {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	m.to(b, Approved)
	b.Due = m.now.Add(time.Hour)
}

func (m *model) reopen(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Approved, Skipped)
	_, err := m.s.Reopen(r.Context(), m.now, b.ID, Cause{By: api.ByUser})
	switch {
	case b.State != Approved && b.State != Skipped:
		is(r, err, ErrWrongState)
		return
	case b.State == Skipped && m.hasLive(b.Person):
		is(r, err, ErrHasLiveBooking)
		return
	case b.State == Skipped:
		b.Generation++
	}
	ok(r, err)
	m.to(b, Proposed)
	b.Due = time.Time{}
}

// day is the last 24 hours and this very moment.
func (m *model) day() span.Span {
	return span.Span{Start: m.now.Add(-24 * time.Hour), End: m.now.Add(1)}
}

// full reports whether a limit is reached.
func (m *model) full(team string) bool {
	open, day, ofTeam := 0, 0, 0
	for _, p := range m.intents {
		if !p.debit {
			continue
		}
		b := m.of(p)
		if b.Ended.IsZero() && b.Reply == "" {
			open++
		}
		if m.day().Contains(p.sent) {
			day++
		}
		if b.Team == team {
			ofTeam++
		}
	}
	return open >= maxOpen || day >= maxDay || ofTeam >= maxTeam
}

func (m *model) invite(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Approved)
	event := fmt.Sprintf("%s.%d", b.ID, b.Generation)
	in, err := m.s.Intend(r.Context(), m.now, b.ID, Invite, event, []Limit{
		{Code: "open", Max: maxOpen, Open: true}, {Code: "day", Max: maxDay, Sent: m.day()}, {Code: "team", Max: maxTeam, Team: b.Team},
	})
	switch {
	case b.State != Approved:
		is(r, err, ErrWrongState)
	case m.full(b.Team):
		is(r, err, errCap)
	case m.hasOpen(b):
		is(r, err, ErrWrongState)
	default:
		ok(r, err)
		m.to(b, Sending)
		m.record(b, Invite, event).ID = in.ID
	}
}

func (m *model) block(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Proposed, Approved)
	event := fmt.Sprintf("%s.%d", b.ID, b.Generation)
	in, err := m.s.Intend(r.Context(), m.now, b.ID, Block, event, nil)
	if b.State != Proposed && b.State != Approved || m.hasOpen(b) {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	m.record(b, Block, event).ID = in.ID
}

func (m *model) attempt(r *rapid.T) {
	p := m.anyIntent(r)
	sent := p.Intent
	sent.Calendar, sent.CalendarID = "work", "me@example.com"
	err := m.s.Attempt(r.Context(), sent)
	if !p.open {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	p.Intent = sent
	p.Attempt++
}

func (m *model) done(r *rapid.T) {
	m.tick(r)
	p := m.anyIntent(r)
	b := m.of(p)
	etag := rapid.StringN(1, 3, 3).Draw(r, "etag")
	at := Place{Calendar: "work", CalendarID: "me@example.com", UID: "uid"}
	err := m.s.Done(r.Context(), m.now, p.Intent, Receipt{Place: at, ETag: etag, Digest: "d", Reply: rsvp.NoReply})
	if !p.open {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	p.open = false
	if p.Kind == Withdraw {
		b.Place, b.ETag, b.Digest, b.AbsentSince = Place{Calendar: b.Calendar}, "", "", time.Time{}
		m.log++
		return
	}
	at.Event = p.Event
	b.Place, b.ETag, b.Digest, b.AbsentSince = at, etag, "d", time.Time{}
	switch {
	case !b.Ended.IsZero():
		m.record(b, Withdraw, b.Event)
	case p.Kind == Reschedule:
		b.Span = p.To
		if b.Reply != rsvp.NoReply {
			b.Reply, b.Changed = rsvp.NoReply, m.now
		}
		m.log++
	case p.Kind == Invite:
		m.to(b, Booked)
	default:
		m.log++
	}
}

func (m *model) drop(r *rapid.T) {
	m.tick(r)
	p := m.anyIntent(r)
	b := m.of(p)
	to := rapid.SampledFrom([]State{Approved, Expired, Cancelled, Refused}).Draw(r, "to")
	err := m.s.Drop(r.Context(), m.now, p.Intent, to, "why")
	onItsWay := b.State == Sending || b.State == Unknown
	if !p.open {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	p.open, p.debit = false, false
	if p.Kind == Withdraw {
		b.AbsentSince = time.Time{}
		m.log++
		return
	}
	m.forgetMove(p)
	free := !b.State.Live()
	if free || p.Kind == Reschedule {
		m.log++
	}
	if onItsWay {
		m.to(b, to)
		free = to == Expired || to == Refused
	}
	if free && b.Event != "" {
		m.record(b, Withdraw, b.Event)
	}
}

func (m *model) doubt(r *rapid.T) {
	m.tick(r)
	p := m.anyIntent(r)
	err := m.s.MarkUnknown(r.Context(), m.now, p.Intent, "timeout")
	if !p.open {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	p.Problem = "timeout"
	if b := m.of(p); b.State == Sending {
		m.to(b, Unknown)
	}
}

func (m *model) observe(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Booked)
	seen := Seen{
		Place: Place{"work", "side@example.com", rapid.SampledFrom([]string{"", "moved"}).Draw(r, "event"), "uid"},
		Span:  span.New(at(float64(rapid.IntRange(0, 200).Draw(r, "start"))), time.Hour), ETag: "seen",
		Reply: rapid.SampledFrom([]rsvp.Reply{"", rsvp.Accepted, rsvp.Declined}).Draw(r, "reply"), Edited: rapid.Bool().Draw(r, "edited"),
		Counter: rapid.SampledFrom([]string{"", "thursday", "friday"}).Draw(r, "counter"),
	}
	note := rapid.SampledFrom([]string{"", "note"}).Draw(r, "note")
	err := m.s.Observe(r.Context(), m.now, b.ID, seen, note)
	if !b.Ended.IsZero() || b.Event == "" {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	if note != "" || seen.Reply != b.Reply && seen.Reply != "" {
		m.log++
	}
	if seen.Reply != b.Reply {
		b.Changed = m.now
	}
	if seen.Counter != b.Counter {
		b.Counter, b.CounterAt = seen.Counter, time.Time{}
		if seen.Counter != "" {
			b.CounterAt = m.now
			m.log++
		}
	}
	b.Span, b.ETag, b.Reply, b.Edited, b.AbsentSince = seen.Span, seen.ETag, seen.Reply, seen.Edited, time.Time{}
	if seen.Event != "" {
		b.Place = seen.Place
	}
}

func (m *model) miss(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Booked)
	err := m.s.MarkAbsent(r.Context(), m.now, b.ID, "on no calendar")
	if b.Event == "" {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	if b.AbsentSince.IsZero() || b.AbsentSince.After(m.now) {
		b.AbsentSince = m.now
		m.log++
	}
}

// gone is what a model knows about a booking whose event the user deleted.
func (m *model) gone(b *Booking) {
	m.to(b, Cancelled)
	if b.AbsentSince.IsZero() || b.AbsentSince.After(m.now) {
		b.AbsentSince = m.now
	}
}

func (m *model) lose(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Booked)
	err := m.s.EndAbsent(r.Context(), m.now, b.ID, "you deleted the event")
	if !b.State.Live() {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	m.gone(b)
}

func (m *model) lost(r *rapid.T) {
	m.tick(r)
	p := m.anyIntent(r)
	b := m.of(p)
	at := Place{Calendar: "work", Event: p.Event}
	err := m.s.CloseDeleted(r.Context(), m.now, p.Intent, at, "you deleted the event")
	if !p.open {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	p.open = false
	if b.State.Live() {
		b.Place = at
		m.gone(b)
	}
}

func (m *model) revive(r *rapid.T) {
	m.tick(r)
	b := draw(r, m.bookings, func(b *Booking) bool { return b.State == Cancelled && !b.AbsentSince.IsZero() })
	sent := slices.ContainsFunc(m.intents, func(p *modelIntent) bool { return p.debit && p.Booking == b.ID })
	err := m.s.Revive(r.Context(), m.now, b.ID, "it is back")
	switch {
	case b.State != Cancelled || b.AbsentSince.IsZero() || !sent || m.hasOpen(b):
		is(r, err, ErrWrongState)
		return
	case m.hasLive(b.Person):
		is(r, err, ErrHasLiveBooking)
		return
	}
	ok(r, err)
	m.to(b, Booked)
	b.AbsentSince = time.Time{}
}

func (m *model) end(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Proposed, Sending, Unknown, Booked, Missed)
	ends := map[State][]State{
		Proposed: {Skipped, Expired, Cancelled, Refused},
		Approved: {Skipped, Expired, Cancelled},
		Sending:  {Expired, Cancelled, Refused},
		Unknown:  {Expired, Cancelled, Refused},
		Booked:   {Met, Missed, Declined, Cancelled, Released, Refused},
		Missed:   {Met},
	}
	to := draw(r, states[slices.Index(states, Met):], func(to State) bool { return slices.Contains(ends[b.State], to) })
	withdraw := rapid.Bool().Draw(r, "withdraw")
	_, err := m.s.End(r.Context(), m.now, b.ID, to, Cause{Note: "why"}, withdraw)
	unsent := slices.IndexFunc(m.intents, func(p *modelIntent) bool {
		return p.open && p.Booking == b.ID && p.Kind == Reschedule && p.Attempt == 0
	})
	leave := !withdraw || b.Event == "" || m.hasOpen(b) && unsent < 0
	if !slices.Contains(ends[b.State], to) {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	m.to(b, to)
	if unsent >= 0 {
		m.intents[unsent].open = false
		m.forgetMove(m.intents[unsent])
	}
	if !leave {
		m.record(b, Withdraw, b.Event)
	}
}

// maxMoves is how often a guest is told of other times in a day.
const maxMoves = 1

func (m *model) move(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Proposed, Approved, Booked)
	to := span.New(at(float64(rapid.IntRange(0, 200).Draw(r, "to"))), time.Hour)
	since := m.now.Add(-24 * time.Hour)
	_, err := m.s.Move(r.Context(), m.now, b.ID, Times{To: to, Note: "to another time"}, []MoveLimit{{since, maxMoves}})
	told := 0
	for _, one := range m.moves {
		if sent := m.sentAt(b); one.booking == b.ID && !sent.IsZero() && !one.At.Before(sent) && !one.At.Before(since) {
			told++
		}
	}
	switch often := (*MovedOftenError)(nil); {
	case !slices.Contains([]State{Proposed, Approved, Booked}, b.State) || m.hasOpen(b):
		is(r, err, ErrWrongState)
		return
	case told >= maxMoves:
		if !errors.As(err, &often) {
			r.Fatalf("moved %d times in a day: %v", told, err)
		}
		return
	}
	ok(r, err)
	from := b.Span
	m.moves = append(m.moves, modelMove{Move{m.now, from}, b.ID, m.give(b, to)})
}

func (m *model) unmove(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Proposed, Approved)
	last := -1
	for i, one := range m.moves {
		if one.booking == b.ID {
			last = i
		}
	}
	to := b.Span
	if last >= 0 {
		to = m.moves[last].From
	}
	_, err := m.s.Unmove(r.Context(), m.now, b.ID, Times{To: to, Note: "back"})
	if b.State != Proposed && b.State != Approved || m.hasOpen(b) || last < 0 {
		is(r, err, ErrWrongState)
		return
	}
	ok(r, err)
	m.moves = slices.Delete(m.moves, last, last+1)
	m.give(b, to)
}

// give gives b other times, by an intent if it has an event.
func (m *model) give(b *Booking, to span.Span) *modelIntent {
	m.log++
	if b.Event == "" {
		b.Span = to
		return nil
	}
	p := m.record(b, Reschedule, b.Event)
	p.To = to
	return p
}

func (m *model) forgetMove(p *modelIntent) {
	m.moves = slices.DeleteFunc(m.moves, func(one modelMove) bool { return one.by == p && p != nil })
}
