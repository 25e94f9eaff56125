package people

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// sameZone compares zones by name, because a zone may be loaded twice.
var sameZone = cmp.Comparer(func(a, b *time.Location) bool { return a == b || a != nil && b != nil && a.String() == b.String() })

// full returns a person with every field set.
func full(id mailbox.Address) planner.Person {
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return planner.Person{
		ID: id, Aliases: []mailbox.Address{"a.silva@example.com"}, Name: "Ana Silva", Given: "Ana", Family: "Silva", Greet: "Ani", Language: "de", Form: planner.FormLast, Salutation: "Frau", Because: "You know routing.", Department: "Sales", Title: "Lead", Level: 3, Site: "Lisbon", Region: "PT",
		Zone: time.FixedZone("Lisbon", 0), ZoneDoubt: "Portugal", Manager: "jonas@example.com", Tags: []string{"mentor"}, Calendar: "ana.ics",
		Hours: planner.OfficeHours(9*60, 17*60), AwayUntil: date.Date{Year: 2027, Month: 3, Day: 1}, Never: true, OwnWish: true, OK: true, Wish: planner.Wish{Walk: true, Source: "wishes.csv"},
		RestUntil: day, LiftedAt: day.Add(time.Hour),
		Busy: []span.Span{span.New(day, time.Hour)}, BusyKnown: true, CalendarUnread: true,
		Stays: []planner.Stay{{Span: span.New(day, time.Hour), Kind: planner.StayOffice, Name: "Lisbon"}},
		Tie:   planner.Tie{Class: planner.TieWarm, Strength: 1, Last: day, Common: 2}, Meets: []mailbox.Address{"jonas@example.com"},
	}
}

// TestMergeHandlesEveryField fails as soon as planner.Person has a field that
// Merge forgets.
func TestMergeHandlesEveryField(t *testing.T) {
	whole := full("ana@example.com")
	for v, i := reflect.ValueOf(whole), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("the test does not state %s", v.Type().Field(i).Name)
		}
	}
	bare := []planner.Person{{ID: "ana@example.com"}}
	known, doubtful := whole, whole
	known.ZoneDoubt, doubtful.Zone = "", nil // one excludes the other
	for _, stated := range []planner.Person{known, doubtful} {
		got := Merge(bare, []planner.Person{stated}, bare)
		if diff := cmp.Diff([]planner.Person{stated}, got, sameZone); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if got := Merge([]planner.Person{doubtful}, []planner.Person{known}); got[0].ZoneDoubt != "" {
		t.Errorf("a zone that another list knows is still in doubt: %+v", got[0])
	}
}

func TestMerge(t *testing.T) {
	sheet := []planner.Person{
		{ID: "bo@example.com", Name: "Bo", Level: 2},
		{ID: "ana@example.com", Title: "Lead", Tags: []string{"Mentor"}},
	}
	cards := []planner.Person{
		{ID: "ana@example.com", Name: "Ana Silva", Title: "Rep", Tags: []string{"mentor", "golf"}},
		{ID: "cy@example.com", Name: "Cy"},
		{ID: "bo@example.com", Name: "Robert", Site: "Oslo", Never: true},
		{ID: "bo@example.com", Site: "Bergen", Department: "Sales"},
	}
	want := []planner.Person{
		{ID: "ana@example.com", Name: "Ana Silva", Title: "Lead", Tags: []string{"Mentor", "golf"}},
		{ID: "bo@example.com", Name: "Bo", Level: 2, Site: "Oslo", Department: "Sales", Never: true},
		{ID: "cy@example.com", Name: "Cy"},
	}
	if diff := cmp.Diff(want, Merge(sheet, cards)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// somebody draws one of a few people with some fields set, so that lists disagree.
var somebody = rapid.Custom(func(t *rapid.T) planner.Person {
	word := func(label string) string {
		return rapid.SampledFrom([]string{"", "", "a", "A", "b", "c"}).Draw(t, label)
	}
	return planner.Person{
		ID:   mailbox.Address(fmt.Sprintf("p%d@example.com", rapid.IntRange(0, 4).Draw(t, "id"))),
		Name: word("name"), Department: word("department"), Manager: mailbox.Address(word("manager")),
		Level: planner.Level(rapid.IntRange(0, 3).Draw(t, "level")),
		Tags:  []string{word("tag"), word("tag"), word("tag")},
		Never: rapid.Bool().Draw(t, "never"),
	}
})

var list = rapid.SliceOfN(somebody, 0, 6)

func TestMergeRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := list.Draw(t, "a"), list.Draw(t, "b"), list.Draw(t, "c")
		kept := clone(a)
		merged := Merge(a, b, c)

		if diff := cmp.Diff(kept, a); diff != "" {
			t.Fatalf("the argument changed:\n%s", diff)
		}
		if !slices.IsSortedFunc(merged, byID) || len(slices.CompactFunc(clone(merged), sameID)) != len(merged) {
			t.Fatalf("not sorted, or somebody twice: %v", merged)
		}
		for name, again := range map[string][]planner.Person{
			"merged once more":     Merge(merged),
			"merged with itself":   Merge(merged, merged),
			"repeated":             Merge(a, b, c, a, b, c),
			"first two first":      Merge(Merge(a, b), c),
			"last two first":       Merge(a, Merge(b, c)),
			"lists in one":         Merge(slices.Concat(a, b, c)),
			"an empty list inside": Merge(a, nil, b, c),
		} {
			if diff := cmp.Diff(merged, again); diff != "" {
				t.Fatalf("%s differs:\n%s", name, diff)
			}
		}
		for _, p := range merged {
			if want := firstName(p.ID, a, b, c); p.Name != want {
				t.Fatalf("%s is called %q, the first list that states it says %q", p.ID, p.Name, want)
			}
		}
	})
}

