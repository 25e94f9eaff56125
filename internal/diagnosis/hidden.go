package diagnosis

import (
	"regexp"
	"strings"
	"time"

	"fika/config"
	"fika/internal/api"
	"fika/internal/rsvp"
)

// Redacted forms of fika's answers for a bundle.

// hiddenFault is the position of a fault in a configuration, without its text.
type hiddenFault struct {
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Section string `json:"section,omitempty"`
	Warning bool   `json:"warning"`
}

// section matches the start of a key in a known section; the rest of the key may be
// anything.
var section = regexp.MustCompile(`^(me|holidays|sites|calendar|people|person|rhythm|trust|guards|invite|daemon|goal)(\[\d+\])?(\.|$)`)

func hideFaults(faults config.Faults) []hiddenFault {
	var all []hiddenFault
	for _, f := range faults {
		at := strings.TrimSuffix(section.FindString(f.Key), ".")
		all = append(all, hiddenFault{f.Line, f.Col, at, f.Warning})
	}
	return all
}

// hiddenStatus is the status of the running fika.
type hiddenStatus struct {
	Version   string           `json:"version"`
	Now       time.Time        `json:"now"`
	LastPass  *time.Time       `json:"last_pass,omitempty"`
	Holds     []hiddenHold     `json:"holds"`
	Calendars []hiddenCalendar `json:"calendars"`
	Caps      api.Caps         `json:"caps"`
	Next      []hiddenMeeting  `json:"next"`
	Problems  [][]string       `json:"problems"` // the known phrases in each
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
	ID      int64         `json:"id"`
	At      time.Time     `json:"at"`
	Kind    api.EntryKind `json:"kind"`
	By      api.Actor     `json:"by,omitempty"`
	Booking string        `json:"booking,omitempty"`
	Person  string        `json:"person,omitempty"`
	Start   *time.Time    `json:"start,omitempty"`
	Reply   rsvp.Reply    `json:"reply,omitempty"`
	Hold    api.Code      `json:"hold,omitempty"` // that began or ended
	Found   bool          `json:"found,omitempty"`
	Phrases []string      `json:"phrases,omitempty"`
}

func (r *redaction) log(entries []api.Entry) []hiddenEntry {
	all := []hiddenEntry{}
	for _, e := range entries {
		all = append(all, hiddenEntry{ID: e.ID, At: e.At, Kind: e.Kind, By: e.By, Booking: e.Booking, Person: r.person(e.Person), Start: e.Start,
			Reply: standard(e.Reply), Hold: e.Code, Found: e.Found, Phrases: phrases(e.Note)})
	}
	return all
}

// standard returns reply if RFC 5545 defines it: a calendar may write anything there.
func standard(reply rsvp.Reply) rsvp.Reply {
	switch reply {
	case rsvp.NoReply, rsvp.Accepted, rsvp.Declined, rsvp.Maybe, rsvp.Delegated:
		return reply
	}
	return ""
}
