package planner

// FarAbove is how many levels above the user somebody is of whom less is asked.
const FarAbove = 2
