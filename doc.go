// Package fika is the map of the source; it holds no code.
//
// Fika is a daemon for one person in an organisation. It reads that person's
// calendar, knows their colleagues, and proposes and books short internal
// meetings according to goals in one TOML file.
//
// The product is at the top level; everything else is under internal. A package imports
// only packages of lower layers. layout_test.go says which ones, and why.
//
//	6  cmd/fika                    flags, one question, one page, one exit code
//	6  internal/tools/demo-google  the demo of make demo-google, with that Google
//
//	5  internal/app                the process: wiring, run, reload, and who answers a command
//
//	4  internal/web                the control socket's server, and the metrics
//	4  internal/demo               an invented company, its calendars and its life with fika
//	4  internal/diagnosis          the doctor, and the bundle for a bug report
//
//	3  daemon                      observe, settle, plan, record, act
//	3  config                      fika.toml into domain types
//	3  calendar/google             Google accounts
//	3  calendar/vdir               folders of .ics files, and single files
//
//	2  internal/store              SQLite, the only place with SQL
//	2  internal/people             where colleagues come from
//	2  internal/service            the service manager: its files, its commands, sd_notify
//	2  internal/simulation         what the goals lead to, over weeks: pure
//	2  internal/invitation         what a guest reads, and what its templates may use: pure
//	2  internal/apitext            documents in English, for the terminal and the page
//	2  internal/client             asks a running daemon over its socket
//	2  calendar/ics                the text of an event: read, expanded, written: pure
//	2  calendar/remote             what remote calendars share
//	2  calendar/calendartest       what every kind of calendar must pass
//
//	1  planner                     who, when, why: pure
//	1  calendar                    an event, what it keeps busy, what a calendar must do
//	1  internal/network            ties and encounters: pure
//	1  internal/api                the interface for programs: documents, codes, schemas
//
//	0  planner/search              the best choice of items, with a proof: pure
//	0  internal/mailbox            an address, and when two spellings are one
//	0  internal/span               half-open ranges of time, shared by all
//	0  internal/rsvp               what people answer to an invitation
//	0  internal/prose              the grammar that messages share, and what they quote: pure
//	0  internal/atomicfile         files written completely or not at all
//	0  internal/terminal           text for a person at a terminal
//	0  calendar/google/googletest  a Google to test against
//
// docs/design.md says where packages to come will be.
package fika
