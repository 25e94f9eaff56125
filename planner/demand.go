package planner

// Demand is how many meetings a quarter goals ask for, and how many the caps,
// windows and working days allow. More asked than allowed means that some goals
// will stay short, however good the plan.
func Demand(rules Rules, goals []Goal, people []Person) (asks, capacity int) {
	panic("not yet")
}
