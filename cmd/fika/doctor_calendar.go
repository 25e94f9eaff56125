package main

import (
	"cmp"
	"context"
	"os"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/config"
	"fika/daemon"
	"fika/internal/app"
	"fika/internal/english"
	"fika/internal/span"
)

// lookAtCalendars looks at every calendar once: at files by reading them, at
// what lies on a network through the fika that reads it all day.
func (d *doctor) lookAtCalendars(ctx context.Context) {
	d.mine = map[string]bool{}
	w := app.Wire(d.app.optionsAt(d.paths), d.config)
	defer w.Close()
	for _, c := range d.config.Calendars {
		if told, ok := d.told[c.Name]; ok {
			d.lookAtStatus(c)
			d.found = append(d.found, told...)
			continue
		}
		opened, err := w.Calendar(c, d.store)
		if err != nil {
			d.unreadable(c, err)
			continue
		}
		if more, ok := opened.(calendar.Checker); ok {
			d.ok("calendar", "%s (%s): fika run reads it; this looks at the account alone", c.Name, c.Kind)
			d.found = append(d.found, daemon.CheckAnswers(more.Check(ctx, d.now.In(d.config.Me.Zone)))...)
			continue
		}
		d.readCalendar(ctx, c, opened)
	}
}

// readCalendar reads what is in the week from now.
func (d *doctor) readCalendar(ctx context.Context, c config.Calendar, opened calendar.Calendar) {
	listing, err := opened.List(ctx, span.Span{Start: d.now, End: d.now.AddDate(0, 0, 7)})
	switch {
	case err != nil:
		d.unreadable(c, err)
	case len(listing.Problems) > 0:
		d.attention("calendar", "mend the files; fika events shows the rest", "%s (%s): %s not understood, first: %s",
			c.Name, c.Kind, english.Count(len(listing.Problems), "event"), listing.Problems[0])
	default:
		d.ok("calendar", "%s (%s): %s this week", c.Name, c.Kind, english.Count(len(listing.Events), "event"))
	}
	if c.Book && c.Kind == config.VDir {
		d.lookAtFile(c)
		d.ok("invites", "%s (%s): fika only writes invitations there; %s (docs/folders.md)", c.Name, c.Kind, carrier)
	}
	d.mine[c.Name] = err == nil
}

// lookAtFile looks at a calendar that is one file, which fika writes to.
func (d *doctor) lookAtFile(c config.Calendar) {
	info, err := os.Stat(c.Path)
	if err != nil || info.IsDir() {
		return
	}
	const fix = "name a folder with a file for each event, or a calendar on a server"
	if who := vdir.Held(c.Path); who != "" {
		d.attention("calendar", fix, "%s (%s) is %s's own file: it writes the file anew from memory, so fika puts no invitation there", c.Name, c.Kind, who)
		return
	}
	d.attention("calendar", fix, "%s (%s) is a single file: a program that has it open may write it anew, and lose the invitations that fika put there", c.Name, c.Kind)
}

func (d *doctor) unreadable(c config.Calendar, err error) {
	d.attention("calendar", cmp.Or(app.Explain(err).Hint, "mend it or take it out of the configuration"), "%s (%s) cannot be read: %v", c.Name, c.Kind, err)
}

// lookAtStatus says how the running fika read a calendar. Of one that it cannot
// read, it has a hold.
func (d *doctor) lookAtStatus(c config.Calendar) {
	for _, y := range d.status.Calendars {
		if y.Name == c.Name && y.Problem == "" && y.LastSync != nil {
			d.ok("calendar", "%s (%s): %s around now, read at %s", c.Name, c.Kind, english.Count(y.Events, "event"), y.LastSync.Format("15:04"))
		}
	}
}
