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

// Login signs in to the calendar called name; "" means the only one with a sign-in.
func Login(ctx context.Context, o Options, name string, d Dialogue) (SignIn, error) {
	c, cal, err := signingIn(o.Paths, name)
	if err != nil {
		return SignIn{}, err
	}
	d.Now = o.Now()
	return kinds()[cal.Kind].login(ctx, c, cal, o.Paths.State, d)
}

// Logout revokes and deletes the sign-in of the calendar called name. It returns the
// name of the calendar.
func Logout(ctx context.Context, o Options, name string) (string, error) {
	_, cal, err := signingIn(o.Paths, name)
	if err != nil {
		return "", err
	}
	return cal.Name, kinds()[cal.Kind].logout(ctx, cal, o.Paths.State)
}

// signingIn returns the calendar called name, or the only one with a sign-in.
func signingIn(p api.Paths, name string) (*config.Config, config.Calendar, error) {
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
		return &api.Fault{Code: api.CodeUsage, Text: fmt.Sprintf(format, args...), Hint: "give its name as the argument"}
	}
	switch {
	case len(names) == 0:
		return c, config.Calendar{}, api.NewFault(api.CodeNoGoogle, fmt.Sprintf("the configuration has no calendar of kind %s", signInKinds("%q")))
	case len(found) == 0:
		return c, config.Calendar{}, unclear("no %s calendar is called %q; there is %s", signInKinds("%s"), name, strings.Join(names, ", "))
	case len(found) > 1:
		return c, config.Calendar{}, unclear("which one? There is %s", strings.Join(names, ", "))
	}
	return c, found[0], nil
}

// signInKinds lists the kinds of calendar with a sign-in, each in that format.
func signInKinds(format string) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(kinds())) {
		if kinds()[name].login != nil {
			words = append(words, fmt.Sprintf(format, name))
		}
	}
	return strings.Join(words, " or ")
}
