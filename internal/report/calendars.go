package report

import (
	"cmp"
	"context"
	"os"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/config"
	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/span"
	"fika/internal/wording"
)

// atCalendars checks every calendar. Files it reads itself, because the running fika may
// be kept from them. Of calendars on a network it tells what the running fika found in its
// last pass; only without one it makes a request.
func (l *look) atCalendars(ctx context.Context) {
	l.readable = map[string]bool{}
	for _, c := range l.Config.Calendars {
		if checks, ok := l.reported[c.Name]; ok {
			l.atStatus(c)
			l.found = append(l.found, checks...)
			continue
		}
		opened, err := l.Open(c, l.store)
		if err != nil {
			l.unreadable(c, err)
			continue
		}
		more, ok := opened.(calendar.Checker)
		switch {
		case ok && l.status != nil:
			l.attention("calendar", "check again in a moment, or wait with --fresh", "%s (%s): the running fika has not read it yet", c.Name, c.Kind)
			continue
		case ok:
			l.ok("calendar", "%s (%s): fika run reads it; this checks the account only", c.Name, c.Kind)
			for _, check := range more.Check(ctx, l.Now.In(l.Config.Me.Zone)) {
				l.found = append(l.found, api.Check(check))
			}
			continue
		}
		l.readCalendar(ctx, c, opened)
	}
}

// readCalendar reads the coming week.
func (l *look) readCalendar(ctx context.Context, c config.Calendar, opened calendar.Calendar) {
	listing, err := opened.List(ctx, span.Span{Start: l.Now, End: l.Now.AddDate(0, 0, 7)})
	switch {
	case err != nil:
		l.unreadable(c, err)
	case len(listing.Problems) > 0:
		l.attention("calendar", "fix the files; fika events lists the others", "%s (%s): %s not understood, first: %s",
			c.Name, c.Kind, prose.Count(len(listing.Problems), "event"), listing.Problems[0])
	default:
		l.ok("calendar", "%s (%s): %s this week", c.Name, c.Kind, prose.Count(len(listing.Events), "event"))
	}
	if c.WritesBookings && c.Kind == config.KindVDir {
		l.atFile(c)
		l.ok("invites", "%s (%s): fika only writes invitations there; %s (docs/folders.md)", c.Name, c.Kind, wording.Carrier)
	}
	l.readable[c.Name] = err == nil
}

// atFile checks a calendar that is a single file and that fika writes to.
func (l *look) atFile(c config.Calendar) {
	info, err := os.Stat(c.Path)
	if err != nil || info.IsDir() {
		return
	}
	const fix = "use a folder with one file per event, or a calendar on a server"
	if who := vdir.ProgramOwning(c.Path); who != "" {
		l.attention("calendar", fix, "%s (%s) is %s's own file: it rewrites the file from memory, so fika puts no invitation there", c.Name, c.Kind, who)
		return
	}
	l.attention("calendar", fix, "%s (%s) is a single file: a program that has it open may rewrite it and lose fika's invitations", c.Name, c.Kind)
}

func (l *look) unreadable(c config.Calendar, err error) {
	l.attention("calendar", cmp.Or(l.Explain(err).Hint, "fix it or remove it from the configuration"), "%s (%s) cannot be read: %v", c.Name, c.Kind, err)
}

// atStatus reports how the running fika read a calendar. If it cannot read one, it has a
// hold.
func (l *look) atStatus(c config.Calendar) {
	for _, y := range l.status.Calendars {
		if y.Name == c.Name && y.Problem == "" && y.LastSync != nil {
			l.ok("calendar", "%s (%s): %s around now, read at %s", c.Name, c.Kind, prose.Count(y.Events, "event"), y.LastSync.Format("15:04"))
		}
	}
}
