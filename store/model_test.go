package store

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/planner"
	"fika/span"
)

// A model is the store as one would explain it to a colleague: maps instead of
// tables, and every rule written out once more, by hand. Whatever is done to
// both, they must agree.
type model struct {
	s   *Store
	now time.Time

	bookings []*Booking // in the order of their making
	intents  []*paper   // open and closed
	log      int
}

// paper is an intent with what the store does not tell of it.
type paper struct {
	Intent
	open  bool
	debit bool // it counts as an invitation
	sent  time.Time
}

const (
	maxOpen = 2 // invitations without an answer
	maxDay  = 4
	maxTeam = 3
)

func TestStoreAgreesWithItsModel(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		ok(t, err)
		m := &model{s: reopen(t, dir), now: monday}
		defer func() { m.s.Close() }()
		actions := map[string]func(*rapid.T){
			"":                                       m.check,
			"propose":                                m.propose,
			"approve":                                m.approve,
			"reopen":                                 m.reopen,
			"invite":                                 m.invite,
			"invite again, because most are refused": m.invite,
			"block":                                  m.block,
			"attempt":                                m.attempt,
			"done":                                   m.done,
			"drop":                                   m.drop,
			"doubt":                                  m.doubt,
			"observe":                                m.observe,
			"end":                                    m.end,
			"restart": func(*rapid.T) {
				ok(t, m.s.Close())
				m.s = reopen(t, dir)
			},
		}
		for range 4 { // one round of rapid's is too short for a life
			r.Repeat(actions)
		}
	})
}

// tick moves the clock, mostly on.
func (m *model) tick(r *rapid.T) {
	m.now = m.now.Add(time.Duration(rapid.Int64Range(-1, 5).Draw(r, "hours")) * time.Hour)
}

// draw takes one of all, mostly one that fits: refusals must be tried, but
// lives go on where nothing is refused.
func draw[T any](r *rapid.T, all []T, fits func(T) bool) T {
	if len(all) == 0 {
		r.Skip("there is none yet")
	}
	fitting := slices.DeleteFunc(slices.Clone(all), func(one T) bool { return !fits(one) })
	if len(fitting) > 0 && rapid.IntRange(0, 7).Draw(r, "misfit") > 0 {
		all = fitting
	}
	return rapid.SampledFrom(all).Draw(r, "which")
}

func (m *model) in(r *rapid.T, states ...State) *Booking {
	return draw(r, m.bookings, func(b *Booking) bool { return slices.Contains(states, b.State) })
}

func (m *model) anyIntent(r *rapid.T) *paper {
	return draw(r, m.intents, func(p *paper) bool { return p.open })
}

func (m *model) of(p *paper) *Booking {
	i := slices.IndexFunc(m.bookings, func(b *Booking) bool { return b.ID == p.Booking })
	return m.bookings[i]
}

func (m *model) hasOpen(b *Booking) bool {
	return slices.ContainsFunc(m.intents, func(p *paper) bool { return p.open && p.Booking == b.ID })
}

func (m *model) hasLive(who planner.PersonID) bool {
	return slices.ContainsFunc(m.bookings, func(b *Booking) bool { return b.Person == who && b.Ended.IsZero() })
}

// to moves b, as its life allows.
func (m *model) to(b *Booking, s State) {
	b.State, b.Changed, b.Ended = s, m.now, time.Time{}
	if s != Proposed && s != Approved && s != Sending && s != Unknown && s != Booked {
		b.Ended = m.now
	}
	m.log++
}

func (m *model) record(b *Booking, k Kind, event string) *paper {
	p := &paper{Intent{Booking: b.ID, Kind: k, Event: event, At: m.now}, true, k == Invite, m.now}
	m.intents = append(m.intents, p)
	return p
}

