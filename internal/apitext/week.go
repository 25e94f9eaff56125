package apitext

import (
	"fmt"

	"fika/internal/api"
	"fika/internal/prose"
)

// WeekMarkdown returns the review of a week as Markdown, to be kept.
func WeekMarkdown(a api.Week) string {
	topics := section{title: "What several people named"}
	for _, t := range a.Topics {
		topics.items = append(topics.items, fmt.Sprintf("#%s: %s", t.Topic, prose.Count(t.People, "person")))
	}
	days := section{title: "Days"}
	if a.Days.Of > 0 {
		days.items = []string{fmt.Sprintf("Kept %d of the last %s.", a.Days.Kept, prose.Count(a.Days.Of, "working day"))}
	}
	return markdown("The week to "+a.Now.Format("2 January 2006"), weekCoffees("To decide", a.Decide), weekCoffees("Coming", a.Coming),
		weekPromises("You promised", a.Mine), weekPromises("They promised", a.Theirs), topics, days)
}

func weekCoffees(title string, list []api.Meeting) section {
	s := section{title: title}
	for _, m := range list {
		s.items = append(s.items, fmt.Sprintf("%s, %s, for %s (%s)", m.Start.Format("Mon 2 Jan 15:04"), m.Name, m.Goal, m.ID))
	}
	return s
}

func weekPromises(title string, list []api.Note) section {
	s := section{title: title}
	for _, n := range list {
		text := n.Name + ": " + n.Text
		if n.Due != "" {
			text += ", by " + longDay(n.Due)
		}
		s.items = append(s.items, fmt.Sprintf("%s (%s)", text, n.ID))
	}
	return s
}
