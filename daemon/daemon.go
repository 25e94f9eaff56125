// Package daemon carries plans out: it observes calendars and people, settles
// what became of bookings, plans, records, and acts.
//
// A pass looks at the whole state, never at events, so that a lost, doubled or
// late pass costs nothing. In doubt nothing leaves: a hold stops everything that
// reaches another person or changes a calendar, while reading, planning and
// answering go on. What is sent was recorded before, and is looked for before it
// is sent again, so that a kill at any instant leaves at most one event.
//
// The calendars, the network, the planner and the store meet here. The first three
// do not know each other, and the store knows only the planner.
package daemon

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/people"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// Options are what a daemon works with. They do not change while it lives, and
// nobody outside can reach those of a running one; what changes is in [Settings].
type Options struct {
	Store     *store.Store
	Calendars []Source // the user's own, exactly one with Book

	// ReadPeople reads the accepted people and says what was wrong in their sources.
	ReadPeople func(ctx context.Context) ([]planner.Person, []people.Fault)

	// OpenColleague opens the calendar that a source names for a colleague, to read.
	OpenColleague func(p planner.Person) (calendar.Calendar, error)

	// FreeBusy asks the far side of the user's calendar when colleagues are
	// busy: an entry for each of whom it told. Nil where nobody can be asked.
	FreeBusy func(ctx context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error)

	// Reread lets calendars that keep a copy read everything anew.
	Reread func(ctx context.Context) error

	// Paused says whether the user pressed the stop button.
	Paused func(now time.Time) (store.Pause, bool, error)

	// Log gets the steps of a pass at the level debug: counts, codes and names of
	// calendars, never who or what is in them. What fika did is in the store's log.
	Log *slog.Logger

	Version string // of the program, for whoever asks the running one

	// Step is called after each step of a pass that changes something, with
	// the step's name; nil outside tests, which end the process there.
	Step func(name string)
}

// Source is one of the user's calendars.
type Source struct {
	Name, Kind   string
	Book         bool // fika writes here
	IgnoreAllDay bool
	Video        bool // it makes a link to meet by video
	Invites      bool // its server brings invitations to their guests; where not, another program or the user must
	Parts        bool // what is written into an event before it is taken away reaches its guests with the cancellation
	Calendar     calendar.Calendar
}

// Settings are what the user can change while the daemon runs.
type Settings struct {
	File      string // that they were read from, to be told
	Name      string // the user's own
	Addresses []mailbox.Address
	Rules     planner.Rules
	Goals     []planner.Goal
	Undo      time.Duration // fika's own approvals wait this long
	NoReply   time.Duration // unanswered this long before the start: released
	Invite    Invite
	Every     time.Duration // between two passes
	Problem   string        // why the newest configuration is not in force; "" if it is
	Lost      []string      // what the newest configuration lost, which is not in force until the user accepts that
}

// Daemon is one user's fika. Its methods may be called from several goroutines.
// Passes and orders happen one at a time, under mu, and each leaves a [View];
// questions are answered from the newest, and wait for nothing.
type Daemon struct {
	options Options // never changed after New
	store   *store.Store
	sources []Source
	log     *slog.Logger
	step    func(name string)
	mu      sync.Mutex
	force   atomic.Pointer[basis] // changed under mu, read without
	memory  memory
	trust   trust
	damage  string      // what was found wrong with the store; "" if nothing was
	refusal *store.Hold // why the store broke the last pass off; nil if it did not
	wake    chan struct{}
	pulse   atomic.Pointer[Pulse]

	newest  atomic.Pointer[View] // swapped under mu
	opened  sync.Once
	open    chan struct{} // closed with the first view
	journal journal       // of the newest view
	asks    asks
}

// New returns a daemon that has not made a pass yet. The caller keeps the store
// and closes it.
func New(o Options, s Settings) *Daemon {
	if o.Reread == nil {
		o.Reread = func(context.Context) error { return nil }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	d := &Daemon{
		options: o, store: o.Store, sources: slices.Clone(o.Calendars), log: o.Log,
		memory: memory{}, wake: make(chan struct{}, 1), open: make(chan struct{}),
	}
	d.step = func(name string) {
		d.log.Debug("step", "name", name)
		if o.Step != nil {
			o.Step(name)
		}
	}
	d.force.Store(&basis{s.answerable(), slices.Clone(o.Calendars), install(o.Store)})
	return d
}

// answerable is s with as many working days of notice as it takes to say yes: one
// for the user to approve, one for the guest to answer, and then the time before
// the start at which silence takes the coffee back. What is proposed later could
// not be sent any more, see tooLate.
func (s Settings) answerable() Settings {
	const day = 24 * time.Hour
	s.Rules.Notice = max(s.Rules.Notice, int((s.NoReply+day-1)/day)+2)
	return s
}

// Configure puts s in force from the next pass on, which it asks for at once.
func (d *Daemon) Configure(s Settings) {
	d.mu.Lock()
	by := d.basis()
	by.set = s.answerable()
	d.force.Store(&by)
	d.mu.Unlock()
	d.Wake()
}

// basis is what is in force. It may be called with and without mu.
func (d *Daemon) basis() basis { return *d.force.Load() }

// install is the id of the installation; "" where there is no store to ask.
func install(st *store.Store) string {
	if st == nil {
		return ""
	}
	return st.Install()
}

// Wake asks for a pass soon. It never blocks.
func (d *Daemon) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}
