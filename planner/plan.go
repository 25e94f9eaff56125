package planner

import (
	"fmt"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Plan is what fika would do, and why it would not do more.
type Plan struct {
	Now              time.Time
	Meetings         []Meeting   // by start
	Unmet            []UnmetGoal // goals that the plan leaves short, by id
	Rejected         Rejected
	Score            Points // sum over the meetings
	Bound            Points // no plan within the rules has a higher score, whomever it meets
	Proven           bool   // Score equals Bound
	UnreadCandidates int    // people whose calendars were not read and who might be in a better plan; if any, Proven is false
}

// Meeting is a planned meeting with a person for a goal.
type Meeting struct {
	Person  mailbox.Address
	Second  mailbox.Address // the other guest of a goal of size 3; "" for a single guest
	Goal    GoalID
	Span    span.Span
	Place   Place // where it is; see [PlaceOf]
	Mode    Mode  // how freely fika may act on it, after the guards
	Score   Points
	Reasons []Reason // terms of the score, largest first, then what was checked
}

// Guests returns everybody who is invited, Person first.
func (m Meeting) Guests() []mailbox.Address {
	if m.Second == "" {
		return []mailbox.Address{m.Person}
	}
	return []mailbox.Address{m.Person, m.Second}
}

// Reason is one term of the score, or one thing that was checked.
type Reason struct {
	Code   Code
	Text   string // a short sentence without a full stop, for the user only
	Points Points // 0 if it was checked and is not a term
}

// UnmetGoal is a goal that the plan leaves short.
type UnmetGoal struct {
	Goal   GoalID
	Short  int    // missing meetings; for a rhythm, people
	Period Period // of the missing meetings; "" for a rhythm
	Code   Code
	Reason string // why it stays short
	Hint   string // the setting that limits it
}

// Text describes u in a sentence.
func (u UnmetGoal) Text() string {
	text := fmt.Sprintf("%s is %d short", u.Goal, u.Short)
	if u.Period != "" {
		text += " this " + string(u.Period)
	}
	return text + ": " + u.Reason
}

// Rejected counts what the rules forbade, which explains a plan without meetings.
type Rejected struct {
	// Count is the number of starts that each rule forbade of those that the earlier
	// rules allowed. Rules about the user count once for each length, rules about a guest
	// once for each guest and length, rules about a guest and a goal once for each pair.
	Count  map[Code]int
	People []Verdict // people who cannot be met at all in this plan, by id
}

// Verdict is the result of one rule for one person, or for one person and goal.
type Verdict struct {
	Person mailbox.Address
	Goal   GoalID // "" if the rule is about the person alone
	Code   Code
	OK     bool
	Text   string
}
