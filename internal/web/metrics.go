package web

import (
	"context"
	"runtime"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/store"
)

// Metrics returns the metrics of d, its last pass and its store, in the OpenMetrics
// format. Labels have few, fixed values: never a person, a title, an address or the name
// of a calendar.
func Metrics(ctx context.Context, d *daemon.Daemon) (string, error) {
	f, err := d.Figures(ctx)
	if err != nil {
		return "", err
	}
	e := &exposition{}
	e.family("fika_build", "info", "The running program.", sample{1, "_info", labels{"version", f.Version, "go", runtime.Version()}})
	loop(e, f.Pulse)
	caps(e, f.Pulse.Caps)
	calendars(e, f.Calendars)
	kept(e, f)
	e.gauge("go_goroutines", "Running goroutines.", float64(runtime.NumGoroutine()))
	return e.end(), nil
}

// loop writes the metrics of the loop and its last pass.
func loop(e *exposition, p daemon.Pulse) {
	e.gauge("fika_ready", "Whether nothing but the user's pause stops fika.", flag(p.Ready()))
	var holds []sample
	for _, h := range p.Report.Holds {
		holds = append(holds, sample{1, "", labels{"reason", string(h.Code)}})
	}
	e.family("fika_hold", "gauge", "Current reasons why nothing is sent.", holds...)
	e.family("fika_plan_runs", "counter", "Passes since the calendars were last wired.",
		sample{float64(p.Passes - p.Failed), "_total", labels{"result", "ok"}},
		sample{float64(p.Failed), "_total", labels{"result", "error"}})
	e.gauge("fika_tick_last_timestamp_seconds", "When the last pass began, 0 before the first.", seconds(p.Report.Now))
	e.gauge("fika_config_last_reload_successful", "Whether the newest configuration is in force.", flag(p.Problem == ""))
	e.gauge("fika_goals", "Goals in the configuration.", float64(p.Goals))
}

// caps writes how much may still be sent.
func caps(e *exposition, c api.Caps) {
	left := func(c api.Cap, window string) sample {
		return sample{float64(max(0, c.Limit-c.Used)), "", labels{"window", window}}
	}
	e.family("fika_cap_remaining", "gauge", "Meetings that the caps still allow.",
		left(c.Day, "day"), left(c.Week, "week"), left(c.Open, "open"), left(c.Upward.Cap, "upward"))
	e.gauge("fika_first_invitations_remaining", "Invitations that the user approves, whatever the mode, before fika may book by itself.", float64(max(0, c.First.Limit-c.First.Used)))
}

// calendars writes the metrics of each kind of calendar: the total of events, and the
// oldest of the last syncs.
func calendars(e *exposition, all []daemon.CalendarFigures) {
	var kinds []string
	events, oldest := map[string]int{}, map[string]time.Time{}
	for _, c := range all {
		at, seen := oldest[c.Kind]
		if !seen {
			kinds = append(kinds, c.Kind)
		}
		if !seen || c.Read.Before(at) {
			oldest[c.Kind] = c.Read
		}
		events[c.Kind] += c.Events
	}
	var read, held []sample
	for _, kind := range kinds {
		read = append(read, sample{seconds(oldest[kind]), "", labels{"provider", kind}})
		held = append(held, sample{float64(events[kind]), "", labels{"provider", kind}})
	}
	e.family("fika_sync_last_success_timestamp_seconds", "gauge", "When a calendar was last read, 0 if never.", read...)
	e.family("fika_sync_events", "gauge", "Events in the synced window.", held...)
}

// kept writes the metrics of the store.
func kept(e *exposition, f daemon.Figures) {
	states := f.Bookings
	e.family("fika_proposals", "gauge", "Meetings waiting for the user or for their time to be sent.",
		sample{float64(states[store.Proposed]), "", labels{"state", "new"}},
		sample{float64(states[store.Approved]), "", labels{"state", "approved"}})
	e.family("fika_intents", "gauge", "Meetings being sent to the calendar, and those in it.",
		sample{float64(states[store.Sending]), "", labels{"state", "sending"}},
		sample{float64(states[store.Unknown]), "", labels{"state", "unknown"}},
		sample{float64(states[store.Booked]), "", labels{"state", "confirmed"}})
	e.gauge("fika_store_size_bytes", "Size of the store, without its write-ahead log.", float64(f.Size))
	e.gauge("fika_store_schema_version", "Schema version of the store.", store.Version)
}

func flag(on bool) float64 {
	if on {
		return 1
	}
	return 0
}

// seconds returns t as a metric value.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
