package network

import (
	"math"
	"time"
)

// Tie is the result of the encounters with one person at one moment.
type Tie struct {
	Class       Class
	Strength    float64   // see [HalfLife]; 1 is a meeting of two that ends now
	Meetings    int       // number of meetings that count
	First, Last time.Time // ends of the first and the last of them, in UTC; zero: never met
	Common      int       // common contacts, see [Compute]
}

// Class classifies ties.
type Class string

// The classes and their conditions. The first match counts.
//
// Warm requires both recent contact and strength. With contact alone, everybody who
// was once in the same meeting of twelve would be warm, and hidden from goals that
// look for new people. With strength alone, a colleague of many years would stay warm
// through months of silence. With [WarmStrength] at one half, the two agree where fika
// acts: a single coffee of two keeps a tie warm for exactly [warmFor]. Between warmFor
// and [dormantAfter] even a tie that was strong is weak: too long ago for close, too
// recent for dormant.
const (
	ClassNew     Class = "new"     // no meeting that counts
	ClassWarm    Class = "warm"    // met in the last warmFor, strength at least WarmStrength
	ClassDormant Class = "dormant" // at least dormantMeetings in total, none for dormantAfter
	ClassWeak    Class = "weak"    // everything else
)

// A day is 24 hours here: the limits are choices about months and do not depend on
// wall clocks.
const day = 24 * time.Hour

// The numbers behind the classes. All are choices.
const (
	warmFor         = 90 * day
	WarmStrength    = 0.5
	dormantAfter    = 180 * day
	dormantMeetings = 5
)

// HalfLife is the age at which a meeting counts half. The strength of a tie is
// the sum over its meetings of
//
//	1/(n-1) * 2^(-age/HalfLife)
//
// where n people took part and age is the time from the end of the meeting to now.
// The share 1/(n-1) comes from M. E. J. Newman, "Scientific collaboration networks.
// II", Physical Review E 64, 016132 (2001), equation 3, for authors of a paper:
// somebody who meets n-1 others at once gives each of them that part of the meeting.
// The decay and its 90 days are our choice.
const HalfLife = 90 * day

// add counts a meeting that ended at end; meetings must be added in order.
func (t *Tie) add(now, end time.Time, size int) {
	if t.Meetings == 0 {
		t.First = end
	}
	t.Meetings++
	t.Last = end
	age := float64(now.Sub(end)) / float64(HalfLife)
	t.Strength += math.Exp2(-age) / float64(size-1)
}

// class returns the class of t at now.
func (t *Tie) class(now time.Time) Class {
	silent := now.Sub(t.Last)
	switch {
	case t.Meetings == 0:
		return ClassNew
	case silent <= warmFor && t.Strength >= WarmStrength:
		return ClassWarm
	case silent >= dormantAfter && t.Meetings >= dormantMeetings:
		return ClassDormant
	}
	return ClassWeak
}
