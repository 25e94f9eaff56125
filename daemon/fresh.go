package daemon

import (
	"context"
	"errors"
	"sync"
	"time"

	"fika/internal/api"
)

// Fresh makes fika look again, and returns once it has: where a loop runs, with the
// end of a pass that began since, or of the first one; its error is that of the pass. Else it
// is [Daemon.Look].
func (d *Daemon) Fresh(ctx context.Context, now time.Time) error {
	passed, err := d.asks.add()
	if errors.Is(err, errAlone) {
		return fault(d.Look(ctx, now))
	}
	if err != nil {
		return err
	}
	d.Wake()
	opened := d.open
	if d.View() != nil {
		opened = nil
	}
	select {
	case err := <-passed:
		return fault(err)
	case <-opened:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Why no pass is made for somebody who asks.
var (
	errAlone  = errors.New("no loop runs")
	errEnding = &api.Fault{Code: api.CodeTemporary, Text: "fika is about to end", Hint: "ask again once it has started anew"}
)

// asks are those who wait for the end of the next pass of a loop.
type asks struct {
	mu    sync.Mutex
	begun bool // a loop runs or ran
	ended bool
	next  []chan<- error
}

// begin notes that a loop runs.
func (a *asks) begin() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.begun = true
}

// end notes that no further pass comes.
func (a *asks) end() {
	a.mu.Lock()
	a.ended = true
	a.mu.Unlock()
	answerAll(a.take(), errEnding)
}

// running reports whether a loop runs or ran: then views come from its passes.
func (a *asks) running() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.begun
}

// add returns what tells of the end of the next pass.
func (a *asks) add() (<-chan error, error) {
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

// take returns those who wait, for a pass that begins now.
func (a *asks) take() []chan<- error {
	a.mu.Lock()
	defer a.mu.Unlock()
	next := a.next
	a.next = nil
	return next
}

// answerAll tells those who wait how the pass ended.
func answerAll(waiting []chan<- error, err error) {
	for _, passed := range waiting {
		passed <- err
	}
}
