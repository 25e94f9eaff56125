package planner

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"fika/internal/prose"
)

// ApproveFirst is the [Rules.ApproveFirst] of every configuration: nobody knows how an
// invitation reads before some were sent.
const ApproveFirst = 3

// mode returns how freely fika may act on the meeting, and what was checked to decide
// that.
func (in *input) mode(q *query) (Mode, []Reason) {
	var checked []Reason
	if q.person.BusyKnown {
		around := in.padded(q.slot.Span)
		checked = append(checked, Reason{Code: CodeFree, Text: fmt.Sprintf("you and %s are free from %s to %s",
			q.personName(), formatClock(around.Start, in.config.Zone), formatClock(around.End, in.config.Zone))})
	}
	here, there := formatClock(q.slot.Start, in.config.Zone), formatClock(q.slot.Start, in.zone(q.person))
	if here != there {
		checked = append(checked, Reason{Code: CodeClocks, Text: fmt.Sprintf("%s for you, %s for %s in %s", here, there, q.personName(), in.locationOf(q.person))})
	}
	if in.isFirstContactUp(q) {
		checked = append(checked, Reason{Code: CodeUpward, Text: upwardText(in, q, true)})
	}
	if why := in.briefReason(q); why != "" {
		checked = append(checked, Reason{Code: CodeBrief, Text: why})
	}
	if in.isTimely(q.goal) {
		checked = append(checked, Reason{Code: CodeTimely, Text: fmt.Sprintf("an event in your calendar makes %s timely until %s", q.goal.ID, in.formatDate(q.goal.Timely))})
	}
	mode := cmp.Or(q.goal.Mode, in.config.Mode)
	if mode != ModeBook && mode != ModeHold {
		mode = ModePropose
	}
	approvals := in.approvals(q, mode)
	if len(approvals) > 0 {
		mode = ModePropose
	}
	return mode, append(checked, approvals...)
}

// approvals returns why the user must approve the meeting, although its goal would have
// it in that mode.
func (in *input) approvals(q *query, mode Mode) (why []Reason) {
	if !q.person.BusyKnown {
		why = append(why, Reason{Code: CodeBusyUnknown, Text: q.personName() + "'s calendar is not known, so fika asks you first"})
	}
	if in.seemsUnused(q.person) {
		why = append(why, Reason{Code: CodeUnused, Text: fmt.Sprintf("%s's calendar shows nothing for %d working days, so fika asks you first", q.personName(), unusedDays)})
	}
	if q.person.Zone == nil && q.person.ZoneDoubt != "" {
		why = append(why, Reason{Code: CodeZoneUnknown, Text: fmt.Sprintf("%s's time zone %q is not known and was taken as yours, so fika asks you first", q.personName(), q.person.ZoneDoubt)})
	}
	if who := cmp.Or(in.relationText(q.person), in.levelAskedAbout(q.person)); who != "" {
		why = append(why, Reason{Code: CodeAskFirst, Text: who + ", so fika asks you first"})
	}
	if mode != ModePropose && in.sent < in.config.ApproveFirst {
		why = append(why, Reason{Code: CodeFirstThree, Text: in.config.ApprovalsText(in.sent)})
	}
	return why
}

// ApprovalsText says that the user approves the first invitations, of which that many
// were sent.
func (r Rules) ApprovalsText(sent int) string {
	so := "none"
	if sent > 0 {
		so = fmt.Sprint(sent)
	}
	return fmt.Sprintf("the first %d invitations are always yours to approve; %s so far", r.ApproveFirst, so)
}

// NeedsApproval returns why a booking that fika approved by itself must be approved by the
// user now; "" if it need not.
func NeedsApproval(now time.Time, rules Rules, world World, booking Booking) string {
	in := newInput(now, rules, world, booking.ID)
	q := in.newQuery(in.person(booking.Person))
	var texts []string
	for _, r := range in.approvals(q, ModeBook) {
		texts = append(texts, r.Text)
	}
	return strings.Join(texts, "; ")
}

// relationText says what p is to the user, above or below; "" for somebody beside them,
// or if that is not known.
func (in *input) relationText(p *Person) string {
	switch {
	case in.hierarchy.relation(p) == RelationManager:
		return p.FirstName() + " is your manager"
	case in.hierarchy.relation(p) == RelationSkip:
		return p.FirstName() + " is the manager of your manager"
	case in.hierarchy.relation(p) == RelationReport:
		return p.FirstName() + " reports to you"
	case in.hierarchy.isBelow(p):
		return p.FirstName() + " reports to somebody below you"
	}
	return ""
}

// levelAskedAbout says which level of p makes fika ask the user; "" if none does.
// Everybody above the user is asked about.
func (in *input) levelAskedAbout(p *Person) string {
	guard, up := in.config.Guards.AskFirst, in.hierarchy.levelsUp(p)
	switch {
	case p.Level == 0 && guard != AskFirst{}:
		return p.FirstName() + "'s level is not known"
	case guard.Level > 0 && p.Level >= guard.Level:
		return fmt.Sprintf("%s's level is %s", p.FirstName(), in.levelName(p.Level))
	case guard.LevelsAbove > 0 && in.config.Level == 0 && int(p.Level) >= guard.LevelsAbove:
		return fmt.Sprintf("%s's level is %s and yours is not stated", p.FirstName(), in.levelName(p.Level))
	case up > 0:
		return fmt.Sprintf("%s is %s above you", p.FirstName(), prose.Count(up, "level"))
	}
	return ""
}
