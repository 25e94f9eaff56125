package app

import (
	"cmp"
	"context"
	"io"
	"math"
	"os"

	"fika/internal/api"
	"fika/internal/simulation"
)

// Simulation says what to simulate, for how long and with which policies.
type Simulation struct {
	Network string           // the file with the ties of an organisation
	Labels  string           // for a network, the file with departments; "" to derive them from the ties
	Shape   simulation.Shape // in place of a file, an invented network; without either, the user's own goals, people and calendars
	People  int              // in an invented network
	Users   int              // for a network, the people who use fika; 0 for 80, or in a year a fifth
	Year    bool             // for a network, people have levels, time zones and leave

	Weeks       int
	Invitations int // per user and week; 0 for the user's rules, or three, or in a year two
	Policies    []simulation.Policy
	Seeds       []uint // each simulates all weeks once; results are the mean

	// Progress, if not nil, is called after each week with the number of weeks done, of
	// all policies and seeds, and of all.
	Progress func(weeks, all int)
}

// Measures returns the figures of the simulation.
func (s Simulation) Measures() []simulation.Measure {
	if s.Year {
		return append(simulation.Measures(), simulation.InvitedMeasures()...)
	}
	return simulation.Measures()
}

// Simulate runs the weeks of every policy. Nothing is sent or stored.
func Simulate(ctx context.Context, o Options, s Simulation) (api.Simulation, []*simulation.Outcome, error) {
	answer := api.Simulation{
		Network: s.Network, Shape: string(s.Shape), Year: s.Year, Weeks: s.Weeks, Invitations: s.Invitations, Seeds: s.Seeds,
		Policies: []api.Policy{}, Goals: []api.GoalOutcome{}, Problems: []string{},
	}
	settle, err := s.organisation(ctx, o, &answer)
	if err != nil {
		return answer, nil, err
	}
	compared := simulation.Comparison{
		Policies: s.Policies, Weeks: s.Weeks, Invitations: answer.Invitations, Organisation: settle, Progress: s.Progress,
	}
	for _, seed := range s.Seeds {
		compared.Seeds = append(compared.Seeds, uint64(seed))
	}
	outcomes, err := compared.Run(ctx)
	for _, outcome := range outcomes {
		answer.People, answer.Users = outcome.People, outcome.Users
		addOutcome(&answer, s.Measures(), outcome)
	}
	return answer, outcomes, err
}

// organisation reads the inputs once, and returns a function that makes an organisation
// with a seed.
func (s Simulation) organisation(ctx context.Context, o Options, answer *api.Simulation) (func(seed uint64) (*simulation.Organisation, error), error) {
	if s.Network == "" && s.Shape == "" {
		return ownOrganisation(ctx, o, answer)
	}
	graph, err := s.graph()
	if err != nil {
		return nil, err
	}
	users, invitations, create := 80, 3, simulation.NewOrganisation
	if s.Year {
		users, invitations, create = max(1, len(graph.Names)/5), 2, simulation.NewYear
	}
	answer.Invitations = cmp.Or(answer.Invitations, invitations)
	return func(seed uint64) (*simulation.Organisation, error) {
		return create(graph, seed, cmp.Or(s.Users, users))
	}, nil
}

// networkSeed makes invented networks the same in every run, as a file is.
const networkSeed = 1

// graph invents the network, or reads it from its files.
func (s Simulation) graph() (*simulation.Graph, error) {
	if s.Shape != "" {
		return simulation.Invent(s.Shape, s.People, networkSeed)
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
	return simulation.ReadGraph(list, labels)
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
func addOutcome(answer *api.Simulation, measures []simulation.Measure, o *simulation.Outcome) {
	p := api.Policy{Policy: string(o.Policy), Figures: map[string]float64{}, Before: map[string]float64{}}
	for _, row := range measures {
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
