package ics

// A calendar may come from anybody. These limits lie far above what real
// calendars hold and keep a hostile one from taking the machine. What exceeds
// them is left out and reported.
const (
	maxComponents  = 500_000 // of a file; what follows is not read
	maxDepth       = 16      // of components in each other
	maxValue       = 1 << 20 // bytes of a value that is looked at
	maxTimesPerDay = 288     // BYHOUR x BYMINUTE x BYSECOND: every five minutes
	maxInterval    = 1e8     // of a rule, beyond which it does not repeat
	maxZoneName    = 255     // bytes
	maxZoneChanges = 50_000  // of the offset of a zone that the file defines
	maxAround      = 200     // zones that a time of an unknown one is tried in; beyond that, all of the world's
	maxProblems    = 1000    // of one reading of a file
	maxOccurrences = 250_000 // of one reading of a file
	maxRepeats     = 50_000  // of one series in one reading

	// A move is one look at whether an occurrence of one event is replaced by another
	// event, where there are several of a UID. Beyond these both count.
	maxMoves = 2_000_000

	// A step is one result of a rule or one day that was looked at in vain.
	// Entering a rule is a step too.
	maxEventSteps = 1_000_000
	maxFileSteps  = 20_000_000
)

// budget is the number of steps that are left.
type budget struct{ steps int }

// spend takes n steps and reports whether they were there.
func (b *budget) spend(n int) bool {
	b.steps -= n
	return b.steps >= 0
}
