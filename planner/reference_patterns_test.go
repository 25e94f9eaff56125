package planner_test

import (
	"fmt"
	"math"
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/span"
	"fika/planner"
)

// patterns lists every form of the planner's sentences, by code. A sentence of
// another form fails the test: whoever adds one adds its check here.
var patterns = map[planner.Code][]pattern{
	planner.CodeUnknown: {
		{aName + " is among your people", withoutNumbers(whenOK)},
		{`none of your people has the address (\S+)`, func(c *claim, m []string) string {
			return firstProblem(c.compareText("an address", m[1], string(c.p.ID)), problemUnless(!c.ok, "but there is"))
		}},
	},
	planner.CodeUser: {{aName + " is not you", withoutNumbers(whenOK)}, {"that is you", withoutNumbers(whenNotOK)}},
	planner.CodeDomain: {
		{`(\S+) is an address of your organisation`, func(c *claim, m []string) string { return c.compareText("an address", m[1], string(c.p.ID)) }},
		{`(\S+) is outside your organisation`, func(c *claim, m []string) string { return c.compareText("an address", m[1], string(c.p.ID)) }},
	},
	planner.CodeNever:     {{"you have not ruled " + aName + " out", withoutNumbers(whenOK)}, {"you said never to invite " + aName, withoutNumbers(whenNotOK)}},
	planner.CodeWish:      wishPatterns()[planner.CodeWish],
	planner.CodeWishHours: wishPatterns()[planner.CodeWishHours],
	planner.CodeWishMost:  wishPatterns()[planner.CodeWishMost],
	planner.CodeDeclinedTwice: {
		{aName + " has not declined twice", withoutNumbers(func(c *claim) bool { return c.ok && c.historyOf(c.p).liftedDecline.IsZero() })},
		{aName + " has not declined twice since you lifted it", withoutNumbers(func(c *claim) bool { return c.ok && !c.historyOf(c.p).liftedDecline.IsZero() })},
		{aName + ` declined (twice|\d+ times), last on ` + aDate + "; never again until you lift it", func(c *claim, m []string) string {
			h := c.historyOf(c.p)
			return firstProblem(c.compareText("times", m[2], pick(h.declines == 2, "twice", fmt.Sprintf("%d times", h.declines))), c.compareDate("the last", m[3], h.declined))
		}},
	},
	planner.CodeUnsure: {
		{"nothing says that " + aName + " is not one person of your organisation", withoutNumbers(func(c *claim) bool { return c.ok && c.doubt(c.p) == "" })},
		{aName + " seems to work for another company, but (you said that it is ok|you met over a coffee|a goal of yours names the address)", func(c *claim, m []string) string {
			settled := map[string]bool{"you said that it is ok": c.p.OK, "you met over a coffee": !c.historyOf(c.p).met.IsZero(), "a goal of yours names the address": c.isNamed(c.p)}
			return problemUnless(c.ok && c.doubt(c.p) != "" && settled[m[2]], "but that is not so")
		}},
		{aName + ` seems to work for another company and needs your ok before the first invitation: fika people ok (\S+)`, func(c *claim, m []string) string {
			return firstProblem(c.compareText("an address", m[2], string(c.p.ID)), problemUnless(!c.ok && c.doubt(c.p) != "", "but that is not so"))
		}},
	},
	planner.CodeRest: {
		{"you have given " + aName + " no rest", withoutNumbers(func(c *claim) bool { return c.ok && c.p.RestUntil.IsZero() })},
		{"the rest that you gave " + aName + " ended on " + aDate, func(c *claim, m []string) string {
			return firstProblem(c.compareDate("the end", m[2], c.p.RestUntil), problemUnless(c.ok, "but it goes on"))
		}},
		{"you gave " + aName + " a rest until " + aDate, func(c *claim, m []string) string {
			return firstProblem(c.compareDate("the end", m[2], c.p.RestUntil), problemUnless(!c.ok, "but it ended"))
		}},
	},
	planner.CodeAway: {
		{aName + " is not away", withoutNumbers(whenOK)},
		{aName + " is away until " + aDate, func(c *claim, m []string) string { return c.compareDay("the return", m[2], dayOf(c.p.AwayUntil)) }},
	},
	planner.CodeDeclined: append(restPatterns(aName+" declined", func(h bookingHistory) time.Time { return h.declined }, func(c *claim) int { return c.rules.Guards.AfterDecline }),
		pattern{aName + " declined on " + aDate + ", and you lifted it", func(c *claim, m []string) string {
			h := c.historyOf(c.p)
			return firstProblem(c.compareDate("a decline", m[2], h.liftedDecline), problemUnless(h.declines == 0, "but others count"))
		}},
		pattern{aName + " has not declined", withoutNumbers(func(c *claim) bool { h := c.historyOf(c.p); return h.declines == 0 && h.liftedDecline.IsZero() })},
	),
	planner.CodeSilent: append(restPatterns("an invitation to "+aName+" ended without an answer", func(h bookingHistory) time.Time { return h.silent }, constant(84)),
		pattern{"an invitation to " + aName + " ended without an answer on " + aDate + ", and you lifted it", func(c *claim, m []string) string {
			h := c.historyOf(c.p)
			return firstProblem(c.compareDate("a silence", m[2], h.liftedSilence), problemUnless(h.silent.IsZero(), "but others count"))
		}},
		pattern{`(\d+) invitations to ` + aName + " in a row ended without an answer, the last on " + aDate + "; never again until you lift it", func(c *claim, m []string) string {
			h := c.historyOf(c.p)
			return firstProblem(c.compareText("silences", m[1], fmt.Sprint(h.unansweredInARow())), c.compareDate("the last", m[3], h.silent))
		}},
		pattern{"no invitation to " + aName + " went unanswered", withoutNumbers(func(c *claim) bool { h := c.historyOf(c.p); return h.silent.IsZero() && h.liftedSilence.IsZero() })},
	),
	planner.CodeRefused: append(restPatterns("an invitation did not reach "+aName, func(h bookingHistory) time.Time { return h.refused }, constant(30)),
		pattern{"an invitation did not reach " + aName + " on " + aDate + ", and you lifted it", func(c *claim, m []string) string {
			h := c.historyOf(c.p)
			return firstProblem(c.compareDate("a refusal", m[2], h.liftedRefusal), problemUnless(h.refused.IsZero(), "but others count"))
		}},
		pattern{"every invitation has reached " + aName, withoutNumbers(func(c *claim) bool { h := c.historyOf(c.p); return h.refused.IsZero() && h.liftedRefusal.IsZero() })},
	),
	planner.CodeSkipped: append(restPatterns("you skipped "+aName, func(h bookingHistory) time.Time { return h.skipped }, constant(28)),
		pattern{"you have not skipped " + aName, withoutNumbers(func(c *claim) bool { return c.historyOf(c.p).skipped.IsZero() })}),
	planner.CodeDropped: append(restPatterns("you cancelled with "+aName, func(h bookingHistory) time.Time { return h.dropped }, constant(84)),
		pattern{"you have not cancelled on " + aName, withoutNumbers(func(c *claim) bool { return c.historyOf(c.p).dropped.IsZero() })}),
	planner.CodeLive: {
		{"no coffee with " + aName + " is on its way", withoutNumbers(whenOK)},
		{"a coffee with " + aName + " is on its way for (.*)", func(c *claim, m []string) string {
			return c.compareText("a start", m[2], c.formatTime(c.historyOf(c.p).live.Span.Start))
		}},
	},

	planner.CodeNoGoal: {{"no goal looks for " + aName, func(c *claim, _ []string) string {
		return problemUnless(!slices.ContainsFunc(c.world.Goals, func(g planner.Goal) bool { return matchesFilter(&g, c.p) }), "but one does")
	}}},
	planner.CodeFilter: {
		{aName + " is among those " + aGoal + " looks for", withoutNumbers(whenOK)},
		{aName + " is not among those " + aGoal + " looks for: (.*)", func(c *claim, m []string) string { return c.checkMismatches(m[3]) }},
	},
	planner.CodeTie: {
		{aName + " is (.*), which suits " + aGoal, func(c *claim, m []string) string {
			return firstProblem(c.compareText("a tie", m[2], c.tieText()), problemUnless(c.ok, "but it does not"))
		}},
		{aName + " is (.*); " + aGoal + " looks for (.*) ties", func(c *claim, m []string) string {
			want := ""
			for i, class := range c.g.Ties {
				want += pick(i == 0, "", " or ") + string(class)
			}
			return firstProblem(c.compareText("a tie", m[2], c.tieText()), c.compareText("ties", m[4], want), problemUnless(!c.ok, "but it suits"))
		}},
	},

	planner.CodeUpward:   upwardPatterns(),
	planner.CodeFeedback: feedbackPatterns(),

	planner.CodePast:   {{aStart + " still to come", withoutNumbers(whenOK)}, {aStart + " past", withoutNumbers(whenNotOK)}},
	planner.CodeNotice: noticePatterns(),
	planner.CodeHorizon: {
		{aStart + " within the next " + aWhile, func(c *claim, m []string) string {
			return firstProblem(c.compareDays(m[2], c.rules.Horizon), problemUnless(c.ok, "is not"))
		}},
		{aStart + " beyond the next " + aWhile, func(c *claim, m []string) string {
			return firstProblem(c.compareDays(m[2], c.rules.Horizon), problemUnless(!c.ok, "is not"))
		}},
	},
	planner.CodeBlackout: {
		{aStart + " outside your blackouts", withoutNumbers(whenOK)},
		{aStart + " in a blackout", withoutNumbers(whenNotOK)},
		{aStart + " in your blackout from " + aDate + " to " + aDate, func(c *claim, m []string) string {
			b := c.blackout(c.day(c.at.Start))
			return firstProblem(c.compareDay("the first", m[2], dayOf(b.From)), c.compareDay("the last", m[3], dayOf(b.To)))
		}},
	},
	planner.CodeHoliday: {
		{"you have not stated your region, so no public holiday counts", withoutNumbers(func(c *claim) bool { return c.ok && c.rules.Region == "" })},
		{aStart + " on no public holiday of yours", withoutNumbers(func(c *claim) bool { return c.ok && c.rules.Region != "" })},
		{aStart + " on a public holiday of yours", withoutNumbers(whenNotOK)},
		{aStart + " on a public holiday in (.*): (.*)", func(c *claim, m []string) string {
			return firstProblem(c.compareText("a region", m[2], holiday.Name(c.rules.Region)), c.compareText("a holiday", m[3], c.holiday(c.rules.Region, c.day(c.at.Start))))
		}},
	},
	planner.CodeHours:  {{aStart + " inside your hours", withoutNumbers(whenOK)}, {aStart + " outside your hours", withoutNumbers(whenNotOK)}},
	planner.CodeWindow: {{aStart + " inside your coffee windows", withoutNumbers(whenOK)}, {aStart + " outside your coffee windows", withoutNumbers(whenNotOK)}},
	planner.CodeBusy: {
		{aStart + " free in your calendar, with the buffers", withoutNumbers(whenOK)},
		{aStart + " taken in your calendar or too close to something there", withoutNumbers(whenNotOK)},
	},
	planner.CodeOwn: {
		{aStart + " clear of your other coffees", withoutNumbers(whenOK)},
		{aStart + " too close to another coffee of yours", withoutNumbers(whenNotOK)},
	},
	planner.CodeBusyWeek: {
		{"no week is too busy for you", withoutNumbers(func(c *claim) bool { return c.rules.BusyWeek <= 0 })},
		{aStart + ` in a week of at most (\d+) hours of meetings`, func(c *claim, m []string) string {
			return firstProblem(c.compareCount("hours", m[2], int(c.rules.BusyWeek.Hours())), problemUnless(c.ok, "is not"))
		}},
		{aStart + ` in a week of more than (\d+) hours of meetings`, func(c *claim, m []string) string {
			return firstProblem(c.compareCount("hours", m[2], int(c.rules.BusyWeek.Hours())), problemUnless(!c.ok, "is not"))
		}},
	},
	planner.CodePerDay:  limitPatterns("on a day", func(c *claim) int { return min(c.rules.PerDay, 5) }),
	planner.CodePerWeek: limitPatterns("in a week", func(c *claim) int { return min(c.rules.PerWeek, 15) }),
	planner.CodeOpen: {
		{`fewer than (\d+) proposals? (?:and|or) invitations? wait for an answer`, func(c *claim, m []string) string {
			return firstProblem(c.compareCount("a limit of", m[1], c.rules.Open), problemUnless(c.ok, "but as many do"))
		}},
		{`(\d+) proposals? (?:and|or) invitations? may wait for an answer at once, and no more`, func(c *claim, m []string) string {
			return firstProblem(c.compareCount("a limit of", m[1], c.rules.Open), problemUnless(!c.ok, "and there is room"))
		}},
	},
	planner.CodeGuestHours: {
		{aStart + " (inside|outside) " + aName + "'s hours(, taken as 10:00 to 16:00)? in (.*)", func(c *claim, m []string) string {
			stated := slices.ContainsFunc(c.p.Hours[:], func(h []planner.Hours) bool { return len(h) > 0 })
			return firstProblem(problemUnless((m[2] == "inside") == c.ok, "is the other way round"), problemUnless((m[4] == "") == stated, "takes stated hours for assumed ones or not"),
				c.compareText("a place", m[5], c.location()))
		}},
	},
	planner.CodeGuestLunch: {
		{"you keep no lunch of guests free", withoutNumbers(func(c *claim) bool { return c.ok && c.rules.Guards.Lunch == planner.Hours{} })},
		{aStart + " (clear of|in|just before|in or just before) " + aName + `'s lunch, (\d\d:\d\d) to (\d\d:\d\d) in (.*)`, checkLunch},
	},
	planner.CodeGuestHoliday: {
		{aName + "'s region is not known, so no public holiday counts", withoutNumbers(func(c *claim) bool { return c.ok && c.p.Region == "" })},
		{aStart + " on no public holiday of " + aName + "'s", withoutNumbers(func(c *claim) bool { return c.ok && c.p.Region != "" })},
		{aStart + " on a public holiday of " + aName + "'s", withoutNumbers(whenNotOK)},
		{aStart + " on a public holiday of " + aName + "'s, in (.*): (.*)", func(c *claim, m []string) string {
			return firstProblem(c.compareText("a region", m[3], holiday.Name(c.p.Region)), c.compareText("a holiday", m[4], c.holiday(c.p.Region, dayIn(c.at.Start, c.zoneOf(c.p)))))
		}},
	},
	planner.CodeGuestLeave: {
		{aStart + " on no day on which " + aName + " is away or just back", withoutNumbers(whenOK)},
		{aStart + " on a day on which " + aName + " is away or just back", withoutNumbers(whenNotOK)},
		{aStart + " on a day on which " + aName + " seems to be (away|on leave|just back from leave)", func(c *claim, m []string) string {
			words, day := map[string]string{"away": "away", "leave": "on leave", "back": "just back from leave"}, dayIn(c.at.Start, c.zoneOf(c.p))
			return firstProblem(problemUnless(!c.stated(c.p, day), "but a source states it"), c.compareText("an absence", m[3], words[c.absence(c.p, day)]))
		}},
		{aStart + " on a day on which " + aName + " is (away|just back, after being away) until " + aDate, func(c *claim, m []string) string {
			day := dayIn(c.at.Start, c.zoneOf(c.p))
			words := map[bool]string{true: "away", false: "just back, after being away"}
			return firstProblem(problemUnless(c.stated(c.p, day), "but no source states it"),
				c.compareDay("the return", m[4], dayOf(c.p.AwayUntil)), c.compareText("an absence", m[3], words[day < dayOf(c.p.AwayUntil)]))
		}},
	},
	planner.CodeGuestNotice: {
		{"no absence of " + aName + " delays the invitation", withoutNumbers(func(c *claim) bool { return c.ok && c.sendDay(c.p) == c.sendDay(nil) })},
		{"(?:every start that is left|.*) gives enough notice for " + aName + ", whose invitation can leave on (.*)", func(c *claim, m []string) string {
			return firstProblem(problemUnless(c.ok, "but it is forbidden"), c.compareText("a day", m[2], c.formatDate(c.sendDay(c.p))))
		}},
		{"(?:every start that is left|.*) gives too little notice for " + aName + ", whose invitation cannot leave before (.*)", func(c *claim, m []string) string {
			return firstProblem(problemUnless(!c.ok, "but it is allowed"), c.compareText("a day", m[2], c.formatDate(c.sendDay(c.p))))
		}},
	},
	planner.CodeGuestBusy: {
		{aName + "'s calendar is not known, so fika asks you first", withoutNumbers(func(c *claim) bool { return !c.p.BusyKnown })},
		{aStart + " free for " + aName + ", with the buffers", withoutNumbers(func(c *claim) bool { return c.ok && c.p.BusyKnown })},
		{aStart + " taken in " + aName + "'s calendar or too close to something there", withoutNumbers(func(c *claim) bool { return !c.ok && c.p.BusyKnown })},
		{"no common free time is left with " + aName, withoutNumbers(func(c *claim) bool { return !c.ok && c.p.BusyKnown })},
	},

	planner.CodePlace: placePatterns(),
	planner.CodeTable: {
		{aGoal + " invites two, and the rules leave somebody to come with " + aName, withoutNumbers(whenOK)},
		{aGoal + " invites two, and the rules leave nobody to come with " + aName + ": two who do not meet each other, at a time of both, with room for two", withoutNumbers(whenNotOK)},
	},
	planner.CodeUntil: {
		{aGoal + " has no last day", withoutNumbers(func(c *claim) bool { return c.g.Until == (date.Date{}) })},
		{aGoal + " ended on " + aDate, func(c *claim, m []string) string {
			return firstProblem(c.compareDay("the end", m[2], dayOf(c.g.Until)), problemUnless(dayOf(c.g.Until) < c.today, "but that is to come"))
		}},
		{aGoal + " ends on " + aDate, func(c *claim, m []string) string { return c.compareDay("the end", m[2], dayOf(c.g.Until)) }},
	},
	planner.CodeGap: {
		{aGoal + " has its own rhythm in place of the gap", withoutNumbers(func(c *claim) bool { return c.g.Want.Each > 0 })},
		{"you and " + aName + " have not met", withoutNumbers(func(c *claim) bool { last, _ := c.lastGap(); return last.IsZero() })},
		{"you met " + aName + " on " + aDate + "; not again before " + aDate, checkGap(false, func(c *claim, _ int) bool { return !c.ok })},
		{"a coffee with " + aName + " on " + aDate + " did not happen; not again before " + aDate, checkGap(true, func(c *claim, _ int) bool { return !c.ok })},
		{"you met " + aName + " on " + aDate + "; the gap ended on " + aDate, checkGap(false, func(c *claim, end int) bool { return end < c.today })},
		{"a coffee with " + aName + " on " + aDate + " did not happen; the gap ended on " + aDate, checkGap(true, func(c *claim, end int) bool { return end < c.today })},
		{"you met " + aName + " on " + aDate + "; the gap ends on " + aDate, checkGap(false, func(c *claim, end int) bool { return c.ok && end >= c.today })},
		{"a coffee with " + aName + " on " + aDate + " did not happen; the gap ends on " + aDate, checkGap(true, func(c *claim, end int) bool { return c.ok && end >= c.today })},
	},
	planner.CodeRhythm: {
		{aGoal + " has no rhythm for each person", withoutNumbers(func(c *claim) bool { return c.g.Want.Each == 0 })},
		{"you and " + aName + " have not met; " + aGoal + " wants it every " + aWhile, func(c *claim, m []string) string {
			return firstProblem(c.compareDays(m[3], c.g.Want.Each), problemUnless(c.lastMet(c.p).IsZero(), "but they have"))
		}},
		{"you met " + aName + " on " + aDate + ", and every " + aWhile + " is wanted", func(c *claim, m []string) string {
			return firstProblem(c.compareDate("the meeting", m[2], c.lastMet(c.p)), c.compareDays(m[3], c.g.Want.Each), problemUnless(c.ok, "but it is too soon"))
		}},
		{"you met " + aName + " on " + aDate + "; every " + aWhile + " is wanted, so not before " + aDate, func(c *claim, m []string) string {
			due := c.day(c.lastMet(c.p)) + int(math.Ceil(0.7*float64(c.g.Want.Each)))
			return firstProblem(c.compareDate("the meeting", m[2], c.lastMet(c.p)), c.compareDays(m[3], c.g.Want.Each), c.compareDay("the day", m[4], due), problemUnless(!c.ok, "but it is time"))
		}},
	},
	planner.CodeOwnWeek: {
		{"every week suits a first coffee with " + aName, withoutNumbers(func(c *claim) bool { return c.ownWeeks() == 1 })},
		{aGoal + " has its own rhythm in place of a week for first coffees", withoutNumbers(func(c *claim) bool { return c.g.Want.Each > 0 })},
		{"you and " + aName + " have had a first coffee", withoutNumbers(func(c *claim) bool { return !c.historyOf(c.p).met.IsZero() })},
		{"your week for a first coffee with " + aName + " is the week of " + aDate, checkOwnWeek},
	},
	planner.CodePerTeam: {
		{"no department has a limit", withoutNumbers(func(c *claim) bool { return c.rules.Guards.PerTeam <= 0 })},
		{aName + "'s department is not known", withoutNumbers(func(c *claim) bool { return c.p.Department == "" })},
		{`(.*) has fewer than (\d+) invitations? in the month`, func(c *claim, m []string) string {
			return firstProblem(c.compareText("a department", m[1], c.p.Department), c.compareCount("a limit of", m[2], c.rules.Guards.PerTeam), problemUnless(c.ok, "but it has"))
		}},
		{`(.*) has its (\d+) invitations? in (the month of every start that is left|[A-Z][a-z]+), the most you allow`, func(c *claim, m []string) string {
			return firstProblem(c.compareText("a department", m[1], c.p.Department), c.compareCount("a limit of", m[2], c.rules.Guards.PerTeam), problemUnless(!c.ok, "but there is room"),
				problemUnless(c.at.Start.IsZero() || m[3] == civil(c.day(c.at.Start)).Month().String(), "names another month"))
		}},
	},
	planner.CodeWant: {
		{aGoal + ` wants (\d+) meetings? ` + aPeriod + ": none yet", checkWant(0, 0)},
		{aGoal + ` wants (\d+) meetings? ` + aPeriod + `: (\d+) met`, checkWant(4, 0)},
		{aGoal + ` wants (\d+) meetings? ` + aPeriod + `: none met, (\d+) on (?:its|their) way`, checkWant(0, 4)},
		{aGoal + ` wants (\d+) meetings? ` + aPeriod + `: (\d+) met, (\d+) on (?:its|their) way`, checkWant(4, 5)},
		{"the (department|level|site) of " + aName + " is not known, and " + aGoal + " covers each (department|level|site)", func(c *claim, m []string) string {
			return firstProblem(c.compareText("a field", m[1], string(c.g.Want.Cover)), c.compareText("a field", m[4], m[1]), problemUnless(coverValue(c.g, c.p) == "" && !c.ok, "but it is"))
		}},
		{aGoal + " has covered (.*) " + aPeriod, checkCover(func(met, _ int) bool { return met > 0 })},
		{aGoal + " covers (.*) " + aPeriod + " with a coffee on its way", checkCover(func(met, way int) bool { return met == 0 && way > 0 })},
		{aGoal + " has not covered (.*) " + aPeriod, checkCover(func(met, way int) bool { return met == 0 && way == 0 })},
		{aGoal + " wants to meet " + aName + " every " + aWhile + ", and you have not met", func(c *claim, m []string) string {
			return firstProblem(c.compareDays(m[3], c.g.Want.Each), problemUnless(c.lastMet(c.p).IsZero(), "but they have"))
		}},
		{aGoal + " wants to meet " + aName + " every " + aWhile + "; you met on " + aDate + ", due " + aDate, checkRhythm(false)},
		{aGoal + " wants to meet " + aName + " every " + aWhile + "; you met on " + aDate + ", due since " + aDate, checkRhythm(true)},
	},

	planner.CodeLikely: {
		{aName + ` said yes to (\d+) of (\d+) invitations?(?:, not counting (\d+) that you cancelled)?`, func(c *claim, m []string) string {
			h := c.historyOf(c.p)
			return firstProblem(c.compareCount("yes", m[2], h.yes), c.compareCount("invitations", m[3], h.all), c.compareCount("cancelled", m[4], h.cancelled))
		}},
		{`fika guesses (\d+) % yes`, func(c *claim, m []string) string {
			return firstProblem(c.compareCount("percent", m[1], c.acceptanceGuess()/10), problemUnless(c.historyOf(c.p).all == 0, "but they answered"))
		}},
	},
	planner.CodeTieNew:     {{`((?:nearly )?new to you)(?:, (\d+) contacts? in common)?`, checkTie}},
	planner.CodeTieWeak:    {{`(a weak tie)(?:, (\d+) contacts? in common)?`, checkTie}},
	planner.CodeTieWarm:    {{`(a warm tie)(?:, (\d+) contacts? in common)?`, checkTie}},
	planner.CodeTieDormant: {{`(you used to meet, not lately)(?:, (\d+) contacts? in common)?`, checkTie}},
	planner.CodeLatest: {{"keeps the " + aWhile + " that " + aGoal + " allows at most", func(c *claim, m []string) string {
		last := c.day(c.lastMet(c.p)) + c.g.Want.Latest
		return firstProblem(c.compareDays(m[1], c.g.Want.Latest), problemUnless(c.day(c.at.Start) <= last, "but it does not"))
	}}},
	planner.CodeLoad: {{"a busy week for " + aName, withoutNumbers(func(c *claim) bool { return c.busyShare() > 0.4 })}},
	planner.CodeCoffees: {{aName + `'s calendar has what looks like (\d+) other coffees?`, func(c *claim, m []string) string {
		return c.compareCount("coffees", m[2], c.coffees())
	}}},
	planner.CodeFew: {
		{`few people in (.*): (\d+) of (\d+)`, func(c *claim, m []string) string {
			return firstProblem(c.compareText("a department", m[1], c.p.Department), c.compareCount("members", m[2], c.members()), c.compareCount("people", m[3], len(c.world.People)),
				problemUnless(4*c.members() < len(c.world.People), "and that is not few"))
		}},
		{`(.*) has (\d+) of (\d+) (?:person|people)`, func(c *claim, m []string) string {
			return firstProblem(c.compareText("a department", m[1], c.p.Department), c.compareCount("members", m[2], c.members()), c.compareCount("people", m[3], len(c.world.People)))
		}},
	},
	planner.CodeFarAbove: {{aName + ` is (\d+) levels above you`, func(c *claim, m []string) string {
		return firstProblem(c.compareCount("levels", m[2], c.levelsUp(c.p)), problemUnless(c.farAbove(c.p), "is not far above"))
	}}},
	planner.CodeLater: {{`(\d+) days? after the first possible day`, func(c *claim, m []string) string {
		return c.compareCount("days", m[1], c.day(c.at.Start)-c.day(c.earliest))
	}}},
	planner.CodeLot: {{"a small random amount, which changes each month", func(*claim, []string) string { return "" }}},
	planner.CodeGuestFocus: {{"breaks into a long free block of " + aName + `'s: (\d+) minutes? lost`, func(c *claim, m []string) string {
		return c.compareCount("minutes", m[2], focusLost(c.guestBlock(), c.at))
	}}},
	planner.CodeFocus: {{`breaks into a long free block of yours: (\d+) minutes? lost`, func(c *claim, m []string) string {
		return c.compareCount("minutes", m[1], focusLost(c.ownBlock(), c.at))
	}}},
	planner.CodeEdge: {{"early or late for " + aName + `, (\d\d:\d\d)`, func(c *claim, m []string) string {
		office := c.p
		return firstProblem(c.compareText("a time", m[2], c.at.Start.In(c.zoneOf(office)).Format("15:04")), problemUnless(!insideHours(c.hoursOf(&planner.Person{}), c.zoneOf(office), c.at), "but it is not"))
	}}},
	planner.CodeNear: {{"next to a meeting you have anyway", withoutNumbers(func(c *claim) bool {
		return slices.ContainsFunc(c.world.Busy, func(b span.Span) bool {
			return c.at.Start.Sub(b.End).Abs() < 30*time.Minute || b.Start.Sub(c.at.End).Abs() < 30*time.Minute
		})
	})}},
	planner.CodeSpread: {
		{`(no|\d+) coffees? with (.*) since ` + aDate, checkSpread(0)},
		{`(no|\d+) coffees? with (.*) since ` + aDate + `, (\d+)(?: more)? on (?:its|their) way`, checkSpread(4)},
	},

	planner.CodeFree: {{"you and " + aName + ` are free from (\d\d:\d\d) to (\d\d:\d\d)`, func(c *claim, m []string) string {
		clock := func(t time.Time) string { return t.In(c.rules.Zone).Format("15:04") }
		around := c.padded(c.at)
		return firstProblem(c.compareText("from", m[2], clock(around.Start)), c.compareText("to", m[3], clock(around.End)), problemUnless(c.bothFree(), "but one is not"))
	}}},
	planner.CodeClocks: {{`(\d\d:\d\d) for you, (\d\d:\d\d) for ` + aName + " in (.*)", func(c *claim, m []string) string {
		here, there := c.at.Start.In(c.rules.Zone).Format("15:04"), c.at.Start.In(c.zoneOf(c.p)).Format("15:04")
		return firstProblem(c.compareText("here", m[1], here), c.compareText("there", m[2], there), c.compareText("a place", m[4], c.location()))
	}}},
	planner.CodeBrief: {{aName + ` is (\d+) levels? above you, so the coffee takes 15 minutes and not (\d+)`, func(c *claim, m []string) string {
		others := c.length(c.g, &planner.Person{})
		return firstProblem(c.compareCount("levels", m[2], c.levelsUp(c.p)), c.compareCount("minutes", m[3], int(others.Minutes())),
			problemUnless(c.farAbove(c.p) && c.at.End.Sub(c.at.Start) == 15*time.Minute, "is not so"))
	}}},
	planner.CodeTimely: {{"an event in your calendar makes " + aGoal + " timely until " + aDate, func(c *claim, m []string) string {
		return firstProblem(c.compareDay("the last day", m[2], dayOf(c.g.Timely)), problemUnless(dayOf(c.g.Timely) >= c.today, "is over"))
	}}},
	planner.CodeUnused: {{aName + "'s calendar shows nothing for 10 working days, so fika asks you first", withoutNumbers(func(c *claim) bool {
		end := c.noticeEndAfter(10)
		return c.p.BusyKnown && !slices.ContainsFunc(c.p.Busy, func(b span.Span) bool { return b.End.After(c.now) && b.Start.Before(end) })
	})}},
	planner.CodeBusyUnknown: {{aName + "'s calendar is not known, so fika asks you first", withoutNumbers(func(c *claim) bool { return !c.p.BusyKnown })}},
	planner.CodeAskFirst:    askFirstPatterns(),
	planner.CodeFirstThree:  firstThreePatterns(),
}

