package network

import (
	"cmp"
	"slices"

	"fika/internal/mailbox"
)

// People returns all whom the user has met, strongest tie first, equal ones by id.
func (n *Network) People() []mailbox.Address {
	ids := slices.Clone(n.people.ids)
	slices.SortFunc(ids, func(a, b mailbox.Address) int {
		return cmp.Or(cmp.Compare(n.Tie(b).Strength, n.Tie(a).Strength), cmp.Compare(a, b))
	})
	return ids
}
