package config

import (
	"slices"

	"fika/internal/mailbox"
	"fika/planner"
)

// me declares [me].
func (c *Config) me(f form) {
	require(f, "name", "invitations are in your name")
	field(f, "name", &c.Me.Name, singleLine())
	require(f, "email", "it distinguishes you from your colleagues")
	field(f, "email", &c.Me.Email, address())
	aliases := c.aliases()
	optionalList(f, "aliases", &aliases, address())
	require(f, "timezone", "hours need a time zone")
	field(f, "timezone", &c.Me.Zone, zone())
	optionalField(f, "department", &c.Me.Department, orEmpty(singleLine()))
	optionalField(f, "signature", &c.Me.Signature, orEmpty(guestText()))
	optionalField(f, "site", &c.Me.Site, orEmpty(singleLine()))
	optionalField(f, "video", &c.Invite.Video, orEmpty(videoLink()))
	optionalField(f, "region", &c.Me.Region, orEmpty(region()))
	field(f, "levels", &c.Rules.Levels, list(singleLine()))
	optionalField(f, "level", &c.Rules.Level, c.level())
	optionalField(f, "manager", &c.Rules.Manager, orEmpty(c.colleague()))
	f.check(func(t *table) {
		c.Rules.Me, c.Rules.Zone, c.Rules.Site = c.Me.Email, c.Me.Zone, c.Me.Site
		c.Me.Addresses = slices.Compact(append([]mailbox.Address{c.Me.Email}, aliases...))
		c.Rules.Aliases = c.Me.Addresses[1:]
		c.checkLevels(t)
	})
}

// aliases returns the user's other addresses.
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

// level returns the codec of a name in levels, or "" for none.
func (c *Config) level() codec[planner.Level] {
	return orEmpty(textCodec("one of your levels", func(text string) (planner.Level, *valueError) {
		if i := slices.Index(c.Rules.Levels, text); i >= 0 {
			return planner.Level(i + 1), nil
		}
		return 0, &valueError{
			text:       quote(truncate(text)) + " is not in levels of [me]",
			allowed:    quoted(c.Rules.Levels),
			suggestion: quoteAny(closest(text, c.Rules.Levels)),
		}
	}, func(l planner.Level) string {
		if l < 1 || int(l) > len(c.Rules.Levels) {
			return ""
		}
		return c.Rules.Levels[l-1]
	}))
}
