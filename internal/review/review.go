// Package review judges goals by what came of them in the last quarters, with counts that
// the user can check, and never by a score. It is pure.
package review

// Counts are what came of a goal in a quarter.
type Counts struct {
	Asked  int // guests invited
	Yes    int // of these, who accepted or came
	No     int // who declined
	Silent int // who did not answer until it was over
	Met    int // coffees that took place, by guest
	Notes  int // what the user kept of them
}

// Plus returns the sum of both.
func (c Counts) Plus(other Counts) Counts {
	return Counts{c.Asked + other.Asked, c.Yes + other.Yes, c.No + other.No, c.Silent + other.Silent, c.Met + other.Met, c.Notes + other.Notes}
}

// Doubt is what a review asks about a goal.
type Doubt string

// The doubts.
const (
	Fine        Doubt = ""             // there is nothing to ask
	NothingKept Doubt = "nothing_kept" // many coffees, and no note: another question, or no goal?
	Ends        Doubt = "ends"         // two quarters with few yes and no note: the goal proposes its own end
)

// How much has to come of a goal, and from how many on that says anything.
const (
	manyMet    = 6
	fewestAsks = 5 // in each of two quarters
	fewYes     = 3 // of ten
)

// Judge returns the doubt about a goal from the quarter that ends now and the one before. One
// bad quarter, or a handful of invitations, ends no goal.
func Judge(now, before Counts) Doubt {
	both := now.Plus(before)
	switch {
	case now.Asked >= fewestAsks && before.Asked >= fewestAsks && both.Notes == 0 && 10*both.Yes < fewYes*both.Asked:
		return Ends
	case now.Met >= manyMet && now.Notes == 0:
		return NothingKept
	}
	return Fine
}
