package apitext

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fika/internal/api"
	"fika/planner"
)

// Slots says how many slots each rule ruled out, the largest number first. The keys are
// rule codes.
func Slots(counts map[string]int) string { return formatCounts(counts, slotWord) }

// People says how many people each rule ruled out, the largest number first.
func People(list []api.Verdict) string {
	counts := map[string]int{}
	for _, v := range list {
		counts[v.Code]++
	}
	return formatCounts(counts, personWord)
}

// formatCounts lists counts, the largest first. It adds up codes with the same words.
func formatCounts(counts map[string]int, word func(string) string) string {
	byWord := map[string]int{}
	for code, n := range counts {
		byWord[word(code)] += n
	}
	var parts []string
	for _, w := range slices.SortedFunc(maps.Keys(byWord), func(x, y string) int {
		return cmp.Or(cmp.Compare(byWord[y], byWord[x]), cmp.Compare(x, y))
	}) {
		parts = append(parts, fmt.Sprintf("%d %s", byWord[w], w))
	}
	return strings.Join(parts, ", ")
}

// personWord describes the people that a rule rules out.
func personWord(code string) string {
	switch planner.Code(code) {
	case planner.CodeNoGoal, planner.CodeFilter:
		return "that no goal looks for"
	case planner.CodeUnasked:
		return "not asked yet"
	case planner.CodeUnseen:
		return "who could not improve the plan"
	case planner.CodeTie:
		return "with a tie that no goal looks for"
	case planner.CodeDomain:
		return "outside the domains"
	case planner.CodeNever:
		return "who are never invited"
	case planner.CodeWish:
		return "who asked not to be invited"
	case planner.CodeUnsure:
		return "who need your ok first"
	case planner.CodeDeclinedTwice:
		return "who declined twice"
	case planner.CodeRest, planner.CodeDeclined, planner.CodeSilent, planner.CodeRefused, planner.CodeSkipped, planner.CodeDropped:
		return "resting"
	case planner.CodeAway:
		return "away"
	case planner.CodeLive:
		return "with a coffee already planned"
	case planner.CodeGap:
		return "met recently"
	case planner.CodeRhythm:
		return "not due yet"
	case planner.CodeOwnWeek:
		return "whose week it is not"
	case planner.CodeWant:
		return "whose goals are met"
	case planner.CodeGuestHours, planner.CodeWishHours, planner.CodeGuestLunch, planner.CodeGuestHoliday, planner.CodeGuestLeave, planner.CodeGuestNotice, planner.CodeGuestBusy:
		return "with no free slot in common"
	case planner.CodePlace:
		return "with no place that suits both"
	case planner.CodeWishMost:
		return "who asked for no more coffees then"
	case planner.CodePerTeam:
		return "from a team whose monthly limit is reached"
	}
	return "with no slot that the rules allow"
}

// slotWord describes the slots that a rule rules out.
func slotWord(code string) string {
	switch planner.Code(code) {
	case planner.CodePast:
		return "in the past"
	case planner.CodeNotice:
		return "too soon"
	case planner.CodeHorizon:
		return "too far ahead"
	case planner.CodeBlackout:
		return "in a blackout"
	case planner.CodeHoliday:
		return "on your public holidays"
	case planner.CodeHours:
		return "outside your hours"
	case planner.CodeWindow:
		return "outside your windows"
	case planner.CodeBusy:
		return "while you are busy"
	case planner.CodeOwn:
		return "too close to another coffee"
	case planner.CodeBusyWeek:
		return "in a full week"
	case planner.CodePerDay:
		return "on a day that already has its coffee"
	case planner.CodePerWeek:
		return "in a week that already has its coffees"
	case planner.CodeGap:
		return "too soon after the last coffee"
	case planner.CodeRhythm:
		return "too early for the goal's rhythm"
	case planner.CodeOwnWeek:
		return "in a week that is not yours for a first coffee with them"
	case planner.CodePlace:
		return "on a day without a place that suits both"
	case planner.CodeUntil:
		return "after the goal's last day"
	case planner.CodeOpen:
		return "while the limit of open invitations is reached"
	case planner.CodeWishMost:
		return "in a period for which the guest asked for no more"
	case planner.CodePerTeam:
		return "in a month that already has its coffees with that team"
	case planner.CodeWant:
		return "for a goal that is met"
	case planner.CodeGuestHours:
		return "outside the guest's hours"
	case planner.CodeWishHours:
		return "at another time of day than the guest asked for"
	case planner.CodeGuestLunch:
		return "in the guest's lunch"
	case planner.CodeGuestLeave:
		return "while the guest is away or just back"
	case planner.CodeGuestNotice:
		return "too soon after the guest is back"
	case planner.CodeGuestHoliday:
		return "on public holidays of the guest"
	case planner.CodeGuestBusy:
		return "while the guest is busy"
	}
	return code
}
