package simulation

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Shape is a kind of invented network.
type Shape string

// The shapes. They differ in who knows whom across departments.
const (
	Departments Shape = "departments" // departments of unequal sizes with heads, who know other departments
	SmallWorld  Shape = "small-world" // everybody knows their neighbours, and a few people far away
	TwoSites    Shape = "two-sites"   // two sites with a hub each, which almost all ties between sites go through
)

// Shapes returns all shapes.
func Shapes() []Shape { return []Shape{Departments, SmallWorld, TwoSites} }

// The limits of an invented network.
const (
	MinInvented = 20
	MaxInvented = 5000
)

// Invent returns a network of that shape with n people. The same seed gives the same
// network.
func Invent(shape Shape, n int, seed uint64) (*Graph, error) {
	invent := map[Shape]func(*inventor){Departments: inventDepartments, SmallWorld: inventSmallWorld, TwoSites: inventTwoSites}[shape]
	if invent == nil {
		return nil, fmt.Errorf("there is no shape %q", shape)
	}
	if n < MinInvented || n > MaxInvented {
		return nil, fmt.Errorf("an invented network has %d to %d people, not %d", MinInvented, MaxInvented, n)
	}
	v := &inventor{r: random(seed).stream("network " + string(shape)), people: n, counts: map[[2]int]int{}, teams: make([]int, n)}
	invent(v)
	return v.graph(), nil
}

// inventor invents a network.
type inventor struct {
	r      *rand.Rand
	people int
	counts map[[2]int]int // how often two people exchanged something, as in a file of ties
	teams  []int
}

// tie adds a tie with a chance. Of two people who know each other, every second pair
// writes in both directions, as in email-Eu-core.
func (v *inventor) tie(a, b int, chance float64) {
	if a != b && v.r.Float64() < chance {
		v.counts[[2]int{min(a, b), max(a, b)}] = 1 + v.r.IntN(2)
	}
}

func (v *inventor) graph() *Graph {
	g := &Graph{}
	for i := range v.people {
		g.Names, g.Teams = append(g.Names, fmt.Sprint(i)), append(g.Teams, fmt.Sprint(v.teams[i]))
	}
	for pair, n := range v.counts {
		g.Ties = append(g.Ties, Tie{pair[0], pair[1], n})
	}
	slices.SortFunc(g.Ties, compareTies)
	return g
}

// draw returns a random index, in proportion to the cumulated weights.
func (v *inventor) draw(cumulated []float64) int {
	at, _ := slices.BinarySearch(cumulated, v.r.Float64()*cumulated[len(cumulated)-1])
	return min(at, len(cumulated)-1)
}

// assign divides people into teams whose sizes fall like 1/sqrt(rank), as in
// email-Eu-core.
func (v *inventor) assign(teams int) {
	var cumulated []float64
	sum := 0.0
	for rank := range teams {
		sum += 1 / math.Sqrt(float64(1+rank))
		cumulated = append(cumulated, sum)
	}
	for i := range v.teams {
		if v.teams[i] = v.draw(cumulated); i < 2*teams {
			v.teams[i] = i % teams // nobody is alone
		}
	}
}

// inventDepartments connects a person to those of the same department, and to others
// in proportion to how sociable both are, which is very unequal.
func inventDepartments(v *inventor) {
	v.assign(max(3, int(1.3*math.Sqrt(float64(v.people)))))
	var cumulated []float64
	sum := 0.0
	for range v.people {
		sum += math.Exp(1.1 * v.r.NormFloat64())
		cumulated = append(cumulated, sum)
	}
	size := map[int]int{}
	for _, team := range v.teams {
		size[team]++
	}
	for a := range v.people {
		for b := range a {
			if v.teams[a] == v.teams[b] {
				v.tie(a, b, min(0.6, 12/float64(size[v.teams[a]])))
			}
		}
	}
	for range 11 * v.people {
		v.tie(v.draw(cumulated), v.draw(cumulated), 1)
	}
}

// inventSmallWorld connects people in a ring to their twenty nearest, and one in ten of
// these ties to anybody instead (Watts and Strogatz, Nature 393, 1998). A department is
// a part of the ring.
func inventSmallWorld(v *inventor) {
	const near, rewired = 10, 0.1
	teams := max(4, v.people/12)
	for i := range v.people {
		v.teams[i] = i * teams / v.people
		for step := 1; step <= near; step++ {
			other := (i + step) % v.people
			if v.r.Float64() < rewired {
				other = v.r.IntN(v.people)
			}
			v.tie(i, other, 1)
		}
	}
}

// inventTwoSites divides the departments between two sites. One person in twelve
// belongs to the hub of their site, and knows most of it and the other hub.
func inventTwoSites(v *inventor) {
	v.assign(max(6, v.people/15))
	hub := func(i int) bool { return i%12 == 0 }
	for a := range v.people {
		for b := range a {
			switch here := v.teams[a]%2 == v.teams[b]%2; {
			case v.teams[a] == v.teams[b]:
				v.tie(a, b, 0.5)
			case hub(a) && hub(b):
				v.tie(a, b, 0.7)
			case here && (hub(a) || hub(b)):
				v.tie(a, b, 0.35)
			case here:
				v.tie(a, b, 0.04)
			default:
				v.tie(a, b, 0.01)
			}
		}
	}
}
