package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
)

func newInitCommand(a *cli) *cobra.Command {
	var answers config.Answers
	var force bool
	cmd := &cobra.Command{
		Use:     "init",
		GroupID: operation,
		Short:   "Ask a few questions and write the configuration",
		Long: `Writes a commented fika.toml. On a terminal it asks for what the flags do not
say. Otherwise it uses the flags and what this machine knows. An existing file
stays, unless you use --force.`,
		Example: `  fika init
  fika init --email maya@example.com --calendar ~/.calendars/work --csv people.csv`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.paths()
			if err != nil {
				return err
			}
			if _, err := os.Lstat(p.Config); err == nil && !force {
				return app.InTheWay(p.Config)
			}
			return a.init(cmd.Context(), p.Config, answers, force)
		},
	}
	f := cmd.Flags()
	f.StringVar(&answers.Name, "name", "", "your `NAME` as guests read it")
	f.StringVar(&answers.Email, "email", "", "your `ADDRESS`")
	f.StringSliceVar(&answers.Aliases, "alias", nil, "another `ADDRESS` of yours; may be repeated")
	f.StringVar(&answers.Zone, "zone", "", "your time `ZONE`, such as Europe/Stockholm")
	f.StringVar(&answers.Department, "department", "", "your `DEPARTMENT`")
	f.StringVar(&answers.CalendarPath, "calendar", "", "your calendar, a `FOLDER` of .ics files")
	f.StringVar(&answers.ClientSecretFile, "client-secret", "", "for a Google calendar: the `FILE` of the desktop client")
	f.StringSliceVar(&answers.CSV, "csv", nil, "a `FILE` of colleagues; may be repeated")
	f.StringSliceVar(&answers.Domains, "domain", nil, "invite people in this `DOMAIN` only; may be repeated")
	f.StringArrayVar(&answers.Hours, "hours", nil, "the `HOURS` when you work, such as \"mon-fri 09:00-17:00\"; may be repeated")
	f.BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}

// init completes answers and writes the file.
func (a *cli) init(ctx context.Context, path string, answers config.Answers, force bool) error {
	if a.interactive() {
		if err := a.interview(ctx, &answers); err != nil {
			return err
		}
	} else {
		a.guess(&answers)
	}
	if err := app.Init(path, answers, force); err != nil {
		return err
	}
	return a.answer(api.Init{Path: path}, func(out *page) {
		out.Line("Written: %s", path)
		out.Line("Open it and change the goals: fika plans by them. Then:")
		out.Line("  fika config check")
		out.Line("  fika plan")
		if answers.ClientSecretFile == "" {
			out.Line("")
			out.Wrap("", "fika only writes invitations into the folder: "+apitext.Carrier+". docs/folders.md says which servers do.")
		}
	})
}

// guess fills in what this machine knows.
func (a *cli) guess(answers *config.Answers) {
	for field, found := range map[*string]func() string{
		&answers.Name:         app.UserName,
		&answers.Email:        app.UserAddress,
		&answers.Zone:         func() string { return app.MachineZone(a.getenv) },
		&answers.CalendarPath: func() string { return app.UserCalendar(a.getenv("HOME")) },
	} {
		if *field == "" && (field != &answers.CalendarPath || answers.ClientSecretFile == "") {
			*field = found()
		}
	}
}

// interview asks for what the flags do not say.
func (a *cli) interview(ctx context.Context, answers *config.Answers) error {
	p := a.prompt()
	known := config.Answers{}
	a.guess(&known)
	var csv, hours string
	questions := []struct {
		field     *string
		asked     bool
		text      string
		otherwise string
	}{
		{&answers.Name, answers.Name == "", "Your name", known.Name},
		{&answers.Email, answers.Email == "", "Your address at work", known.Email},
		{&answers.Zone, answers.Zone == "", "Your time zone", known.Zone},
		{&answers.Department, answers.Department == "", "Your department (may be empty)", ""},
		{&answers.CalendarPath, answers.CalendarPath+answers.ClientSecretFile == "", "Your calendar, a folder of .ics files", known.CalendarPath},
		{&csv, len(answers.CSV) == 0, "CSV file of your colleagues (may be added later)", ""},
		{&hours, len(answers.Hours) == 0, "When you work", "mon-fri 09:00-17:00"},
	}
	for _, q := range questions {
		if !q.asked {
			continue
		}
		var err error
		if *q.field, err = p.line(ctx, q.text, q.otherwise); err != nil {
			return err
		}
	}
	if csv != "" {
		answers.CSV = []string{csv}
	}
	if hours != "" {
		answers.Hours = []string{hours}
	}
	return nil
}
