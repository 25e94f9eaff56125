// Package fika is the map of the source; it holds no code.
//
// Fika is a daemon for one person in an organisation. It reads that person's
// calendar, knows their colleagues, and proposes and books short internal
// meetings according to goals in one TOML file.
//
// The house has five floors. Each package may import only packages of lower
// floors that its line names; layout_test.go holds the list and the reasons.
//
//	4  cmd/fika    flags, files, signals, exit codes; one command a file
//	3  web         dashboard, JSON API, control socket
//	2  daemon      observe, plan, record, act
//	2  simulation  what the goals lead to, over weeks: pure
//	1  config      fika.toml into domain types
//	1  store       SQLite, the only place with SQL
//	1  people      where colleagues come from
//	1  calendar/…  one folder per kind of calendar
//	1  systemd     what the service manager is told
//	1  packaging   the files that tell it how to run fika
//	0  planner     who, when, why: pure
//	0  network     ties and encounters: pure
//	0  calendar    event, its busy meaning, what a provider must do
//	0  mailbox     an address, and when two spellings are one
//	0  excerpt     what messages quote of other people's texts
//	0  span        half-open stretches of time, the one word all of them share
package fika
