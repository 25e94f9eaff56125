package config

import "fika/planner"

// want declares the want of a goal, which has exactly one of three forms.
func want(f form, w *planner.Want) {
	optionalField(f, "meetings", &w.Meetings, integer(1, 1000, ""))
	optionalField(f, "each", &w.Each, calendarDays(maxDays))
	optionalField(f, "latest", &w.Latest, calendarDays(maxDays))
	optionalField(f, "cover", &w.Cover, oneOf(planner.ByDepartment, planner.BySite, planner.ByLevel))
	optionalField(f, "per", &w.Per, oneOf(planner.PerWeek, planner.PerMonth, planner.PerQuarter, planner.PerYear))
	f.check(func(t *table) { checkWant(t, w) })
}

func checkWant(t *table, w *planner.Want) {
	forms := 0
	for _, key := range []string{"meetings", "each", "cover"} {
		if t.has(key) {
			forms++
		}
	}
	counted := t.has("meetings") || t.has("cover")
	switch {
	case forms != 1:
		f := t.value.fault("want takes exactly one of meetings, each and cover, not %d of them", forms)
		f.Allowed = []string{`{ meetings = 3, per = "quarter" }`, `{ each = "6w", latest = "10w" }`, `{ cover = "department", per = "quarter" }`}
	case counted && t.has("latest"):
		t.fault("latest", "latest goes with each: the longest pause in a rhythm")
	case counted:
		require(t, "per", "the period for the number of meetings")
	case t.has("per"):
		t.fault("per", "per goes with meetings and cover; each sets its own rhythm")
	case w.Latest > 0 && w.Latest < w.Each:
		t.fault("latest", "latest is %s, shorter than the %s of each", printDays(w.Latest), printDays(w.Each))
	}
}
