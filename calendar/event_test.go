package calendar

import (
	"testing"
	"time"

	"fika/internal/span"
)

func TestOverlaps(t *testing.T) {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	window := span.New(nine, time.Hour)
	for _, test := range []struct {
		from, to time.Duration
		want     bool
	}{
		{-time.Hour, 0, false},
		{-time.Hour, time.Minute, true},
		{59 * time.Minute, 2 * time.Hour, true},
		{time.Hour, 2 * time.Hour, false},
		{0, 0, true},
		{time.Hour, time.Hour, false},
		{time.Minute, -time.Minute, true}, // broken, but it begins here
	} {
		e := Event{Span: span.Span{Start: nine.Add(test.from), End: nine.Add(test.to)}}
		if got := e.Overlaps(window); got != test.want {
			t.Errorf("from %s to %s: %t", test.from, test.to, got)
		}
	}
}

func TestProblemString(t *testing.T) {
	for _, test := range []struct {
		problem Problem
		want    string
	}{
		{Problem{File: "work.ics", Line: 7, Text: "no time"}, "work.ics:7: no time"},
		{Problem{File: "work.ics", Text: "no time"}, "work.ics: no time"},
		{Problem{Text: "no time"}, "no time"},
	} {
		if got := test.problem.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
