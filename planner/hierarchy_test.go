package planner_test

import (
	"testing"

	"pgregory.net/rapid"

	"fika/internal/mailbox"
	"fika/planner"
)

// hierarchyOf returns the hierarchy of me@ with that manager, and of people by their
// managers.
func hierarchyOf(manager mailbox.Address, managers map[mailbox.Address]mailbox.Address) *planner.Hierarchy {
	rules := planner.Rules{Me: "me@", Aliases: []mailbox.Address{"myself@"}, Manager: manager}
	var people []planner.Person
	for id, manager := range managers {
		p := planner.Person{ID: id, Manager: manager}
		if id == "boss@" {
			p.Aliases = []mailbox.Address{"chief@"}
		}
		people = append(people, p)
	}
	return planner.NewHierarchy(rules, people)
}

func TestRelation(t *testing.T) {
	type (
		managers  = map[mailbox.Address]mailbox.Address
		relations = map[mailbox.Address]planner.Relation
	)
	for name, tt := range map[string]struct {
		mine     mailbox.Address
		managers managers
		want     relations
		up       map[mailbox.Address]int
	}{
		"the whole house": {
			mine:     "boss@",
			managers: managers{"boss@": "head@", "head@": "ceo@", "ceo@": "", "peer@": "boss@", "cousin@": "head@", "report@": "me@", "below@": "report@"},
			want:     relations{"boss@": "manager", "head@": "skip", "peer@": "peer", "report@": "report"},
			up:       map[mailbox.Address]int{"boss@": 1, "head@": 2, "ceo@": 3},
		},
		"aliases count": {
			mine:     "chief@",
			managers: managers{"boss@": "", "peer@": "chief@", "report@": "myself@"},
			want:     relations{"boss@": "manager", "peer@": "peer", "report@": "report"},
			up:       map[mailbox.Address]int{"boss@": 1},
		},
		"a manager who is nobody in the list": {
			mine:     "gone@",
			managers: managers{"peer@": "gone@", "other@": "lost@"},
			want:     relations{"peer@": "peer"},
		},
		"nothing is known of the user": {
			managers: managers{"boss@": "head@", "head@": "", "peer@": "boss@", "nobody@": ""},
		},
		"the user and the manager manage each other": {
			mine:     "boss@",
			managers: managers{"boss@": "me@", "peer@": "boss@"},
		},
		"a circle above the manager": {
			mine:     "boss@",
			managers: managers{"boss@": "head@", "head@": "ceo@", "ceo@": "head@"},
			want:     relations{"boss@": "manager", "head@": "skip"},
			up:       map[mailbox.Address]int{"boss@": 1, "head@": 2},
		},
		"the manager is in a circle": {
			mine:     "boss@",
			managers: managers{"boss@": "head@", "head@": "boss@"},
			want:     relations{"boss@": "manager"},
			up:       map[mailbox.Address]int{"boss@": 1},
		},
		"the head of the house manages themselves": {
			mine:     "boss@",
			managers: managers{"boss@": "boss@", "peer@": "boss@"},
			want:     relations{"boss@": "manager", "peer@": "peer"},
			up:       map[mailbox.Address]int{"boss@": 1},
		},
		"the user manages themselves": {
			mine:     "me@",
			managers: managers{"report@": "me@"},
			want:     relations{"report@": "report"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := hierarchyOf(tt.mine, tt.managers)
			for id, manager := range tt.managers {
				p := planner.Person{ID: id, Manager: manager}
				if got := h.Relation(p); got != tt.want[id] {
					t.Errorf("relation of %s: got %q, want %q", id, got, tt.want[id])
				}
				if got := h.LevelsUp(p); got != tt.up[id] {
					t.Errorf("levels up of %s: got %d, want %d", id, got, tt.up[id])
				}
			}
		})
	}
}

func TestLevelsUp(t *testing.T) {
	for _, tt := range []struct {
		mine, theirs planner.Level
		manager      mailbox.Address
		want         int
	}{
		{mine: 2, theirs: 4, want: 2},
		{mine: 2, theirs: 2, want: 0},
		{mine: 4, theirs: 2, want: 0},
		{mine: 0, theirs: 4, want: 0}, // the user's own level is not known
		{mine: 2, theirs: 0, want: 0},
		{mine: 2, theirs: 0, manager: "ana@", want: 1},
		{mine: 2, theirs: 2, manager: "ana@", want: 1},
		{mine: 2, theirs: 5, manager: "ana@", want: 3},
	} {
		h := planner.NewHierarchy(planner.Rules{Me: "me@", Level: tt.mine, Manager: tt.manager}, []planner.Person{{ID: "ana@"}})
		if got := h.LevelsUp(planner.Person{ID: "ana@", Level: tt.theirs}); got != tt.want {
			t.Errorf("level %d to %d, manager %q: got %d levels up, want %d", tt.mine, tt.theirs, tt.manager, got, tt.want)
		}
	}
}

// TestHierarchyHasNoCircles checks relations in any organisation: nobody is above and
// below the user, there is one manager at most, and the order of people does not matter.
func TestHierarchyHasNoCircles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := []mailbox.Address{"", "me@", "myself@", "a@", "b@", "c@", "d@", "e@", "f@"}
		draw := func(who string) mailbox.Address { return rapid.SampledFrom(ids).Draw(t, who) }
		rules := planner.Rules{Me: "me@", Aliases: []mailbox.Address{"myself@"}, Manager: draw("me")}
		var people []planner.Person
		for _, id := range ids[3:] {
			people = append(people, planner.Person{ID: id, Manager: draw(string(id))})
		}
		h := planner.NewHierarchy(rules, people)
		other := planner.NewHierarchy(rules, rapid.Permutation(people).Draw(t, "order"))
		managers := map[planner.Relation]int{}
		for _, p := range people {
			relation, up := h.Relation(p), h.LevelsUp(p)
			managers[relation]++
			if relation != other.Relation(p) || up != other.LevelsUp(p) {
				t.Errorf("%s depends on the order", p.ID)
			}
			if (relation == planner.RelationManager) != (up == 1) || (relation == planner.RelationSkip) != (up == 2) {
				t.Errorf("%s is %q and %d levels up", p.ID, relation, up)
			}
			if relation == planner.RelationReport && p.Manager != "me@" && p.Manager != "myself@" {
				t.Errorf("%s reports to %s", p.ID, p.Manager)
			}
		}
		if managers[planner.RelationManager] > 1 || managers[planner.RelationSkip] > 1 {
			t.Errorf("more than one manager: %v", managers)
		}
	})
}
