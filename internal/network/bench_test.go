package network

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"fika/internal/mailbox"
)

// BenchmarkCompute uses ten years of a full calendar: 20,000 meetings of 2 to 12
// among 2,000 colleagues, few of whom are met often.
func BenchmarkCompute(b *testing.B) {
	chance := rand.New(rand.NewPCG(1, 2))
	encounters := make([]Encounter, 20_000)
	for i := range encounters {
		size := 2 + chance.IntN(MaxEncounterSize-1)
		var with []mailbox.Address
		for range size - 1 {
			near := chance.Float64()
			with = append(with, mailbox.Address(fmt.Sprintf("p%04d@example.com", int(2000*near*near*near))))
		}
		encounters[i] = meetingAgo(3650*chance.Float64(), size, with...)
	}
	b.ReportAllocs()
	for b.Loop() {
		if len(Compute(now, encounters, nil).People()) == 0 {
			b.Fatal("nobody")
		}
	}
}
