// Package fika is the map of the source; it holds no code.
//
// Fika is a daemon for one person in an organisation. It reads that person's
// calendar, knows their colleagues, and proposes and books short internal
// meetings according to goals in one TOML file.
//
// The product is at the top level; everything else is under internal. A package imports
// only packages of lower layers. layout_test.go says which ones, and why.
//
//	7  cmd/fika                    flags, one question, one page, one exit code
//	7  internal/tools/demo-google  the demo of make demo-google, with that Google
//
//	6  internal/app                the process: wiring, run, reload, and who answers a command
//
//	5  internal/web                the control socket's server, and the metrics
//	5  internal/demo               an invented company, its calendars and its life with fika
//	5  internal/diagnosis          the doctor, and the bundle for a bug report
//
//	4  daemon                      observe, settle, plan, record, act
//	4  config                      fika.toml into domain types
//	4  calendar/google             Google accounts
//	4  calendar/vdir               folders of .ics files, and single files
//
//	3  internal/store              SQLite, the only place with SQL
//	3  internal/people             where colleagues come from
//	3  internal/service            the service manager: its files, its commands, sd_notify
//	3  internal/simulation         what the goals lead to, over weeks: pure
//	3  internal/invitation         what a guest reads, and what its templates may use: pure
//	3  internal/apitext            documents in English, for the terminal and the page
//	3  internal/mcp                what an assistant may ask, over two streams
//	3  internal/client             asks a running daemon over its socket
//	3  calendar/ics                the text of an event: read, expanded, written: pure
//	3  calendar/remote             what remote calendars share
//	3  calendar/calendartest       what every kind of calendar must pass
//
//	2  planner                     who, when, why: pure
//	2  calendar                    an event, what it keeps busy, what a calendar must do
//	2  internal/network            ties, encounters and the mirror: pure
//	2  internal/theme              what a goal can be about: its questions, and what to write down: pure
//	2  internal/api                the interface for programs: documents, codes, schemas
//
//	1  internal/holiday            public holidays by region, by rules and by the user's lists: pure
//	1  internal/note               what the user wrote down about coffees and people: pure
//	1  internal/habit              the one small act of a day, and the days kept: pure
//
//	0  planner/search              the best choice of items, with a proof: pure
//	0  internal/mailbox            an address, and when two spellings are one
//	0  internal/date               a calendar day and a time of the day, without a zone
//	0  internal/span               half-open ranges of time, shared by all
//	0  internal/rsvp               what people answer to an invitation
//	0  internal/prose              the grammar that messages share, and what they quote: pure
//	0  internal/atomicfile         files written completely or not at all
//	0  internal/review             what a review asks about a goal, by counts: pure
//	0  internal/notify             messages to the user: desktop, service, program
//	0  internal/terminal           text for a person at a terminal
//	0  calendar/google/rest        the requests of Google Calendar, and their JSON
//	0  calendar/google/googletest  a Google to test against
//
// docs/design.md says where packages to come will be.
package fika
