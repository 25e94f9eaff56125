package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fika/calendar"
	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/english"
	"fika/internal/people"
	"fika/internal/span"
	"fika/internal/web"
	"fika/planner"
)

// CheckAnswer is what is wrong with a configuration: fika.config-check/v1.
type CheckAnswer struct {
	Schema    string        `json:"schema"`
	Path      string        `json:"path"`
	OK        bool          `json:"ok"` // the file can be used; there may be warnings
	Faults    []FaultAnswer `json:"faults"`
	Calendars int           `json:"calendars"`
	People    int           `json:"people"`
	Goals     int           `json:"goals"`

	// Sentences are what guests read of each goal, beside greeting and length.
	Sentences []SentenceAnswer `json:"sentences"`
}

// SentenceAnswer is what a guest reads of one goal.
type SentenceAnswer struct {
	Goal planner.GoalID `json:"goal"`
	Text string         `json:"text"`
}

// FaultAnswer is one thing that is wrong in a file.
type FaultAnswer struct {
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Col     int      `json:"col"`
	Key     string   `json:"key,omitempty"`
	Text    string   `json:"text"`
	Hint    string   `json:"hint,omitempty"`
	Allowed []string `json:"allowed,omitempty"`
	Warning bool     `json:"warning"`
}

// ShowAnswer is the configuration in force: fika.config/v1. Config has the keys
// of the file; TOML is the same as a file.
type ShowAnswer struct {
	Schema string         `json:"schema"`
	Path   string         `json:"path"`
	Config map[string]any `json:"config"`
	TOML   string         `json:"toml"`
}

func newConfigCommand(a *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "config",
		GroupID: running,
		Short:   "Check, compare or edit the configuration",
		Example: "  fika config check\n  fika config diff\n  fika config edit",
		Args:    nothing,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "check",
			Short: "Everything that is wrong with the file, at its line",
			Long: `Reads the configuration, opens the calendars and the sources of people that it
names, and prints every fault at its line. Ends with 78 if fika cannot work with
it, or if a topic or an offer breaks the sentence that a guest reads; warnings
alone end with 0. It shows what guests read of each goal.`,
			Example: "  fika config check\n  fika config check --config draft.toml --json",
			Args:    nothing,
			RunE:    func(*cobra.Command, []string) error { return a.checkConfig() },
		},
		&cobra.Command{
			Use:     "show",
			Short:   "The configuration with every default filled in",
			Example: "  fika config show",
			Args:    nothing,
			RunE:    func(*cobra.Command, []string) error { return a.showConfig() },
		},
		newConfigDiffCommand(a), newConfigAcceptCommand(a), newConfigEditCommand(a),
	)
	return cmd
}

func (a *cli) showConfig() error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	c, err := load(p.Config)
	if err != nil {
		return err
	}
	text := string(c.Encode())
	return a.answer(ShowAnswer{"fika.config/v1", p.Config, c.Values(), text}, func(out *page) { out.WriteString(lines(text)) })
}

func (a *cli) checkConfig() error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	answer := CheckAnswer{Schema: "fika.config-check/v1", Path: p.Config, Faults: []FaultAnswer{}, Sentences: []SentenceAnswer{}}
	c, err := load(p.Config)
	var faults config.Faults
	switch {
	case errors.As(err, &faults):
	case err != nil:
		return err
	default:
		list, rows := readPeople(c)
		answer.Calendars, answer.People, answer.Goals = len(c.Calendars), len(list), len(c.Goals)
		faults = append(append(c.Warnings, c.Idle()...), c.Phrases(daemon.Sentences)...)
		faults = append(faults, a.tryOut(c, list, rows)...)
		for _, g := range c.Goals {
			answer.Sentences = append(answer.Sentences, SentenceAnswer{g.ID, daemon.Sentences(g)})
		}
		for _, f := range rows {
			if f.Line > 0 && f.Column == "" {
				answer.Faults = append(answer.Faults, FaultAnswer{File: f.File, Line: f.Line, Col: f.Col, Text: f.Text, Hint: f.Hint, Warning: true})
			}
		}
	}
	slices.SortStableFunc(faults, func(x, y config.Fault) int { return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Col, y.Col)) })
	answer.OK = len(faults.Errors()) == 0
	for _, f := range faults {
		answer.Faults = append(answer.Faults, FaultAnswer{f.File, f.Line, f.Col, f.Key, f.Text, f.Meant, f.Allowed, f.Warning})
	}
	if printed := a.answer(answer, func(out *page) { out.check(answer, faults) }); printed != nil {
		return printed
	}
	if answer.OK {
		return nil
	}
	// The faults are the answer; the error does not say them again.
	return &api.Fault{Code: api.CodeConfigInvalid, Text: p.Config + " has " + tallyErrors(faults), Hint: "mend the file, then: fika config check"}
}

