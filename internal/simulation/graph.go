package simulation

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Graph says who knows whom. It is read from a file.
type Graph struct {
	Names []string
	Teams []string // by person
	Ties  []Tie
}

// Tie connects two people, A < B. Weight is how often the file lists them.
type Tie struct{ A, B, Weight int }

func compareTies(x, y Tie) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) }

// maxPeople is the limit of a simulation. A larger file is probably a mistake.
const maxPeople = 20_000

// ReadGraph reads a list of ties, one per line: "from to", or "time person person",
// where repeated lines add up. Lines that begin with # are skipped. labels has
// "person department" lines; if it is nil, departments are derived from the ties
// (see communities). Errors name the line.
func ReadGraph(list, labels io.Reader) (*Graph, error) {
	counts, names := map[[2]string]int{}, map[string]bool{}
	err := eachLine(list, func(words []string) error {
		if len(words) != 2 && len(words) != 3 {
			return fmt.Errorf("want \"from to\" or \"time person person\", not %d words", len(words))
		}
		a, b := words[len(words)-2], words[len(words)-1]
		names[a], names[b] = true, true
		if a != b {
			counts[[2]string{min(a, b), max(a, b)}]++
		}
		return tooMany(names)
	})
	if err != nil {
		return nil, fmt.Errorf("network: %w", err)
	}
	teams := map[string]string{}
	if labels != nil {
		err := eachLine(labels, func(words []string) error {
			if len(words) != 2 {
				return fmt.Errorf("want \"person department\", not %d words", len(words))
			}
			names[words[0]], teams[words[0]] = true, words[1]
			return tooMany(names)
		})
		if err != nil {
			return nil, fmt.Errorf("labels: %w", err)
		}
	}
	g := newGraph(names, counts)
	for i, name := range g.Names {
		g.Teams[i] = teams[name]
	}
	if labels == nil {
		g.Teams = g.communities()
	}
	return g, nil
}

func tooMany(names map[string]bool) error {
	if len(names) > maxPeople {
		return fmt.Errorf("more than %d people", maxPeople)
	}
	return nil
}

// eachLine calls do with the words of every non-empty line.
func eachLine(r io.Reader, do func(words []string) error) error {
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if err := do(words); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return lines.Err()
}

// newGraph numbers people so that 9 comes before 10.
func newGraph(names map[string]bool, counts map[[2]string]int) *Graph {
	g := &Graph{Names: slices.SortedFunc(maps.Keys(names), func(a, b string) int {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if errX == nil && errY == nil {
			return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
		}
		return cmp.Compare(a, b)
	})}
	index := make(map[string]int, len(g.Names))
	for i, name := range g.Names {
		index[name] = i
	}
	for pair, n := range counts {
		a, b := index[pair[0]], index[pair[1]]
		g.Ties = append(g.Ties, Tie{min(a, b), max(a, b), n})
	}
	slices.SortFunc(g.Ties, compareTies)
	g.Teams = make([]string, len(g.Names))
	return g
}

// neighbours returns, for each person, the weights of their ties by the other person.
func (g *Graph) neighbours() []map[int]int {
	all := make([]map[int]int, len(g.Names))
	for i := range all {
		all[i] = map[int]int{}
	}
	for _, t := range g.Ties {
		all[t.A][t.B], all[t.B][t.A] = t.Weight, t.Weight
	}
	return all
}

// communities derives departments from the ties: everybody repeatedly moves to the
// neighbouring group in which their ties exceed the expected number most (the first
// phase of V. Blondel et al., Journal of Statistical Mechanics, P10008, 2008). People
// move in order, and the first of equal groups wins, so the result is deterministic.
func (g *Graph) communities() []string {
	near, total := g.neighbours(), 0
	group, degree := make([]int, len(g.Names)), make([]int, len(g.Names))
	for i := range group {
		group[i] = i
		for _, weight := range near[i] {
			degree[i] += weight
			total += weight
		}
	}
	size := slices.Clone(degree) // of groups, in ends of ties
	const rounds = 50            // it converges after a few
	for moved, round := true, 0; moved && round < rounds; round++ {
		moved = false
		for i := range group {
			inside := map[int]int{group[i]: 0}
			for j, weight := range near[i] {
				inside[group[j]] += weight
			}
			size[group[i]] -= degree[i]
			best := group[i]
			gain := func(c int) int { return inside[c]*total - size[c]*degree[i] }
			for _, c := range slices.Sorted(maps.Keys(inside)) {
				if gain(c) > gain(best) {
					best = c
				}
			}
			moved = moved || best != group[i]
			group[i] = best
			size[best] += degree[i]
		}
	}
	teams := make([]string, len(group))
	for i, c := range group {
		teams[i] = g.Names[c]
	}
	return teams
}
