package network

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"fika/internal/mailbox"
)

// reference computes the numbers of a mirror from the texts of docs/mirror.md: whole
// matrices, no roster, no graph. It shares nothing with [Organisation.Reflect] but the
// encounters.
type reference struct {
	z                            [][]float64 // strengths; the user is the last
	constraint, effectiveSize    float64
	external, internal, ei       float64
	closestShare                 float64
	departments, departmentsLeft int
}

func newReference(encounters []Encounter, people []mailbox.Address, department func(int) string, own string) reference {
	n := len(people)
	number := map[mailbox.Address]int{}
	for i, id := range people {
		number[id] = i
	}
	r := reference{z: make([][]float64, n+1)}
	for i := range r.z {
		r.z[i] = make([]float64, n+1)
	}
	hours := make([]float64, n)
	for _, e := range encounters {
		there := map[int]bool{n: true}
		for _, id := range e.With {
			there[number[id]] = true
		}
		size := max(e.Size, len(there))
		if size > 12 {
			continue
		}
		days := now.Sub(e.Span.End).Hours() / 24
		for a := range there {
			if a < n {
				hours[a] += e.Span.Len().Hours() / float64(len(there)-1)
			}
			for b := range there {
				if a != b {
					r.z[a][b] += math.Pow(0.5, days/90) / float64(size-1)
				}
			}
		}
	}
	r.burt(n)
	r.borders(n, department, own)
	r.closestShare = shareOfSix(hours)
	return r
}

// burt computes constraint and effective size of the user n.
func (r *reference) burt(n int) {
	sum := func(i int) (s float64) {
		for _, z := range r.z[i] {
			s += z
		}
		return s
	}
	p := func(i, j int) float64 { return r.z[i][j] / sum(i) }
	for j := range n {
		if r.z[n][j] == 0 {
			continue
		}
		indirect, redundancy, strongest := 0.0, 0.0, 0.0
		for _, z := range r.z[j] {
			strongest = math.Max(strongest, z)
		}
		for q := range n {
			if q != j && r.z[n][q] > 0 {
				indirect += p(n, q) * p(q, j)
				redundancy += p(n, q) * r.z[j][q] / strongest
			}
		}
		r.constraint += math.Pow(p(n, j)+indirect, 2)
		r.effectiveSize += 1 - redundancy
	}
}

func (r *reference) borders(n int, department func(int) string, own string) {
	met, all := map[string]bool{}, map[string]bool{}
	for i := range n {
		all[department(i)] = true
		if r.z[n][i] > 0 {
			met[department(i)] = true
		}
		if department(i) == own {
			r.internal += r.z[n][i]
		} else {
			r.external += r.z[n][i]
		}
	}
	if all := r.external + r.internal; all > 0 {
		r.ei = (r.external - r.internal) / all
	}
	r.departments, r.departmentsLeft = len(met), len(all)-len(met)
}

func shareOfSix(hours []float64) float64 {
	sum, of := 0.0, 0.0
	for _, h := range hours {
		sum += h
	}
	for range 6 {
		most := 0
		for i := range hours {
			if hours[i] > hours[most] {
				most = i
			}
		}
		of += hours[most]
		hours[most] = 0
	}
	if sum == 0 {
		return 0
	}
	return of / sum
}

// TestMirrorAgainstReference compares mirrors of random calendars with the reference.
func TestMirrorAgainstReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var people []mailbox.Address
		o := Organisation{Profiles: map[mailbox.Address]Profile{}, Own: Profile{Department: "d0"}}
		department := func(i int) string { return fmt.Sprintf("d%d", i%3) }
		for i := range rapid.IntRange(1, 12).Draw(t, "people") {
			people = append(people, mailbox.Address(fmt.Sprintf("p%02d", i)))
			o.Profiles[people[i]] = Profile{Department: department(i)}
		}
		var encounters []Encounter
		for range rapid.IntRange(0, 15).Draw(t, "meetings") {
			with := rapid.SliceOfN(rapid.SampledFrom(people), 1, 6).Draw(t, "with")
			encounters = append(encounters, meetingAgo(float64(rapid.IntRange(0, 89).Draw(t, "days")), rapid.IntRange(2, 14).Draw(t, "size"), with...))
		}
		got, want := o.Reflect(ago(90), now, encounters), newReference(encounters, people, department, "d0")
		for name, pair := range map[string][2]float64{
			"constraint": {got.Constraint, want.constraint}, "effective size": {got.EffectiveSize, want.effectiveSize},
			"E-I": {got.EI, want.ei}, "closest": {got.Closest, want.closestShare},
			"departments": {float64(len(got.Departments)), float64(want.departments)}, "not met": {float64(len(got.NeverDepartments)), float64(want.departmentsLeft)},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-9 {
				t.Errorf("%s: %v, and by the reference %v", name, pair[0], pair[1])
			}
		}
	})
}
