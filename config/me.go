package config

import (
	"slices"

	"fika/internal/mailbox"
	"fika/planner"
)

// me is [me].
func (c *Config) me(f form) {
	need(f, "name", "invitations are in your name")
	field(f, "name", &c.Me.Name, line())
	need(f, "email", "it tells you from your colleagues")
	field(f, "email", &c.Me.Email, address())
	aliases := c.aliases()
	spareList(f, "aliases", &aliases, address())
	need(f, "timezone", "hours mean nothing without one")
	field(f, "timezone", &c.Me.Zone, zone())
	spare(f, "department", &c.Me.Department, orNone(line()))
	field(f, "levels", &c.Rules.Levels, list(line()))
	spare(f, "level", &c.Rules.Level, c.level())
	spare(f, "manager", &c.Me.Manager, orNone(c.colleague()))
	f.check(func(t *table) {
		c.Rules.Me, c.Rules.Zone = c.Me.Email, c.Me.Zone
		c.Me.Addresses = slices.Compact(append([]mailbox.Address{c.Me.Email}, aliases...))
		c.checkLevels(t)
	})
}

// aliases are the user's other addresses.
func (c *Config) aliases() []mailbox.Address {
	if len(c.Me.Addresses) == 0 {
		return nil
	}
	return c.Me.Addresses[1:]
}

// checkLevels looks for duplicate names, and adjusts the default of ask_first if
// no level is called director.
func (c *Config) checkLevels(t *table) {
	for i, name := range c.Rules.Levels {
		if slices.Contains(c.Rules.Levels[:i], name) {
			t.fault("levels", "level %q is listed twice", name)
		}
	}
	c.Rules.Guards.AskFirst.Level = planner.Level(slices.Index(c.Rules.Levels, defaultAskFirst) + 1)
}

// level is one of the names in levels, or "" for none.
func (c *Config) level() kind[planner.Level] {
	return orNone(word("one of your levels", func(text string) (planner.Level, *wrong) {
		if i := slices.Index(c.Rules.Levels, text); i >= 0 {
			return planner.Level(i + 1), nil
		}
		return 0, &wrong{
			text:    quote(brief(text)) + " is not in levels of [me]",
			allowed: quoted(c.Rules.Levels),
			meant:   quoteAny(meantBy(text, c.Rules.Levels)),
		}
	}, func(l planner.Level) string {
		if l < 1 || int(l) > len(c.Rules.Levels) {
			return ""
		}
		return c.Rules.Levels[l-1]
	}))
}
