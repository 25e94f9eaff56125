package googletest

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Account is a person of the organisation, or one of its rooms.
type Account struct {
	Email string
	Name  string

	server         *Server
	primary        *Calendar
	entries        map[string]*entry // the calendars in their list, by id
	room           bool
	hideUnanswered bool  // invitations do not show before they were answered
	deleted        bool  // the account was deleted
	reauthRequired bool  // a new sign-in is wanted
	rev            int64 // of the last change to the profile
}

// AddAccount adds a person whose primary calendar has that time zone, an IANA
// name. It panics on an unknown zone. Everybody of the organisation can see
// their busy times.
func (s *Server) AddAccount(email, name, zone string) *Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &Account{Email: email, Name: name, server: s, entries: map[string]*entry{}, rev: s.nextRevision()}
	s.accounts[normalizeID(email)] = a
	a.primary = s.newCalendar(a, email, email, zone)
	return a
}

// AddRoom adds a room, which answers invitations automatically: it accepts whatever does
// not overlap with an earlier acceptance.
func (s *Server) AddRoom(email, name, zone string) *Account {
	a := s.AddAccount(email, name, zone)
	s.mu.Lock()
	defer s.mu.Unlock()
	a.room = true
	return a
}

// Account returns the account with that address, or nil.
func (s *Server) Account(email string) *Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.findAccount(email)
}

// AddAlias gives the account another address. Invitations to it reach the account's
// calendar and keep the alias as the guest's address; events, calendars and the sign-in
// use the account's address.
func (a *Account) AddAlias(email string) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	a.server.aliases[normalizeID(email)] = a
}

// findAccount returns the account with that address or alias, or nil.
func (s *Server) findAccount(email string) *Account {
	if a := s.accounts[normalizeID(email)]; a != nil {
		return a
	}
	return s.aliases[normalizeID(email)]
}

// Primary returns the account's own calendar.
func (a *Account) Primary() *Calendar { return a.primary }

// AddCalendar adds a secondary calendar that the account owns.
func (a *Account) AddCalendar(id, summary, zone string) *Calendar {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return a.server.newCalendar(a, id, summary, zone)
}

// HideUnanswered sets whether invitations appear on the account's calendar only after they were
// answered: the setting "when I respond to the invitation".
func (a *Account) HideUnanswered(on bool) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	a.hideUnanswered = on
}

// Rename changes the name in the directory.
func (a *Account) Rename(name string) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	a.Name, a.rev = name, a.server.nextRevision()
}

// Delete deletes the account: its tokens become invalid, its calendar is not found, and
// it leaves the directory.
func (a *Account) Delete() {
	s := a.server
	s.mu.Lock()
	defer s.mu.Unlock()
	a.deleted, a.rev = true, s.nextRevision()
	for _, g := range s.grants {
		if g.account == a {
			g.revokedBy = grantAccountDeleted
		}
	}
	for id, c := range s.calendars {
		if c.owner == a {
			delete(s.calendars, id)
		}
	}
}

// role returns what the account may do with c; "" is nothing.
func (a *Account) role(c *Calendar) string {
	if c.owner == a {
		return "owner"
	}
	if r, ok := c.acl[normalizeID(a.Email)]; ok {
		return r
	}
	return c.everybody
}

// calendar resolves an ID or the alias "primary" to a calendar on which the account has
// at least that role; otherwise it fails as Google does.
func (a *Account) calendar(id, atLeast string) (*Calendar, *apiError) {
	c := a.server.calendars[normalizeID(id)]
	if other := a.server.aliases[normalizeID(id)]; c == nil && other != nil && !other.deleted {
		c = other.primary
	}
	if id == "primary" {
		c = a.primary
	}
	if c == nil || a.role(c) == "" {
		return nil, notFound()
	}
	if rank(a.role(c)) < rank(atLeast) {
		return nil, forbidden("requiredAccessLevel", "You need to have "+atLeast+" access to this calendar.")
	}
	return c, nil
}

var ranks = []string{"", "freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner"}

// rank orders roles. An unknown role counts as a reader.
func rank(role string) int {
	if i := slices.Index(ranks, role); i >= 0 {
		return i
	}
	return slices.Index(ranks, "reader")
}

// accountsByAddress returns the accounts, ordered by address.
func (s *Server) accountsByAddress() []*Account {
	var all []*Account
	for _, a := range s.accounts {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b *Account) int { return cmp.Compare(a.Email, b.Email) })
	return all
}

// normalizeID normalizes addresses and calendar IDs.
func normalizeID(address string) string { return strings.ToLower(address) }

// mustZone returns a zone that the test named.
func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}
