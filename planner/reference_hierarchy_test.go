package planner_test

import (
	"fmt"
	"slices"

	"fika/internal/mailbox"
	"fika/planner"
)

// statedManager returns the manager of somebody as the sources state it.
func (ref *reference) statedManager(who mailbox.Address) mailbox.Address {
	if who == ref.rules.Me && ref.rules.Manager != "" {
		return ref.rules.Manager
	}
	return ref.person(who).Manager
}

// managerOf returns the manager of somebody; "" for whoever is above themselves.
func (ref *reference) managerOf(who mailbox.Address) mailbox.Address {
	at := who
	for range len(ref.world.People) + 2 {
		if at = ref.statedManager(at); at == who {
			return ""
		}
	}
	return ref.statedManager(who)
}

// steps returns how many managers lead up from one to another; 0 if none do.
func (ref *reference) steps(from, to mailbox.Address) (n int) {
	for n = 1; ; n++ {
		switch from = ref.managerOf(from); from {
		case "":
			return 0
		case to:
			return n
		}
	}
}

func (ref *reference) levelsUp(p *planner.Person) int {
	up := ref.steps(ref.rules.Me, p.ID)
	if p.Level > 0 && ref.rules.Level > 0 {
		up = max(up, int(p.Level)-int(ref.rules.Level))
	}
	return up
}

// answersFreely reports whether p may be asked for feedback by g, if g asks for it.
func (ref *reference) answersFreely(g *planner.Goal, p *planner.Person) bool {
	if g.Theme != "honest_feedback" {
		return true
	}
	return ref.steps(p.ID, ref.rules.Me) == 0 && (ref.steps(ref.rules.Me, p.ID) != 1 || slices.Contains(g.From.Person, p.ID))
}

// What the sentences about relations say, and how many steps it is up to and from the user.
const aRelation = `(is your manager|is the manager of your manager|reports to you|reports to somebody below you)`

func (c *claim) checkRelation(said string) string {
	up, down := c.steps(c.rules.Me, c.p.ID), c.steps(c.p.ID, c.rules.Me)
	return problemUnless(map[string]bool{
		"is your manager":                up == 1,
		"is the manager of your manager": up == 2,
		"reports to you":                 down == 1,
		"reports to somebody below you":  down > 1,
	}[said], "says %q, and it is %d up and %d down", said, up, down)
}

// feedbackPatterns returns the patterns about whom a goal may ask for feedback.
func feedbackPatterns() []pattern {
	asks := func(c *claim) bool { return c.g.Theme == "honest_feedback" }
	return []pattern{
		{aGoal + " asks for no feedback on you", withoutNumbers(func(c *claim) bool { return c.ok && !asks(c) })},
		{"as far as your lists say, " + aName + " is neither your manager nor below you", withoutNumbers(func(c *claim) bool {
			return c.ok && asks(c) && c.steps(c.rules.Me, c.p.ID) != 1 && c.steps(c.p.ID, c.rules.Me) == 0
		})},
		{aName + " " + aRelation + ", and " + aGoal + " asks for them by name", func(c *claim, m []string) string {
			return firstProblem(c.checkRelation(m[2]), problemUnless(c.ok && asks(c) && slices.Contains(c.g.From.Person, c.p.ID), "but it does not"))
		}},
		{aName + " " + aRelation + "; " + aGoal + " asks nobody below you for feedback on you", func(c *claim, m []string) string {
			return firstProblem(c.checkRelation(m[2]), problemUnless(!c.ok && c.steps(c.p.ID, c.rules.Me) > 0, "but they are not below"))
		}},
		{aName + " " + aRelation + "; " + aGoal + " asks them for feedback only if its from names them", func(c *claim, m []string) string {
			return firstProblem(c.checkRelation(m[2]), problemUnless(!c.ok && asks(c), "but it asks for none"))
		}},
	}
}

