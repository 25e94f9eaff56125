package bench

import (
	"bytes"
	"fmt"
	"time"

	golangical "github.com/arran4/golang-ical"
	goical "github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"

	"fika/calendar/ics"
	"fika/internal/span"
)

// A row is one occurrence, with the fields that all readers return.
type row struct {
	UID, Title string
	Start, End int64
}

// readFika reads with fika, which returns more than rows.
func readFika(data []byte) ([]row, error) {
	found, problems := ics.Parse(data).Expand(window, time.Local)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%v", problems[0])
	}
	rows := make([]row, len(found))
	for i, e := range found {
		rows[i] = row{e.UID, e.Title, e.Span.Start.Unix(), e.Span.End.Unix()}
	}
	return rows, nil
}

// The libraries leave it to their users which occurrences of a series are replaced
// and which are in the window. Both are done in the same way for both libraries.

// A replaced is an occurrence that another event replaces.
type replaced struct {
	uid   string
	start int64
}

// overlaps adds the occurrences of an event that overlap the window.
func overlaps(rows []row, uid, title string, starts []time.Time, length time.Duration, gone map[replaced]bool) []row {
	for _, start := range starts {
		s := span.New(start, length)
		if s.Overlaps(window) && !gone[replaced{uid, start.Unix()}] {
			rows = append(rows, row{uid, title, s.Start.Unix(), s.End.Unix()})
		}
	}
	return rows
}

// readGolangICal follows the two recipes in the README of golang-ical.
func readGolangICal(data []byte) ([]row, error) {
	cal, err := golangical.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	gone := map[replaced]bool{}
	for _, e := range cal.Events() {
		if start, err := e.GetRecurrenceID(); err == nil {
			gone[replaced{e.Id(), start.Unix()}] = true
		}
	}
	var rows []row
	for _, e := range cal.Events() {
		start, err := e.GetStartAt()
		if err != nil {
			return nil, err
		}
		end, err := e.GetEndAt()
		if err != nil {
			return nil, err
		}
		title := golangical.FromText(e.GetProperty(golangical.ComponentPropertySummary).Value)
		rules, err := e.GetRRules()
		if err != nil {
			return nil, err
		}
		if len(rules) == 0 {
			rows = overlaps(rows, e.Id(), title, []time.Time{start}, end.Sub(start), nil)
			continue
		}
		set := &rrule.Set{}
		for _, r := range rules {
			rule, err := rrule.StrToRRule(r.String())
			if err != nil {
				return nil, err
			}
			rule.DTStart(start)
			set.RRule(rule)
		}
		exceptions, err := e.GetExDates()
		if err != nil {
			return nil, err
		}
		for _, t := range exceptions {
			set.ExDate(t)
		}
		starts := set.Between(window.Start.Add(start.Sub(end)), window.End, true)
		rows = overlaps(rows, e.Id(), title, starts, end.Sub(start), gone)
	}
	return rows, nil
}

// readGoICal uses go-ical's own integration of rrule-go.
func readGoICal(data []byte) ([]row, error) {
	cal, err := goical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		return nil, err
	}
	gone := map[replaced]bool{}
	for _, e := range cal.Events() {
		if id := e.Props.Get(goical.PropRecurrenceID); id != nil {
			start, err := id.DateTime(time.Local)
			if err != nil {
				return nil, err
			}
			gone[replaced{e.Props.Get(goical.PropUID).Value, start.Unix()}] = true
		}
	}
	var rows []row
	for _, e := range cal.Events() {
		start, err := e.DateTimeStart(time.Local)
		if err != nil {
			return nil, err
		}
		end, err := e.DateTimeEnd(time.Local)
		if err != nil {
			return nil, err
		}
		uid := e.Props.Get(goical.PropUID).Value
		title, err := e.Props.Text(goical.PropSummary)
		if err != nil {
			return nil, err
		}
		set, err := e.RecurrenceSet(time.Local)
		if err != nil {
			return nil, err
		}
		if set == nil {
			rows = overlaps(rows, uid, title, []time.Time{start}, end.Sub(start), nil)
			continue
		}
		starts := set.Between(window.Start.Add(start.Sub(end)), window.End, true)
		rows = overlaps(rows, uid, title, starts, end.Sub(start), gone)
	}
	return rows, nil
}
