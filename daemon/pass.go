package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// Report is what one pass saw, decided and did.
type Report struct {
	Now      time.Time
	Plan     planner.Plan
	Entries  []api.Entry // what the pass added to the log
	Holds    []store.Hold
	Problems []string // what was skipped: rows, events and files to fix
}

// Pass makes one pass at now: observe, settle, plan, record, act, report. An error means
// that the pass stopped, usually because of the store; what it recorded stays valid, and
// the next pass continues from there. When ctx ends, the pass has a few seconds to
// finish; then it is aborted, as it is when it takes longer than any working pass.
func (d *Daemon) Pass(ctx context.Context, now time.Time) (Report, error) {
	ctx, done := bound(ctx)
	defer done()
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Report{Now: now}, fmt.Errorf("the pass did not begin: %w", err)
	}
	report, s, err := d.pass(ctx, now)
	if d.storeHold = d.holdForStore(now, err); d.storeHold != nil {
		report.Holds = append(report.Holds, *d.storeHold)
	}
	d.show(ctx, s)
	return report, err
}

// pass makes one pass, and returns what it saw if it got that far.
func (d *Daemon) pass(ctx context.Context, now time.Time) (Report, *scene, error) {
	report := Report{Now: now}
	if err := d.checkStore(ctx, now); err != nil {
		return report, nil, fmt.Errorf("check the store: %w", err)
	}
	before, err := d.store.Log(ctx, 0, "", 1)
	if err != nil {
		return report, nil, fmt.Errorf("read the log: %w", err)
	}
	s, err := d.observe(ctx, now)
	if err != nil {
		return report, nil, fmt.Errorf("observe: %w", err)
	}
	d.trace(s)
	if err := d.advance(ctx, s, &report); err != nil {
		return report, s, err
	}
	d.copyDaily(ctx, s)
	report.Problems = slices.Concat(s.problems, s.remarks)
	if report.Holds, err = d.report(ctx, s); err != nil {
		return report, s, fmt.Errorf("report: %w", err)
	}
	last := int64(0)
	if len(before) > 0 {
		last = before[0].ID
	}
	report.Entries, err = d.logged(ctx, last, 0)
	return report, s, err
}

// show publishes what a pass saw as the newest view. s is nil if it saw nothing. After
// an error of the store the previous view stays, with the hold that reports it.
func (d *Daemon) show(ctx context.Context, s *scene) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer done()
	if s != nil {
		if _, err := d.publish(ctx, s); err == nil {
			return
		}
	}
	if old := d.View(); old != nil && old.storeHold != d.storeHold {
		v := *old
		v.storeHold = d.storeHold
		d.swap(&v)
	}
}

const (
	passTime = 8 * time.Minute // less than the service manager's watchdog allows
	grace    = 4 * time.Second // for requests in progress when fika stops
)

// bound returns a context for one pass. It outlives ctx briefly, so that a change
// already sent may still be answered. done must be called.
func bound(ctx context.Context) (_ context.Context, done func()) {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), passTime)
	stop := context.AfterFunc(ctx, func() {
		late := time.NewTimer(grace)
		defer late.Stop()
		select {
		case <-late.C:
			cancel()
		case <-within.Done():
		}
	})
	return within, func() { stop(); cancel() }
}

// trace logs the input of a pass.
func (d *Daemon) trace(s *scene) {
	for _, r := range s.readings {
		d.log.Debug("read", "calendar", r.source.Name, "kind", r.source.Kind, "events", len(r.Events), "problems", len(r.Problems), "ok", r.err == nil)
	}
	var codes []api.Code
	for _, h := range s.holds {
		codes = append(codes, h.Code)
	}
	d.log.Debug("observed", "now", s.now, "people", len(s.people), "bookings", len(s.bookings), "holds", codes, "blind", s.blind)
}

// advance is the middle of a pass: everything that changes bookings.
func (d *Daemon) advance(ctx context.Context, s *scene, report *Report) error {
	s.acting = true
	if err := d.resolve(ctx, s); err != nil {
		return fmt.Errorf("look for what was sent: %w", err)
	}
	if s.blind || s.clockWrong {
		return nil // fika cannot judge bookings or plan if it cannot see the calendars, or if now is wrong
	}
	if err := d.adopt(ctx, s); err != nil {
		return fmt.Errorf("adopt: %w", err)
	}
	if err := d.revive(ctx, s); err != nil {
		return fmt.Errorf("take up again: %w", err)
	}
	if err := d.settle(ctx, s); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	if err := d.refresh(ctx, s); err != nil {
		return err
	}
	report.Plan = planner.Decide(s.now, s.set.Rules, s.world)
	d.log.Debug("planned", "meetings", len(report.Plan.Meetings), "short", len(report.Plan.Unmet), "score", points(report.Plan.Score))
	if err := d.record(ctx, s, report.Plan); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	if s.parting && len(s.holds) == 1 {
		return d.act(ctx, s, store.Withdraw) // only the pause holds
	}
	if len(s.holds) > 0 {
		return nil
	}
	if err := d.release(ctx, s); err != nil {
		return fmt.Errorf("approve: %w", err)
	}
	if err := d.act(ctx, s, ""); err != nil {
		return fmt.Errorf("act: %w", err)
	}
	if err := d.link(ctx, s); err != nil {
		return fmt.Errorf("ask for a link: %w", err)
	}
	return nil
}

// report stores what the pass found out about calendars and holds.
func (d *Daemon) report(ctx context.Context, s *scene) ([]store.Hold, error) {
	for _, y := range s.syncs {
		if err := d.store.SetSync(ctx, y); err != nil {
			return nil, err
		}
	}
	for _, f := range s.limited {
		if err := d.store.SetRefusal(ctx, f); err != nil {
			return nil, err
		}
	}
	holds, err := d.store.SetHolds(ctx, s.now, s.holds)
	if err != nil {
		return nil, err
	}
	d.step("reported")
	if s.clockWrong {
		return holds, nil // the last pass with a good clock stays the reference
	}
	return holds, d.store.SetLastPass(ctx, s.now)
}