func sameID(a, b planner.Person) bool { return a.ID == b.ID }

func clone(list []planner.Person) []planner.Person {
	return append([]planner.Person{}, list...)
}

func firstName(id mailbox.Address, lists ...[]planner.Person) string {
	for _, p := range slices.Concat(lists...) {
		if p.ID == id && p.Name != "" {
			return p.Name
		}
	}
	return ""
}

func TestApplyOverrides(t *testing.T) {
	list := []planner.Person{full("bo@example.com"), {ID: "ana@example.com", Name: "Ana"}}
	hours, away := planner.OfficeHours(10*60, 12*60), date.Date{Year: 2026, Month: 5, Day: 1}
	got := ApplyOverrides(list, []planner.Override{
		{Email: "cy@example.com", Name: new("Cy"), Level: new(planner.Level(5)), Never: new(true)},
		{Email: "bo@example.com", Manager: new(mailbox.Address("")), Title: new("Head"), Language: new(planner.Language("fr")), Form: new(planner.FormFirst), Salutation: new(""), Because: new("You run the forum."), Tags: []string{"golf", "MENTOR"}, Never: new(false)},
		{Email: "ana@example.com", Name: new("x"), Hours: &hours, AwayUntil: &away, Zone: time.UTC, Calendar: new("/a.ics")},
		{Email: "ana@example.com", Name: new("Anna"), Department: new("Sales"), Site: new("Oslo")},
	})

	bo := full("bo@example.com")
	bo.Manager, bo.Title, bo.Never, bo.Tags, bo.ZoneDoubt = "", "Head", false, []string{"mentor", "golf"}, ""
	bo.Language, bo.Form, bo.Salutation, bo.Because = "fr", planner.FormFirst, "", "You run the forum."
	want := []planner.Person{
		{ID: "ana@example.com", Name: "Anna", Department: "Sales", Site: "Oslo", Hours: hours, AwayUntil: away, Zone: time.UTC, Calendar: "/a.ics"},
		bo,
		{ID: "cy@example.com", Name: "Cy", Level: 5, Never: true},
	}
	if diff := cmp.Diff(want, got, sameZone); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]planner.Person{full("bo@example.com"), {ID: "ana@example.com", Name: "Ana"}}, list, sameZone); diff != "" {
		t.Errorf("the list was changed:\n%s", diff)
	}
}

