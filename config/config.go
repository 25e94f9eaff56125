// Package config turns fika.toml into domain types, or reports everything that is
// wrong with it.
//
// All faults are reported in one run, each with its line and column and with what
// is allowed there. A missing key has the default that the commented example
// documents. Windows, durations, levels, zones and templates are parsed here, so
// the rest of the program never sees an unparsed string. The file contains the
// names of secret files, never secrets. Anything that looks like a secret is not
// printed.
package config

import (
	"text/template"
	"time"

	"fika/internal/mailbox"
	"fika/planner"
)

// Config is one user's file, parsed and completed with defaults.
type Config struct {
	Path      string // absolute; relative paths in the file start at its folder
	Me        Me
	Calendars []Calendar // exactly one with Book
	People    People
	Persons   []planner.Override
	Rules     planner.Rules // Me, Domain, Zone, Levels, Mode and Guards included
	Goals     []planner.Goal
	Undo      time.Duration // what fika approves itself waits this long before it is sent
	NoReply   time.Duration // an invitation unanswered this long before its start is released
	Invite    Invite
	Daemon    Daemon
	Warnings  Faults // allowed, but probably a mistake; [Config.Review] adds those that depend on people

	src  *source // for the places of what Review finds; nil in a Config that was not parsed
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
	Kind             string // google or vdir; caldav cannot be read yet
	WritesBookings   bool   // fika writes here
	Path             string // vdir: absolute
	ClientSecretFile string // google: absolute; its content is not read here
	Endpoint         string // google, caldav: a URL; "" for the default of the kind
	User             string // caldav
	PasswordFile     string // caldav: absolute; its content is not read here
	PeopleEndpoint   string // google: where the directory is served; "" for Google's
	Keyring          bool   // google: keep the sign-in in the desktop keyring
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

// Invite is what another person gets to read. The templates use only fields of
// [Invitation] and have been executed once, so they work with any value that has
// fields of these names. The daemon does not import this package and declares its
// own such type.
type Invite struct {
	Title, Greeting, Footer *template.Template
	Where                   string
}

// Daemon is how the daemon works.
type Daemon struct {
	Every  time.Duration // between two passes
	Listen string        // host:port of a future web page; nothing listens there yet
	Notify []string      // where to send messages to the user; none are sent yet

	Metrics          string // host:port where Prometheus reads; "": only on the socket
	MetricsTokenFile string // absolute; its content is not read here
}
