package planner

import "time"

// What a meeting is worth, in Points: 1000 are one ordinary coffee for a goal of
// weight 1 that is just in time and certain to be accepted. Each figure has its
// reason beside it. loadMost, fewMost, lotScale and crowded spread the invitations of
// many users, and were chosen in simulations (docs/simulation.md). A hard rule never
// becomes a weight.
const (
	// weightUnit is the value of a meeting per unit of Goal.Weight.
	weightUnit Points = 1000

	// wantDecay, in thousandths, is how much the next meeting of a want is worth,
	// compared with the one before: the first coffee of a goal comes before the
	// third of another of equal weight.
	wantDecay Points = 600

	// Bounds of urgency, in thousandths. Below the least a rhythm is not due. A
	// want that is long overdue must not exclude all others.
	minUrgency Points = 700
	maxUrgency Points = 2000

	// maxCoverUrgency bounds the urgency of a value that was never covered. It is lower,
	// because at first no value was.
	maxCoverUrgency Points = 1500

	// newTieValue is the value of an ideal new tie: some contacts in common, in a
	// department where the user has nobody.
	newTieValue Points = 600

	// keepsLatestValue rewards a slot that keeps the longest pause a rhythm allows,
	// where a later slot would not.
	keepsLatestValue Points = 500

	// firstSpreadValue is the value of the first coffee with a department in
	// spreadDays; the k-th is worth 1/k of it.
	firstSpreadValue Points = 150
	spreadDays       int    = 91

	// focusBlock is the shortest free time that is good for focused work. A coffee
	// takes minutes of such a block, and what is left may be too short to count. Each
	// minute costs the user focusMinute. Each quarter of an hour costs the guest
	// guestFocusQuarter: less, because the guest can decline.
	focusBlock               = 90 * time.Minute
	focusMinute       Points = 2
	guestFocusQuarter Points = 20

	// maxNearbyBonus is for a coffee beside a meeting that interrupts the user anyway;
	// it falls to nothing at nearWithin.
	maxNearbyBonus Points = 60
	nearbyWithin          = 30 * time.Minute

	// edgeCost is for a coffee outside 10:00 to 16:00 on the guest's clock,
	// where their stated hours allow one.
	edgeCost Points = 60

	// maxLoadCost is the cost of a week that leaves the guest no free hour. It
	// begins at loadFree thousandths of busy time. An emptier week earns nothing: an
	// empty calendar may mean that somebody is away.
	maxLoadCost   Points = 800
	loadThreshold Points = 400

	// smallDepartmentUnit times the size of the organisation over that of the department, at most
	// fewMost, is the cost of a meeting that covers a department. Otherwise members
	// of a small one would get everybody's invitation.
	smallDepartmentUnit    Points = 1
	maxSmallDepartmentCost Points = 600

	// costPerDayLater is the cost of each day that a meeting waits.
	costPerDayLater Points = 10

	// drawScale is the unit of the personal draw, about the value of one contact
	// in common: enough to decide between equals.
	drawScale Points = 100
)

// Acceptance, in thousandths. Strangers say yes least often: 40 % of 12,792 at
// CoffeeMe. The other figures are guesses. acceptPrior is how many of the user's
// answers the guess for a class is worth, and acceptOwn how many of the person's own
// the result is worth.
const (
	acceptNew     Points = 450
	acceptWeak    Points = 600
	acceptDormant Points = 500
	acceptWarm    Points = 750
	acceptPrior   Points = 8
	acceptOwn     Points = 2

	// Bounds of every estimate. The share acceptLeast of a want's value belongs to
	// the want and falls with the count; the rest belongs to the person. So what one
	// more meeting is worth is never negative, and falls with the count.
	minAcceptance Points = 300
	maxAcceptance Points = 950
)

// noveltyFactor is how much of a tie's value is still to be won, in thousandths, by
// class. Moderately weak ties did best (Rajkumar et al., Science 2022). Dormant ties
// give advice as good as living ones, and are forgotten (Levin, Walter and Murnighan
// 2011).
func noveltyFactor(class TieClass) Points {
	switch class {
	case TieWarm:
		return 300
	case TieWeak:
		return 500
	case TieDormant:
		return 800
	}
	return 1000
}

// commonContactsFactor is the part of a tie's value that common contacts leave, in thousandths:
// half without any, all for 1 to 10, less for more (Rajkumar et al. 2022).
func commonContactsFactor(common int) Points {
	switch {
	case common <= 0:
		return 500
	case common <= 10:
		return 1000
	}
	return 10000 / Points(common)
}

// bridgingFactor is the part of it that n living ties in the same department leave, in
// thousandths: 0.3 + 0.7/(1 + n/2). A second contact there spans no gap that the
// first does not (Burt 2004).
func bridgingFactor(n int) Points { return 300 + 1400/Points(2+n) }

// priorAcceptance is the share of invitations that a class of ties is taken to accept, as
// long as this user has no answers.
func priorAcceptance(class TieClass) Points {
	switch class {
	case TieWeak:
		return acceptWeak
	case TieDormant:
		return acceptDormant
	case TieWarm:
		return acceptWarm
	}
	return acceptNew
}

// otherCoffeesFactor is the part of a meeting's value, in thousandths, that is lost if the guest
// has n other coffees within the horizon. Users do not know of each other, and only
// this keeps them from all asking the same person. So from the third coffee on it
// outweighs any goal.
func otherCoffeesFactor(n int) Points { return [...]Points{0, 200, 450, 750, 1000}[min(n, 4)] }

// gumbelQuantile is the middle of one of sixteen equal parts of the Gumbel distribution, in
// thousandths, -ln(-ln((i+1/2)/16)). The maximum of values with Gumbel noise is a
// random choice weighted by them, so many users with equal wishes do not all ask the
// same person. It is a table, because logarithms may differ between machines.
func gumbelQuantile(i uint64) Points {
	return [16]Points{
		-1243, -862, -619, -419, -238, -66, 104, 277, 458, 651, 865, 1108, 1399, 1773, 2318, 3450,
	}[i%16]
}
