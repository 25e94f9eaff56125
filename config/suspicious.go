package config

import (
	"slices"
	"strings"
)

// SuspiciousChanges returns the changes that suggest that after is half saved or
// damaged. A configuration is valid after any complete line, so parsing does not
// detect this. The size of the file does not matter, only what is missing.
//
// If after is cut off in the middle of before, every loss is suspicious: it cannot be
// distinguished from a file whose last goal was deleted. Otherwise a loss is
// suspicious if most goals are missing, or something that protected somebody: a
// guard, a limit, a calendar, the people. A value that is in the file was written on
// purpose, whatever it allows.
func SuspiciousChanges(before, after *Config, changes []Change) []Change {
	only := func(keep func(Change) bool) []Change {
		return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return !keep(c) })
	}
	switch {
	case truncatedInside(before.text(), after.text()):
		return only(func(Change) bool { return true })
	case 2*len(after.Goals) < len(before.Goals):
		return only(func(c Change) bool { return c.IsLoss })
	}
	return only(func(c Change) bool { return c.LosesProtection })
}

// text returns the text that c was parsed from.
func (c *Config) text() string {
	if c.src == nil {
		return ""
	}
	return c.src.text
}

// truncatedInside reports whether the end of is occurs in the middle of was.
func truncatedInside(was, is string) bool {
	const telling = 60 // bytes that are unlikely to repeat in a file
	was, is = strings.TrimSpace(was), strings.TrimSpace(is)
	end := is[max(0, len(is)-telling):]
	return end != "" && !strings.HasSuffix(was, end) && strings.Contains(was, end)
}

// harmlessKeys are the keys whose loss does not allow fika to do more.
var harmlessKeys = []string{
	"me department", "me manager", "me video",
	"person name", "person department", "person title", "person site", "person manager", "person tags",
	"daemon listen", "daemon notify", "daemon metrics", "daemon metrics_token_file",
	"goal offer", "goal why", "goal ask", "goal weight", "goal minutes", "goal where",
}

// keyLoss returns the change for a missing key that had the value before.
func (d *diff) keyLoss(place string, before any) Change {
	guards := !slices.Contains(harmlessKeys, place)
	if place == "goal mode" {
		guards = freedom(d.after.Rules.Mode) > d.modeOf(before, d.before.Rules.Mode)
	}
	return Change{IsLoss: true, LosesProtection: guards}
}

// elementLoss returns the change for a table that is missing from a list. A missing
// goal invites nobody. A missing person may be invited more freely, if the sources
// have them too.
func elementLoss(place string, was *sheet) Change {
	c := Change{IsLoss: true, LosesProtection: true}
	switch place {
	case "goal":
		c.LosesProtection = false
	case "person":
		c.LosesProtection = slices.ContainsFunc([]string{"level", "hours", "away_until", "never"}, func(key string) bool { return was.get(key) != nil })
	}
	return c
}

// isStated reports whether after has the value at place and does not use the default.
// Keys of list elements have no default, so any value there is stated.
func (d *diff) isStated(place string) bool {
	keys := strings.Fields(place)
	if identityKeys[keys[0]] != "" {
		return true
	}
	return d.after.root.find(keys...) != nil
}
