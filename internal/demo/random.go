package demo

import (
	"hash/fnv"
	"math/rand/v2"
)

// random makes the random decisions. Every label has its own random sequence, so that
// a new person or meeting does not change everybody's days.
type random uint64

// stream returns the random sequence for a label.
func (r random) stream(label ...string) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(r), digest(label...)))
}

// digest returns a hash of its arguments, including their boundaries.
func digest(label ...string) uint64 {
	h := fnv.New64a()
	for _, l := range label {
		h.Write([]byte(l))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// percentChance returns true in percent of 100 cases.
func percentChance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }

// pick returns a random element of list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
