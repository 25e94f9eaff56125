package planner

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSamples checks that samples are of everybody whom a goal looks for and nobody
// else, each once, and that they do not depend on how many are asked for or on the order of
// the input. A goal of size 3 has two guests who may share a table, and leaves nobody out
// who could sit with anybody.
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
		sampled, parties := map[pair]bool{}, map[string]bool{}
		in := newInput(p.now, p.rules, p.world, "")
		for _, m := range all {
			sampled[pair{m.Goal, string(m.Person)}] = true
			parties[fmt.Sprint(m.Goal, m.Person, m.Second)] = true
			g := in.goal(m.Goal)
			if (m.Second != "") != (g.Size == 3) || m.Second != "" && !in.mayShareTable(g, in.person(m.Person), in.person(m.Second)) {
				t.Errorf("%s of size %d: %s and %s", g.ID, g.Size, m.Person, m.Second)
			}
			if m.Second != "" {
				sampled[pair{m.Goal, string(m.Second)}] = true
			}
		}
		if len(parties) != pairs {
			t.Errorf("%d different samples of %d", len(parties), pairs)
		}
		lookedFor := map[GoalID][]*Person{}
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
				want := !everywhere && !barred[g.ID] && !far
				if want && g.Size == 3 {
					lookedFor[g.ID] = append(lookedFor[g.ID], in.person(person.ID))
					continue
				}
				if sampled[pair{g.ID, string(person.ID)}] != want {
					t.Errorf("a letter for %s to %s: %v, want %v", g.ID, person.ID, !want, want)
				}
			}
		}
		for id, people := range lookedFor {
			for _, one := range people {
				alone := !slices.ContainsFunc(people, func(other *Person) bool { return other != one && in.mayShareTable(in.goal(id), one, other) })
				if sampled[pair{id, string(one.ID)}] == alone {
					t.Errorf("%s, who can sit with somebody for %s: %v, is in a letter: %v", one.ID, id, !alone, alone)
				}
			}
		}
	})
}

func sameMeeting(a, b Meeting) bool {
	return a.Person == b.Person && a.Second == b.Second && a.Goal == b.Goal && a.Span.Start.Equal(b.Span.Start) && a.Span.End.Equal(b.Span.End)
}
