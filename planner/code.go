package planner

// Code names a rule or a term of the score. Codes are stable: scripts read them.
type Code string

// Rules about a person, whatever the goal and the time.
const (
	CodeUnknown       Code = "unknown"        // nobody of that address is known
	CodeUser          Code = "user"           // the user
	CodeDomain        Code = "domain"         // outside the organisation
	CodeNever         Code = "never"          // the user ruled the person out
	CodeDeclinedTwice Code = "declined_twice" // never, until the user lifts it
	CodeRest          Code = "rest"           // the user gave the person a rest
	CodeAway          Code = "away"
	CodeDeclined      Code = "declined" // resting after a decline
	CodeSilent        Code = "silent"   // resting after an invitation without an answer
	CodeRefused       Code = "refused"  // resting after an invitation that was not taken or not delivered
	CodeSkipped       Code = "skipped"  // resting after the user skipped a proposal
	CodeDropped       Code = "dropped"  // resting after the user cancelled
	CodeLive          Code = "live"     // a coffee with the person is on its way
)

// Rules about a person and a goal.
const (
	CodeNoGoal Code = "no_goal" // the goal is not in the configuration, or no goal looks for the person
	CodeFilter Code = "filter"  // not among those the goal looks for
	CodeTie    Code = "tie"     // the goal looks for other ties
	CodeUntil  Code = "until"   // after the goal's last day
	CodeGap    Code = "gap"     // too soon after the last coffee
	CodeRhythm Code = "rhythm"  // not due yet at the goal's own rhythm
	CodeWant   Code = "want"    // the goal has what it wants; also the term for what it still wants
)

// Rules about a time.
const (
	CodePast       Code = "past"
	CodeNotice     Code = "notice"
	CodeHorizon    Code = "horizon"
	CodeBlackout   Code = "blackout"
	CodeHours      Code = "hours"
	CodeWindow     Code = "window"
	CodeBusy       Code = "busy"
	CodeOwn        Code = "own" // too close to another coffee
	CodeBusyWeek   Code = "busy_week"
	CodePerDay     Code = "per_day"
	CodePerWeek    Code = "per_week"
	CodeOpen       Code = "open"
	CodeGuestHours Code = "guest_hours"
	CodeGuestBusy  Code = "guest_busy"
	CodePerTeam    Code = "per_team"
)

// Terms of the score, beside CodeWant.
const (
	CodeLikely     Code = "likely" // will they say yes?
	CodeTieNew     Code = "tie_new"
	CodeTieWeak    Code = "tie_weak"
	CodeTieDormant Code = "tie_dormant"
	CodeTieWarm    Code = "tie_warm"
	CodeLatest     Code = "latest" // keeps the longest pause the goal allows
	CodeSpread     Code = "spread" // over departments
	CodeFocus      Code = "focus"  // the user's long free blocks
	CodeGuestFocus Code = "guest_focus"
	CodeNear       Code = "near"    // beside a meeting the user has anyway
	CodeEdge       Code = "edge"    // early or late in the guest's day
	CodeLoad       Code = "load"    // the guest's week is full
	CodeCoffees    Code = "coffees" // the guest has other short meetings
	CodeFew        Code = "few"     // the department is small
	CodeLater      Code = "later"   // waiting costs a little
	CodeLot        Code = "lot"     // a small personal draw
)

// What was checked, what lowered the mode, and what leaves a goal short if no
// rule does.
const (
	CodeFree        Code = "free"         // both sides are free
	CodeClocks      Code = "clocks"       // the two sides' clocks differ
	CodeAskFirst    Code = "ask_first"    // the user approves, whatever the mode of the goal
	CodeBusyUnknown Code = "busy_unknown" // the user approves, because the calendar was not read
	CodeZoneUnknown Code = "zone_unknown" // the user approves, because the time zone is not known
	CodeUnseen      Code = "unseen"       // the calendar was not looked at, since no better plan could follow
	CodeUnasked     Code = "unasked"      // the calendar was not asked for yet, and a better plan might follow
	CodeNobody      Code = "nobody"       // the goal's filter matches nobody
	CodeWorth       Code = "worth"        // no start is worth what it costs
	CodeOK          Code = "ok"           // every rule holds
)
