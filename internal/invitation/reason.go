package invitation

import (
	"fmt"
	"strings"
	"time"

	"fika/internal/prose"
	"fika/planner"
)

// habitDays is how long after a meeting two people count as in touch: there is nothing
// to catch up on, and a habit can form.
const habitDays = 60

// acquaintance is what the user's calendars show about the guest when an invitation is
// written.
type acquaintance int

const (
	strangers acquaintance = iota // no meeting is known
	apart                         // the last one was longer ago
	inTouch                       // it was in the last habitDays
)

// acquainted returns how well the user knows a guest at now. last is when they last met,
// zero for never.
func acquainted(last, now time.Time) acquaintance {
	switch {
	case last.IsZero():
		return strangers
	case now.Sub(last) < habitDays*24*time.Hour:
		return inTouch
	}
	return apart
}

// Sentences returns what a guest reads about g, without the greeting and the length, if
// they last met the user a while ago.
func Sentences(g planner.Goal) string {
	return strings.TrimSpace(reason(g.Theme, g.Topic, apart) + " " + Public(g).offer())
}

// reason says why this guest, in one or two sentences. A value goal is about what the
// guest knows; a career goal is phrased so that the guest is free to decline. Facts
// decide what it says about the past: somebody the user has never met does not read that
// it would be good to catch up.
func reason(theme, topic string, known acquaintance) string {
	topic = prose.WithoutStop(topic)
	catching := strings.Contains(strings.ToLower(topic), "catch")
	if theme == "trusted_connections" && (topic == "" || catching) {
		return [...]string{"We have not had a proper talk yet.", "It would be good to catch up.", "Shall we make it a habit?"}[known]
	}
	switch {
	case topic == "":
		return ""
	case !fitting(topic):
		return "What I would like to talk about: " + ended(topic)
	}
	sentence := "I would love to hear about %s."
	switch theme {
	case "trusted_connections":
		sentence = [...]string{
			"We have not had a proper talk yet, and I would love to hear about %s.",
			"It would be good to catch up, and to hear about %s.",
			"Shall we make it a habit? I would love to hear about %s.",
		}[known]
	case "connect_dots":
		sentence = "I would love to compare notes on %s."
	case "future_role":
		sentence = "I am curious about %s, and you know it from the inside."
	case "new_responsibility":
		sentence = "I would like to learn about %s, and you know how it is done."
	case "perspective":
		sentence = "I mostly see my own side of things, and would love to hear about %s."
	case "honest_feedback":
		sentence = "I would value your honest view on %s; plain words are welcome."
	}
	return fmt.Sprintf(sentence, topic)
}

// offer is what the guest gets in return, "" for nothing.
func (g Goal) offer() string {
	switch offer := prose.WithoutStop(g.Offer); {
	case offer == "":
		return ""
	case !fitting(offer):
		return "What I can offer in return: " + ended(offer)
	default:
		return fmt.Sprintf("In return I can offer %s.", offer)
	}
}

// fitting reports whether text fits inside a sentence. A text that is a sentence itself
// goes after a colon.
func fitting(text string) bool { return !strings.ContainsAny(text, "?!\r\n") }

// ended returns text with a final punctuation mark.
func ended(text string) string {
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") {
		return text
	}
	return text + "."
}
