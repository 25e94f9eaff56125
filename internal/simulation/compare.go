package simulation

import (
	"context"
	"runtime"
	"sync"
)

// Comparison runs the same weeks under several policies.
type Comparison struct {
	Policies    []Policy
	Seeds       []uint64 // one run for each; an outcome is the mean over them
	Weeks       int
	Invitations int // per user and week

	// Organisation creates the organisation for the runs of a seed.
	Organisation func(seed uint64) (*Organisation, error)
	// Progress, if not nil, is called after each week of each run with the number of
	// weeks done and of all. Calls do not overlap.
	Progress func(weeks, all int)
}

// Run returns an outcome for each policy, in order. The runs share the processors. The
// outcomes do not depend on how many there are.
func (c Comparison) Run(ctx context.Context) ([]*Outcome, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	runs := make([]*Outcome, len(c.Policies)*len(c.Seeds)) // by policy and seed
	tick := c.ticker(len(runs))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(runs)) {
		workers.Go(func() {
			for n := range next {
				outcome, err := c.run(ctx, c.Policies[n/len(c.Seeds)], c.Seeds[n%len(c.Seeds)], tick)
				if runs[n] = outcome; err != nil {
					cancel(err)
				}
			}
		})
	}
	for n := range runs {
		next <- n
	}
	close(next)
	workers.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	var all []*Outcome
	for n := range c.Policies {
		all = append(all, Mean(runs[n*len(c.Seeds):(n+1)*len(c.Seeds)]))
	}
	return all, nil
}

// ticker returns a function that counts a week of any run.
func (c Comparison) ticker(runs int) func() {
	var mutex sync.Mutex
	done := 0
	return func() {
		mutex.Lock()
		defer mutex.Unlock()
		if done++; c.Progress != nil {
			c.Progress(done, runs*c.Weeks)
		}
	}
}

func (c Comparison) run(ctx context.Context, policy Policy, seed uint64, tick func()) (*Outcome, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	org, err := c.Organisation(seed)
	if err != nil {
		return nil, err
	}
	return Run(ctx, org, Options{Policy: policy, Weeks: c.Weeks, Seed: seed, Invitations: c.Invitations, OnWeek: func(int) { tick() }})
}