// tryOut opens what a good file names, and reviews it beside the people. Where a
// source of people cannot be read, that is all there is to say of them: each
// goal would complain of nobody.
func (a *cli) tryOut(c *config.Config, list []planner.Person, rows []people.Fault) (faults config.Faults) {
	for i, cal := range c.Calendars {
		if f, bad := a.tryCalendar(c, i, cal); bad {
			faults = append(faults, f)
		}
	}
	if f, bad := tryToken(c); bad {
		faults = append(faults, f)
	}
	unread := false
	for _, row := range rows {
		switch {
		case row.Line == 0:
			unread = true
			text := row.String()
			if row.Hint != "" {
				text += "; " + row.Hint
			}
			faults = append(faults, c.Fault(text, sourceOf(c, row.File)...))
		case row.Column != "":
			faults = append(faults, c.Fault(row.Text, "people", "columns", row.Column))
		}
	}
	if unread {
		return faults
	}
	faults = append(append(faults, a.tryColleagues(c, list)...), c.Review(list, a.now())...)
	return append(faults, unsureNames(c, list)...)
}

// unsureNames warns of people whose names do not say how to greet them.
func unsureNames(c *config.Config, list []planner.Person) (faults config.Faults) {
	const shown = 20
	more := 0
	for _, p := range list {
		g := p.Greeting()
		if g.Sure || !c.IsInside(p.ID) {
			continue
		}
		text := fmt.Sprintf("%s is called %q, and is greeted by the name in full, %q; greet says how they want to be called", p.ID, p.Name, g.Name)
		if g.Name == "" {
			text = fmt.Sprintf("%s has no name, and is greeted without one; name or greet gives one", p.ID)
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
		faults[shown-1].Text += fmt.Sprintf(" (and so for %d more)", more)
	}
	return faults
}

// tryCalendar opens one of the user's own calendars, as far as that needs no
// network.
func (a *cli) tryCalendar(c *config.Config, i int, cal config.Calendar) (config.Fault, bool) {
	w := &wiring{app: a}
	w.current.Store(c)
	opened, err := w.openCalendar(cal, nil)
	if err != nil {
		return c.Fault(explain(err).Text, "calendar", i, "kind"), true
	}
	if late, ok := opened.(*lateCalendar); ok {
		if err := read(late, cal.Kind, a.now()); err != nil {
			key := map[string]string{config.VDir: "path", config.Google: "client_secret_file"}[cal.Kind]
			return c.Fault(fmt.Sprintf("calendar %q cannot be read: %v", cal.Name, err), "calendar", i, key), true
		}
	}
	return config.Fault{}, false
}

// read opens a calendar and, where it lies in files, reads the week from now: one
// that is there may still be half written.
func read(late *lateCalendar, kind string, now time.Time) error {
	opened, err := late.use()
	if err != nil || kind != config.VDir {
		return err
	}
	_, err = opened.List(context.Background(), span.Span{Start: now, End: now.AddDate(0, 0, 7)})
	return err
}

// tryToken reads the token of the metrics, if they are asked for. Fika works
// without: that nobody can read them is a warning.
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

// sourceOf is where c names the source of people that lies at path.
func sourceOf(c *config.Config, path string) []any {
	if i := slices.Index(c.People.CSV, path); i >= 0 {
		return []any{"people", "csv", i}
	}
	if i := slices.Index(c.People.VCard, path); i >= 0 {
		return []any{"people", "vcard", i}
	}
	return []any{"people", "vcard"} // a file in one of its folders
}

// tryColleagues reads the calendars of list. One that cannot be read is a
// warning: its owner's time is unknown, and fika goes on. It is told once, for
// all of them: whoever moved the folder knows the rest.
func (a *cli) tryColleagues(c *config.Config, list []planner.Person) config.Faults {
	w, now := &wiring{app: a, opened: map[place]calendar.Calendar{}}, a.now()
	w.current.Store(c)
	var first *config.Fault
	more := 0
	for _, p := range list {
		if p.Calendar == "" {
			continue
		}
		opened, err := w.openColleague(p)
		if err == nil {
			_, err = opened.List(context.Background(), span.Span{Start: now, End: now.AddDate(0, 0, 7)})
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
		first.Text += fmt.Sprintf(" (and so for %d more)", more)
	}
	return config.Faults{*first}
}

// calendarOf is where c states the calendar of p: in a [[person]], else through
// the sources.
func calendarOf(c *config.Config, p planner.Person) []any {
	i := slices.IndexFunc(c.Persons, func(o planner.Override) bool { return o.Email == p.ID && o.Calendar != nil })
	if i >= 0 {
		return []any{"person", i, "calendar"}
	}
	return []any{"people"}
}

// check writes the faults as a compiler does, and what was looked at.
func (p *page) check(a CheckAnswer, faults config.Faults) {
	for _, f := range a.Faults[:len(a.Faults)-len(faults)] {
		p.line("%s", people.Fault{File: f.File, Line: f.Line, Col: f.Col, Text: "warning: " + f.Text})
		p.hint(f.Hint)
	}
	p.WriteString(lines(faults.Error()))
	if !a.OK {
		return
	}
	for i, s := range a.Sentences {
		if i == 0 {
			p.head("What guests read of your goals:")
		}
		p.wrap(fmt.Sprintf("  %s: ", s.Goal), s.Text)
	}
	if len(a.Sentences) > 0 {
		p.line("")
	}
	p.line("%s: %s, %s, %s; %s", a.Path, english.Count(a.Calendars, "calendar"), english.Count(a.People, "colleague"), english.Count(a.Goals, "goal"), warnings(len(a.Faults)))
}

func warnings(n int) string {
	if n == 0 {
		return "all is well"
	}
	return english.Count(n, "warning")
}
