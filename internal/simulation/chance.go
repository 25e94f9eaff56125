package simulation

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// chance makes the random decisions. Each question has its own random sequence, keyed
// by a word and numbers, so that the questions of one policy do not affect another.
type chance uint64

// of returns the random sequence for a question.
func (c chance) of(word string, about ...int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(c), digest(word, about)))
}

// draw returns one number for a question.
func (c chance) draw(word string, about ...int) uint64 {
	x := uint64(c) ^ digest(word, about)
	x ^= x >> 31 // FNV leaves patterns in the low bits; this is the mixing of SplitMix64
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// share returns a number in [0, 1).
func (c chance) share(word string, about ...int) float64 { return c.of(word, about...).Float64() }

// normal returns a draw from the standard normal distribution.
func (c chance) normal(word string, about ...int) float64 { return c.of(word, about...).NormFloat64() }

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
