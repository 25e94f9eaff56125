package invitation

import (
	"strings"
	"time"

	"fika/internal/prose"
	"fika/internal/theme"
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

// Sentences returns what a guest reads about g in language, without the greeting and the
// length, if they last met the user a while ago. It has the first of all variants, in the
// form of address for whom none is stated.
func Sentences(g planner.Goal, language planner.Language) string {
	l := languageOf(language)
	v := l.voice(l.Doubt)
	return strings.TrimSpace(v.about(g.Theme, g.Topic, apart, 0) + " " + v.offer(g.Offer))
}

// about says what the coffee is about, in one or two sentences. A value goal is about what
// the guest knows; a career goal is phrased so that the guest is free to decline. Facts
// decide what it says about the past: somebody the user has never met does not read that
// it would be good to catch up.
func (v voice) about(name, topic string, known acquaintance, draw uint64) string {
	past, topic := v.past(name, topic, known, draw)
	switch {
	case topic == "":
		return past
	case !fitting(topic):
		return strings.TrimSpace(past + " " + filled(v.About, "topic", ended(topic)))
	}
	sentences := v.Themes[name]
	if sentences == nil {
		sentences = v.Themes[general]
	}
	return strings.TrimSpace(past + " " + filled(sentences.drawn(draw), "topic", topic))
}

// past returns what a goal of trusted connections says about the past, and the topic that is
// left to speak about.
func (v voice) past(name, topic string, known acquaintance, draw uint64) (past, left string) {
	topic = prose.WithoutStop(topic)
	if name != trusted {
		return "", topic
	}
	past = [...]variants{v.Known.Strangers, v.Known.Apart, v.Known.InTouch}[known].drawn(draw)
	if strings.Contains(strings.ToLower(topic), "catch") {
		topic = "" // it says the same
	}
	return past, topic
}

// trusted is the theme of goals for which the past matters.
const trusted = theme.TrustedConnections

// question asks somebody far above the user one thing about the topic. Without a topic, about
// says what is between the two.
func (w writer) question() (ask, about string) {
	q := w.voice.Question
	past, topic := w.voice.past(w.Theme, w.Goal.Topic, acquainted(w.LastMet, w.Now), w.draw)
	switch {
	case topic == "":
		return q.None, past
	case !fitting(topic):
		return filled(q.Colon, "topic", ended(topic)), ""
	}
	return filled(q.About.drawn(w.draw), "topic", topic), ""
}

// drawn returns the variant that draw chooses.
func (v variants) drawn(draw uint64) string { return v[draw%uint64(len(v))] }

// offer is what the guest gets in return, "" for nothing.
func (v voice) offer(offer string) string {
	switch offer = prose.WithoutStop(offer); {
	case offer == "":
		return ""
	case !fitting(offer):
		return filled(v.Return, "offer", ended(offer))
	default:
		return filled(v.Offer, "offer", offer)
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
