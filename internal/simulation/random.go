package simulation

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// random makes the random decisions. Each question has its own random sequence, keyed
// by a word and numbers, so that the questions of one policy do not affect another.
type random uint64

// stream returns the random sequence for a question.
func (r random) stream(word string, about ...int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(r), digest(word, about)))
}

// number returns one random number for a question.
func (r random) number(word string, about ...int) uint64 {
	x := uint64(r) ^ digest(word, about)
	x ^= x >> 31 // FNV leaves patterns in the low bits; this is the mixing of SplitMix64
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// fraction returns a random number in [0, 1).
func (r random) fraction(word string, about ...int) float64 {
	return r.stream(word, about...).Float64()
}

// normal returns a random number from the standard normal distribution.
func (r random) normal(word string, about ...int) float64 {
	return r.stream(word, about...).NormFloat64()
}

func digest(word string, about []int) uint64 {
	h := fnv.New64a()
	h.Write([]byte(word))
	for _, n := range about {
		h.Write(binary.LittleEndian.AppendUint64([]byte{0}, uint64(n)))
	}
	return h.Sum64()
}

// logistic returns 1/(1+e^-x).
func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
