package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"fika/config"
	"fika/internal/api"
)

// What of fika's answers may leave the machine with a bug report. Everything
// here is an allow list: what nobody thought of is left out. Numbers, times and
// booleans stay, a text only where fika itself chose its words.

// leftOut stands for a text that is private, or may be.
const leftOut = "left out"

// redaction gives people their numbers, the same ones in every part of a bundle.
type redaction struct{ people map[string]string }

func newRedaction() *redaction { return &redaction{map[string]string{}} }

// person is the name of the person with that address in the bundle.
func (r *redaction) person(address string) string {
	if address == "" {
		return ""
	}
	if r.people[address] == "" {
		r.people[address] = fmt.Sprintf("p%d", len(r.people)+1)
	}
	return r.people[address]
}

// harmless are the keys of a configuration whose texts are words of fika's own,
// or lengths and hours. A time zone is shared by millions, and half of all bugs.
var harmless = []string{
	"me.timezone",
	"calendar.kind",
	"rhythm.hours", "rhythm.windows", "rhythm.notice", "rhythm.horizon", "rhythm.busy_week", "rhythm.buffer.before", "rhythm.buffer.after",
	"trust.mode", "trust.undo",
	"guards.gap", "guards.after_decline", "guards.no_reply",
	"daemon.every", "daemon.listen", "daemon.metrics",
	"goal.kind", "goal.theme", "goal.tie", "goal.mode", "goal.want.per", "goal.want.each", "goal.want.latest", "goal.want.cover",
}

// addresses are the keys whose texts are people.
var addresses = []string{"me.email", "me.aliases", "me.manager", "person.email", "person.aliases", "person.manager", "guards.never", "goal.from.person"}

// config is c with its structure and its numbers.
func (r *redaction) config(c *config.Config) map[string]any {
	return r.value("", c.Values()).(map[string]any)
}

// value is v, which lies at key: without the numbers of list elements.
func (r *redaction) value(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		all := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) { // or the numbers of people would change
			all[name] = r.value(strings.TrimPrefix(key+"."+name, "."), v[name])
		}
		return all
	case []any:
		all := []any{}
		for _, inner := range v {
			all = append(all, r.value(key, inner))
		}
		return all
	case bool, int:
		return v
	case string:
		switch {
		case slices.Contains(harmless, key):
			return v
		case slices.Contains(addresses, key):
			return r.person(v)
		}
	}
	return leftOut
}

// hiddenFault is where a configuration has a fault, and not what is there.
type hiddenFault struct {
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Section string `json:"section,omitempty"`
	Warning bool   `json:"warning"`
}

// section begins a key of a known section; the rest of the key may be anything.
var section = regexp.MustCompile(`^(me|calendar|people|person|rhythm|trust|guards|invite|daemon|goal)(\[\d+\])?(\.|$)`)

func hideFaults(faults config.Faults) []hiddenFault {
	var all []hiddenFault
	for _, f := range faults {
		at := strings.TrimSuffix(section.FindString(f.Key), ".")
		all = append(all, hiddenFault{f.Line, f.Col, at, f.Warning})
	}
	return all
}

// hiddenStatus is how the running fika is.
type hiddenStatus struct {
	Version   string           `json:"version"`
	Now       time.Time        `json:"now"`
	LastPass  *time.Time       `json:"last_pass,omitempty"`
	Holds     []hiddenHold     `json:"holds"`
	Calendars []hiddenCalendar `json:"calendars"`
	Caps      api.Caps         `json:"caps"`
	Next      []hiddenMeeting  `json:"next"`
	Problems  [][]string       `json:"problems"` // the phrases of each
}

type hiddenHold struct {
	Code    api.Code  `json:"code"`
	Since   time.Time `json:"since"`
	Phrases []string  `json:"phrases,omitempty"`
}

type hiddenCalendar struct {
	Kind     string     `json:"kind"`
	Book     bool       `json:"book"`
	LastSync *time.Time `json:"last_sync,omitempty"`
	Events   int        `json:"events"`
	Problem  bool       `json:"problem"`
	Phrases  []string   `json:"phrases,omitempty"`
}

