package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fika/internal/invitation"
	"fika/internal/prose"
	"fika/planner"
)

// Limits that only catch typing errors.
const (
	maxDays  = 5 * 366
	dayClock = 24 * time.Hour // hours of a clock, not a calendar day
)

// Defaults other than the zero value. The commented example documents the same
// values; a test compares the two.
const (
	defaultAskFirst = "director"
	defaultWeight   = 2
)

// defaults returns a Config before anything is read.
func defaults() *Config {
	workday := planner.OfficeHours(9*60, 12*60)
	windows := planner.Week{}
	for day := time.Monday; day <= time.Friday; day++ {
		workday[day] = append(workday[day], planner.Hours{From: 13 * 60, To: 17 * 60})
	}
	for day := time.Tuesday; day <= time.Thursday; day++ {
		windows[day] = []planner.Hours{{From: 10 * 60, To: 11*60 + 45}}
		if day != time.Wednesday {
			windows[day] = append(windows[day], planner.Hours{From: 14 * 60, To: 16 * 60})
		}
	}
	return &Config{
		Rules: planner.Rules{
			Hours: workday, Windows: windows,
			Length: 25 * time.Minute, Where: []planner.Place{planner.PlaceVideo}, Notice: 2, Horizon: 3 * 7,
			Buffer:   planner.Buffer{Before: 5 * time.Minute, After: 10 * time.Minute},
			BusyWeek: 20 * time.Hour,
			PerDay:   1, PerWeek: 2, Open: 3,
			Mode: planner.ModePropose, ApproveFirst: planner.ApproveFirst,
			Levels: []string{"intern", "staff", "manager", "director", "vp", "executive"},
			Guards: planner.Guards{
				AskFirst: planner.AskFirst{LevelsAbove: 2}, // and a level, once the levels are read
				Gap:      12 * 7, AfterDecline: 120, PerTeam: 3,
				Lunch: planner.Hours{From: 12 * 60, To: 13 * 60},
			},
		},
		Undo:    2 * time.Hour,
		NoReply: 24 * time.Hour,
		Invite:  invitation.Texts{Language: planner.Languages()[0]},
		Daemon:  Daemon{Every: 5 * time.Minute},
		Habit:   Habit{At: 8*60 + 45, Most: 3},
		Notes:   Notes{KeepDays: 78 * 7},
	}
}

// rhythm declares [rhythm].
func (c *Config) rhythm(f form) {
	r := &c.Rules
	field(f, "hours", &r.Hours, hours())
	field(f, "windows", &r.Windows, hours())
	field(f, "per_day", &r.PerDay, integer(1, planner.CeilingPerDay, "the hard ceiling of a day"))
	field(f, "per_week", &r.PerWeek, integer(1, planner.CeilingPerWeek, "the hard ceiling of a week"))
	field(f, "open", &r.Open, integer(1, 100, ""))
	minutes(f, &r.Length, false)
	field(f, "notice", &r.Notice, workingDays(60))
	field(f, "horizon", &r.Horizon, calendarDays(26*7))
	field(f, "buffer", &r.Buffer, tableOf(func(f form, b *planner.Buffer) {
		field(f, "before", &b.Before, clockDuration(0, 4*time.Hour))
		field(f, "after", &b.After, clockDuration(0, 4*time.Hour))
	}))
	field(f, "busy_week", &r.BusyWeek, clockDuration(0, 7*dayClock))
	field(f, "blackout", &r.Blackouts, list(tableOf(blackout)))
	f.check(c.checkRhythm)
}

// minutes declares the length of a coffee. A goal without one uses that of the rules.
func minutes(f form, at *time.Duration, omit bool) {
	n := int(*at / time.Minute)
	whole := integer(5, 120, "")
	f.field("minutes", func(v value) {
		if !whole.read(v, &n) {
			return
		}
		*at = time.Duration(n) * time.Minute
		switch {
		case n < 10:
			v.fault("%d minutes is short for a coffee; 15 to 30 is usual", n).Warning = true
		case n > 60:
			v.fault("%d minutes is long for a coffee; 15 to 30 is usual", n).Warning = true
		}
	}, func() any {
		if omit && n == 0 {
			return nil
		}
		return n
	})
}

