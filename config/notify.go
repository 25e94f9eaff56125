package config

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"fika/internal/date"
	"fika/internal/prose"
	"fika/planner"
)

// Notify is one way to bring messages to the user.
type Notify struct {
	Kind    string   // desktop, url or command
	When    []string // which messages: day, brief, answer, hold, week
	URLFile string   // url: absolute; its content is a secret and is not read here
	Argv    []string // command
	Names   bool     // messages may name people
}

// Habit says when the user looks, and when not.
type Habit struct {
	At    date.Clock      // the day's message comes then
	Quiet []planner.Hours // no messages but holds; one that ends before it begins goes over midnight
	Most  int             // messages on one day on one channel
}

// The kinds of [[notify]].
const (
	NotifyDesktop = "desktop"
	NotifyURL     = "url"
	NotifyCommand = "command"
)

// messageKinds are the words of when.
var messageKinds = []string{"day", "brief", "answer", "hold", "week"}

// notify declares one [[notify]].
func (c *Config) notify(f form, n *Notify) {
	require(f, "kind", "it says how messages reach you")
	field(f, "kind", &n.Kind, oneOf(NotifyDesktop, NotifyURL, NotifyCommand))
	require(f, "when", `it says which messages go there, such as ["day", "hold"]`)
	field(f, "when", &n.When, list(oneOf(messageKinds...)))
	optionalField(f, "url_file", &n.URLFile, file(filepath.Dir(c.Path)))
	optionalList(f, "argv", &n.Argv, singleLine())
	field(f, "names", &n.Names, boolean())
	f.check(func(t *table) { c.checkNotify(t, n) })
}

// checkNotify checks that a channel has what its kind needs, nothing else, and no twin.
func (c *Config) checkNotify(t *table, n *Notify) {
	needs := map[string]string{NotifyURL: "url_file", NotifyCommand: "argv"}
	for _, kind := range []string{NotifyURL, NotifyCommand} {
		switch key := needs[kind]; {
		case n.Kind == kind && !t.has(key):
			t.fault("kind", "a [[notify]] of kind %q needs %s", kind, key)
		case n.Kind != "" && n.Kind != kind && t.has(key):
			t.fault(key, "%s belongs to kind %q, and this is %q", key, kind, n.Kind)
		}
	}
	if t.has("argv") && len(n.Argv) == 0 && n.Kind == NotifyCommand {
		t.fault("argv", "the list is empty; it begins with the program")
	}
	if none, ok := t.data["when"].([]any); ok && len(none) == 0 {
		t.fault("when", "no message would go there").Warning = true
	}
	complete := n.Kind == NotifyDesktop || n.URLFile != "" || len(n.Argv) > 0
	same := func(had Notify) bool { return had.Name() == n.Name() }
	if complete && slices.ContainsFunc(c.Notify, same) {
		t.fault("kind", "a second [[notify]] goes to %s; put both lists into one when", n.Name())
	}
}

// Name returns what messages about the channel call it: arguments may be secret.
func (n Notify) Name() string {
	switch n.Kind {
	case NotifyURL:
		return filepath.Base(n.URLFile)
	case NotifyCommand:
		return filepath.Base(n.Argv[0])
	}
	return "the desktop"
}

// habit declares [habit].
func (c *Config) habit(f form) {
	field(f, "at", &c.Habit.At, clock())
	optionalList(f, "quiet", &c.Habit.Quiet, quietHours())
	field(f, "most", &c.Habit.Most, integer(1, 20, ""))
}

// clock returns the codec of a time of the day.
func clock() codec[date.Clock] {
	return textCodec(`a time of the day such as "08:45"`, func(text string) (date.Clock, *valueError) {
		part := clockPattern.FindStringSubmatch(strings.TrimSpace(text))
		if part == nil {
			return 0, &valueError{}
		}
		at, ok := parseClock(part[1], part[2])
		if !ok || at == 24*60 {
			return 0, &valueError{text: prose.Sprintf("%q is no time of the day; the last is 23:59", text)}
		}
		return at, nil
	}, date.Clock.String)
}

var clockPattern = regexp.MustCompile(`^(\d{1,2}):(\d\d)$`)

// quietHours returns the codec of a part of every day, which may go over midnight.
func quietHours() codec[planner.Hours] {
	return textCodec(`a start and an end such as "17:00-08:00"`, func(text string) (planner.Hours, *valueError) {
		part := partOfDayPattern.FindStringSubmatch(strings.TrimSpace(text))
		if part == nil {
			return planner.Hours{}, &valueError{}
		}
		from, ok := parseClock(part[1], part[2])
		to, ok2 := parseClock(part[3], part[4])
		switch {
		case !ok || !ok2:
			return planner.Hours{}, &valueError{text: prose.Sprintf("%q has an invalid time; a day ends at 24:00", text)}
		case from == to:
			return planner.Hours{}, &valueError{text: prose.Sprintf("%q begins when it ends", text)}
		}
		return planner.Hours{From: from, To: to}, nil
	}, planner.Hours.String)
}