type hiddenMeeting struct {
	ID    string    `json:"id"`
	State api.State `json:"state"`
	Start time.Time `json:"start"`
}

func hideStatus(a api.Status) hiddenStatus {
	s := hiddenStatus{Version: a.Version, Now: a.Now, LastPass: a.LastPass, Caps: a.Caps,
		Holds: []hiddenHold{}, Calendars: []hiddenCalendar{}, Next: []hiddenMeeting{}, Problems: [][]string{}}
	for _, h := range a.Holds {
		s.Holds = append(s.Holds, hiddenHold{h.Code, h.Since, phrases(h.Text)})
	}
	for _, c := range a.Calendars {
		s.Calendars = append(s.Calendars, hiddenCalendar{c.Kind, c.Book, c.LastSync, c.Events, c.Problem != "", phrases(c.Problem)})
	}
	for _, m := range a.Next {
		s.Next = append(s.Next, hiddenMeeting{m.ID, m.State, m.Start})
	}
	for _, p := range a.Problems {
		s.Problems = append(s.Problems, phrases(p))
	}
	return s
}

// hiddenCheck is one line of fika doctor.
type hiddenCheck struct {
	Check   string   `json:"check"`
	OK      bool     `json:"ok"`
	Phrases []string `json:"phrases,omitempty"`
}

func hideChecks(checks []api.Check) []hiddenCheck {
	all := []hiddenCheck{}
	for _, c := range checks {
		all = append(all, hiddenCheck{c.Name, c.OK, phrases(c.Text)})
	}
	return all
}

// hiddenEntry is one line of the log.
type hiddenEntry struct {
	ID      int64      `json:"id"`
	At      time.Time  `json:"at"`
	Kind    string     `json:"kind"`
	Booking string     `json:"booking,omitempty"`
	Person  string     `json:"person,omitempty"`
	Start   *time.Time `json:"start,omitempty"`
	Hold    string     `json:"hold,omitempty"` // its code, where the entry is about one
	Phrases []string   `json:"phrases,omitempty"`
}

// holdCode begins the text of an entry about a hold.
var holdCode = regexp.MustCompile(`^[a-z_]+(:|$)`)

func (r *redaction) log(entries []api.Entry) []hiddenEntry {
	all := []hiddenEntry{}
	for _, e := range entries {
		h := hiddenEntry{ID: e.ID, At: e.At, Kind: e.Kind, Booking: e.Booking, Person: r.person(string(e.Person)), Start: e.Start, Phrases: phrases(e.Text)}
		if e.Kind == "hold" || e.Kind == "lifted" {
			h.Hold = strings.TrimSuffix(holdCode.FindString(e.Text), ":")
		}
		all = append(all, h)
	}
	return all
}

// known are the phrases that an error may have in a bundle: those of the
// operating system, of the network, of SQLite and of fika.
var known = []string{
	"no such file", "not a directory", "is a directory", "permission denied", "operation not permitted", "no space left", "quota exceeded",
	"read-only file system", "input/output error", "too many open files", "cannot allocate memory", "file name too long",
	"connection refused", "connection reset", "no such host", "network is unreachable", "no route to host", "i/o timeout", "deadline exceeded",
	"certificate", "invalid_grant", "rate limit", "unexpected EOF", "canceled",
	"the store is damaged", "database disk image is malformed", "file is not a database", "database is locked", "disk I/O error",
	"others get to it", "belongs to user", "not understood", "does not answer", "cannot be read", "none yet",
	"by you", "answer: yes", "answer: no", "answer: maybe", "answer: sent",
}

// phrases are the known ones that text contains. Nothing else of it leaves.
func phrases(text string) []string {
	var found []string
	for _, p := range known {
		if strings.Contains(text, p) {
			found = append(found, p)
		}
	}
	return found
}

// leadingNumbers is what text begins with of numbers and dots: of a kernel's
// name what its makers did not choose.
func leadingNumbers(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, "0123456789."))]
}
