package daemon

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/prose"
	"fika/planner"
)

// stepPeople limits whom a step names: one goal, not a programme.
const stepPeople = 3

// mirrorStep returns the one goal that would help most: with departments that were never
// met, else with levels, else with people who fade. It returns nil if the goals do all of
// this already, or nobody may be invited.
func (v *View) mirrorStep(now time.Time, m network.Mirror, a api.Mirror) (*api.MirrorStep, planner.Goal) {
	for _, propose := range []func() (api.StepCode, planner.Goal, string){
		func() (api.StepCode, planner.Goal, string) { return v.departmentsStep(now, m.NeverDepartments) },
		func() (api.StepCode, planner.Goal, string) { return v.levelsStep(now, m.NeverLevels) },
		func() (api.StepCode, planner.Goal, string) {
			return v.peopleStep(now, api.StepQuiet, "keep-in-touch", a.Quiet, "keeps up with")
		},
		func() (api.StepCode, planner.Goal, string) {
			return v.peopleStep(now, api.StepDormant, "old-contacts", a.Dormant, "takes up again with")
		},
	} {
		if code, g, text := propose(); code != "" {
			g.ID = v.freeGoalID(g.ID)
			return &api.MirrorStep{Code: code, Goal: string(g.ID), Text: "a goal that " + text}, g
		}
	}
	return nil, planner.Goal{}
}

func (v *View) departmentsStep(now time.Time, never []string) (api.StepCode, planner.Goal, string) {
	g := planner.Goal{ID: "new-departments", Kind: "career", Theme: "perspective", Topic: "how our work looks from your department",
		Want: planner.Want{Cover: planner.ByDepartment, Per: planner.PerQuarter}, Weight: 2, Mode: planner.ModePropose}
	for _, name := range never {
		of := planner.Filter{Department: []string{name}}
		covers := func(g planner.Goal) bool {
			return g.Want.Cover == planner.ByDepartment || len(g.From.Department) > 0
		}
		if len(g.From.Department) < stepPeople && v.wouldMeet(now, g, of) && !v.anyGoalMeets(now, covers, of) {
			g.From.Department = append(g.From.Department, name)
		}
	}
	if len(g.From.Department) == 0 {
		return "", g, ""
	}
	return api.StepDepartments, g, "covers " + prose.List(g.From.Department)
}

func (v *View) levelsStep(now time.Time, never []int) (api.StepCode, planner.Goal, string) {
	for _, l := range never {
		level := planner.Level(l)
		g := planner.Goal{ID: planner.GoalID("level-" + slugOf(v.levelNames([]int{l})[0])), Kind: "career", Theme: "perspective", Topic: "how our work looks from where you stand",
			From: planner.Filter{LevelMin: level, LevelMax: level}, Want: planner.Want{Cover: planner.ByLevel, Per: planner.PerQuarter}, Weight: 2, Mode: planner.ModePropose}
		covers := func(g planner.Goal) bool { return g.Want.Cover == planner.ByLevel || g.From.LevelMin > 0 }
		if v.wouldMeet(now, g, g.From) && !v.anyGoalMeets(now, covers, g.From) {
			return api.StepLevels, g, fmt.Sprintf("meets one person of the level %s a quarter", v.levelNames([]int{l})[0])
		}
	}
	return "", planner.Goal{}, ""
}

func (v *View) peopleStep(now time.Time, code api.StepCode, id planner.GoalID, faded []api.Faded, does string) (api.StepCode, planner.Goal, string) {
	g := planner.Goal{ID: id, Kind: "career", Theme: "trusted_connections", Topic: "what has changed since we last talked",
		Want: planner.Want{Each: 8 * 7, Latest: 13 * 7}, Weight: 2, Mode: planner.ModePropose}
	var names []string
	for _, f := range faded {
		one := planner.Filter{Person: []mailbox.Address{mailbox.Spell(f.Person)}}
		keeps := func(g planner.Goal) bool { return g.Want.Each > 0 }
		if len(names) < stepPeople && v.wouldMeet(now, g, one) && !v.anyGoalMeets(now, keeps, one) {
			g.From.Person = append(g.From.Person, one.Person...)
			names = append(names, f.Name)
		}
	}
	if len(names) == 0 {
		return "", g, ""
	}
	return code, g, does + " " + prose.List(names)
}

// wouldMeet reports whether g, for the people of from alone, would look for anybody who
// may be invited at all.
func (v *View) wouldMeet(now time.Time, g planner.Goal, from planner.Filter) bool {
	g.From = from
	w := v.world
	w.Goals = []planner.Goal{g}
	return planner.Progress(now, v.settings.Rules, w)[0].Wanted > 0
}

// anyGoalMeets reports whether a goal in force of that kind looks for one of those people.
func (v *View) anyGoalMeets(now time.Time, kind func(planner.Goal) bool, people planner.Filter) bool {
	return slices.ContainsFunc(v.settings.Goals, func(g planner.Goal) bool {
		ended := !g.Until.IsZero() && !now.Before(g.Until.AddDays(1).At(0, v.zone()))
		return !ended && kind(g) && slices.ContainsFunc(v.people, func(p planner.Person) bool { return people.Matches(p) && g.From.Matches(p) })
	})
}

// freeGoalID returns id, with a number if a goal or a booking of a former one has it.
func (v *View) freeGoalID(id planner.GoalID) planner.GoalID {
	taken := func(id planner.GoalID) bool {
		return slices.ContainsFunc(v.settings.Goals, func(g planner.Goal) bool { return g.ID == id })
	}
	free := id
	for n := 2; taken(free); n++ {
		free = planner.GoalID(fmt.Sprintf("%s-%d", id, n))
	}
	return free
}

// slugOf returns name as a part of a goal's id.
func slugOf(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
}
