package main

import (
	"errors"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/people"
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

// ShowAnswer is the configuration in force: fika.config/v1.
type ShowAnswer struct {
	Schema string `json:"schema"`
	Path   string `json:"path"`
	TOML   string `json:"toml"`
}

func newConfigCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "config",
		GroupID: running,
		Short:   "Check the configuration, or show what it means",
		Example: "  fika config check\n  fika config show",
		Args:    nothing,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "check",
			Short: "Everything that is wrong with the file, at its line",
			Long: `Reads the configuration and the sources of people that it names, and prints every
fault at its line. Ends with 78 if fika cannot use the file; warnings alone end
with 0.`,
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
	)
	return cmd
}

func (a *app) showConfig() error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	c, err := load(p.Config)
	if err != nil {
		return err
	}
	text := string(c.Encode())
	return a.answer(ShowAnswer{"fika.config/v1", p.Config, text}, func(out *page) { out.WriteString(lines(text)) })
}

func (a *app) checkConfig() error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	answer := CheckAnswer{Schema: "fika.config-check/v1", Path: p.Config, Faults: []FaultAnswer{}}
	c, err := load(p.Config)
	var faults config.Faults
	switch {
	case errors.As(err, &faults):
	case err != nil:
		return err
	default:
		answer.OK = true
		list, wrong := readPeople(c)
		faults = append(c.Warnings, c.Review(list)...)
		answer.Calendars, answer.People, answer.Goals = len(c.Calendars), len(list), len(c.Goals)
		for _, f := range wrong {
			answer.Faults = append(answer.Faults, FaultAnswer{File: f.File, Line: f.Line, Col: f.Col, Text: f.Text, Hint: f.Hint, Warning: true})
		}
	}
	for _, f := range faults {
		answer.Faults = append(answer.Faults, FaultAnswer{f.File, f.Line, f.Col, f.Key, f.Text, f.Meant, f.Allowed, f.Warning})
	}
	if printed := a.answer(answer, func(out *page) { out.check(answer, faults) }); printed != nil {
		return printed
	}
	if answer.OK {
		return nil
	}
	return &failure{"config_invalid", exitConfig, summary(faults), "mend the file, then: fika config check"}
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
	p.line("%s: %s, %s, %s; %s", a.Path, count(a.Calendars, "calendar"), count(a.People, "colleague"), count(a.Goals, "goal"), warnings(len(a.Faults)))
}

func warnings(n int) string {
	if n == 0 {
		return "all is well"
	}
	return count(n, "warning")
}
