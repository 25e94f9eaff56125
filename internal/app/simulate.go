package app

import (
	"context"
	"io"
	"math"
	"os"

	"fika/internal/api"
	"fika/internal/simulation"
)

// Simulation says what to simulate, for how long and with which policies.
type Simulation struct {
	Network string // the file with the ties of an organisation; "" for the user's own goals, people and calendars
	Labels  string // for a network, the file with departments; "" to derive them from the ties
	Users   int    // for a network, the people who use fika

	Weeks       int
	Invitations int // per user and week; 0 for the user's rules, or three
	Policies    []simulation.Policy
	Seeds       []uint // each simulates all weeks once; results are the mean

	// Begin is called before each run of a policy with a seed. It returns callbacks for
	// each week, which may be nil, and for the end.
	Begin func(simulation.Policy, uint64) (tell func(week int), done func())
}

// Simulate runs the weeks of every policy. Nothing is sent or stored.
func Simulate(ctx context.Context, o Options, s Simulation) (api.Simulation, []*simulation.Outcome, error) {
	answer := api.Simulation{
		Network: s.Network, Weeks: s.Weeks, Invitations: s.Invitations, Seeds: s.Seeds,
		Policies: []api.Policy{}, Goals: []api.GoalOutcome{}, Problems: []string{},
	}
	settle, err := s.organisation(ctx, o, &answer)
	if err != nil {
		return answer, nil, err
	}
	compared := simulation.Comparison{
		Policies: s.Policies, Weeks: s.Weeks, Invitations: answer.Invitations, Organisation: settle, Begin: s.Begin,
	}
	for _, seed := range s.Seeds {
		compared.Seeds = append(compared.Seeds, uint64(seed))
	}
	outcomes, err := compared.Run(ctx)
	for _, outcome := range outcomes {
		answer.People, answer.Users = outcome.People, outcome.Users
		addOutcome(&answer, outcome)
	}
	return answer, outcomes, err
}

// organisation reads the inputs once, and returns a function that makes an organisation
// with a seed.
func (s Simulation) organisation(ctx context.Context, o Options, answer *api.Simulation) (func(seed uint64) (*simulation.Organisation, error), error) {
	if s.Network == "" {
		return ownOrganisation(ctx, o, answer)
	}
	if answer.Invitations == 0 {
		answer.Invitations = 3
	}
	list, err := os.Open(s.Network)
	if err != nil {
		return nil, api.NewFault(api.CodeUnreadable, err.Error())
	}
	defer list.Close()
	var labels io.Reader // stays nil without a file
	if s.Labels != "" {
		file, err := os.Open(s.Labels)
		if err != nil {
			return nil, api.NewFault(api.CodeUnreadable, err.Error())
		}
		defer file.Close()
		labels = file
	}
	graph, err := simulation.ReadGraph(list, labels)
	return func(seed uint64) (*simulation.Organisation, error) {
		return simulation.NewOrganisation(graph, seed, s.Users)
	}, err
}

// ownOrganisation makes the user's own organisation, with the invitations that their
// rules allow.
func ownOrganisation(ctx context.Context, o Options, answer *api.Simulation) (func(seed uint64) (*simulation.Organisation, error), error) {
	defer o.wait("reading the calendars")()
	org, problems, err := organisation(ctx, o)
	if err != nil {
		return nil, err
	}
	if answer.Invitations == 0 {
		answer.Invitations = org.Members[0].Rules.PerWeek
	}
	answer.Problems = append(answer.Problems, problems...)
	return func(uint64) (*simulation.Organisation, error) { return org, nil }, nil
}

// addOutcome adds an outcome to the answer, and for fika's own weeks the state of the goals.
func addOutcome(answer *api.Simulation, o *simulation.Outcome) {
	p := api.Policy{Policy: string(o.Policy), Figures: map[string]float64{}, Before: map[string]float64{}}
	for _, row := range simulation.Measures() {
		if value := row.Of(o); !math.IsNaN(value) {
			p.Figures[row.Code] = value
		}
		if row.Start != nil {
			p.Before[row.Code] = row.Start(o)
		}
	}
	answer.Policies = append(answer.Policies, p)
	if o.Policy != simulation.Fika {
		return
	}
	for _, s := range o.Progress {
		answer.Goals = append(answer.Goals, api.GoalOutcome{Goal: string(s.Goal), Late: s.Late, Text: s.Text})
	}
}
