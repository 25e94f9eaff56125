// Package google implements a calendar on a Google account. Events on any selected
// calendar make the user busy; new events are written to one of them.
//
// Package remote provides what all remote calendars share: requests, their outcomes,
// the stored sign-in and the mirror. This package adds what is specific to Google:
// OAuth, error reasons, sync tokens and the event format.
//
// Reading is incremental. The first sync of a calendar lists all of it. Afterwards
// each List requests only the changes, which takes one small request per calendar.
// Once a day, and whenever Google demands it, a calendar is synced in full.
//
// Writing is safe to repeat. The caller chooses the ids of events, every change names
// the version that it applies to, and the error of a change says whether it certainly
// did not take place ([calendar.ErrUnsent]) or whether its outcome is unknown.
//
// Responses that are not JSON are rejected: a captive portal's page must not be taken
// for a deleted event or an empty calendar.
//
// [Login] and [Logout] manage the sign-in; docs/google.md is the guide for users. An
// [Account] starts one goroutine, which refreshes the access token and ends within
// the deadline of the refresh. [Account.Close] waits for it, but not that long.
//
// Protocol facts come from the reference of Google Calendar v3
// (developers.google.com/workspace/calendar/api) and of OAuth for installed
// apps (developers.google.com/identity/protocols/oauth2/native-app, RFC 8252,
// RFC 7636).
package google

import (
	"net/http"
	"time"

	"fika/calendar"
	"fika/calendar/google/rest"
	"fika/calendar/remote"
)

// service names Google in messages.
var service = remote.Service{Kind: "google", Name: "Google"}

// DefaultEndpoint is the address of Google Calendar v3.
const DefaultEndpoint = "https://www.googleapis.com/calendar/v3/"

// Options configure an Account.
type Options struct {
	Client   Client
	Vault    Vault
	Endpoint string        // "" for DefaultEndpoint
	IDs      []string      // calendars that make the user busy; empty for all that the user owns and shows
	Mirror   remote.Mirror // where synced data is kept; nil keeps it in memory only

	// IsUserAddress reports whether an address belongs to the user. With anybody
	// else's account every method fails with a [*remote.SignInError]: its events
	// would count as the user's time, and invitations would be sent from it. nil
	// accepts any account.
	IsUserAddress func(address string) bool

	// Zone is the user's zone; nil means UTC. It is used for whole days on a calendar
	// without a known zone. ExtraZones, if not nil, returns zones to try for a time
	// without a known zone, in addition to those of the account's calendars.
	Zone       *time.Location
	ExtraZones func() []*time.Location

	// IncludePast is how far before the first window callers will read later. The
	// first sync of a calendar includes it, so that no second one is needed.
	IncludePast time.Duration

	// Transport sends all requests; nil for a new one.
	Transport http.RoundTripper

	// PeopleEndpoint is the address of the People API; "" for Google's.
	PeopleEndpoint string
}

// Account is one Google account. It implements [calendar.Calendar] for all selected
// calendars together. New events go to the first of Options.IDs, or to the primary
// calendar. The attendees of events returned by List are shared with later results
// and must not be changed.
//
// Every method may fail with a [*remote.SignInError], which wraps [calendar.ErrSignIn],
// or with a [*remote.Fault].
type Account struct {
	options      Options
	tokens       *tokenSource
	api          *rest.Client
	ownTransport *http.Transport // closed by Close; nil if Options.Transport is set
	caller       *remote.Caller

	syncing       remote.Mutex // guards the fields below, and is held during a sync
	replicas      *replicas
	replicasOf    string // the account whose calendars are in replicas
	calendars     []listedCalendar
	calendarsRead time.Time
}

var _ calendar.Calendar = (*Account)(nil)

// Open returns the account. It sends no request and reads no sign-in: an account
// without a sign-in can be opened, and its methods return an error. After a new
// sign-in the same Account can be used.
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
	api, err := rest.New(remote.NewClient(&bearer{a.caller.Transport(base, checkResponse), a.tokens}), o.Endpoint)
	if err != nil {
		return nil, err
	}
	a.api = api
	return a, nil
}

// closeTimeout is how long Close waits for a refresh. If refresh tokens are rotated,
// the new one should not be lost.
const closeTimeout = 2 * time.Second

// Close waits briefly for a refresh in progress, then cancels it, and closes idle
// connections. It may be called twice.
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
