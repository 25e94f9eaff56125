package simulation

import "context"

// Comparison runs the same weeks under several policies.
type Comparison struct {
	Policies    []Policy
	Seeds       []uint64 // one run for each; an outcome is the mean over them
	Weeks       int
	Invitations int // per user and week

	// Organisation creates the organisation for the runs of a seed.
	Organisation func(seed uint64) (*Organisation, error)
	// Begin is called at the beginning of a run. It returns functions to call with the
	// number of weeks done, and at the end of the run.
	Begin func(policy Policy, seed uint64) (progress func(weeks int), done func())
}

// Run returns an outcome for each policy, in order.
func (c Comparison) Run(ctx context.Context) ([]*Outcome, error) {
	var all []*Outcome
	for _, policy := range c.Policies {
		var runs []*Outcome
		for _, seed := range c.Seeds {
			outcome, err := c.run(ctx, policy, seed)
			if err != nil {
				return nil, err
			}
			runs = append(runs, outcome)
		}
		all = append(all, Mean(runs))
	}
	return all, nil
}

func (c Comparison) run(ctx context.Context, policy Policy, seed uint64) (*Outcome, error) {
	org, err := c.Organisation(seed)
	if err != nil {
		return nil, err
	}
	progress, done := c.Begin(policy, seed)
	defer done()
	return Run(ctx, org, Options{Policy: policy, Weeks: c.Weeks, Seed: seed, Invitations: c.Invitations, OnWeek: progress})
}
