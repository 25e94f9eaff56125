package planner

import "time"

// What a meeting is worth, in Points. 1000 points are one ordinary coffee for a goal
// of weight 1 that is just in time and certain to be accepted. maxLoadCost,
// maxSmallDepartmentCost, farAboveLevelCost, drawScale and otherCoffeesFactor spread the
// invitations of many users, and were chosen in simulations (docs/simulation.md). Hard rules are not
// weights: no score can override them.
const (
	// weightUnit is the value of a meeting per unit of Goal.Weight.
	weightUnit Points = 1000

	// wantDecay, in thousandths, is the value of a want's next meeting compared with
	// the one before: the first coffee of a goal has priority over the third of
	// another goal of equal weight.
	wantDecay Points = 600

	// Bounds of urgency, in thousandths. Below the minimum a rhythm is not due. The
	// maximum keeps a want that is long overdue from excluding all others.
	minUrgency Points = 700
	maxUrgency Points = 2000

	// maxCoverUrgency limits the urgency of a value that was never covered. It is lower
	// than maxUrgency, because at first no value is covered.
	maxCoverUrgency Points = 1500

	// newTieValue is the value of an ideal new tie: some contacts in common, in a
	// department where the user knows nobody.
	newTieValue Points = 600

	// keepsLatestValue rewards a slot that keeps within the longest pause of a
	// rhythm, if a later slot would not.
	keepsLatestValue Points = 500

	// firstSpreadValue is the value of the first coffee with a department in
	// spreadDays; the k-th is worth 1/k of it.
	firstSpreadValue Points = 150
	spreadDays       int    = 91

	// focusBlock is the shortest free time that is long enough for focused work. A
	// coffee takes minutes of such a block, and what is left may be too short to
	// count. Each lost minute costs the user focusMinute. Each lost quarter of an hour
	// costs the guest guestFocusQuarter, which is less, because the guest can decline.
	focusBlock               = 90 * time.Minute
	focusMinute       Points = 2
	guestFocusQuarter Points = 20

	// maxNearbyBonus is for a coffee next to a meeting that interrupts the user anyway.
	// The bonus falls to 0 at a distance of nearbyWithin.
	maxNearbyBonus Points = 60
	nearbyWithin          = 30 * time.Minute

	// edgeCost is for a coffee outside 10:00 to 16:00 in the guest's zone, if their
	// stated hours allow one.
	edgeCost Points = 60

	// maxLoadCost is the cost of a week without a free hour for the guest. The cost
	// begins above loadThreshold thousandths of busy time. There is no bonus for an
	// emptier week, because an empty calendar may mean that somebody is away.
	maxLoadCost   Points = 800
	loadThreshold Points = 400

	// A meeting that covers a department costs smallDepartmentUnit times the size of
	// the organisation divided by that of the department, at most
	// maxSmallDepartmentCost. Otherwise the members of a small department would get
	// everybody's invitation.
	smallDepartmentUnit    Points = 3
	maxSmallDepartmentCost Points = 2000

	// farAboveLevelCost, in thousandths of the goal's value, is the cost of each level from
	// [FarAbove] on. The few people at the top would otherwise get an invitation a week
	// from the many who know of them.
	farAboveLevelCost Points = 250

	// costPerDayLater is the cost of each day that a meeting waits.
	costPerDayLater Points = 10

	// drawScale is the unit of the random draw, about the value of one common contact:
	// enough to decide between equals.
	drawScale Points = 100
)

// Acceptance rates, in thousandths. People who have never met the user accept least
// often: 40 % of 12,792 invitations at CoffeeMe. The other figures are guesses. The
// guess for a class counts like acceptPrior answers, and the result for the class
// like acceptOwn answers of the person.
const (
	acceptNew     Points = 450
	acceptWeak    Points = 600
	acceptDormant Points = 500
	acceptWarm    Points = 750
	acceptPrior   Points = 8
	acceptOwn     Points = 2

	// Bounds of every estimate. The part minAcceptance of a want's value belongs to the
	// want and falls with the count; the rest belongs to the person. So the value of
	// one more meeting is never negative, and falls with the count.
	minAcceptance Points = 300
	maxAcceptance Points = 950
)

// noveltyFactor returns how much of a tie's value is still to be gained, in
// thousandths. Moderately weak ties were most useful (Rajkumar et al., Science 2022).
// Dormant ties give advice as good as active ones, and are easily forgotten (Levin,
// Walter and Murnighan 2011).
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

// commonContactsFactor returns the factor for common contacts in a tie's value, in
// thousandths: half without any, all for 1 to 10, less for more (Rajkumar et al.
// 2022).
func commonContactsFactor(common int) Points {
	switch {
	case common <= 0:
		return 500
	case common <= 10:
		return 1000
	}
	return 10000 / Points(common)
}

// bridgingFactor returns the factor for n weak or warm ties in the same department,
// in thousandths: 0.3 + 0.7/(1 + n/2). A second contact there bridges no gap that the
// first does not (Burt 2004).
func bridgingFactor(n int) Points { return 300 + 1400/Points(2+n) }

// priorAcceptance returns the assumed acceptance rate of a class of ties, for users
// without answers.
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

// otherCoffeesFactor returns the part of a meeting's value, in thousandths, that is
// lost if the guest has n other coffees within the horizon. Users' fikas do not
// communicate, and this is what they see of each other. From the third coffee on it
// outweighs any goal. In a simulation, a higher cost of the first ones lowered the share
// that accepts (docs/simulation.md).
func otherCoffeesFactor(n int) Points { return [...]Points{0, 350, 750, 1000}[min(n, 3)] }

// gumbelQuantile returns the middle of one of sixteen equal parts of the Gumbel
// distribution, in thousandths: -ln(-ln((i+1/2)/16)). The maximum of values with
// Gumbel noise is a random choice weighted by them, so many users with the same goals
// do not all invite the same person. It is a table, because logarithms may differ
// between machines.
func gumbelQuantile(i uint64) Points {
	return [16]Points{
		-1243, -862, -619, -419, -238, -66, 104, 277, 458, 651, 865, 1108, 1399, 1773, 2318, 3450,
	}[i%16]
}