// blackout declares one range of days without coffee.
func blackout(f form, b *planner.Blackout) {
	require(f, "from", "it is the first day without coffee")
	field(f, "from", &b.From, day())
	require(f, "to", "it is the last day without coffee")
	field(f, "to", &b.To, day())
	optionalField(f, "why", &b.Why, orEmpty(singleLine()))
	f.check(func(t *table) {
		if !b.From.IsZero() && !b.To.IsZero() && b.To.Before(b.From) {
			t.fault("to", "the blackout ends on %v, before it begins on %v", b.To, b.From)
		}
	})
}

// checkRhythm warns about rules that leave no time for coffee.
func (c *Config) checkRhythm(t *table) {
	r := c.Rules
	out, room := outside(r.Windows, r.Hours)
	if !out.IsZero() && t.has("windows") {
		t.fault("windows", "%s is outside hours: no coffee can be booked there", strings.Join(printWeek(out), ", ")).Warning = true
	}
	if room < r.Length {
		t.fault("windows", "no window within hours has room for %v: nothing will ever be planned", prose.FormatDuration(r.Length)).Warning = true
	}
	if r.Horizon <= r.Notice {
		t.fault("horizon", "the plan looks %s ahead and notice takes %s of it: nothing will ever be planned",
			printDays(r.Horizon), fmt.Sprintf("%dd", r.Notice)).Warning = true
	}
}

// trust declares [trust].
func (c *Config) trust(f form) {
	field(f, "mode", &c.Rules.Mode, mode())
	field(f, "undo", &c.Undo, clockDuration(0, 7*dayClock))
}

// mode returns the codec of a mode.
func mode() codec[planner.Mode] {
	return oneOf(planner.ModePropose, planner.ModeHold, planner.ModeBook)
}

// guards declares [guards].
func (c *Config) guards(f form) {
	g := &c.Rules.Guards
	field(f, "never", &g.Never, list(c.colleague()))
	field(f, "ask_first", &g.AskFirst, tableOf(func(f form, a *planner.AskFirst) {
		field(f, "level", &a.Level, c.level())
		field(f, "up", &a.LevelsAbove, integer(0, 100, ""))
	}))
	field(f, "gap", &g.Gap, calendarDays(maxDays))
	field(f, "after_decline", &g.AfterDecline, calendarDays(maxDays))
	field(f, "per_team", &g.PerTeam, integer(0, 1000, ""))
	field(f, "lunch", &g.Lunch, orEmpty(partOfDay()))
	field(f, "no_reply", &c.NoReply, clockDuration(time.Hour, 14*dayClock))
}

// checkNotice warns if notice leaves guests no time to answer: a proposal that is not
// sent at least no_reply before its start is dropped. Consecutive working days are
// the shortest time that notice can mean.
func (c *Config) checkNotice(t *table) {
	least := time.Duration(c.Rules.Notice) * dayClock
	if least > c.NoReply {
		return
	}
	at, key := t.at.find("rhythm", "notice"), "rhythm.notice"
	if at == nil {
		at, key = t.at.find("guards", "no_reply"), "guards.no_reply"
	}
	t.src.add(at.place(), key, "%dd of notice is too short to answer, because unanswered coffees are released %s before their start; fika uses that time plus two working days",
		c.Rules.Notice, prose.FormatDuration(c.NoReply)).Warning = true
}

// Reasons why a port must be local.
const (
	dashboardReason = "the dashboard is only for this machine"
	metricsReason   = "the metrics and the token would be sent unencrypted; let Prometheus connect through a tunnel or a proxy with TLS"
)

// daemon declares [daemon].
func (c *Config) daemon(f form) {
	field(f, "every", &c.Daemon.Every, clockDuration(time.Minute, dayClock))
	optionalField(f, "listen", &c.Daemon.Listen, orEmpty(listen(dashboardReason)))
	optionalList(f, "notify", &c.Daemon.Notify, singleLine())
	optionalField(f, "metrics", &c.Daemon.Metrics, orEmpty(listen(metricsReason)))
	optionalField(f, "metrics_token_file", &c.Daemon.MetricsTokenFile, file(filepath.Dir(c.Path)))
	f.check(func(t *table) {
		if len(c.Daemon.Notify) > 0 {
			t.fault("notify", "[[notify]] has replaced this key, see fika.toml(5); an empty list may stay")
		}
		if c.Daemon.Metrics != "" && !t.has("metrics_token_file") {
			t.fault("metrics", "metrics on a port need metrics_token_file: every user of this machine can reach a port")
		}
	})
}
