package app

import (
	"context"
	"fmt"
	"time"

	"fika/config"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// kinds lists the kinds of calendar that fika reads, by their name in the configuration.
// A new kind is a package under calendar and a line here.
func kinds() map[string]kind {
	return map[string]kind{
		config.KindVDir:   {open: openFolder, key: "path", near: true},
		config.KindGoogle: {open: openGoogle, key: "client_secret_file", login: loginToGoogle, logout: logoutOfGoogle, explain: explainGoogle, video: true, invites: true, farewells: true},
	}
}

// kind is how fika handles one kind of calendar.
type kind struct {
	open func(*Wiring, config.Calendar, *store.Store) *account
	key  string // the configuration key to blame if a calendar cannot be opened
	near bool   // on this machine, and readable without asking anybody

	video, invites, farewells bool // see [daemon.Source]

	// The sign-in; both are nil if there is none.
	login  func(context.Context, *config.Config, config.Calendar, string, Dialogue) (SignIn, error)
	logout func(context.Context, config.Calendar, string) error

	// explain advises on the kind's own errors; nil for any other error.
	explain func(error) *api.Fault
}

// kindOf returns the kind of c, or an error if this version cannot open it.
func kindOf(c config.Calendar) (kind, error) {
	k, ok := kinds()[c.Kind]
	if !ok {
		return k, &api.Fault{Code: api.CodeConfigInvalid, Text: fmt.Sprintf("calendar %q: this fika cannot read calendars of kind %q", c.Name, c.Kind),
			Hint: `use kind = "vdir" with a folder that another program syncs, such as vdirsyncer`}
	}
	return k, nil
}

// account is one of the user's calendars, and what else its server can answer. What its
// kind cannot do is nil.
type account struct {
	settings config.Calendar
	calendar *lazyCalendar

	// busy returns when colleagues are busy. People the server says nothing about are
	// missing.
	busy func(ctx context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error)

	// directory reads the people of the organisation.
	directory func(ctx context.Context) ([]planner.Person, error)

	forget func(ctx context.Context) error // deletes copied data, so that everything is read again
	close  func()                          // stops what is in progress
}

// Dialogue is how a sign-in talks to the user.
type Dialogue struct {
	Show  func(address string) // sends the user to the consent page
	Paste <-chan string        // lines that the user pastes, one of them the address that the browser ended at; may be nil
	Port  int                  // of this machine to listen on; 0 for any
	Now   time.Time
}

// SignIn is who signed in.
type SignIn struct {
	Calendar, Account string

	Dies    time.Time // when the sign-in stops working, in the user's zone; zero if unknown
	Certain bool      // false: only if the consent screen is in "Testing"
}