func (m *model) propose(r *rapid.T) {
	m.tick(r)
	who := rapid.SampledFrom([]planner.PersonID{"ann", "bob", "eva", "ida", "kim"}).Draw(r, "person")
	p := with(who, rapid.Float64Range(0, 100).Draw(r, "start"))
	p.Team = rapid.SampledFrom([]string{"hr", "sales"}).Draw(r, "team")
	if rapid.Bool().Draw(r, "approved") {
		p.Due = m.now
	}
	b, err := m.s.Propose(r.Context(), m.now, p)
	if m.hasLive(who) {
		is(r, err, ErrTaken)
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
	_, err := m.s.Approve(r.Context(), m.now, b.ID, m.now.Add(time.Hour), "user")
	if b.State != Proposed {
		is(r, err, ErrState)
		return
	}
	ok(r, err)
	m.to(b, Approved)
	b.Due = m.now.Add(time.Hour)
}

func (m *model) reopen(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Approved, Skipped)
	_, err := m.s.Reopen(r.Context(), m.now, b.ID, "undone")
	switch {
	case b.State != Approved && b.State != Skipped:
		is(r, err, ErrState)
		return
	case b.State == Skipped && m.hasLive(b.Person):
		is(r, err, ErrTaken)
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
	case b.State != Approved && b.State != Unknown:
		is(r, err, ErrState)
	case m.full(b.Team):
		is(r, err, ErrCap)
	case m.hasOpen(b):
		is(r, err, ErrState)
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
		is(r, err, ErrState)
		return
	}
	ok(r, err)
	m.record(b, Block, event).ID = in.ID
}

func (m *model) attempt(r *rapid.T) {
	p := m.anyIntent(r)
	err := m.s.Attempt(r.Context(), p.Intent)
	if !p.open {
		is(r, err, ErrState)
		return
	}
	ok(r, err)
	p.Attempt++
}

