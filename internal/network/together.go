package network

import (
	"slices"
	"time"

	"fika/internal/mailbox"
)

// Together returns, for each person, whom the encounters show in a meeting with them that
// counts (see [Compute]) and ended after since, sorted. The user was in all of these:
// people who only meet elsewhere are not in the result. who is as in Compute.
func Together(now, since time.Time, encounters []Encounter, who func(mailbox.Address) mailbox.Address) map[mailbox.Address][]mailbox.Address {
	people, meetings := countingMeetings(now, encounters, who)
	together := map[mailbox.Address][]mailbox.Address{}
	for _, m := range meetings {
		if !m.end.After(since) {
			continue
		}
		for _, p := range m.with {
			for _, q := range m.with {
				if p != q {
					together[people.ids[p]] = append(together[people.ids[p]], people.ids[q])
				}
			}
		}
	}
	for p, others := range together {
		slices.Sort(others)
		together[p] = slices.Compact(others)
	}
	return together
}
