package daemon

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// newHold returns a hold with the hint of its code.
func newHold(code api.Code, text string) store.Hold {
	return store.Hold{Code: code, Text: text, Hint: api.Holds.Of(code).Hint}
}

// calendarHold is for a calendar that cannot be read or written, for a reason that its
// kind gives.
func calendarHold(name, what string, err error) store.Hold {
	code, hint := remedy(name, err)
	return store.Hold{Code: code, Text: fmt.Sprintf("calendar %q cannot be %s: %v", name, what, err), Hint: hint}
}

// holdAnswers returns the current holds with the time they began: those found while
// reading, those from sending, and the caps. A hold from sending stays until the next
// pass, because only a pass sends.
func (v *View) holdAnswers() []api.Hold {
	answers := []api.Hold{}
	add := func(h store.Hold) {
		same := func(a api.Hold) bool { return a.Code == h.Code && a.Text == h.Text }
		if !slices.ContainsFunc(answers, same) {
			answers = append(answers, api.Hold{Code: h.Code, Since: h.Since.In(v.zone()), Text: h.Text, Hint: h.Hint.Text, Command: h.Hint.Command})
		}
	}
	if h := v.storeHold; h != nil {
		add(*h)
	}
	for _, h := range v.holds {
		h.Since = since(v.storedHolds, h.Code, v.now)
		add(h)
	}
	for _, h := range v.storedHolds {
		if h.Acting && h.Code != api.CodeCaps {
			add(h)
		}
	}
	if len(v.waiting) > 0 {
		text, until := v.capText(v.waiting)
		h := newHold(api.CodeCaps, text)
		h.Since = since(v.storedHolds, h.Code, v.now)
		add(h)
		if last := &answers[len(answers)-1]; !until.IsZero() {
			last.Until = &until
		}
	}
	return answers
}

// since returns when the hold with that code began; now if it is new.
func since(stored []store.Hold, code api.Code, now time.Time) time.Time {
	for _, h := range stored {
		if h.Code == code {
			return h.Since
		}
	}
	return now
}
