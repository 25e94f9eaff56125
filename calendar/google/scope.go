package google

import (
	"fmt"
	"slices"
	"strings"
)

// The scopes that fika asks for: the least that its work needs. Writing to
// calendars of others, and the calendars' sharing, stay closed to it.
const (
	ScopeEvents    = "https://www.googleapis.com/auth/calendar.events.owned"
	ScopeFreeBusy  = "https://www.googleapis.com/auth/calendar.events.freebusy"
	ScopeCalendars = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
	ScopeDirectory = "https://www.googleapis.com/auth/directory.readonly"
)

// scopes is what a sign-in asks for. Installed apps cannot add a scope later
// without signing in anew.
func scopes(directory bool) []string {
	all := []string{ScopeEvents, ScopeFreeBusy, ScopeCalendars}
	if directory {
		all = append(all, ScopeDirectory)
	}
	return all
}

// ScopeError says that the user left boxes unticked on Google's page.
type ScopeError struct{ Missing []string }

func (e *ScopeError) Error() string {
	var words []string
	for _, s := range e.Missing {
		words = append(words, fmt.Sprintf("%s (%s)", purpose(s), s))
	}
	return "the sign-in does not allow: " + strings.Join(words, "; ")
}

// purpose is a scope in the user's words.
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

// missingFrom returns the wanted scopes that granted does not hold. An answer
// without scopes grants what was asked for (RFC 6749, 5.1).
func missingFrom(wanted []string, granted string) []string {
	if granted == "" {
		return nil
	}
	have := strings.Fields(granted)
	return slices.DeleteFunc(slices.Clone(wanted), func(s string) bool { return slices.Contains(have, s) })
}