func (m *model) done(r *rapid.T) {
	m.tick(r)
	p := m.anyIntent(r)
	b := m.of(p)
	etag := rapid.StringN(1, 3, 3).Draw(r, "etag")
	err := m.s.Done(r.Context(), m.now, p.Intent, Receipt{Calendar: "work", ETag: etag, Digest: "d"})
	if !p.open {
		is(r, err, ErrState)
		return
	}
	ok(r, err)
	p.open = false
	if p.Kind == Withdraw {
		b.Event, b.ETag, b.Digest = "", "", ""
		m.log++
		return
	}
	b.Calendar, b.Event, b.ETag, b.Digest = "work", p.Event, etag, "d"
	switch {
	case !b.Ended.IsZero():
		m.record(b, Withdraw, b.Event)
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
	if !p.open || b.State == Unknown && to == Approved {
		is(r, err, ErrState)
		return
	}
	ok(r, err)
	p.open, p.debit = false, false
	if onItsWay {
		m.to(b, to)
	}
}

func (m *model) doubt(r *rapid.T) {
	m.tick(r)
	p := m.anyIntent(r)
	err := m.s.Doubt(r.Context(), m.now, p.Intent, "timeout")
	if !p.open {
		is(r, err, ErrState)
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
		Span: span.New(at(float64(rapid.IntRange(0, 200).Draw(r, "start"))), time.Hour), ETag: "seen",
		Reply: rapid.SampledFrom([]string{"", "ACCEPTED", "DECLINED"}).Draw(r, "reply"), Edited: rapid.Bool().Draw(r, "edited"),
	}
	err := m.s.Observe(r.Context(), m.now, b.ID, seen, "note")
	if !b.Ended.IsZero() || b.Event == "" {
		is(r, err, ErrState)
		return
	}
	ok(r, err)
	b.Span, b.ETag, b.Reply, b.Edited = seen.Span, seen.ETag, seen.Reply, seen.Edited
	m.log++
}

func (m *model) end(r *rapid.T) {
	m.tick(r)
	b := m.in(r, Proposed, Sending, Unknown, Booked)
	ends := map[State][]State{
		Proposed: {Skipped, Expired, Cancelled, Refused},
		Approved: {Skipped, Expired, Cancelled},
		Sending:  {Expired, Cancelled, Refused},
		Unknown:  {Expired, Cancelled, Refused},
		Booked:   {Met, Missed, Declined, Cancelled, Released},
	}
	to := draw(r, states[slices.Index(states, Met):], func(to State) bool { return slices.Contains(ends[b.State], to) })
	withdraw := rapid.Bool().Draw(r, "withdraw")
	_, err := m.s.End(r.Context(), m.now, b.ID, to, "why", withdraw)
	leave := !withdraw || b.Event == ""
	if !slices.Contains(ends[b.State], to) || !leave && m.hasOpen(b) {
		is(r, err, ErrState)
		return
	}
	ok(r, err)
	m.to(b, to)
	if !leave {
		m.record(b, Withdraw, b.Event)
	}
}

// check compares the two, and holds the store to what it promises whatever
// happens.
func (m *model) check(r *rapid.T) {
	m.compare(r)
	live := map[planner.PersonID]int{}
	for _, b := range m.s.all(r) {
		if b.State.Live() != b.Ended.IsZero() {
			r.Fatalf("%s is %s and ended %v", b.ID, b.State, b.Ended)
		}
		if b.State.Live() {
			live[b.Person]++
		}
		if live[b.Person] > 1 {
			r.Fatalf("%s has two live bookings", b.Person)
		}
	}
	busy := map[string]bool{}
	open, err := m.s.Intents(r.Context())
	ok(r, err)
	for _, in := range open {
		if busy[in.Booking] {
			r.Fatalf("%s has two open intents", in.Booking)
		}
		busy[in.Booking] = true
	}
	for _, l := range []Limit{{Max: maxTeam, Team: "hr"}, {Max: maxTeam, Team: "sales"}} {
		n, err := m.s.Used(r.Context(), l)
		ok(r, err)
		if n > l.Max {
			r.Fatalf("%d of at most %d invitations to %s", n, l.Max, l.Team)
		}
	}
}

func (m *model) compare(r *rapid.T) {
	want, got := []Booking{}, append([]Booking{}, m.s.all(r)...)
	for _, b := range m.bookings {
		want = append(want, *b)
	}
	for _, list := range [][]Booking{want, got} {
		slices.SortFunc(list, func(a, b Booking) int { return cmp.Compare(a.ID, b.ID) })
	}
	if diff := gocmp.Diff(want, got, gocmp.Comparer(sameMillisecond)); diff != "" {
		r.Fatalf("bookings: %s", diff)
	}
	m.compareIntents(r)
	m.compareCounts(r)
}

func (m *model) compareIntents(r *rapid.T) {
	got, err := m.s.Intents(r.Context())
	ok(r, err)
	want := []Intent{}
	for _, p := range m.intents {
		if !p.open {
			continue
		}
		if p.ID == 0 && len(want) < len(got) {
			p.ID = got[len(want)].ID // the store made it by itself
		}
		want = append(want, p.Intent)
	}
	if diff := gocmp.Diff(want, append([]Intent{}, got...)); diff != "" {
		r.Fatalf("open intents: %s", diff)
	}
}

func (m *model) compareCounts(r *rapid.T) {
	debits, early := 0, 0
	for _, p := range m.intents {
		if p.debit {
			debits++
		}
		if p.debit && m.of(p).Span.Start.Before(at(100)) {
			early++
		}
	}
	for _, count := range []struct {
		limit Limit
		want  int
	}{{Limit{}, debits}, {Limit{Month: span.New(monday, 100*time.Hour)}, early}} {
		got, err := m.s.Used(r.Context(), count.limit)
		ok(r, err)
		if got != count.want {
			r.Fatalf("%d debits match %+v, want %d", got, count.limit, count.want)
		}
	}
	if log := len(m.s.kinds(r)); log != m.log {
		r.Fatalf("%d lines of log, want %d", log, m.log)
	}
}

// sameMillisecond is equality as the store has it.
func sameMillisecond(a, b time.Time) bool { return stamp(a) == stamp(b) }
