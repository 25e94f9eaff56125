package app

import (
	"context"
	"io"
	"math"
	"os"

	"fika/internal/api"
	"fika/internal/simulation"
)

// Simulation says who lives how many weeks, and after which policies.
type Simulation struct {
	Network string // the file with the ties of an organisation; "": the user's own goals, people and calendars
	Labels  string // of a network, the file with departments; "": they are found in the ties
	Users   int    // of a network, the people who use fika

	Weeks       int
	Invitations int // of a user in a week; 0: what the user's rules allow, or three
	Policies    []simulation.Policy
	Seeds       []uint // each lives all weeks once; what is told is the mean

	// Begin hears that a policy begins to live with a seed, and returns what hears of
	// each week, nil if nobody does, and of the end.
	Begin func(simulation.Policy, uint64) (tell func(week int), done func())
}

// Simulate lives the weeks of every policy. Nothing is sent or remembered.
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
		enter(&answer, outcome)
	}
	return answer, outcomes, err
}

// organisation reads what there is once, and returns what makes an organisation of
// it with a seed.
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
	return func(seed uint64) (*simulation.Organisation, error) { return simulation.Settle(graph, seed, s.Users) }, err
}

// ownOrganisation is the user's own, with the invitations that their rules allow.
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

// enter adds an outcome to the answer. Of fika's weeks it also says where the goals
// stand.
func enter(answer *api.Simulation, o *simulation.Outcome) {
	p := api.Policy{Policy: string(o.Policy), Figures: map[string]float64{}, Before: map[string]float64{}}
	for _, row := range simulation.Rows() {
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
	for _, s := range o.Standings {
		answer.Goals = append(answer.Goals, api.GoalOutcome{Goal: string(s.Goal), Late: s.Late, Text: s.Text})
	}
}
