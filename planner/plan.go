package planner

import (
	"fmt"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Plan is what fika would do, why, and why it would not do more.
type Plan struct {
	Now              time.Time
	Meetings         []Meeting   // by start
	Unmet            []UnmetGoal // goals that want more than the plan gives, in the order of the goals' ids
	Rejected         Rejected
	Score            Points // of all meetings together
	Bound            Points // no plan within the rules scores more, whomever it meets
	Proven           bool   // Score equals Bound
	UnreadCandidates int    // people not seen yet who might be in a better plan; with one of them nothing is proven
}

// Meeting is a planned triple of person, slot and goal.
type Meeting struct {
	Person  mailbox.Address
	Goal    GoalID
	Span    span.Span
	Mode    Mode // how freely fika may act on it, guards already applied
	Score   Points
	Reasons []Reason // what speaks for it and against it, largest first, then what had to be checked
}

// Reason is one term of a decision.
type Reason struct {
	Code   Code
	Text   string // a short sentence without a full stop, for the user alone
	Points Points // 0 where the reason is a rule and not a term
}

// UnmetGoal is a goal that the plan leaves short.
type UnmetGoal struct {
	Goal   GoalID
	Short  int    // meetings that are missing; for a rhythm people
	Period Period // in which they are; "" for a rhythm
	Code   Code
	Reason string // what keeps the goal short
	Hint   string // the knob that is in the way
}

// Text is u as a sentence.
func (u UnmetGoal) Text() string {
	text := fmt.Sprintf("%s is %d short", u.Goal, u.Short)
	if u.Period != "" {
		text += " this " + string(u.Period)
	}
	return text + ": " + u.Reason
}

// Rejected counts what the rules forbade, so that a plan of no meetings has its
// reasons too.
type Rejected struct {
	// Count is how many starts each rule forbade of those that earlier rules
	// allowed. Rules about the user count once for each length, rules about a
	// guest once for each guest and length, and rules about a guest and a goal
	// once for each two.
	Count  map[Code]int
	People []Verdict // people who cannot be met at all in this plan, by id
}

// Verdict is one rule's answer about one person, or one person and goal.
type Verdict struct {
	Person mailbox.Address
	Goal   GoalID // "" if the rule is about the person alone
	Code   Code
	OK     bool
	Text   string
}
