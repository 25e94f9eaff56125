package apitext

import (
	"fmt"
	"strings"

	"fika/internal/api"
	"fika/internal/prose"
)

// QuarterNetwork returns the lines about the user's network in a quarter, beside the quarter
// before where that is known.
func QuarterNetwork(a api.Quarter) []string {
	m := a.Mirror
	if m.Measures == nil {
		return Mirror(m)
	}
	was := func(format string, value func(api.Measures) float64) string {
		if a.Before == nil {
			return ""
		}
		return fmt.Sprintf(", "+format+" in the quarter before", value(*a.Before))
	}
	lines := []string{
		fmt.Sprintf("%s in %s", prose.Count(m.People, "person"), prose.Count(m.Meetings, "meeting")),
		fmt.Sprintf("%.0f %% of your meeting hours with %d people", 100*m.Measures.ClosestShare, m.Measures.Closest) +
			was("%.0f %%", func(m api.Measures) float64 { return 100 * m.ClosestShare }),
	}
	if m.Measures.EI != nil && a.Before != nil && a.Before.EI != nil {
		lines = append(lines, fmt.Sprintf("E-I index %+.2f", *m.Measures.EI)+was("%+.2f", func(m api.Measures) float64 { return *m.EI }))
	}
	lines = append(lines, groups(m.Departments, "department")...)
	if len(m.Quiet) > 0 {
		lines = append(lines, "going quiet: "+faded(m.Quiet))
	}
	return lines
}

// Yield says what came of a goal, in counts.
func Yield(y api.Yield) string {
	if y.Asked == 0 && y.Met == 0 && y.Notes == 0 {
		return "asked nobody, kept nothing"
	}
	text := fmt.Sprintf("asked %d: %d yes, %d no", y.Asked, y.Yes, y.No)
	if y.Silent > 0 {
		text += fmt.Sprintf(", %d silent", y.Silent)
	}
	if waiting := y.Asked - y.Yes - y.No - y.Silent; waiting > 0 {
		text += fmt.Sprintf(", %d open", waiting)
	}
	return strings.Join([]string{text, fmt.Sprintf("%d met", y.Met), prose.Count(y.Notes, "note") + " kept"}, "; ")
}

// DoubtAbout asks about a goal that brings nothing, "" if it brings something.
func DoubtAbout(y api.Yield) string {
	switch y.Doubt {
	case api.DoubtNothingKept:
		return fmt.Sprintf("%s, nothing you kept. Change the question or drop the goal?", prose.Count(y.Met, "coffee"))
	case api.DoubtEnds:
		return "In two quarters few said yes, and you kept nothing. End the goal, or look for other people?"
	}
	return ""
}
