// Package google is Google Calendar, as one account of the user's shows it: all
// the chosen calendars together make the user busy, and events are written to
// one of them.
//
// What it shares with other kinds is package remote: requests, their outcomes, the
// sign-in on disk and the mirror. Here is what only Google knows: OAuth, the reasons
// in its error bodies, sync tokens, and how its events are written.
//
// Reading is incremental. The first listing of a calendar is whole; afterwards each
// List asks for what changed, which costs one small request a calendar. Once a day,
// and whenever Google asks for it, a calendar is listed anew.
//
// Writing is safe to repeat. Events have the ids that the caller derived, every
// change names the version that it is for, and the error of a change says
// whether it certainly did not take place ([calendar.ErrUnsent]) or whether
// nobody knows.
//
// An answer that is not JSON is not Google's: the page of a hotel's network is
// neither a deleted event nor an empty calendar.
//
// [Login] and [Logout] are the sign-in, and docs/google.md is the guide for
// people. The one goroutine that an [Account] starts, a refresh of its access
// token, ends within the deadline of the refresh; [Account.Close] waits for it, but
// not that long.
//
// Protocol facts come from the reference of Google Calendar v3
// (developers.google.com/workspace/calendar/api) and of OAuth for installed
// apps (developers.google.com/identity/protocols/oauth2/native-app, RFC 8252,
// RFC 7636).
package google

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	gcal "google.golang.org/api/calendar/v3"
	"google.golang.org/api/option"

	"fika/calendar"
	"fika/calendar/remote"
)

// service is Google in messages.
var service = remote.Service{Kind: "google", Name: "Google"}

// DefaultEndpoint is where Google serves Calendar v3.
const DefaultEndpoint = "https://www.googleapis.com/calendar/v3/"

// Options say which account is read, and how.
type Options struct {
	Client   Client
	Vault    Vault
	Endpoint string        // "" for DefaultEndpoint
	IDs      []string      // calendars that make busy; empty for all that are the user's own and shown
	Mirror   remote.Mirror // nil forgets with the process

	// IsUserAddress reports whether an address is the user's. An account of anybody else
	// answers nothing but a [*remote.SignInError]: what it held would be taken for the
	// user's time, and invitations would leave from it. nil takes any account.
	IsUserAddress func(address string) bool

	// Zone is the user's; nil for UTC. A whole day on a calendar without a known zone
	// is a day there. Elsewhere, if not nil, returns zones to try for a time whose zone
	// is unknown, besides those of the account's calendars.
	Zone       *time.Location
	ExtraZones func() []*time.Location

	// IncludePast is how long before the first window callers will ask for as well:
	// the first listing of a calendar includes it, so that there is no second.
	IncludePast time.Duration

	// Transport carries all requests; nil for one of the account's own.
	Transport http.RoundTripper

	// PeopleEndpoint is where the directory is served; "" for Google's.
	PeopleEndpoint string
}

// Account is one Google account. It implements [calendar.Calendar] for all its
// chosen calendars together; new events are put on the first of Options.IDs, or on
// the primary calendar. The attendees of the events that List
// returns are shared with later answers and must not be changed.
//
// Every method may fail with a [*remote.SignInError], which wraps [calendar.ErrSignIn],
// or with a [*remote.Fault].
type Account struct {
	options      Options
	tokens       *tokenSource
	service      *gcal.Service
	client       *http.Client
	ownTransport *http.Transport // ours to close; nil if the caller brought one
	caller       *remote.Caller

	syncing       remote.Mutex // guards what follows, for the length of a sync
	replicas      *replicas
	replicasOf    string // the account that copies are of
	calendars     []listedCalendar
	calendarsRead time.Time
}

var _ calendar.Calendar = (*Account)(nil)

// Open returns the account. It asks Google for nothing and reads no sign-in:
// an account without one can be opened, and says so when it is used. Signing in
// again does not need a new Account.
func Open(o Options) (*Account, error) {
	if o.Endpoint == "" {
		o.Endpoint = DefaultEndpoint
	}
	if o.Mirror == nil {
		o.Mirror = remote.NewMemory()
	}
	a := &Account{options: o, syncing: remote.NewMutex()}
	a.replicas = remote.NewReplicas[cursor](o.Mirror, interner{}.internItem)
	a.caller = remote.NewCaller(service, a.classifyError)
	base := o.Transport
	if base == nil {
		a.ownTransport = remote.NewTransport()
		base = a.ownTransport
	}
	a.tokens = newTokenSource(o.Client, o.Vault, base, o.IsUserAddress)
	a.client = remote.NewClient(&bearer{a.caller.Transport(base, checkResponse), a.tokens})
	service, err := newService(a.client, o.Endpoint)
	if err != nil {
		return nil, err
	}
	a.service = service
	return a, nil
}

// closeTimeout is how long a refresh may still take when the account is closed. Where
// refresh tokens are good once, the one that it brings should not be lost.
const closeTimeout = 2 * time.Second

// Close waits a moment for a refresh that is on its way, ends it then, and closes
// idle connections. It may be called twice.
func (a *Account) Close() error {
	late := time.AfterFunc(closeTimeout, a.tokens.cancel)
	a.tokens.refreshes.Wait()
	if late.Stop() {
		a.tokens.cancel()
	}
	if a.ownTransport != nil {
		a.ownTransport.CloseIdleConnections()
	}
	return nil
}

// newService is the generated client on our own HTTP client: it looks for no
// credentials, and its log, which the environment can switch on and which holds
// whole bodies, goes nowhere.
func newService(client *http.Client, endpoint string) (*gcal.Service, error) {
	if endpoint[len(endpoint)-1] != '/' {
		endpoint += "/" // without it the last segment would be dropped
	}
	s, err := gcal.NewService(context.Background(), option.WithHTTPClient(client), option.WithEndpoint(endpoint),
		option.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return nil, fmt.Errorf("google calendar at %s: %w", endpoint, err)
	}
	s.UserAgent = "fika (gzip)" // the word makes Google compress
	return s, nil
}
