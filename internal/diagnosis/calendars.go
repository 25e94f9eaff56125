package diagnosis

import (
	"cmp"
	"context"
	"os"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/config"
	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/prose"
	"fika/internal/span"
)

// checkCalendars checks every calendar. Files it reads itself, because the running fika may
// be kept from them. Of calendars on a network it tells what the running fika found in its
// last pass; only without one it makes a request.
func (x *examination) checkCalendars(ctx context.Context) {
	x.readable = map[string]bool{}
	for _, c := range x.Config.Calendars {
		if checks, ok := x.reported[c.Name]; ok {
			x.checkStatus(c)
			x.found = append(x.found, checks...)
			continue
		}
		opened, err := x.Open(c, x.store)
		if err != nil {
			x.unreadable(c, err)
			continue
		}
		more, ok := opened.(calendar.Checker)
		switch {
		case ok && x.status != nil:
			x.problem("calendar", "check again in a moment, or wait with --fresh", "%s (%s): the running fika has not read it yet", c.Name, c.Kind)
			continue
		case ok:
			x.ok("calendar", "%s (%s): fika run reads it; this checks the account only", c.Name, c.Kind)
			for _, check := range more.Check(ctx, x.Now.In(x.Config.Me.Zone)) {
				x.found = append(x.found, api.Check(check))
			}
			continue
		}
		x.readCalendar(ctx, c, opened)
	}
}

// readCalendar reads the coming week.
func (x *examination) readCalendar(ctx context.Context, c config.Calendar, opened calendar.Calendar) {
	listing, err := opened.List(ctx, span.Span{Start: x.Now, End: x.Now.AddDate(0, 0, 7)})
	switch {
	case err != nil:
		x.unreadable(c, err)
	case len(listing.Problems) > 0:
		x.problem("calendar", "fix the files; fika events lists the others", "%s (%s): %s not understood, first: %s",
			c.Name, c.Kind, prose.Count(len(listing.Problems), "event"), listing.Problems[0])
	default:
		x.ok("calendar", "%s (%s): %s this week", c.Name, c.Kind, prose.Count(len(listing.Events), "event"))
	}
	if c.WritesBookings && c.Kind == config.KindVDir {
		x.checkFile(c)
		x.ok("invites", "%s (%s): fika only writes invitations there; %s (docs/folders.md)", c.Name, c.Kind, apitext.Carrier)
	}
	x.readable[c.Name] = err == nil
}

// checkFile checks a calendar that is a single file and that fika writes to.
func (x *examination) checkFile(c config.Calendar) {
	info, err := os.Stat(c.Path)
	if err != nil || info.IsDir() {
		return
	}
	const fix = "use a folder with one file per event, or a calendar on a server"
	if who := vdir.ProgramOwning(c.Path); who != "" {
		x.problem("calendar", fix, "%s (%s) is %s's own file: it rewrites the file from memory, so fika puts no invitation there", c.Name, c.Kind, who)
		return
	}
	x.problem("calendar", fix, "%s (%s) is a single file: a program that has it open may rewrite it and lose fika's invitations", c.Name, c.Kind)
}

func (x *examination) unreadable(c config.Calendar, err error) {
	x.problem("calendar", cmp.Or(x.Explain(err).Hint, "fix the calendar, or remove it from the configuration"), "%s (%s) cannot be read: %v", c.Name, c.Kind, err)
}

// checkStatus reports how the running fika read a calendar. If it cannot read one, it has a
// hold.
func (x *examination) checkStatus(c config.Calendar) {
	for _, y := range x.status.Calendars {
		if y.Name == c.Name && y.Problem == "" && y.LastSync != nil {
			x.ok("calendar", "%s (%s): %s around now, read at %s", c.Name, c.Kind, prose.Count(y.Events, "event"), y.LastSync.Format("15:04"))
		}
	}
}
