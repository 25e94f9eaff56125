// Package config turns fika.toml into domain types, or says everything that is
// wrong with it.
//
// A file is read whole: every fault is reported in one run, at its line and
// column, with what is allowed there. What is left out has the default that the
// commented example documents. Nothing deeper in the program sees a string that
// still has to be understood: windows, durations, levels, zones and templates
// are parsed here. The file holds names of secrets, never secrets, and what
// looks like one is not printed back.
package config

import (
	"text/template"
	"time"

	"fika/internal/mailbox"
	"fika/planner"
)

// Config is one user's file, understood and complete.
type Config struct {
	Path      string // absolute; relative paths in the file start at its folder
	Me        Me
	Calendars []Calendar // exactly one with Book
	People    People
	Persons   []planner.Override
	Rules     planner.Rules // Me, Domain, Zone, Levels, Mode and Guards included
	Goals     []planner.Goal
	Undo      time.Duration // fika's own approvals wait this long before they are sent
	NoReply   time.Duration // an invitation unanswered this long before its start is released
	Invite    Invite
	Daemon    Daemon
	Warnings  Faults // what is allowed but hardly meant; [Config.Review] adds what needs people

	src  *source // to point at what Review finds; nil in a Config that was not parsed
	root *node
}

// Me is the user.
type Me struct {
	Name       string
	Email      mailbox.Address
	Addresses  []mailbox.Address // Email first, then the aliases
	Zone       *time.Location
	Department string
	Manager    mailbox.Address // "": not stated
}

// Calendar is one calendar of the user's.
type Calendar struct {
	Name             string
	Kind             string // google or vdir; nothing reads caldav yet
	Book             bool   // fika writes here
	Path             string // vdir: absolute
	ClientSecretFile string // google: absolute; its content is not read here
	Endpoint         string // google, caldav: a URL; "" where the kind has its own
	User             string // caldav
	PasswordFile     string // caldav: absolute; its content is not read here
	PeopleEndpoint   string // google: where the directory is served; "" for Google's
	Keyring          bool   // google: the sign-in is kept in the desktop's keyring
	IDs              []string
	IgnoreAllDay     bool
}

// People says where colleagues come from.
type People struct {
	CSV, VCard []string          // absolute
	Columns    map[string]string // headings of the CSV files, by fika's own column
	Directory  bool
	Domains    []string // lower case, without @
}

// Invite is what another person gets to read. The templates name only fields of
// [Invitation] and have been executed once: who executes them with a value that
// has fields of these names, of whatever type, meets no surprise. So the daemon,
// which takes domain types and not this package, declares its own.
type Invite struct {
	Title, Greeting, Footer *template.Template
	Where                   string
}

// Daemon is how the daemon works.
type Daemon struct {
	Every  time.Duration // between two passes
	Listen string        // host:port of a page to come; nobody listens there yet
	Notify []string      // where messages to the user are to go; none is sent yet

	Metrics          string // host:port where Prometheus reads; "": on the socket alone
	MetricsTokenFile string // absolute; its content is not read here
}
