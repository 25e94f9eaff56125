package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fika/config"
	"fika/internal/api"
)

// Login signs in to the calendar called name; "" is the only one that can be
// signed in to.
func Login(ctx context.Context, o Options, name string, d Dialogue) (SignIn, error) {
	c, cal, err := signingIn(o.Paths, name)
	if err != nil {
		return SignIn{}, err
	}
	d.Now = o.Now()
	return kinds()[cal.Kind].login(ctx, c, cal, o.Paths.State, d)
}

// Logout gives the sign-in of the calendar called name back, and forgets it. It
// returns what the calendar is called.
func Logout(ctx context.Context, o Options, name string) (string, error) {
	_, cal, err := signingIn(o.Paths, name)
	if err != nil {
		return "", err
	}
	return cal.Name, kinds()[cal.Kind].logout(ctx, cal, o.Paths.State)
}

// signingIn is the calendar called name, or the only one that can be signed in to.
func signingIn(p Paths, name string) (*config.Config, config.Calendar, error) {
	c, err := Load(p.Config)
	if err != nil {
		return nil, config.Calendar{}, err
	}
	var found []config.Calendar
	var names []string
	for _, cal := range c.Calendars {
		if kinds()[cal.Kind].login == nil {
			continue
		}
		names = append(names, cal.Name)
		if name == "" || strings.EqualFold(cal.Name, name) {
			found = append(found, cal)
		}
	}
	unclear := func(format string, args ...any) error {
		return &api.Fault{Code: api.CodeUsage, Text: fmt.Sprintf(format, args...)}
	}
	switch {
	case len(names) == 0:
		return c, config.Calendar{}, api.NewFault(api.CodeNoGoogle, fmt.Sprintf("no calendar of the configuration is of kind %s", signInKinds("%q")))
	case len(found) == 0:
		return c, config.Calendar{}, unclear("no %s calendar is called %q; there is %s", signInKinds("%s"), name, strings.Join(names, ", "))
	case len(found) > 1:
		return c, config.Calendar{}, unclear("which one? There is %s", strings.Join(names, ", "))
	}
	return c, found[0], nil
}

// signInKinds are the kinds of calendar that want a sign-in, each in that format.
func signInKinds(format string) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(kinds())) {
		if kinds()[name].login != nil {
			words = append(words, fmt.Sprintf(format, name))
		}
	}
	return strings.Join(words, " or ")
}
