package planner

import (
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
)

// Rules are the hard limits of one user, for all goals. No score overrules one.
type Rules struct {
	Me      mailbox.Address
	Aliases []mailbox.Address // the user's other addresses
	Manager mailbox.Address   // the user's; "": unknown
	Domains []string          // a colleague's address is in one of these; empty: nobody is accepted
	Zone    *time.Location    // the user's zone; days and weeks are counted in it
	Region  holiday.Region    // whose public holidays the user has; "": unknown
	Site    string            // where the user works; "": unknown

	Hours     Week // when the user works; a day without hours is no working day
	Windows   Week // when coffee may be, inside Hours
	Length    time.Duration
	Where     []Place // where a coffee may be, in order of preference; empty: by video
	Notice    int     // working days between now and a meeting
	Horizon   int     // days that a plan looks ahead
	Buffer    Buffer
	BusyWeek  time.Duration // a week with more meetings than this gets no coffee; 0: no limit
	Blackouts []Blackout
	Holidays  holiday.Calendar

	PerDay  int
	PerWeek int
	Open    int // proposals and unanswered invitations at the same time

	Mode         Mode // for goals without a mode
	ApproveFirst int  // the user approves this many invitations, whatever the mode, before fika may act on its own
	Guards       Guards

	Levels []string // names of the levels, lowest first
	Level  Level    // the user's own
}

// Buffer is free time to keep around a coffee, for the user and for the guest.
type Buffer struct{ Before, After time.Duration }

// Blackout is a range of days without coffee, both ends included.
type Blackout struct {
	From, To date.Date
	Why      string
}

// Guards protect colleagues. A goal can tighten them but not loosen them, with one
// exception: a goal with a rhythm (see [Want.Each]) has that instead of Gap.
type Guards struct {
	Never        []mailbox.Address
	AskFirst     AskFirst
	Gap          int   // days between two coffees with the same person
	AfterDecline int   // days of rest after a decline
	PerTeam      int   // invitations to one department in a calendar month; 0: no limit
	OwnWeeks     int   // a first coffee is possible in one of so many weeks; 0: by the number of people, which no configuration changes
	Sparing      int   // per cent that sparing people whom many ask costs more than usual, or from -100 on less; no configuration changes it
	Lunch        Hours // on the guest's clock, every day; no coffee overlaps it; zero: none
}

// AskFirst selects people whom fika never invites without approval, whatever the mode of
// a goal, beside everybody who is known to be above the user or to report to them: people
// of at least Level, or, if the user's own level is not known, at least LevelsAbove levels
// up from the lowest. Zero disables either. If one of them is set, the user also approves
// invitations to people of unknown level, since they might be senior.
type AskFirst struct {
	Level       Level
	LevelsAbove int
}

// Level is a rank, counted from 1 for the lowest in Rules.Levels; 0 is unknown.
type Level int

// Mode is how freely fika may act on a goal.
type Mode string

// The modes, each with more freedom than the one before.
const (
	ModePropose Mode = "propose" // the user approves each meeting
	ModeHold    Mode = "hold"    // fika blocks the slot on the user's own calendar only
	ModeBook    Mode = "book"    // fika approves after the undo window
)

// Ceilings that no configuration can raise.
const (
	CeilingPerDay  = 5
	CeilingPerWeek = 15
)

// Rests that follow from what people did, in days. They cannot be configured, because
// few users would know what to set.
const (
	SkipRestDays    = 28 // the user skipped a proposal
	SilentRestDays  = 84 // the guest did not answer an invitation, which is a polite decline
	RefusedRestDays = 30 // no invitation reaches the guest; a wrong address rarely fixes itself
	DeleteRestDays  = 84 // the user deleted the event or cancelled the coffee
)
