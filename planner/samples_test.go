package planner

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSamples checks that samples are of everybody whom a goal looks for and nobody
// else, each pair once, and that they do not depend on how many are asked for or on the
// order of the input.
func TestSamples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		all, pairs := Samples(p.now, p.rules, p.world, 1000)
		if len(all) != pairs {
			t.Fatalf("%d samples of %d pairs", len(all), pairs)
		}
		n := rapid.IntRange(0, pairs).Draw(t, "n")
		few, again := Samples(p.now, p.rules, p.world, n)
		if !slices.EqualFunc(all[:n], few, sameMeeting) || again != pairs {
			t.Errorf("the first %d of %d pairs, %d the second time:\n%+v\n%+v", n, pairs, again, all[:n], few)
		}
		q := p.shuffled(rapid.Uint64().Draw(t, "seed"))
		if shuffled, _ := Samples(q.now, q.rules, q.world, 1000); !slices.EqualFunc(all, shuffled, sameMeeting) {
			t.Errorf("the order of the input matters:\n%+v\n%+v", all, shuffled)
		}
		type pair struct {
			goal   GoalID
			person string
		}
		sampled := map[pair]bool{}
		for _, m := range all {
			sampled[pair{m.Goal, string(m.Person)}] = true
		}
		if len(sampled) != pairs {
			t.Errorf("%d different pairs of %d", len(sampled), pairs)
		}
		for _, person := range p.world.People {
			barred := map[GoalID]bool{}
			everywhere := false
			for _, v := range WhyNot(p.now, p.rules, p.world, person.ID) {
				switch {
				case v.OK:
				case v.Goal == "" && slices.Contains([]Code{CodeUnknown, CodeUser, CodeDomain, CodeNever, CodeWish, CodeDeclinedTwice, CodeUnsure}, v.Code):
					everywhere = true
				case v.Code == CodeFilter || v.Code == CodeFeedback || v.Code == CodeTie:
					barred[v.Goal] = true
				}
			}
			for _, g := range p.world.Goals {
				places := slices.Concat(g.Where, p.rules.Where)[:cmp.Or(len(g.Where), len(p.rules.Where))]
				atSite := len(places) > 0 && !slices.ContainsFunc(places, func(at Place) bool { return at != PlaceInPerson && at != PlaceWalk })
				far := atSite && (p.rules.Site == "" || !strings.EqualFold(p.rules.Site, person.Site))
				if person.Wish.Walk {
					far = far || g.Size == 3 || !slices.Contains(places, PlaceWalk) || !strings.EqualFold(p.rules.Site, person.Site) || p.rules.Site == ""
				}
				if want := !everywhere && !barred[g.ID] && !far; sampled[pair{g.ID, string(person.ID)}] != want {
					t.Errorf("a letter for %s to %s: %v, want %v", g.ID, person.ID, !want, want)
				}
			}
		}
	})
}

func sameMeeting(a, b Meeting) bool {
	return a.Person == b.Person && a.Goal == b.Goal && a.Span.Start.Equal(b.Span.Start) && a.Span.End.Equal(b.Span.End)
}
