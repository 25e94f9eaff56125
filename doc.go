// Package fika is the map of the source; it holds no code.
//
// Fika is a daemon for one person in an organisation. It reads that person's
// calendar, knows their colleagues, and proposes and books short internal
// meetings according to goals in one TOML file.
//
// The product is at the top level; everything else is under internal. A package
// imports packages of lower layers and a few of its own. layout_test.go has the list,
// with the reasons.
//
//	4  cmd/fika             flags, one question, one page, one exit code
//	3  internal/app         the process: wiring, run, reload, and who answers a command
//	3  internal/demo        an invented company, its calendars and its life with fika
//	3  internal/web         the control socket's server, and the metrics
//	3  internal/client      asks a running daemon over its socket
//	2  daemon               observe, settle, plan, record, act
//	2  internal/simulation  what the goals lead to, over weeks: pure
//	2  internal/wording     documents in English, for the terminal and the page
//	2  internal/report      the doctor, and the bundle for a bug report
//	1  config               fika.toml into domain types
//	1  internal/store       SQLite, the only place with SQL
//	1  internal/people      where colleagues come from
//	1  internal/terminal    text for a person at a terminal
//	1  internal/service     the service manager: its files, its commands, sd_notify
//	1  calendar/…           one folder for each kind of calendar
//	1  calendar/remote      what remote calendars share
//	0  internal/api         the interface for programs: documents, codes, schemas
//	0  planner              who, when, why: pure
//	0  planner/search       the best choice of items, with a proof: pure
//	0  calendar             an event, what it keeps busy, what a calendar must do
//	0  internal/network     ties and encounters: pure
//	0  internal/mailbox     an address, and when two spellings are one
//	0  internal/invitation  what a guest reads, and what its templates may use: pure
//	0  internal/rsvp        what people answer to an invitation
//	0  internal/prose       the grammar that messages share, and what they quote: pure
//	0  internal/atomicfile  files written completely or not at all
//	0  internal/span        half-open ranges of time, shared by all
//
// Beside the layers are calendar/calendartest, which every kind of calendar must pass,
// calendar/google/googletest, a Google to test against, and the programs of the
// Makefile in internal/tools. docs/design.md says where packages to come will be.
package fika
