// Package daemon carries plans out: it reads calendars and people, settles bookings,
// plans, records, and acts.
//
// A pass looks at the whole state, never at events, so a lost, repeated or late pass
// does no harm. In doubt nothing is sent: a hold stops everything that reaches another
// person or changes a calendar, while reading, planning and answering continue.
// Everything is recorded before it is sent, and looked for before it is sent again, so a
// kill at any time leaves at most one event.
//
// The calendars, the network, the planner and the store meet here. The first three do
// not know each other, and the store knows only the planner.
package daemon

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"fika/calendar"
	"fika/internal/holiday"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/notify"
	"fika/internal/people"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// Options are a daemon's environment. They never change, and nobody outside can reach
// those of a running daemon; what can change is in [Settings].
type Options struct {
	Store     *store.Store
	Calendars []Calendar // the user's own, exactly one with Book

	// ReadPeople reads the accepted people and reports faults in their sources.
	ReadPeople func(ctx context.Context) (people.Everybody, []people.Fault)

	// ReadHolidays reads the days off that the user states, around now, for
	// [planner.Rules]. An error names the file that cannot be read; problems are parts of
	// files that cannot be understood. It is nil if there are none.
	ReadHolidays func(ctx context.Context, now time.Time) (lists []holiday.List, problems []string, err error)

	// FormatGoal returns a goal as the text of a [[goal]], for the user to add.
	FormatGoal func(levels []string, g planner.Goal) string

	// OpenChannel returns a channel for messages to the user. It is called for each
	// message, because what the channel needs may have been repaired since.
	OpenChannel func(c Channel) (notify.Channel, error)

	// OpenColleague opens the calendar that a source names for a colleague, to read.
	OpenColleague func(p planner.Person) (calendar.Calendar, error)

	// FreeBusy asks the server of the user's calendar when colleagues are busy. The
	// result has an entry for each person it knows about. It is nil if there is no
	// server to ask.
	FreeBusy func(ctx context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error)

	// Reread makes calendars with a local copy read everything again.
	Reread func(ctx context.Context) error

	// Paused reports whether the user paused fika.
	Paused func(now time.Time) (store.Pause, bool, error)

	// Log gets the steps of a pass at level debug: counts, codes and names of calendars,
	// never people or contents. What fika did is in the store's log.
	Log *slog.Logger

	// Revs counts views. Daemons that follow each other in one program share it; nil
	// starts at 1.
	Revs *atomic.Int64

	Version string // of the program, for clients of the running one

	// Step is called with the name of each step of a pass that changes something. It is
	// nil except in tests, which kill the process there.
	Step func(name string)
}

// Calendar is one of the user's calendars, open.
type Calendar struct {
	Source
	Calendar calendar.Calendar
}

// Source says what one of the user's calendars is and can do.
type Source struct {
	Name, Kind   string
	Book         bool // fika writes here
	IgnoreAllDay bool
	Video        bool // it can create a video link
	Invites      bool // its server delivers invitations; otherwise another program or the user must
	Farewells    bool // text written into an event before its removal reaches the guests with the cancellation
}

// Settings are what the user can change while the daemon runs.
type Settings struct {
	File string // the file they were read from, for display
	Name string // the user's own

	// What guests read about the user: the last line of invitations, "" for the name; and the
	// department, for guests who do not know them.
	Signature, Department string

	Addresses []mailbox.Address
	Rules     planner.Rules
	Goals     []planner.Goal
	Undo      time.Duration // fika's own approvals wait this long
	NoReply   time.Duration // released if unanswered this long before the start
	Invite    invitation.Texts
	Every     time.Duration // time between two passes
	Messages  Messages      // to the user
	KeepNotes int           // calendar days after which a note is erased; 0: never
	Problem   string        // why the newest configuration is not in force; "" if it is
	Lost      []string      // what the newest configuration lost; it is not in force until the user accepts that
}

// Daemon is one user's fika. Its methods are safe for concurrent use. Passes and orders
// run one at a time, under mu, and each leaves a [View]; questions are answered from the
// newest view without waiting.
type Daemon struct {
	tools
	mu        orderLock
	active    atomic.Pointer[configuration] // changed under mu, read without it
	pastCache pastCache
	trust     clockTrust
	damage    string      // why the store is damaged; "" if it is not
	storeHold *store.Hold // why the store aborted the last pass; nil if it did not
	wake      chan struct{}
	pulse     atomic.Pointer[Pulse]

	newest        atomic.Pointer[View] // swapped under mu
	firstViewOnce sync.Once
	hasView       chan struct{} // closed with the first view
	waiters       waiters
}

// tools are what a daemon works with. They never change, and may be used without mu.
type tools struct {
	options   Options
	store     *store.Store
	calendars map[string]calendar.Calendar // by name
	log       *slog.Logger
	step      func(name string)
	progress  *progress
}

// calendar returns the calendar of src, to read and to change it.
func (t *tools) calendar(src Source) calendar.Calendar { return t.calendars[src.Name] }

// New returns a daemon that has not made a pass yet. The caller owns the store and
// closes it.
func New(o Options, s Settings) *Daemon {
	if o.Reread == nil {
		o.Reread = func(context.Context) error { return nil }
	}
	if o.Revs == nil {
		o.Revs = new(atomic.Int64)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	t := tools{options: o, store: o.Store, calendars: map[string]calendar.Calendar{}, log: o.Log, progress: &progress{}}
	var sources []Source
	for _, c := range o.Calendars {
		sources = append(sources, c.Source)
		t.calendars[c.Name] = c.Calendar
	}
	t.step = func(name string) {
		t.log.Debug("step", "name", name)
		if o.Step != nil {
			o.Step(name)
		}
	}
	d := &Daemon{tools: t, mu: newOrderLock(), wake: make(chan struct{}, 1), hasView: make(chan struct{})}
	d.active.Store(&configuration{s.answerable(), sources, installID(o.Store)})
	return d
}

// answerable returns s with enough working days of notice: one for the user to approve,
// one for the guest to answer, and the time before the start at which an unanswered
// coffee is released. A later proposal could not be sent any more, see tooLate.
func (s Settings) answerable() Settings {
	const day = 24 * time.Hour
	s.Rules.Notice = max(s.Rules.Notice, int((s.NoReply+day-1)/day)+2)
	return s
}

// Configure puts s in force from the next pass on, and asks for that pass.
func (d *Daemon) Configure(s Settings) {
	d.mu.Lock()
	c := d.inForce()
	c.settings = s.answerable()
	d.active.Store(&c)
	d.mu.Unlock()
	d.Wake()
}

// inForce returns the configuration in force. It may be called with and without mu.
func (d *Daemon) inForce() configuration { return *d.active.Load() }

// installID returns the ID of the installation; "" without a store.
func installID(st *store.Store) string {
	if st == nil {
		return ""
	}
	return st.InstallID()
}

// Wake asks for a pass soon. It never blocks.
func (d *Daemon) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}
