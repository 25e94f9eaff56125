package ics

// A calendar may come from anybody. These limits are far above what real calendars
// contain, and stop a hostile one from exhausting the machine. What exceeds them is
// skipped and reported.
const (
	maxComponents     = 500_000 // in a file; the rest is not read
	maxDepth          = 16      // of nested components
	maxValue          = 1 << 20 // bytes of a value that is read
	maxTimesPerDay    = 288     // BYHOUR x BYMINUTE x BYSECOND: every five minutes
	maxInterval       = 1e8     // of a rule, beyond which it does not repeat
	maxZoneName       = 255     // bytes
	maxZoneChanges    = 50_000  // of the offset of a zone that the file defines
	maxCandidateZones = 200     // zones that are tried for an unknown one; beyond that, all possible offsets
	maxProblems       = 1000    // per expansion of a file
	maxOccurrences    = 250_000 // per expansion of a file
	maxRepeats        = 50_000  // of one series per expansion

	// A move is one check whether an event replaces an occurrence of another event
	// with the same UID. Beyond the limit both count.
	maxMoves = 2_000_000

	// A step is one result of a rule, one day that was examined without a result, or
	// the start of a rule.
	maxEventSteps = 1_000_000
	maxFileSteps  = 20_000_000
)

// budget is the number of steps left.
type budget struct{ steps int }

// spend takes n steps and reports whether enough were left.
func (b *budget) spend(n int) bool {
	b.steps -= n
	return b.steps >= 0
}
