package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
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
	defer d.progress.begin(now)()
	if err := ctx.Err(); err != nil {
		return Report{Now: now}, fmt.Errorf("the pass did not begin: %w", err)
	}
	report, seen, err := d.pass(ctx, now)
	if d.storeHold = d.holdForStore(now, err); d.storeHold != nil {
		report.Holds = append(report.Holds, *d.storeHold)
	}
	d.show(ctx, seen)
	return report, err
}

// pass is one pass in progress: its observation, and what it has found and changed since.
type pass struct {
	*tools
	*observation                                             // replaced by a newer one, never changed
	look         func(context.Context) (*observation, error) // at the user's calendars and people again

	found       []store.Hold // while acting
	troubles    []string     // problems met since
	written     []written    // the changes to events
	anyAccepted bool         // a calendar has taken a change
}

// lookAgain looks again, just before the invitation of b is sent, at what that depends
// on: the user's calendars, the people, and the guest's busy times. It reads each calendar
// completely, because one that lost everything shows an empty slot too. Its now is that of
// the pass, as everything in a pass is judged at one moment; a pass ends within
// [api.PassTime].
func (p *pass) lookAgain(ctx context.Context, b store.Booking) (*observation, error) {
	fresh, err := p.look(ctx)
	if err != nil || fresh.blind {
		return fresh, err
	}
	wanted := map[mailbox.Address]bool{}
	for _, g := range b.Guests() {
		wanted[fresh.roster.PersonOf(g.Person)] = true
	}
	return p.readTimesOf(ctx, fresh, wanted)
}

// checkAgain looks again, and asks the rules whether b still holds. fresh is nil if that
// cannot be told now, because something is in the way of sending.
func (p *pass) checkAgain(ctx context.Context, b store.Booking) (fresh *observation, verdict planner.Verdict, err error) {
	fresh, err = p.lookAgain(ctx, b)
	if err != nil || fresh.blind || len(fresh.holds) > 0 {
		return nil, verdict, err
	}
	return fresh, check(fresh.now, fresh.settings.Rules, fresh.world, b), nil
}

// hold adds a reason why nothing more may be sent.
func (p *pass) hold(h store.Hold) {
	h.Acting = true
	p.found = append(p.found, h)
}

// allHolds returns the reasons why nothing may be sent.
func (p *pass) allHolds() []store.Hold { return slices.Concat(p.holds, p.found) }

// onHold reports whether nothing may be sent.
func (p *pass) onHold() bool { return len(p.holds)+len(p.found) > 0 }

// trouble adds a problem for the user.
func (p *pass) trouble(format string, args ...any) {
	p.troubles = append(p.troubles, fmt.Sprintf(format, args...))
}

// latest returns what the pass knows by now, with its own changes.
func (p *pass) latest() *observation {
	return p.withChanges(p.written).with(func(o *observation) {
		o.holds, o.problems = p.allHolds(), slices.Concat(p.problems, p.troubles)
	})
}

// pass makes one pass, and returns what it knows at the end if it got that far.
func (d *Daemon) pass(ctx context.Context, now time.Time) (Report, *observation, error) {
	report := Report{Now: now}
	if err := d.checkStore(ctx, now); err != nil {
		return report, nil, fmt.Errorf("check the store: %w", err)
	}
	before, err := d.store.Log(ctx, 0, "", 1)
	if err != nil {
		return report, nil, fmt.Errorf("read the log: %w", err)
	}
	seen, err := d.observe(ctx, now)
	if err != nil {
		return report, nil, fmt.Errorf("observe: %w", err)
	}
	remarks := seen.remarks()
	p := &pass{tools: &d.tools, observation: seen, look: func(ctx context.Context) (*observation, error) { return d.observeUser(ctx, now) }}
	p.trace()
	if report.Plan, err = p.advance(ctx); err != nil {
		return report, p.latest(), err
	}
	if d.damage == "" && !p.clockWrong { // a copy would replace a better one
		p.forgetOldNotes(ctx) // before the copy, which must not have them
		p.copyDaily(ctx)
	}
	report.Problems = slices.Concat(p.problems, p.troubles, remarks)
	if report.Holds, err = p.report(ctx); err != nil {
		return report, p.latest(), fmt.Errorf("report: %w", err)
	}
	last := int64(0)
	if len(before) > 0 {
		last = before[0].ID
	}
	report.Entries, err = d.logged(ctx, last, 0)
	return report, p.latest(), err
}