// askFirstPatterns returns the patterns about people whom the user is asked about.
func askFirstPatterns() []pattern {
	return []pattern{
		{aName + "'s level is not known, so fika asks you first", withoutNumbers(func(c *claim) bool { return c.p.Level == 0 })},
		{aName + "'s level is (.*), so fika asks you first", func(c *claim, m []string) string {
			return firstProblem(c.compareText("a level", m[2], c.level(c.p.Level)), problemUnless(c.rules.Guards.AskFirst.Level > 0 && c.p.Level >= c.rules.Guards.AskFirst.Level, "is not so"))
		}},
		{aName + "'s level is (.*) and yours is not stated, so fika asks you first", func(c *claim, m []string) string {
			guard := c.rules.Guards.AskFirst
			return firstProblem(c.compareText("a level", m[2], c.level(c.p.Level)),
				problemUnless(c.rules.Level == 0 && guard.LevelsAbove > 0 && int(c.p.Level) >= guard.LevelsAbove, "is not so"))
		}},
		{aName + ` is (\d+) levels? above you, so fika asks you first`, func(c *claim, m []string) string {
			up := c.levelsUp(c.p)
			return firstProblem(c.compareCount("levels", m[2], up), problemUnless(up > 0, "is not so"))
		}},
		{aName + " " + aRelation + ", so fika asks you first", func(c *claim, m []string) string { return c.checkRelation(m[2]) }},
	}
}

// firstThreePatterns returns the patterns about the first invitations.
func firstThreePatterns() []pattern {
	return []pattern{{`the first 3 invitations are always yours to approve; (none|\d) so far`, func(c *claim, m []string) string {
		return firstProblem(c.compareCount("invitations", m[1], c.world.Sent), problemUnless(c.world.Sent < 3, "but that is over"), problemUnless(fmt.Sprint(c.g.Mode, c.rules.Mode) != "proposepropose", "but it was a proposal anyway"))
	}}}
}

func (ref *reference) isFirstContactUp(p *planner.Person) bool {
	return ref.farAbove(p) && ref.steps(ref.rules.Me, p.ID) != 1 && ref.lastMet(p).IsZero()
}

// firstContactsUp counts the first contacts with people far above that were made in the
// last 28 days, or are to be made.
func (ref *reference) firstContactsUp() (n int) {
	for i := range ref.world.Bookings {
		b := &ref.world.Bookings[i]
		switch {
		case !b.SentAt.IsZero():
			n += pick(ref.wasFirstContactUp(b), 1, 0)
		case b.State == planner.StateLive:
			n += pick(ref.isFirstContactUp(ref.person(b.Person)), 1, 0)
		}
	}
	return n
}

// upwardPatterns returns the patterns about first contacts with people far above.
func upwardPatterns() []pattern {
	up := aName + ` is (\d+) levels above you`
	said := func(c *claim, m []string) string { return c.compareCount("levels", m[2], c.levelsUp(c.p)) }
	return []pattern{
		{aName + " is not known to be 2 levels above you", withoutNumbers(func(c *claim) bool { return c.ok && !c.farAbove(c.p) })},
		{aName + " is your manager, so no coffee with " + aName + " is a first contact", withoutNumbers(func(c *claim) bool {
			return c.ok && c.farAbove(c.p) && c.steps(c.rules.Me, c.p.ID) == 1
		})},
		{up + ", and you have met", func(c *claim, m []string) string {
			return firstProblem(said(c, m), problemUnless(c.ok && !c.lastMet(c.p).IsZero(), "but they have not"))
		}},
		{up + ", and in four weeks there is no other first contact so far up", func(c *claim, m []string) string {
			return firstProblem(said(c, m), problemUnless(c.ok && c.isFirstContactUp(c.p) && c.firstContactsUp() == 0, "but there is"))
		}},
		{up + "; of first contacts so far up, one in four weeks is the most, and one is on its way", func(c *claim, m []string) string {
			return firstProblem(said(c, m), problemUnless(!c.ok && c.lastSentUp() == 0 && c.firstContactsUp() > 0, "but it is not"))
		}},
		{up + "; of first contacts so far up, one in four weeks is the most, and you made one on " + aDate + ": not before " + aDate, func(c *claim, m []string) string {
			return firstProblem(said(c, m), c.compareDay("the day", m[3], c.lastSentUp()), c.compareDay("the end", m[4], c.lastSentUp()+28), problemUnless(!c.ok, "but it is allowed"))
		}},
	}
}

func (ref *reference) wasFirstContactUp(b *planner.Booking) bool {
	return ref.today-ref.day(b.SentAt) < 28 && (b.FirstContactUp || ref.isFirstContactUp(ref.person(b.Person)))
}

// lastSentUp returns the day of the last first contact up that counts; 0 for none.
func (ref *reference) lastSentUp() (last int) {
	for i := range ref.world.Bookings {
		if b := &ref.world.Bookings[i]; !b.SentAt.IsZero() && ref.wasFirstContactUp(b) {
			last = max(last, ref.day(b.SentAt))
		}
	}
	return last
}
