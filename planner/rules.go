package planner

import (
	"time"

	"fika/internal/mailbox"
)

// Rules are the hard limits of one user, for all goals. No score overrules one.
type Rules struct {
	Me      mailbox.Address
	Domains []string       // a colleague's address ends in one of these; empty: nobody is accepted
	Zone    *time.Location // the user's own; days and weeks are counted in it

	Hours     Week // when the user works; a day without hours is no working day
	Windows   Week // when coffee may be, inside Hours
	Length    time.Duration
	Notice    int // working days between now and a meeting
	Horizon   int // days that a plan looks ahead
	Buffer    Buffer
	BusyWeek  time.Duration // a week with more meetings than this gets none; 0: no limit
	Blackouts []Blackout

	PerDay  int
	PerWeek int
	Open    int // proposals and unanswered invitations at once

	Mode   Mode // where a goal does not say
	Guards Guards

	Levels []string // names of levels, lowest first
	Level  Level    // the user's own
}

// Buffer is free time kept around a coffee, on the user's and the guest's side.
type Buffer struct{ Before, After time.Duration }

// Blackout is a stretch of days, both ends included, without any coffee.
type Blackout struct {
	From, To Date
	Why      string
}

// Guards protect colleagues. A goal can tighten them, never loosen them, with
// one exception: a goal with a rhythm (see [Want.Each]) has this instead of Gap.
type Guards struct {
	Never        []mailbox.Address
	AskFirst     AskFirst
	Gap          int // days between two coffees with one person
	AfterDecline int // days that a decline rests the person
	PerTeam      int // invitations to one department in a calendar month; 0: no limit
}

// AskFirst names those whom fika never invites by itself, whatever the mode of a
// goal: people of at least Level, or at least Up levels above the user. Zero
// switches either off. If one of them is set, the user is asked about people of
// unknown level too, since they might be senior.
type AskFirst struct {
	Level       Level
	LevelsAbove int
}

// Level is a rank, counted from 1 for the lowest in Rules.Levels; 0 is unknown.
type Level int

// Mode is how freely fika may act on a goal.
type Mode string

// The modes, each freer than the one before.
const (
	ModePropose Mode = "propose" // the user approves each
	ModeHold    Mode = "hold"    // fika blocks the slot on the user's own calendar only
	ModeBook    Mode = "book"    // fika approves by itself, after the undo window
)

// Ceilings that no configuration can raise.
const (
	CeilingPerDay  = 5
	CeilingPerWeek = 15
)

// Rests that follow from what people did, in days. They cannot be configured,
// because nobody would know what to set.
const (
	SkipRestDays    = 28 // the user skipped a proposal
	SilentRestDays  = 84 // the guest did not answer an invitation: a polite no
	RefusedRestDays = 30 // no invitation reaches the guest: an address that is wrong today is mostly wrong tomorrow
	DeleteRestDays  = 84 // the user deleted the event or cancelled the coffee
)
