package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"fika/config"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// kinds are the kinds of calendar that fika reads, by the name that they have in
// the configuration. A new one is a folder under calendar, and a line here.
func kinds() map[string]kind {
	return map[string]kind{
		config.VDir:   {open: openFolder, key: "path", near: true},
		config.Google: {open: openGoogle, key: "client_secret_file", login: loginToGoogle, logout: logoutOfGoogle, explain: explainGoogle, video: true, invites: true, parts: true},
	}
}

// A kind is what fika does with calendars of one kind.
type kind struct {
	open func(*Wiring, config.Calendar, *store.Store) *account
	key  string // of the configuration: what a calendar that cannot be opened has wrong
	near bool   // it lies on this machine, and is read without asking anybody

	video, invites, parts bool // see [daemon.Source]

	// The sign-in, both nil where there is none.
	login  func(context.Context, *config.Config, config.Calendar, string, Dialogue) (SignIn, error)
	logout func(context.Context, config.Calendar, string) error

	// explain says of the kind's own errors what to do; nil for any other error.
	explain func(error) *api.Fault
}

// kindOf is the kind of c, or why no fika of this version can open it.
func kindOf(c config.Calendar) (kind, error) {
	k, ok := kinds()[c.Kind]
	if !ok {
		return k, &api.Fault{Code: api.CodeConfigInvalid, Text: fmt.Sprintf("calendar %q: this fika cannot read calendars of kind %q", c.Name, c.Kind),
			Hint: `use kind = "vdir" with a folder that another program keeps in step, such as vdirsyncer`}
	}
	return k, nil
}

// account is one of the user's calendars, and what else its far end can be asked.
// What its kind cannot do is nil.
type account struct {
	settings config.Calendar
	calendar *lateCalendar

	// busy is when colleagues are busy. Whom the far end does not tell about is missing.
	busy func(ctx context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error)

	// directory reads the people of the organisation.
	directory func(ctx context.Context) ([]planner.Person, error)

	forget func(ctx context.Context) error // what was copied, so that all is read anew
	close  func()                          // ends what is under way
}

// A Dialogue is how a sign-in talks to the user.
type Dialogue struct {
	Show  func(address string) // brings the user to the page that asks for consent
	Paste io.Reader            // where the user may paste the address that it ended at; nil: nowhere
	Port  int                  // of this machine to wait on; 0 for any
	Now   time.Time
}

// SignIn is who signed in.
type SignIn struct {
	Calendar, Account string

	Dies    time.Time // when the sign-in stops working, in the user's zone; zero if nothing says so
	Certain bool      // false: only if the consent screen is in "Testing"
}
