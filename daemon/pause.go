package daemon

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// checkStops holds while the user has paused fika, and while the newest configuration is
// not in force.
func (o *observer) checkStops(context.Context) error {
	stops, removalsAllowed := o.d.stops(o.configuration, o.now)
	o.holds, o.removalsAllowed = append(o.holds, stops...), removalsAllowed
	return nil
}

// stops returns the holds from the user's own files at now: the pause, and the newest
// configuration if it is not in force. removalsAllowed means that the pause lets events of
// cancelled coffees be removed.
func (t *tools) stops(c configuration, now time.Time) (holds []store.Hold, removalsAllowed bool) {
	add := func(code api.Code, text string) { holds = append(holds, newHold(code, text)) }
	pause, paused, err := t.options.Paused(now)
	switch {
	case err != nil:
		add(api.CodePaused, "the pause file cannot be read, which counts as paused: "+err.Error())
	case paused && !pause.Until.IsZero():
		add(api.CodePaused, "paused until "+pause.Until.In(c.zone()).Format("2 January 2006 15:04")+because(pause.Why))
	case paused:
		add(api.CodePaused, "paused until you resume"+because(pause.Why))
	}
	if c.settings.Problem != "" {
		add(api.CodeConfigInvalid, "the newest configuration is not used, the last good one is: "+c.settings.Problem)
	}
	if lost := c.settings.Lost; len(lost) > 0 {
		const most = 3 // a file that broke off early lost everything below
		if len(lost) > most {
			lost = append(lost[:most:most], fmt.Sprintf("and %d more", len(lost)-most))
		}
		add(api.CodeConfigShrunk, "the newest configuration lost something and is not used: "+strings.Join(lost, "; "))
	}
	return holds, err == nil && paused && pause.Cancelled
}

// isStop reports whether h is one of [tools.stops].
func isStop(h store.Hold) bool {
	return h.Code == api.CodePaused || h.Code == api.CodeConfigInvalid || h.Code == api.CodeConfigShrunk
}

// withStops returns o with other holds from the user's own files, see [tools.stops]. They
// come first.
func (o *observation) withStops(stops []store.Hold, removalsAllowed bool) *observation {
	return o.with(func(o *observation) {
		at := max(0, slices.IndexFunc(o.holds, isStop))
		o.holds = slices.Insert(slices.DeleteFunc(slices.Clone(o.holds), isStop), at, stops...)
		o.removalsAllowed = removalsAllowed
	})
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}
