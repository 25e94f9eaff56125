package daemon

import (
	"context"
	"errors"
	"sync"
	"time"

	"fika/internal/api"
)

// Fresh makes fika look again and waits for the result. If a loop runs, it waits for a
// pass that began since the call, or for the first one, and returns that pass's error.
// It waits no longer than [api.PassTime]. Otherwise it is [Daemon.ReadView].
func (d *Daemon) Fresh(ctx context.Context, now time.Time) error {
	passed, err := d.waiters.add()
	if errors.Is(err, errAlone) {
		return fault(d.ReadView(ctx, now))
	}
	if err != nil {
		return err
	}
	d.Wake()
	opened := d.hasView
	if d.View() != nil {
		opened = nil
	}
	late := time.NewTimer(api.PassTime)
	defer late.Stop()
	select {
	case err := <-passed:
		return fault(err)
	case <-late.C:
		return d.busyFault("without --fresh, answers are from the pass before")
	case <-opened:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Reasons why no pass is made on request.
var (
	errAlone  = errors.New("no loop runs")
	errEnding = &api.Fault{Code: api.CodeTemporary, Text: "fika is about to stop", Hint: "ask again once it has restarted"}
)

// waiters are the callers that wait for the end of a loop's next pass.
type waiters struct {
	mu    sync.Mutex
	begun bool // a loop runs or ran
	ended bool
	next  []chan<- error
}

// begin records that a loop runs.
func (a *waiters) begin() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.begun = true
}

// end records that no more passes come.
func (a *waiters) end() {
	a.mu.Lock()
	a.ended = true
	a.mu.Unlock()
	answerAll(a.take(), errEnding)
}

// running reports whether a loop runs or ran: then views come from its passes.
func (a *waiters) running() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.begun
}

// add returns a channel for the result of the next pass.
func (a *waiters) add() (<-chan error, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case !a.begun:
		return nil, errAlone
	case a.ended:
		return nil, errEnding
	}
	passed := make(chan error, 1)
	a.next = append(a.next, passed)
	return passed, nil
}

// take returns the waiting callers, for a pass that begins now.
func (a *waiters) take() []chan<- error {
	a.mu.Lock()
	defer a.mu.Unlock()
	next := a.next
	a.next = nil
	return next
}

// answerAll sends the result of the pass to waiting callers.
func answerAll(waiting []chan<- error, err error) {
	for _, passed := range waiting {
		passed <- err
	}
}
