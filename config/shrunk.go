package config

import (
	"slices"
	"strings"
)

// Shrunk are those of the changes from before to after that look like a file
// which is half saved, or damaged: each whole line of a configuration ends a
// valid one. They are judged by what is gone, not by the size of the file.
//
// A file that breaks off where the other one goes on is half saved: nothing tells
// it from one whose last goal was deleted. In any other file it counts if most
// goals are gone, and what protected somebody: a guard, a limit, a calendar, the
// people. A value that stands there was written by somebody, whatever it allows.
func Shrunk(before, after *Config, changes []Change) []Change {
	only := func(keep func(Change) bool) []Change {
		return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return !keep(c) })
	}
	switch {
	case breaksOff(before.text(), after.text()):
		return only(func(Change) bool { return true })
	case 2*len(after.Goals) < len(before.Goals):
		return only(func(c Change) bool { return c.Loses })
	}
	return only(func(c Change) bool { return c.Guards })
}

// text is that of the file which c was parsed from.
func (c *Config) text() string {
	if c.src == nil {
		return ""
	}
	return c.src.text
}

// breaksOff reports whether the end of is stands in the middle of was.
func breaksOff(was, is string) bool {
	const telling = 60 // bytes that hardly stand in a file twice
	was, is = strings.TrimSpace(was), strings.TrimSpace(is)
	end := is[max(0, len(is)-telling):]
	return end != "" && !strings.HasSuffix(was, end) && strings.Contains(was, end)
}

// harmless are the keys that let fika do no more when they are gone.
var harmless = []string{
	"me department", "me manager",
	"person name", "person department", "person title", "person site", "person manager", "person tags",
	"daemon listen", "daemon notify", "daemon metrics", "daemon metrics_token_file",
	"goal offer", "goal why", "goal ask", "goal weight", "goal minutes",
}

// gone is the change that a key is no longer stated, which had the value before.
func (d *diff) gone(place string, before any) Change {
	guards := !slices.Contains(harmless, place)
	if place == "goal mode" {
		guards = freedom(d.after.Rules.Mode) > d.modeOf(before, d.before.Rules.Mode)
	}
	return Change{Loses: true, Guards: guards}
}

// absent is the change that one of a list of tables is gone. A goal that is gone
// invites nobody; a person who is may be invited more freely, if the sources name
// them too.
func absent(place string, was *sheet) Change {
	c := Change{Loses: true, Guards: true}
	switch place {
	case "goal":
		c.Guards = false
	case "person":
		c.Guards = slices.ContainsFunc([]string{"level", "hours", "away_until", "never"}, func(key string) bool { return was.get(key) != nil })
	}
	return c
}

// stated reports whether the file after states the value at place, and does not
// leave it to the default. Keys of list elements have none, so that one with a
// value is stated.
func (d *diff) stated(place string) bool {
	keys := strings.Fields(place)
	if identities[keys[0]] != "" {
		return true
	}
	return d.after.root.find(keys...) != nil
}
