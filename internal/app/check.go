package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"fika/config"
	"fika/internal/api"
	"fika/internal/invitation"
	"fika/internal/people"
	"fika/internal/span"
	"fika/internal/web"
	"fika/planner"
)

// CheckConfig checks the configuration. faults are those of the file itself, in the
// order of their lines; in the answer they come after those of rows in lists of people.
func CheckConfig(o Options) (answer api.ConfigCheck, faults config.Faults, err error) {
	answer = api.ConfigCheck{Path: o.Paths.Config, Faults: []api.ConfigFault{}, Sentences: []api.ConfigSentence{}}
	c, err := Load(o.Paths.Config)
	switch {
	case errors.As(err, &faults):
	case err != nil:
		return answer, nil, err
	default:
		faults = openEverything(o, c, &answer)
	}
	slices.SortStableFunc(faults, func(x, y config.Fault) int { return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Col, y.Col)) })
	answer.OK = len(faults.Errors()) == 0
	for _, f := range faults {
		answer.Faults = append(answer.Faults, api.ConfigFault{File: f.File, Line: f.Line, Col: f.Col, Key: f.Key, Text: f.Text, Hint: f.Suggestion, Allowed: f.Allowed, Warning: f.Warning})
	}
	return answer, faults, nil
}

// openEverything opens everything a valid configuration names that needs no network, and checks
// it against the people. If a source of people cannot be read, it reports only that,
// because otherwise every goal would report that it finds nobody.
func openEverything(o Options, c *config.Config, answer *api.ConfigCheck) config.Faults {
	list, rows := ReadPeople(c)
	answer.Calendars, answer.People, answer.Goals = len(c.Calendars), len(list), len(c.Goals)
	for _, g := range c.Goals {
		answer.Sentences = append(answer.Sentences, api.ConfigSentence{Goal: string(g.ID), Text: invitation.Sentences(g)})
	}
	w := Wire(o, c)
	defer w.Close()
	faults := slices.Concat(c.Warnings, c.Unused(), c.CheckPhrases())
	for i, cal := range c.Calendars {
		if f, bad := w.tryCalendar(i, cal); bad {
			faults = append(faults, f)
		}
	}
	if f, bad := tryToken(c); bad {
		faults = append(faults, f)
	}
	bad, read := sortRows(c, rows, answer)
	faults = append(faults, bad...)
	if !read {
		return faults
	}
	return slices.Concat(faults, w.tryColleagues(list), c.Review(list, o.Now()), unsureNames(c, list))
}

// sortRows reports faults in the sources of people: single rows in the answer, and the
// configuration's own share as its faults. It reports whether all sources could be read.
func sortRows(c *config.Config, rows []people.Fault, answer *api.ConfigCheck) (faults config.Faults, read bool) {
	read = true
	for _, row := range rows {
		switch {
		case row.Line == 0:
			read = false
			text := row.String()
			if row.Hint != "" {
				text += "; " + row.Hint
			}
			faults = append(faults, c.Fault(text, sourceOf(c, row.File)...))
		case row.Column != "":
			faults = append(faults, c.Fault(row.Text, "people", "columns", row.Column))
		default:
			answer.Faults = append(answer.Faults, api.ConfigFault{File: row.File, Line: row.Line, Col: row.Col, Text: row.Text, Hint: row.Hint, Warning: true})
		}
	}
	return faults, read
}

// unsureNames warns about people whose names do not show how to greet them.
func unsureNames(c *config.Config, list []planner.Person) (faults config.Faults) {
	const shown = 20
	more := 0
	for _, p := range list {
		g := p.Greeting()
		if g.IsGivenName || !c.IsInside(p.ID) {
			continue
		}
		text := fmt.Sprintf("%s is called %q and is greeted by the full name, %q; set greet to change that", p.ID, p.Name, g.Name)
		if g.Name == "" {
			text = fmt.Sprintf("%s has no name and is greeted without one; set name or greet", p.ID)
		}
		if len(faults) == shown {
			more++
			continue
		}
		f := c.Fault(text, "people")
		f.Warning = true
		faults = append(faults, f)
	}
	if more > 0 {
		faults[shown-1].Text += fmt.Sprintf(" (and %d more like it)", more)
	}
	return faults
}

// tryCalendar opens one of the user's own calendars. If it consists of files, it also
// reads the coming week, because a file may be half written.
func (w *Wiring) tryCalendar(i int, cal config.Calendar) (config.Fault, bool) {
	c := w.config.Load()
	k, err := kindOf(cal)
	if err != nil {
		return c.Fault(Explain(err).Text, "calendar", i, "kind"), true
	}
	opened, err := w.Calendar(cal, nil)
	if err == nil && k.near {
		_, err = opened.List(context.Background(), w.week())
	}
	if err != nil {
		return c.Fault(fmt.Sprintf("calendar %q cannot be read: %v", cal.Name, err), "calendar", i, k.key), true
	}
	return config.Fault{}, false
}

// week returns the week from now.
func (w *Wiring) week() span.Span {
	now := w.o.Now()
	return span.Span{Start: now, End: now.AddDate(0, 0, 7)}
}

// tryToken reads the token of the metrics, if they are enabled. Fika works without it,
// so a failure is only a warning.
func tryToken(c *config.Config) (config.Fault, bool) {
	if c.Daemon.Metrics == "" {
		return config.Fault{}, false
	}
	_, err := web.ReadToken(c.Daemon.MetricsTokenFile)
	if err == nil {
		return config.Fault{}, false
	}
	f := c.Fault(fmt.Sprintf("nobody can read the metrics: %v", err), "daemon", "metrics_token_file")
	f.Warning = true
	return f, true
}

// sourceOf returns the key in c for the source of people at path.
func sourceOf(c *config.Config, path string) []any {
	if i := slices.Index(c.People.CSV, path); i >= 0 {
		return []any{"people", "csv", i}
	}
	if i := slices.Index(c.People.VCard, path); i >= 0 {
		return []any{"people", "vcard", i}
	}
	return []any{"people", "vcard"} // a file in one of its folders
}

// tryColleagues reads the calendars of list. A failure is a warning: the owner's time is
// unknown, and fika continues. There is one warning for all, because they probably have
// the same cause.
func (w *Wiring) tryColleagues(list []planner.Person) config.Faults {
	c := w.config.Load()
	var first *config.Fault
	more := 0
	for _, p := range list {
		if p.Calendar == "" {
			continue
		}
		opened, err := w.Colleague(p)
		if err == nil {
			_, err = opened.List(context.Background(), w.week())
		}
		switch {
		case err == nil:
		case first != nil:
			more++
		default:
			f := c.Fault(fmt.Sprintf("calendar of %s: %v", p.ID, err), calendarOf(c, p)...)
			f.Warning = true
			first = &f
		}
	}
	if first == nil {
		return nil
	}
	if more > 0 {
		first.Text += fmt.Sprintf(" (and %d more like it)", more)
	}
	return config.Faults{*first}
}

// calendarOf returns the key in c for the calendar of p: in a [[person]], else in a
// source.
func calendarOf(c *config.Config, p planner.Person) []any {
	i := slices.IndexFunc(c.Persons, func(o planner.Override) bool { return o.Email == p.ID && o.Calendar != nil })
	if i >= 0 {
		return []any{"person", i, "calendar"}
	}
	return []any{"people"}
}
