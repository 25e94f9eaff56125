package google

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fika/calendar/remote"
)

// Status is the state of an account, as far as it is known without a request to
// Google.
type Status struct {
	Account       string
	Scopes        []string
	Obtained      time.Time // when the user signed in
	Expires       time.Time // see [SignIn.Expires]
	ExpiryCertain bool

	Server    remote.State
	Calendars []CalendarStatus
}

// CalendarStatus is the state of one calendar in the mirror.
type CalendarStatus struct {
	ID           string
	Name         string    // "" until the list of calendars was read
	Events       int       // in the mirror
	LastFullSync time.Time // when it was last synced in full
}

// Status returns the state of the account. The error is that of the vault, such as a
// [*remote.SignInError], or of the mirror; the rest of the Status is still valid.
func (a *Account) Status(ctx context.Context, now time.Time) (Status, error) {
	if err := a.syncing.Lock(ctx); err != nil {
		return Status{}, err
	}
	defer a.syncing.Unlock()
	s := Status{Server: a.caller.State(now)}
	in, err := a.options.Vault.Load()
	if err != nil {
		return s, err
	}
	s.Account, s.Scopes, s.Obtained = in.Account, in.Scopes, in.Obtained
	s.Expires, s.ExpiryCertain = in.Expires(now)
	copies := a.replicas
	if !copies.Loaded() { // not kept: replicas must belong to the account of a token
		copies = remote.NewReplicas[cursor](a.options.Mirror, interner{}.internItem)
		if err := copies.Load(ctx, func(c cursor) bool { return c.validFor(in.Account) }); err != nil {
			return s, err
		}
	}
	for id, r := range copies.All() {
		c := CalendarStatus{ID: id, Events: r.Len(), LastFullSync: r.Cursor.Listed}
		if i := slices.IndexFunc(a.calendars, func(e listedCalendar) bool { return e.ID == id }); i >= 0 {
			c.Name = a.calendars[i].Name
		}
		s.Calendars = append(s.Calendars, c)
	}
	slices.SortFunc(s.Calendars, func(x, y CalendarStatus) int { return cmp.Compare(x.ID, y.ID) })
	return s, nil
}

// Ping makes the smallest possible request, to check the sign-in and the clock.
func (a *Account) Ping(ctx context.Context) error {
	return a.caller.Read(ctx, func(ctx context.Context) error {
		_, err := a.api.CalendarListEntry(ctx, "primary", "id")
		return err
	})
}
