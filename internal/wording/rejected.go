package wording

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fika/internal/api"
	"fika/planner"
)

// Slots says how many slots each rule ruled out, the largest number first. The keys
// are codes of rules.
func Slots(counts map[string]int) string { return tally(counts, slotWord) }

// People says how many people each rule ruled out, the largest number first.
func People(list []api.Verdict) string {
	counts := map[string]int{}
	for _, v := range list {
		counts[v.Code]++
	}
	return tally(counts, personWord)
}

// tally lists counts, the largest first. Codes with the same words count together.
func tally(counts map[string]int, word func(string) string) string {
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
		return "no goal looks for"
	case planner.CodeUnasked:
		return "not asked yet"
	case planner.CodeUnseen:
		return "with whom no plan could be better"
	case planner.CodeTie:
		return "with a tie that no goal looks for"
	case planner.CodeDomain:
		return "outside the domains"
	case planner.CodeNever:
		return "whom you never meet"
	case planner.CodeDeclinedTwice:
		return "who declined twice"
	case planner.CodeRest, planner.CodeDeclined, planner.CodeSilent, planner.CodeRefused, planner.CodeSkipped, planner.CodeDropped:
		return "resting"
	case planner.CodeAway:
		return "away"
	case planner.CodeLive:
		return "with a coffee on its way"
	case planner.CodeGap:
		return "met not long ago"
	case planner.CodeRhythm:
		return "not due yet"
	case planner.CodeWant:
		return "whose goals have what they want"
	case planner.CodeGuestHours, planner.CodeGuestBusy:
		return "without a free slot in common"
	case planner.CodePerTeam:
		return "of a team that has its coffees this month"
	}
	return "without a slot that the rules leave"
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
	case planner.CodeHours:
		return "outside your hours"
	case planner.CodeWindow:
		return "outside your windows"
	case planner.CodeBusy:
		return "while you are busy"
	case planner.CodeOwn:
		return "too close to another coffee"
	case planner.CodeBusyWeek:
		return "in a week that is full"
	case planner.CodePerDay:
		return "on a day that has its coffee"
	case planner.CodePerWeek:
		return "in a week that has its coffees"
	case planner.CodeGap:
		return "too soon after the last coffee"
	case planner.CodeRhythm:
		return "before the goal's rhythm asks for it"
	case planner.CodeUntil:
		return "after the goal's last day"
	case planner.CodeOpen:
		return "while enough wait for an answer"
	case planner.CodePerTeam:
		return "in a month that has its coffees with that team"
	case planner.CodeWant:
		return "for a goal that has what it wants"
	case planner.CodeGuestHours:
		return "outside the guest's hours"
	case planner.CodeGuestBusy:
		return "while the guest is busy"
	}
	return code
}
