package main

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"fika/calendar"
	"fika/calendar/google"
	"fika/calendar/remote"
	"fika/config"
	"fika/daemon"
	"fika/internal/people"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// account is a Google account of the configuration. It is opened when it is
// first used, since its client file may come later; without one it says so each
// time.
type account struct {
	settings config.Calendar
	vault    google.Vault
	mirror   remote.Mirror // nil forgets with the process
	past     time.Duration // that will be asked for
	mine     func(address string) bool

	zone      *time.Location // the user's
	elsewhere func() []*time.Location

	mu     sync.Mutex
	opened *google.Account // nil before
}

// newAccount is the account of c, whose sign-in and mirror lie in the state. A
// mirror is for a daemon, which will want the past too; whoever has none only
// has a look.
func newAccount(c config.Calendar, state string, st *store.Store, mine func(string) bool) *account {
	a := &account{settings: c, vault: vaultOf(c, state), mine: mine}
	if st != nil {
		a.mirror, a.past = mirror{st.Mirror(c.Name)}, daemon.PastDays*24*time.Hour
	}
	return a
}

// vaultOf is where the sign-in of c is kept.
func vaultOf(c config.Calendar, state string) google.Vault {
	if c.Keyring {
		return google.Keyring{Name: c.Name}
	}
	return google.File{Path: filepath.Join(state, "google-"+c.Name+".json")}
}

// mine reports whether an address is one that c says is the user's.
func mine(c *config.Config) func(address string) bool {
	return func(address string) bool {
		return slices.Contains(c.Me.Addresses, planner.PersonID(calendar.ParseAddress(address)))
	}
}

func (a *account) use() (*google.Account, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.opened != nil {
		return a.opened, nil
	}
	client, err := google.ReadClient(a.settings.ClientSecretFile)
	if err != nil {
		return nil, err
	}
	a.opened, err = google.Open(google.Options{
		Client: client, Vault: a.vault, Endpoint: a.settings.Endpoint, IDs: a.settings.IDs,
		Mine: a.mine, Zone: a.zone, Elsewhere: a.elsewhere, Mirror: a.mirror, Past: a.past, PeopleEndpoint: a.settings.PeopleEndpoint,
	})
	return a.opened, err
}

// calendar is the account as a calendar of the user's.
func (a *account) calendar() calendar.Calendar {
	return &lateCalendar{open: func() (calendar.Calendar, error) {
		opened, err := a.use()
		if err != nil {
			return nil, err
		}
		return opened, nil
	}}
}

// freeBusy is when colleagues are busy. Whom Google does not tell about is
// missing.
func (a *account) freeBusy(ctx context.Context, who []calendar.Address, window span.Span) (map[calendar.Address][]span.Span, error) {
	opened, err := a.use()
	if err != nil {
		return nil, err
	}
	told, err := opened.FreeBusy(ctx, who, window)
	if err != nil {
		return nil, err
	}
	known := map[calendar.Address][]span.Span{}
	for address, busy := range told {
		if busy.Err == nil {
			known[address] = busy.Spans
		}
	}
	return known, nil
}

// directory reads the people of the organisation.
func (a *account) directory(ctx context.Context) ([]planner.Person, []people.Fault) {
	unread := func(err error) []people.Fault {
		return []people.Fault{{File: "the directory of " + a.settings.Name, Text: err.Error()}}
	}
	opened, err := a.use()
	if err != nil {
		return nil, unread(err)
	}
	found, err := opened.Directory(ctx)
	if err != nil {
		return nil, unread(err)
	}
	var list []planner.Person
	for _, c := range found {
		p := planner.Person{ID: planner.PersonID(c.Address), Name: c.Name, Given: c.Given, Department: c.Department, Title: c.Title}
		for _, alias := range c.Aliases {
			p.Aliases = append(p.Aliases, planner.PersonID(alias))
		}
		list = append(list, p)
	}
	return list, nil
}

// close waits for what the account has under way.
func (a *account) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.opened != nil {
		a.opened.Close()
	}
}

// mirror lets the store keep what syncs have learned.
type mirror struct{ *store.Mirror }

func (m mirror) Load(ctx context.Context) (map[string]remote.Copy, error) {
	held, err := m.Mirror.Load(ctx)
	copies := make(map[string]remote.Copy, len(held))
	for id, c := range held {
		copies[id] = remote.Copy(c)
	}
	return copies, err
}

func (m mirror) Swap(ctx context.Context, calendar string, s remote.Swap) error {
	return m.Mirror.Swap(ctx, calendar, s.Cursor, s.Whole, s.Items, s.Removed)
}
