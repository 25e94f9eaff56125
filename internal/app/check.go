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
	everybody, rows := ReadPeople(c)
	list := everybody.Colleagues
	answer.Calendars, answer.People, answer.Goals = len(c.Calendars), len(list), len(c.Goals)
	for _, g := range c.Goals {
		answer.Sentences = append(answer.Sentences, api.ConfigSentence{Goal: string(g.ID), Text: invitation.Sentences(g, c.Invite.Language)})
	}
	w := Wire(o, c)
	defer w.Close()
	faults := slices.Concat(c.Warnings, c.Unused(), c.CheckPhrases())
	for i, cal := range c.Calendars {
		if f, bad := w.tryCalendar(i, cal); bad {
			faults = append(faults, f)
		}
	}
	faults = append(faults, tryHolidays(c, o.Now())...)
	if f, bad := tryToken(c); bad {
		faults = append(faults, f)
	}
	bad, read := sortRows(c, rows, answer)
	faults = append(faults, bad...)
	if !read {
		return faults
	}
	return slices.Concat(faults, w.tryColleagues(list), c.Review(list, o.Now()), c.UnsureNames(list))
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
			faults = append(faults, c.SourceFault(text, row.File))
		case row.Column != "":
			faults = append(faults, c.Fault(row.Text, "people", "columns", row.Column))
		default:
			answer.Faults = append(answer.Faults, api.ConfigFault{File: row.File, Line: row.Line, Col: row.Col, Text: row.Text, Hint: row.Hint, Warning: true})
		}
	}
	return faults, read
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
			f := c.ColleagueFault(fmt.Sprintf("calendar of %s: %v", p.ID, err), p)
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
