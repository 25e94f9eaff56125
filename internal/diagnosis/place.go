package diagnosis

import (
	"slices"
	"strings"

	"fika/internal/prose"
	"fika/planner"
)

// checkPlaces says how many colleagues can be met in person or for a walk, if that is
// wanted.
func (x *examination) checkPlaces() {
	wanted := slices.ContainsFunc(x.Config.Rules.Where, planner.Place.AtSite)
	for _, g := range x.Config.Goals {
		wanted = wanted || slices.ContainsFunc(g.Where, planner.Place.AtSite)
	}
	if !wanted {
		return
	}
	mine := strings.TrimSpace(x.Config.Me.Site)
	everybody, _ := x.People()
	near, unknown := 0, 0
	for _, p := range everybody.Colleagues {
		switch site := strings.TrimSpace(p.Site); {
		case site == "":
			unknown++
		case strings.EqualFold(site, mine):
			near++
		}
	}
	switch {
	case mine == "":
		x.problem("places", "add site to [me]", "where you work is not known, so nobody can be met in person")
	case near == 0:
		x.problem("places", "spell site in [me] as your people list does", "no colleague works in %s; %d without a known site", mine, unknown)
	default:
		x.ok("places", "%s in %s can be met in person; %d without a known site", prose.Count(near, "colleague"), mine, unknown)
	}
}
