package google

import (
	"fmt"
	"slices"
	"strings"
)

// The scopes that fika requests, the fewest that it needs. They do not allow it to
// write to other people's calendars or to change sharing.
const (
	ScopeEvents    = "https://www.googleapis.com/auth/calendar.events.owned"
	ScopeFreeBusy  = "https://www.googleapis.com/auth/calendar.events.freebusy"
	ScopeCalendars = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
	ScopeDirectory = "https://www.googleapis.com/auth/directory.readonly"
)

// scopes returns the scopes to request. Installed apps cannot add a scope later
// without a new sign-in.
func scopes(directory bool) []string {
	all := []string{ScopeEvents, ScopeFreeBusy, ScopeCalendars}
	if directory {
		all = append(all, ScopeDirectory)
	}
	return all
}

// ScopeError says that the user left boxes unticked on Google's consent page.
type ScopeError struct{ Missing []string }

func (e *ScopeError) Error() string {
	var words []string
	for _, s := range e.Missing {
		words = append(words, fmt.Sprintf("%s (%s)", purpose(s), s))
	}
	return "the sign-in does not allow: " + strings.Join(words, "; ")
}

// purpose describes a scope to the user.
func purpose(scope string) string {
	switch scope {
	case ScopeEvents:
		return "reading and writing events on your own calendars"
	case ScopeFreeBusy:
		return "seeing when you and colleagues are free"
	case ScopeCalendars:
		return "seeing which calendars you have"
	case ScopeDirectory:
		return "reading your organisation's directory"
	}
	return "an unknown right"
}

// missingFrom returns the wanted scopes that are not in granted. A response without
// scopes grants what was requested (RFC 6749, 5.1).
func missingFrom(wanted []string, granted string) []string {
	if granted == "" {
		return nil
	}
	have := strings.Fields(granted)
	return slices.DeleteFunc(slices.Clone(wanted), func(s string) bool { return slices.Contains(have, s) })
}
