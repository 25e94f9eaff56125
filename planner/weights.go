package planner

import "time"

// What a meeting is worth, in Points: 1000 are one ordinary coffee for a goal of
// weight 1 that is just in time and certain to be accepted. The figures are
// argued for one by one; loadMost, fewMost, lotScale and crowded, which spread the
// invitations of many users, were chosen in simulations (docs/simulation.md). A
// hard rule never becomes a weight.
const (
	// weightUnit is the value of a meeting per unit of Goal.Weight.
	weightUnit Points = 1000

	// wantDecay, in thousandths, is what remains of a want's marginal value with
	// each meeting that it has: the third coffee of a goal yields to the first
	// of another of equal weight.
	wantDecay Points = 600

	// Bounds of urgency, in thousandths. Below the least a rhythm is not due; a
	// want that is far behind must not silence every other one.
	urgencyLeast Points = 700
	urgencyMost  Points = 2000

	// coverMost bounds the urgency of a value that was never covered: lower,
	// because at the start of a cover that is true of every one.
	coverMost Points = 1500

	// tieValue is the value of an ideal new tie: some contacts in common, in a
	// department where the user has nobody.
	tieValue Points = 600

	// latestKept rewards a slot that keeps the longest pause a rhythm allows,
	// where a later slot would not.
	latestKept Points = 500

	// spreadFirst is the value of the first coffee with a department in
	// spreadDays; the k-th is worth 1/k of it.
	spreadFirst Points = 150
	spreadDays  int    = 91

	// focusBlock is the shortest free time in which one can think. Each minute of
	// such a block that a coffee takes, or cuts off below that length, costs the
	// user focusMinute and each quarter of an hour the guest guestFocusQuarter:
	// less, because the guest can decline.
	focusBlock               = 90 * time.Minute
	focusMinute       Points = 2
	guestFocusQuarter Points = 20

	// nearest is for a coffee beside a meeting that interrupts the user anyway;
	// it falls to nothing at nearWithin.
	nearest    Points = 60
	nearWithin        = 30 * time.Minute

	// edgeCost is for a coffee outside 10:00 to 16:00 on the guest's clock,
	// where their stated hours allow one.
	edgeCost Points = 60

	// loadMost is the cost of a week that leaves the guest no free hour. It
	// begins at loadFree thousandths of busy time: whoever has an empty calendar
	// is away as likely as idle, so emptiness earns nothing.
	loadMost Points = 800
	loadFree Points = 400

	// fewEach is the cost, where a department is covered, of each person of the
	// organisation for every member of the department, at most fewMost: a member of
	// a small one would get everybody's invitation.
	fewEach Points = 1
	fewMost Points = 600

	// laterDay is the cost of each day that a meeting waits.
	laterDay Points = 10

	// lotScale is the unit of the personal draw, about the value of one contact
	// in common: enough to decide between equals.
	lotScale Points = 100
)

// Acceptance, in thousandths. Whoever is new says yes least often: 40 % of
// 12,792 strangers at CoffeeMe. The others are guesses. acceptPrior and
// acceptOwn say how many answers a guess is worth: the class's against the
// user's history, and that against the person's own.
const (
	acceptNew     Points = 450
	acceptWeak    Points = 600
	acceptDormant Points = 500
	acceptWarm    Points = 750
	acceptPrior   Points = 8
	acceptOwn     Points = 2

	// No estimate leaves these bounds. What acceptLeast of a want is worth
	// belongs to the want and falls with the count; the rest belongs to the
	// person. So every marginal value is positive, and concave in the count.
	acceptLeast Points = 300
	acceptMost  Points = 950
)

// tieFresh is how much of a tie's value is still to be won, in thousandths, by
// class. Moderately weak ties did best (Rajkumar et al., Science 2022); dormant
// ones give advice as good as living ones and are passed over (Levin, Walter and
// Murnighan 2011).
func tieFresh(class TieClass) Points {
	switch class {
	case Warm:
		return 300
	case Weak:
		return 500
	case Dormant:
		return 800
	}
	return 1000
}

// embedded is what common contacts do to a tie's value, in thousandths: half
// without any, full for 1 to 10, falling beyond (Rajkumar et al. 2022).
func embedded(common int) Points {
	switch {
	case common <= 0:
		return 500
	case common <= 10:
		return 1000
	}
	return 10000 / Points(common)
}

// bridging is what n living ties in the same department do to it, in
// thousandths: 0.3 + 0.7/(1 + n/2). A second contact there spans no gap that
// the first does not (Burt 2004).
func bridging(n int) Points { return 300 + 1400/Points(2+n) }

// acceptance is the share of invitations that a class of ties accepts, before
// anything is known of this user's.
func acceptance(class TieClass) Points {
	switch class {
	case Weak:
		return acceptWeak
	case Dormant:
		return acceptDormant
	case Warm:
		return acceptWarm
	}
	return acceptNew
}

// crowded is the part of a meeting's value, in thousandths, that is lost on a
// guest who has n other coffees as far as the plan looks. Users do not know of
// each other: this is what keeps them from all asking the same person, so it
// outweighs any goal from the third coffee on.
func crowded(n int) Points { return [...]Points{0, 200, 450, 750, 1000}[min(n, 4)] }

// lot is the middle of one of sixteen equal parts of the Gumbel distribution, in
// thousandths, -ln(-ln((i+1/2)/16)): the maximum of values with Gumbel noise is
// a fair draw weighted by them, so that of many users with equal wishes not all
// ask the same person. A table, because logarithms need not agree on every
// machine.
func lot(i uint64) Points {
	return [16]Points{
		-1243, -862, -619, -419, -238, -66, 104, 277, 458, 651, 865, 1108, 1399, 1773, 2318, 3450,
	}[i%16]
}