// noticePatterns returns the patterns about the notice.
func noticePatterns() []pattern {
	check := func(ok bool) func(c *claim, m []string) string {
		return func(c *claim, m []string) string {
			return firstProblem(c.compareCount("working days", m[2], c.rules.Notice), problemUnless(c.ok == ok, "is the other way round"))
		}
	}
	return []pattern{
		{"you ask for no notice", withoutNumbers(func(c *claim) bool { return c.rules.Notice <= 0 && c.ok })},
		{aStart + ` at least (\d+) working days? away`, check(true)},
		{aStart + ` less than (\d+) working days? away`, check(false)},
	}
}

// checkLunch checks where a start is, and when and where lunch is.
func checkLunch(c *claim, m []string) string {
	side := "in or just before"
	switch {
	case c.ok:
		side = "clear of"
	case !c.at.Start.IsZero():
		side = pick(c.touchesLunch(c.p, span.Span{Start: c.at.Start, End: c.at.Start.Add(1)}), "in", "just before")
	}
	clock := func(c date.Clock) string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }
	lunch := c.rules.Guards.Lunch
	return firstProblem(c.compareText("a side", m[2], side), c.compareText("from", m[4], clock(lunch.From)), c.compareText("to", m[5], clock(lunch.To)),
		c.compareText("a place", m[6], c.location()))
}

// checkTie checks the class of the tie and the number of common contacts.
func checkTie(c *claim, m []string) string {
	want := c.tieText()
	if c.p.Tie.Class == planner.TieDormant {
		want = "you used to meet, not lately"
	}
	return firstProblem(c.compareText("a tie", m[1], want), c.compareCount("contacts", m[2], c.p.Tie.Common))
}
