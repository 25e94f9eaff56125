package config

import (
	"fmt"
	"slices"
	"strings"

	"fika/internal/prose"
	"fika/planner"
)

// Change is one difference between two configurations, in words.
type Change struct {
	Text   string // such as "goal field: 3 to 5 a quarter"
	IsLoss bool   // something is gone, or a limit is looser

	// LosesProtection means that what is gone protected somebody: fika may now invite
	// more people, or at more times, although nobody wrote that.
	LosesProtection bool
}

// Diff returns what changes when after replaces before, in the order of the file.
// Spelling, comments and order do not count. A goal's why is private: Diff says
// that it changed, not what it says.
func Diff(before, after *Config) []Change {
	d := &diff{before: before, after: after}
	d.tables("", "", sheetOf(before), sheetOf(after))
	return d.changes
}

// diff collects the changes between two configurations.
type diff struct {
	before, after *Config
	changes       []Change
}

func sheetOf(c *Config) *sheet {
	root := &sheet{}
	c.fields(root)
	return root
}

// tables compares two tables. subject begins each sentence; place is the path of
// the tables, without the names of list elements.
func (d *diff) tables(subject, place string, before, after *sheet) {
	for _, key := range keys(before, after) {
		at := strings.TrimPrefix(place+" "+key, " ")
		d.values(strings.TrimPrefix(subject+" "+key, " "), subject, at, before.get(key), after.get(key))
	}
}

// values compares the values of two tables at one key.
func (d *diff) values(subject, owner, place string, before, after any) {
	switch identity := identityKeys[place]; {
	case identity != "":
		d.lists(subject, place, identity, asList(before), asList(after))
	case inlineOrNone(before) == inlineOrNone(after):
	case place == "goal want":
		d.add(Change{}, "%s: %s", owner, wantChange(before.(*sheet), after.(*sheet)))
	case place == "goal why":
		d.add(Change{}, "%s has a new text", subject)
	case after == nil && isList(before):
		d.add(d.keyLoss(place, before), "%s is gone", subject)
	case isSheet(before) || isSheet(after):
		d.tables(subject, place, asSheet(before), asSheet(after))
	case isList(before) || isList(after):
		d.members(subject, place, asList(before), asList(after))
	case after == nil:
		d.add(d.keyLoss(place, before), "%s: no longer %s", subject, inWords(before))
	default:
		loses := d.loosens(place, before, after)
		d.add(Change{IsLoss: loses, LosesProtection: loses && !d.isStated(place)}, "%s: %s to %s", subject, inWords(before), inWords(after))
	}
}

// identityKeys are the lists of tables, with the key that identifies their elements.
var identityKeys = map[string]string{"calendar": "name", "holidays": "path", "person": "email", "goal": "id", "rhythm blackout": "from"}

// lists compares two lists of tables by the identity of their elements.
func (d *diff) lists(subject, place, identity string, before, after []any) {
	find := func(list []any, name any) *sheet {
		for _, e := range list {
			if e.(*sheet).get(identity) == name {
				return e.(*sheet)
			}
		}
		return nil
	}
	for _, e := range before {
		name := e.(*sheet).get(identity)
		if other := find(after, name); other != nil {
			d.tables(fmt.Sprintf("%s %v", subject, name), place, e.(*sheet), other)
		} else {
			d.add(elementLoss(place, e.(*sheet)), "%s %v is gone", subject, name)
		}
	}
	for _, e := range after {
		if name := e.(*sheet).get(identity); find(before, name) == nil {
			d.add(Change{}, "%s %v is new", subject, name)
		}
	}
}

// members compares two lists of plain values.
func (d *diff) members(subject, place string, before, after []any) {
	gone, come := without(before, after), without(after, before)
	if len(gone)+len(come) == 0 {
		d.add(Change{}, "%s: in another order", subject)
		return
	}
	if len(gone) > 0 {
		loses := slices.Contains(protectiveLists, place)
		d.add(Change{IsLoss: loses, LosesProtection: loses && (len(after) == 0 || place == "guards never")}, "%s: without %s", subject, strings.Join(gone, ", "))
	}
	if len(come) > 0 {
		d.add(Change{}, "%s: with %s", subject, strings.Join(come, ", "))
	}
}

// protectiveLists are the lists whose elements are people, or protect them.
var protectiveLists = []string{"people csv", "people vcard", "people domains", "guards never"}

// without returns the values of list that are not in other.
func without(list, other []any) []string {
	var texts []string
	for _, v := range list {
		same := func(o any) bool { return inline(o) == inline(v) }
		if !slices.ContainsFunc(other, same) {
			texts = append(texts, inWords(v))
		}
	}
	return texts
}

func (d *diff) add(c Change, format string, args ...any) {
	c.Text = mask(prose.Sprintf(format, args...))
	d.changes = append(d.changes, c)
}

// loosens reports whether a changed value protects less than the one before.
func (d *diff) loosens(place string, before, after any) bool {
	b, a := d.before.Rules, d.after.Rules
	switch place {
	case "rhythm per_day":
		return a.PerDay > b.PerDay
	case "rhythm per_week":
		return a.PerWeek > b.PerWeek
	case "rhythm open":
		return a.Open > b.Open
	case "rhythm notice":
		return a.Notice < b.Notice
	case "rhythm buffer before":
		return a.Buffer.Before < b.Buffer.Before
	case "rhythm buffer after":
		return a.Buffer.After < b.Buffer.After
	case "rhythm busy_week":
		return higher(int(b.BusyWeek), int(a.BusyWeek))
	case "trust mode":
		return freedom(a.Mode) > freedom(b.Mode)
	case "goal mode":
		return d.modeOf(after, a.Mode) > d.modeOf(before, b.Mode)
	case "trust undo":
		return d.after.Undo < d.before.Undo
	case "guards gap":
		return a.Guards.Gap < b.Guards.Gap
	case "guards after_decline":
		return a.Guards.AfterDecline < b.Guards.AfterDecline
	case "guards lunch":
		lunch := b.Guards.Lunch
		return !lunch.IsZero() && (lunch.From < a.Guards.Lunch.From || a.Guards.Lunch.To < lunch.To)
	case "guards per_team":
		return higher(b.Guards.PerTeam, a.Guards.PerTeam)
	case "guards ask_first level":
		return higher(int(b.Guards.AskFirst.Level), int(a.Guards.AskFirst.Level))
	case "guards ask_first up":
		return higher(b.Guards.AskFirst.LevelsAbove, a.Guards.AskFirst.LevelsAbove)
	case "person never":
		return before == true
	}
	return false
}

// higher reports whether a limit went up; 0 means no limit.
func higher(before, after int) bool { return before != 0 && (after == 0 || after > before) }

// freedom ranks the modes by how freely fika may act.
func freedom(m planner.Mode) int {
	return slices.Index([]planner.Mode{planner.ModePropose, planner.ModeHold, planner.ModeBook}, m)
}

// modeOf returns the freedom of a goal that states v, or of the rules if it states
// none.
func (d *diff) modeOf(v any, rules planner.Mode) int {
	if text, ok := v.(string); ok {
		return freedom(planner.Mode(text))
	}
	return freedom(rules)
}
