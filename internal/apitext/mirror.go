package apitext

import (
	"fmt"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/prose"
)

// MirrorTitle heads the lines of a mirror.
func MirrorTitle(a api.Mirror) string {
	return fmt.Sprintf("Your network, %s to %s, as your calendar shows it (no chats, no corridor)", longDay(a.From), longDay(a.To))
}

func longDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January")
}

// Mirror returns the lines of a mirror.
func Mirror(a api.Mirror) []string {
	if e := a.TooLittle; e != nil {
		return []string{fmt.Sprintf("Too little to say: %s in %s. A mirror needs %d people and %d meetings.",
			prose.Count(a.People, "person"), prose.Count(a.Meetings, "meeting"), e.People, e.Meetings)}
	}
	met := fmt.Sprintf("%s in %s", prose.Count(a.People, "person"), prose.Count(a.Meetings, "meeting"))
	if a.Unlisted > 0 {
		met += fmt.Sprintf("; %d of them are in no people list", a.Unlisted)
	}
	lines := []string{met}
	if a.Measures != nil {
		lines = append(lines, measures(*a.Measures, a.People)...)
	}
	lines = append(lines, groups(a.Departments, "department")...)
	lines = append(lines, groups(a.Levels, "level")...)
	if len(a.Quiet) > 0 {
		lines = append(lines, "going quiet: "+faded(a.Quiet))
	}
	if len(a.Dormant) > 0 {
		lines = append(lines, "dormant: "+faded(a.Dormant))
	}
	if v := a.Voices; v != nil {
		lines = append(lines, fmt.Sprintf("voices: %d asked for honest feedback, %d met, %s kept, in %d months", v.Asked, v.Met, prose.Count(v.Kept, "note"), v.Months))
	}
	return lines
}

func measures(m api.Measures, people int) []string {
	lines := []string{fmt.Sprintf("%.0f %% of your meeting hours with %d people", 100*m.ClosestShare, m.Closest)}
	if m.EI == nil {
		lines = append(lines, "E-I index: not known, because your department or theirs is not")
	} else {
		line := fmt.Sprintf("E-I index %+.2f over %s (-1 only your department, +1 only others)", *m.EI, prose.Count(m.Placed, "person"))
		if m.EIBefore != nil {
			line += fmt.Sprintf("; %+.2f in the 90 days before", *m.EIBefore)
		}
		lines = append(lines, line)
	}
	return append(lines, fmt.Sprintf("effective size %.1f of %d, constraint %.2f", m.EffectiveSize, people, m.Constraint))
}

// groups says how many of the departments or levels were met, and which were not.
func groups(g api.MirrorGroups, noun string) []string {
	all := len(g.Met) + len(g.Never)
	if all == 0 {
		return nil
	}
	line := fmt.Sprintf("%d of %s", len(g.Met), prose.Count(all, noun))
	if len(g.Never) > 0 {
		line += "; not met: " + strings.Join(g.Never, ", ")
	}
	return []string{line}
}

func faded(people []api.Faded) string {
	var names []string
	for _, p := range people {
		name := p.Name
		if p.Latest > 0 {
			name += " (" + pause(p.Since, p.Latest) + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// pause compares the days since a meeting with those that a goal allows.
func pause(since, latest int) string {
	unit, days := "week", 7
	if latest%days != 0 {
		unit, days = "day", 1
	}
	if since <= latest {
		return fmt.Sprintf("%d of %s", since/days, prose.Count(latest/days, unit))
	}
	return fmt.Sprintf("%s, where %d are allowed", prose.Count(since/days, unit), latest/days)
}

// MirrorHow explains each number of a mirror: how it is computed, from which source, and
// what it does not show.
func MirrorHow() []api.MirrorHow {
	return []api.MirrorHow{
		{
			Code:  "meetings",
			Text:  "Meetings of the last 90 days with at most 12 people that are over, that you did not decline, and that the others accepted or organized.",
			Limit: "Chats, mail, the corridor, and meetings that are in no calendar are missing. An accepted meeting may not have taken place.",
		},
		{
			Code:   "closest_share",
			Text:   "The hours of each meeting are split evenly among the others in it. This is the share of the six people with the most.",
			Source: "the concentration ratio of economics: M. Hall and N. Tideman, Measures of Concentration, Journal of the American Statistical Association 62 (1967)",
			Limit:  "Six is a choice. A high share may be your job, not a habit.",
		},
		{
			Code:   "ei",
			Text:   "(external - internal) / (external + internal), over the weight of your ties with other departments and with your own. A meeting of n people adds 1/(n-1) to each tie in it, and counts half after 90 days.",
			Source: "D. Krackhardt and R. Stern, Social Psychology Quarterly 51 (1988); the 1/(n-1) is from M. Newman, Physical Review E 64, 016132 (2001)",
			Limit:  "It was studied on groups in a crisis, not as a measure of one person. People whose department your lists do not have are left out.",
		},
		{
			Code:   "effective_size",
			Text:   "The people you met, minus what they repeat: the sum over contacts j of 1 - the sum over q of p_q m_jq, where p_q is the share of your ties that goes to q, and m_jq is the tie of j and q divided by j's strongest.",
			Source: "R. Burt, Structural Holes (1992), chapter 2",
			Limit:  "Ties between others are only those in your meetings. They have more, so the true number is smaller.",
		},
		{
			Code:   "constraint",
			Text:   "The sum over contacts j of (p_j + the sum over q of p_q p_qj) squared, where p_qj is the share of q's ties that goes to j. Near 0: many contacts who do not meet each other. Near 1: few, who do.",
			Source: "R. Burt, Structural Holes (1992), chapter 2; Structural Holes and Good Ideas, American Journal of Sociology 110 (2004)",
			Limit:  "It was studied on managers in networks that everybody was asked about. From one calendar it comes out too low.",
		},
		{
			Code:  "departments",
			Text:  "Departments and levels in your people list, and which of them somebody you met belongs to.",
			Limit: "A department is missing if your list does not have it, and met if one person of it was in one meeting.",
		},
		{
			Code:  "quiet",
			Text:  "People whose longest pause, by one of your goals, ends within two weeks; and people whose tie was warm 90 days ago and is not now. Warm: met in the last 90 days, with a strength of at least one half.",
			Limit: "The limits are choices. Somebody on leave goes quiet too.",
		},
		{
			Code:  "dormant",
			Text:  "People with at least five meetings in two years, and none in the last 180 days; those with the most meetings first.",
			Limit: "Whether you want them back is yours to say.",
		},
		{
			Code:  "voices",
			Text:  "Coffees of goals with the theme honest_feedback that were sent in six months, and how many took place.",
			Limit: "What was said is not known, and who told you unasked is not counted.",
		},
	}
}
