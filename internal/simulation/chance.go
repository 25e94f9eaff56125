package simulation

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// chance decides what the model leaves open. Each question has a draw of its
// own, named by a word and numbers, so that what one policy asks does not change
// what another one meets.
type chance uint64

// of is the sequence of a question.
func (c chance) of(word string, about ...int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(c), digest(word, about)))
}

// draw is one number for a question.
func (c chance) draw(word string, about ...int) uint64 {
	x := uint64(c) ^ digest(word, about)
	x ^= x >> 31 // FNV leaves patterns in the low bits; these lines are those of SplitMix64
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// share is a number in [0, 1).
func (c chance) share(word string, about ...int) float64 { return c.of(word, about...).Float64() }

// normal is a draw from the standard normal distribution.
func (c chance) normal(word string, about ...int) float64 { return c.of(word, about...).NormFloat64() }

func digest(word string, about []int) uint64 {
	h := fnv.New64a()
	h.Write([]byte(word))
	for _, n := range about {
		h.Write(binary.LittleEndian.AppendUint64([]byte{0}, uint64(n)))
	}
	return h.Sum64()
}

// logistic is 1/(1+e^-x).
func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