// TestApplyNothing: empty overrides change nothing.
func TestEmptyOverridesChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		merged := Merge(list.Draw(t, "list"))
		var overrides []planner.Override
		for _, p := range merged {
			overrides = append(overrides, planner.Override{Email: p.ID})
		}
		if diff := cmp.Diff(merged, ApplyOverrides(merged, overrides)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// TestMergeAliases: each line of want is one person, by address and aliases.
func TestMergeAliases(t *testing.T) {
	person := func(name string, addresses ...mailbox.Address) planner.Person {
		return planner.Person{ID: addresses[0], Name: name, Aliases: addresses[1:]}
	}
	for name, c := range map[string]struct {
		list  []planner.Person
		want  []string
		apart int
	}{
		"a row names the address of another": {
			[]planner.Person{person("Ana Ruiz", "ana@x"), person("Ruiz, Ana", "a.ruiz@x", "ana@x")}, []string{"ana@x a.ruiz@x"}, 0},
		"the other way round": {
			[]planner.Person{person("Ana Ruiz", "a.ruiz@x", "ana@x"), person("", "ana@x")}, []string{"a.ruiz@x ana@x"}, 0},
		"both name a third": {
			[]planner.Person{person("Ana Ruiz", "ana@x", "old@x"), person("Dr. Ana Ruiz", "a.ruiz@x", "old@x")}, []string{"ana@x old@x a.ruiz@x"}, 0},
		"an assistant keeps their address": {
			[]planner.Person{person("Ana Ruiz", "ana@x", "bo@x"), person("Bo Ek", "bo@x")}, []string{"ana@x", "bo@x"}, 1},
		"a family's address is nobody's": {
			[]planner.Person{person("Ana Ruiz", "ana@x", "home@x"), person("Bo Ruiz", "bo@x", "home@x"), person("Cy Ruiz", "cy@x", "home@x")},
			[]string{"ana@x", "bo@x", "cy@x"}, 1},
		"a chain": {
			[]planner.Person{person("Ana", "a@x", "b@x"), person("Ana", "c@x", "d@x"), person("", "b@x", "c@x")}, []string{"a@x b@x c@x d@x"}, 0},
		"no name joins no two": {
			[]planner.Person{person("Ana", "a@x"), person("Bo", "b@x"), person("", "c@x", "a@x", "b@x")}, []string{"a@x c@x", "b@x"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var entries []entry
			for i, p := range c.list {
				entries = append(entries, entry{Person: p, file: "people.csv", line: i + 2})
			}
			merged, apart := merge(entries)
			var got []string
			for _, p := range merged {
				got = append(got, strings.Trim(fmt.Sprint(p.Addresses()), "[]"))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(apart) != c.apart {
				t.Errorf("%d faults, want %d: %v", len(apart), c.apart, apart)
			}
			for _, s := range apart {
				if f := s.fault(); !f.Note || f.Line < 2 || f.Hint == "" {
					t.Errorf("the fault does not say where, or what to do: %+v", f)
				}
			}
		})
	}
}

// TestOneAddressOnePerson: for any lists, no address belongs to two people, and none is
// lost except those that two names share.
func TestOneAddressOnePerson(t *testing.T) {
	someone := rapid.Custom(func(t *rapid.T) planner.Person {
		p := somebody.Draw(t, "person")
		for range rapid.IntRange(0, 2).Draw(t, "aliases") {
			p.Aliases = append(p.Aliases, mailbox.Address(fmt.Sprintf("p%d@example.com", rapid.IntRange(0, 8).Draw(t, "alias"))))
		}
		return p
	})
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(someone, 0, 8).Draw(t, "list")
		merged := Merge(list)
		owner := map[mailbox.Address]mailbox.Address{}
		never := map[mailbox.Address]bool{}
		for _, p := range merged {
			for _, a := range p.Addresses() {
				if owner[a] != "" {
					t.Fatalf("%s is of %s and of %s", a, owner[a], p.ID)
				}
				owner[a], never[a] = p.ID, p.Never
			}
		}
		for _, p := range list {
			if owner[p.ID] == "" || p.Never && !never[p.ID] {
				t.Fatalf("%s is lost, or a never is: %v", p.ID, merged)
			}
		}
		if diff := cmp.Diff(merged, Merge(merged)); diff != "" {
			t.Fatalf("merged once more:\n%s", diff)
		}
	})
}

func TestOverridesWithAliases(t *testing.T) {
	list := []planner.Person{{ID: "a.ruiz@x", Name: "Ana Ruiz", Aliases: []mailbox.Address{"ana@x"}}, {ID: "bo@x", Name: "Bo Ek"}, {ID: "robert@x", Name: "Robert Ek", Title: "Lead"}}
	never := true
	got := ApplyOverrides(list, []planner.Override{
		{Email: "ana@x", Never: &never},                                    // known by an alias: the same person
		{Email: "bo.ek@x", Aliases: []mailbox.Address{"bo@x", "robert@x"}}, // the user knows better than two names
	})
	want := []planner.Person{
		{ID: "a.ruiz@x", Name: "Ana Ruiz", Aliases: []mailbox.Address{"ana@x"}, Never: true},
		{ID: "bo.ek@x", Name: "Bo Ek", Title: "Lead", Aliases: []mailbox.Address{"bo@x", "robert@x"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPreferAccepted(t *testing.T) {
	list := PreferAccepted([]planner.Person{
		{ID: "ana@home", Aliases: []mailbox.Address{"ana@old", "ana@work"}}, {ID: "bo@work", Aliases: []mailbox.Address{"b@work"}}, {ID: "cy@home"},
	}, func(a mailbox.Address) bool { return strings.HasSuffix(string(a), "@work") })
	want := []planner.Person{{ID: "ana@work", Aliases: []mailbox.Address{"ana@old", "ana@home"}}, {ID: "bo@work", Aliases: []mailbox.Address{"b@work"}}, {ID: "cy@home"}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
