package invitation

import (
	"cmp"
	"strings"

	"fika/internal/prose"
	"fika/planner"
)

// table has the sentences of an invitation to two guests, and says why these three.
type table struct {
	Coffee, Walk string
	Why          string // they do not meet each other, as far as the user can see
	Refusal      string
	Footer       string

	Clock         string // of one of them, with the name
	City, Nowhere string // of both
}

// toTwo reports whether l has two guests.
func (l Letter) toTwo() bool { return l.Other.ID != "" }

// writeBoth returns the title and the text of an invitation to two guests, who read the
// same. It states nothing about either of them but that they do not meet each other, as far
// as the user's calendar shows.
func (w writer) writeBoth(t Texts) (title, text string, err error) {
	l, other := w.Letter, w.Other
	me, first, second, greeting := l.Me.FirstName, l.TitleName, other.TitleName, w.Greeting.Both
	if w.form == planner.FormLast {
		me, first, second, greeting = l.Me.Name, l.Guest.FullName(), other.FullName(), w.Greeting.BothFull
	}
	fields := l.Fields
	fields.Person = Person{Name: w.both(l.Guest.FullName(), other.FullName()), FirstName: w.both(first, second)}
	if title, err = fields.execute(t.Title, filled(w.Title.Three, "me", me, "guest", first, "other", second)); err != nil {
		return "", "", err
	}
	opening, err := fields.execute(t.Greeting, filled(greeting, "name", first, "other", second))
	if err != nil {
		return "", "", err
	}
	footer, err := w.footerForBoth(t, fields)
	if err != nil {
		return "", "", err
	}
	promise, link := w.links(t.Video)
	parts := []string{opening, paragraph(w.requestBoth(), w.offerBoth()), paragraph(w.clocks(), promise, w.voice.Table.Refusal), link, w.signature(), footer}
	text, err = fields.execute(t.Text, strings.Join(prose.NonEmpty(parts...), "\n\n"))
	return strings.Join(strings.Fields(title), " "), text, err
}

// SharedLanguage returns the language of both guests, or the user's choice where they
// differ.
func SharedLanguage(a, b planner.Person, own planner.Language) planner.Language {
	if first := cmp.Or(a.Language, own); first == cmp.Or(b.Language, own) {
		return first
	}
	return own
}

// both joins two names; one of them may be unknown.
func (w writer) both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return filled(w.Greeting.Names, "name", a, "other", b)
}

func (w writer) requestBoth() string {
	ask := w.voice.Table.Coffee
	if w.Letter.Place == planner.PlaceWalk {
		ask = w.voice.Table.Walk
	}
	about := ""
	if topic := prose.WithoutStop(w.Goal.Topic); topic != "" {
		about = filled(w.voice.About, "topic", ended(topic))
	}
	return strings.Join(prose.NonEmpty(filled(ask, "minutes", w.minutes()), w.voice.Table.Why, about), " ")
}

func (w writer) offerBoth() string {
	if offer := prose.WithoutStop(w.Goal.Offer); offer != "" {
		return filled(w.voice.Return, "offer", ended(offer))
	}
	return ""
}

func (w writer) footerForBoth(t Texts, fields Fields) (string, error) {
	footer := w.voice.Table.Footer
	if t.About != "" {
		footer += " " + filled(w.voice.More, "url", t.About)
	}
	if t.Footer != nil {
		var err error
		if footer, err = fields.execute(t.Footer, ""); err != nil || footer == "" {
			return "", err
		}
	}
	return "--\n" + footer, nil
}
