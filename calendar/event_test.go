package calendar

import "testing"

func TestParseAddress(t *testing.T) {
	for in, want := range map[string]Address{
		"MAILTO:Ana@Example.com":    "ana@example.com",
		" mailto: ana@example.com ": "ana@example.com",
		"ana@example.com":           "ana@example.com",
		"/principals/17":            "",
		"ana@":                      "",
		"@example.com":              "",
		"":                          "",
		"ana@example.com, b@c.org":  "",
		"Ana <ana@example.com>":     "",
		"ana@example.com\r\nBcc:x":  "",
	} {
		if got := ParseAddress(in); got != want {
			t.Errorf("ParseAddress(%q) = %q, want %q", in, got, want)
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
