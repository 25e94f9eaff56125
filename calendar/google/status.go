package google

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fika/calendar/remote"
)

// Status is what is known of an account without asking Google.
type Status struct {
	Account       string
	Scopes        []string
	Obtained      time.Time // when the user signed in
	Expires       time.Time // see [SignIn.Expires]
	ExpiryCertain bool

	Server    remote.State
	Calendars []CalendarStatus
}

// CalendarStatus is how far the mirror of one calendar is.
type CalendarStatus struct {
	ID           string
	Name         string    // "" until the list of calendars was read
	Events       int       // in the mirror
	LastFullSync time.Time // when it was read whole
}

// Status tells what is known. The error is that of the vault, a [*remote.SignInError]
// among others, or the mirror's; the rest of the Status is valid all the same.
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
	if !copies.Loaded() { // only a look: what is loaded belongs to the account of a token
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

// Ping asks Google for the least there is, to see whether the sign-in works and
// what the clocks say.
func (a *Account) Ping(ctx context.Context) error {
	return a.caller.Read(ctx, func(ctx context.Context) error {
		_, err := a.service.CalendarList.Get("primary").Fields("id").Context(ctx).Do()
		return err
	})
}
