package store

import (
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// model reimplements the store with maps instead of tables, and
// every rule written a second time by hand. Whatever is done to both, they must agree.
type model struct {
	s   *Store
	now time.Time

	bookings []*Booking     // in the order of their making
	intents  []*modelIntent // open and closed
	moves    []modelMove
	log      int
}

// modelIntent is an intent, with details that the store does not return.
type modelIntent struct {
	Intent
	open  bool
	debit bool // it counts as an invitation
	sent  time.Time
}

// modelMove is a move of a booking by the user.
type modelMove struct {
	Move
	booking string
	by      *modelIntent // nil if there was no event
}

const (
	maxOpen = 2 // invitations without an answer
	maxDay  = 4
	maxTeam = 3
)

func TestStoreAgreesWithItsModel(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir := folder(t)
		m := &model{s: reopen(t, dir), now: monday}
		defer func() { m.s.Close() }()
		actions := map[string]func(*rapid.T){
			"":        m.check,
			"propose": m.propose,
			"approve": m.approve,
			"reopen":  m.reopen,
			"invite":  m.invite,
			"block":   m.block,
			"attempt": m.attempt,
			"done":    m.done,
			"drop":    m.drop,
			"doubt":   m.doubt,
			"observe": m.observe,
			"move":    m.move,
			"unmove":  m.unmove,
			"miss":    m.miss,
			"lose":    m.lose,
			"lost":    m.lost,
			"revive":  m.revive,
			"end":     m.end,
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

// tick moves the clock, mostly forward.
func (m *model) tick(r *rapid.T) {
	m.now = m.now.Add(time.Duration(rapid.Int64Range(-1, 5).Draw(r, "hours")) * time.Hour)
}

// draw takes one of all, mostly one that fits: refusals must be tested, but bookings only
// progress without them.
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

func (m *model) anyIntent(r *rapid.T) *modelIntent {
	return draw(r, m.intents, func(p *modelIntent) bool { return p.open })
}

func (m *model) of(p *modelIntent) *Booking {
	i := slices.IndexFunc(m.bookings, func(b *Booking) bool { return b.ID == p.Booking })
	return m.bookings[i]
}

func (m *model) hasOpen(b *Booking) bool {
	return slices.ContainsFunc(m.intents, func(p *modelIntent) bool { return p.open && p.Booking == b.ID })
}

func (m *model) hasLive(who mailbox.Address) bool {
	return slices.ContainsFunc(m.bookings, func(b *Booking) bool { return b.Person == who && b.Ended.IsZero() })
}

// to makes an allowed transition of b.
func (m *model) to(b *Booking, s State) {
	was := b.State
	b.State, b.Changed = s, m.now
	switch {
	case s.Live():
		b.Ended = time.Time{}
	case was.Live(): // what had ended, and turns out to have ended otherwise, ended when it did
		b.Ended = m.now
	}
	m.log++
}

func (m *model) record(b *Booking, k Kind, event string) *modelIntent {
	p := &modelIntent{Intent: Intent{Booking: b.ID, Kind: k, Event: event, At: m.now}, open: true, debit: k == Invite, sent: m.now}
	m.intents = append(m.intents, p)
	return p
}

// check compares the two, and checks the store's invariants.
func (m *model) check(r *rapid.T) {
	m.compare(r)
	live := map[mailbox.Address]int{}
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
		b.Sent = slices.ContainsFunc(m.intents, func(p *modelIntent) bool { return p.debit && p.Booking == b.ID })
		b.SentAt, b.Moved = m.sentAt(b), Move{}
		for _, one := range m.moves {
			if one.booking == b.ID {
				b.Moved = one.Move
			}
		}
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

func (m *model) sentAt(b *Booking) (at time.Time) {
	for _, p := range m.intents {
		if p.debit && p.Booking == b.ID && p.sent.After(at) {
			at = p.sent
		}
	}
	return at
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
	if diff := gocmp.Diff(want, append([]Intent{}, got...), gocmp.Comparer(sameMillisecond)); diff != "" {
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
func sameMillisecond(a, b time.Time) bool { return formatTime(a) == formatTime(b) }