// show publishes what a pass knows as the newest view. seen is nil if it saw nothing.
// After an error of the store the previous view stays, with the hold that reports it.
func (d *Daemon) show(ctx context.Context, seen *observation) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer done()
	if seen != nil {
		if v, err := d.publish(ctx, seen); err == nil {
			if d.damage == "" && d.storeHold == nil {
				_ = d.recordDay(ctx, v) // what fails now is recorded by the next pass
			}
			return
		}
	}
	if old := d.View(); old != nil && old.storeHold != d.storeHold {
		v := *old
		v.storeHold = d.storeHold
		d.swap(&v)
	}
}

// grace is for requests in progress when fika stops.
const grace = 4 * time.Second

// bound returns a context for one pass. It outlives ctx briefly, so that a change
// already sent may still be answered. done must be called.
func bound(ctx context.Context) (_ context.Context, done func()) {
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), api.PassTime) // less than the service manager's watchdog allows
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
func (p *pass) trace() {
	for _, r := range p.readings {
		p.log.Debug("read", "calendar", r.source.Name, "kind", r.source.Kind, "events", len(r.Events), "problems", len(r.Problems), "ok", r.err == nil)
	}
	var codes []api.Code
	for _, h := range p.holds {
		codes = append(codes, h.Code)
	}
	p.log.Debug("observed", "now", p.now, "people", len(p.people), "bookings", len(p.bookings), "holds", codes, "blind", p.blind)
}

// advance is the middle of a pass: everything that changes bookings. It returns the plan,
// if it came to that.
func (p *pass) advance(ctx context.Context) (plan planner.Plan, err error) {
	if err := p.recover(ctx); err != nil {
		return plan, fmt.Errorf("recover: %w", err)
	}
	if p.blind || p.clockWrong {
		return plan, nil // fika cannot judge bookings or plan if it cannot see the calendars, or if now is wrong
	}
	if err := p.adopt(ctx); err != nil {
		return plan, fmt.Errorf("adopt: %w", err)
	}
	if err := p.revive(ctx); err != nil {
		return plan, fmt.Errorf("revive bookings: %w", err)
	}
	if err := p.settle(ctx); err != nil {
		return plan, fmt.Errorf("settle: %w", err)
	}
	if err := p.refresh(ctx); err != nil {
		return plan, err
	}
	if err := p.noteOwedLinks(ctx); err != nil {
		return plan, fmt.Errorf("note links that are due: %w", err)
	}
	p.progress.step("plans")
	plan = planner.Decide(p.now, p.settings.Rules, p.world)
	p.log.Debug("planned", "meetings", len(plan.Meetings), "short", len(plan.Unmet), "score", points(plan.Score))
	if err := p.record(ctx, plan); err != nil {
		return plan, fmt.Errorf("record: %w", err)
	}
	return plan, p.send(ctx)
}

// send carries out what is decided and due, as far as the holds allow.
func (p *pass) send(ctx context.Context) error {
	if p.removalsAllowed && len(p.allHolds()) == 1 {
		return p.act(ctx, store.Withdraw) // only the pause holds
	}
	if p.onHold() {
		return nil
	}
	if err := p.release(ctx); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	if err := p.act(ctx, ""); err != nil {
		return fmt.Errorf("act: %w", err)
	}
	if err := p.takeOff(ctx); err != nil {
		return fmt.Errorf("take guests off: %w", err)
	}
	if err := p.requestLinks(ctx); err != nil {
		return fmt.Errorf("request a video link: %w", err)
	}
	return nil
}

// report stores what the pass found out about calendars and holds.
func (p *pass) report(ctx context.Context) ([]store.Hold, error) {
	for _, y := range p.syncs {
		if err := p.store.SetSync(ctx, y); err != nil {
			return nil, err
		}
	}
	for _, f := range p.limited {
		if err := p.store.SetRefusal(ctx, f); err != nil {
			return nil, err
		}
	}
	holds, err := p.store.SetHolds(ctx, p.now, p.allHolds())
	if err != nil {
		return nil, err
	}
	p.step("reported")
	if p.clockWrong {
		return holds, nil // the last pass with a good clock stays the reference
	}
	return holds, p.store.SetLastPass(ctx, p.now)
}
