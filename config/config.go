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
	"time"

	"fika/internal/holiday"
	"fika/internal/invitation"
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
	Sites     map[string]holiday.Region // whose public holidays a site has; see [Config.RegionOf]
	Holidays  []Holidays
	Rules     planner.Rules // Me, Manager, Domain, Zone, Region, Levels, Mode and Guards included
	Goals     []planner.Goal
	Undo      time.Duration // what fika approves itself waits this long before it is sent
	NoReply   time.Duration // an invitation unanswered this long before its start is released
	Invite    invitation.Texts
	Daemon    Daemon
	Habit     Habit
	Notes     Notes
	Notify    []Notify
	Share     []string // what assistants may read besides plans
	Warnings  Faults   // allowed, but probably a mistake; [Config.Review] adds those that depend on people

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
	Site       string         // as in the lists of people
	Signature  string         // the last line of invitations; "" for the name
	Region     holiday.Region // as stated; Rules has the one that counts
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
	Wishes     []string          // absolute; CSV files of what colleagues ask for
	Directory  bool
	Domains    []string // lower case, without @
}

// Daemon is how the daemon works.
type Daemon struct {
	Every  time.Duration // between two passes
	Listen string        // host:port of a future web page; see [UnusedKeys]
	Notify []string      // empty: [[notify]] has replaced it

	Metrics          string // host:port where Prometheus reads; "": only on the socket
	MetricsTokenFile string // absolute; its content is not read here
}
