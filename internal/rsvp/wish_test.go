package rsvp

import "testing"

// TestAsksForNoMore lists what guests write who want no more invitations, and what others
// write who use the same words.
func TestAsksForNoMore(t *testing.T) {
	for comment, want := range map[string]bool{
		"no fika":           true,
		"No Fika!":          true,
		"“no fika”":         true,
		"no-fika":           true,
		"NO  FIKA, thanks.": true,
		"Gladly this time, but no fika after that": true,
		"Hi Maya,\r\nno more fika please.\r\nBo":   true,
		"kein Fika":                                true,
		"Bitte keine Fika mehr":                    true,
		"Pas de fika, merci":                       true,
		"ingen fika tack":                          true,
		"Inga fika":                                true,
		"no\u00a0fika":                             true,
		"stop":                                     true,
		"STOP!":                                    true,
		"Please stop. Thank you":                   true,
		"Yes. Stop, please":                        true,
		"Bitte stopp":                              true,
		"Dear Maya\nstop\nBo":                      true,
		"Stop fika":                                true,

		"":                                     false,
		"No":                                   false,
		"See you there":                        false,
		"let's stop by at 3":                   false,
		"I cannot stop, the train leaves at 4": false,
		"non-stop meetings that day":           false,
		"Meet me at the bus stop":              false,
		"Please":                               false,
		"No, fika at 3 is perfect":             false,
		"No! Fika is always good":              false,
		"There is no fikarast in our calendar": false,
		"fika? no problem":                     false,
		"Gladly\n> \"no fika\" in your answer and it never asks again": false,
		"Gladly\n--\nWrite \"no fika\" in your answer":                 false,
	} {
		if got := AsksForNoMore(comment); got != want {
			t.Errorf("%q: %v", comment, got)
		}
	}
}
