package planner

// Code identifies a rule or a term of the score. Codes are stable, because scripts
// read them.
type Code string

// Codes of rules about a person, whatever the goal and the time.
const (
	CodeUnknown       Code = "unknown"        // nobody has that address
	CodeUser          Code = "user"           // the user themselves
	CodeDomain        Code = "domain"         // outside the organisation
	CodeNever         Code = "never"          // the user ruled the person out, or they did
	CodeWish          Code = "wish"           // the person asked for no invitations in a wishes file, or fika does not understand the wish
	CodeDeclinedTwice Code = "declined_twice" // barred until the user lifts it
	CodeUnsure        Code = "unsure"         // perhaps no colleague; the user is asked first
	CodeRest          Code = "rest"           // the user gave the person a rest
	CodeAway          Code = "away"           // the person is away
	CodeDeclined      Code = "declined"       // resting after a decline
	CodeSilent        Code = "silent"         // resting after an invitation without an answer
	CodeRefused       Code = "refused"        // resting after an invitation that was rejected or not delivered
	CodeSkipped       Code = "skipped"        // resting after the user skipped a proposal
	CodeDropped       Code = "dropped"        // resting after the user cancelled
	CodeLive          Code = "live"           // a coffee with the person is on its way
	CodeUpward        Code = "upward"         // cap of first contacts with people far above; also what was checked
)

// Codes of rules about a person and a goal.
const (
	CodeNoGoal   Code = "no_goal"  // the goal is not in the configuration, or no goal looks for the person
	CodeFilter   Code = "filter"   // not among the people whom the goal looks for
	CodeFeedback Code = "feedback" // asked for honest feedback by the goal, and not free to give it
	CodeTie      Code = "tie"      // the goal looks for other ties
	CodeUntil    Code = "until"    // after the goal's last day
	CodeGap      Code = "gap"      // too soon after the last coffee
	CodeRhythm   Code = "rhythm"   // not due yet at the goal's own rhythm
	CodePlace    Code = "place"    // no place of the goal suits both; also what was checked
	CodeTable    Code = "table"    // a goal of size 3 has nobody to come with the person, or the two meet each other
	CodeOwnWeek  Code = "own_week" // not the user's week for a first coffee with the person
	CodeWant     Code = "want"     // the goal has what it wants; also the term for what it still wants
)

// Codes of rules about a time.
const (
	CodePast         Code = "past"          // the start is over
	CodeNotice       Code = "notice"        // less notice than the user asks for
	CodeHorizon      Code = "horizon"       // later than the horizon
	CodeBlackout     Code = "blackout"      // in a blackout
	CodeHoliday      Code = "holiday"       // on a public holiday of the user
	CodeHours        Code = "hours"         // outside the user's hours
	CodeWindow       Code = "window"        // outside the coffee windows
	CodeBusy         Code = "busy"          // the user is busy
	CodeOwn          Code = "own"           // too close to another coffee
	CodeBusyWeek     Code = "busy_week"     // the user's week has too many meetings
	CodePerDay       Code = "per_day"       // cap of coffees in a day
	CodePerWeek      Code = "per_week"      // cap of coffees in a week
	CodeOpen         Code = "open"          // cap of unanswered proposals and invitations
	CodeGuestHours   Code = "guest_hours"   // outside the guest's hours
	CodeWishHours    Code = "wish_hours"    // at another time of day than the guest asked for in a wishes file
	CodeGuestLunch   Code = "guest_lunch"   // in the guest's lunch
	CodeGuestHoliday Code = "guest_holiday" // on a public holiday of the guest
	CodeGuestLeave   Code = "guest_leave"   // the guest is away, on leave or just back from it
	CodeGuestNotice  Code = "guest_notice"  // less notice than the user asks for, since the guest is away now
	CodeGuestBusy    Code = "guest_busy"    // the guest is busy
	CodeWishMost     Code = "wish_most"     // the guest asked in a wishes file for no more coffees in the period
	CodePerTeam      Code = "per_team"      // cap of invitations to a department in a month
)

// Codes of terms of the score, in addition to [CodeWant].
const (
	CodeLikely     Code = "likely"      // how likely the guest accepts
	CodeTieNew     Code = "tie_new"     // the user and the guest have not met
	CodeTieWeak    Code = "tie_weak"    // they met now and then
	CodeTieDormant Code = "tie_dormant" // they were close once, and have not met lately
	CodeTieWarm    Code = "tie_warm"    // they are close
	CodeLatest     Code = "latest"      // keeps within the longest pause that the goal allows
	CodeSpread     Code = "spread"      // spreads coffees over departments
	CodeFocus      Code = "focus"       // splits a long free block of the user
	CodeGuestFocus Code = "guest_focus" // splits a long free block of the guest
	CodeNear       Code = "near"        // next to another meeting of the user
	CodeEdge       Code = "edge"        // early or late in the guest's day
	CodeLoad       Code = "load"        // the guest's week is busy
	CodeCoffees    Code = "coffees"     // the guest has other short meetings
	CodeFew        Code = "few"         // the department is small
	CodeFarAbove   Code = "far_above"   // the guest is far above the user
	CodeLater      Code = "later"       // cost of waiting
	CodeLot        Code = "lot"         // a small random draw
)

// Codes of why an invitation waits, in addition to those above.
const (
	CodeOutOfOffice Code = "out_of_office" // the user's own calendar says so
)

// Codes of what was checked, of what lowered the mode, and of what leaves a goal
// short if no rule does.
const (
	CodeFree        Code = "free"         // both sides are free
	CodeClocks      Code = "clocks"       // the two sides' clocks differ
	CodeAskFirst    Code = "ask_first"    // the user must approve, because of who it is
	CodeFirstThree  Code = "first_three"  // the user must approve, because few invitations were sent so far
	CodeUnused      Code = "unused"       // the user must approve, because the guest does not seem to use the calendar
	CodeBusyUnknown Code = "busy_unknown" // the user must approve, because the guest's calendar was not read
	CodeBrief       Code = "brief"        // the coffee is shorter than others of its goal, because the guest is far above the user
	CodeTimely      Code = "timely"       // an event in the user's calendar makes the goal most urgent for some days
	CodeZoneUnknown Code = "zone_unknown" // the user must approve, because the guest's time zone is not known
	CodeUnseen      Code = "unseen"       // the guest's calendar was not read, because it cannot lead to a better plan
	CodeUnasked     Code = "unasked"      // the guest's calendar was not read yet, and might lead to a better plan
	CodeNobody      Code = "nobody"       // the goal's filter matches nobody
	CodeWorth       Code = "worth"        // no start is worth what it costs
	CodeOK          Code = "ok"           // every rule allows it
)

// AboutStart reports whether a reason with code c is about the start of a meeting, so that
// it says nothing about another start.
func (c Code) AboutStart() bool {
	switch c {
	case CodeLatest, CodeFocus, CodeGuestFocus, CodeNear, CodeEdge, CodeLoad, CodeCoffees, CodeLater, CodeFree, CodeClocks:
		return true
	}
	return false
}
