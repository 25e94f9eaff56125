// Package invitation writes what a guest reads, and says what the user's own texts in it
// may contain. It knows neither calendars nor bookings.
package invitation

import (
	"cmp"
	"fmt"
	"strings"
	"text/template"
	"time"

	"fika/planner"
)

// Texts are the user's own parts of an invitation. The templates come from [Parse], and
// are executed with [Fields].
type Texts struct {
	Title, Greeting, Footer *template.Template
	Where                   string // video, in person, walk, or a text
}

// Fields are everything that the templates of [Texts] can use. They exclude a goal's why,
// so no template can reveal it.
type Fields struct {
	Me, Person Person
	Goal       Goal
	Minutes    int
}

// Person is a person in [Fields].
type Person struct {
	Name      string
	FirstName string // "" if the name does not show it
}

// Goal is the part of a goal that guests may read.
type Goal struct{ Topic, Offer string }

// Public returns the part of g that guests may read.
func Public(g planner.Goal) Goal { return Goal{g.Topic, g.Offer} }

// Letter is one invitation before it is written.
type Letter struct {
	Fields
	TitleName string    // what the title calls the guest; "" if unknown, as FirstName
	Theme     string    // of the goal: it chooses the sentence, and is not written
	LastMet   time.Time // when the user last met the guest; zero for never
	Now       time.Time
	Link      string // a sentence about how the guest gets a link, or ""
}

// Write returns the title and the text of l.
func (l Letter) Write(t Texts) (title, text string, err error) {
	titled := l.Fields
	titled.Person.FirstName = l.TitleName
	if title, err = titled.execute(t.Title, "Coffee with "+l.Me.FirstName); err != nil {
		return "", "", err
	}
	greeting, err := l.execute(t.Greeting, "Hello,")
	if err != nil {
		return "", "", err
	}
	footer, err := l.execute(t.Footer, "")
	if err != nil {
		return "", "", err
	}
	if footer != "" {
		footer = "--\n" + footer
	}
	var parts []string
	for _, part := range []string{greeting, l.request(t.Where), l.Goal.offer(), l.Link, l.Me.FirstName, footer} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(strings.Fields(title), " "), strings.Join(parts, "\n\n"), nil
}

// execute executes t. If the guest's first name is unknown and t would leave a gap in its
// place, it returns the neutral words.
func (f Fields) execute(t *template.Template, neutral string) (string, error) {
	text, err := f.fill(t)
	if err != nil || f.Person.FirstName != "" {
		return text, err
	}
	const somebody = "\x00"
	named := f
	named.Person = Person{somebody, somebody}
	with, err := named.fill(t)
	if strings.Contains(with, somebody) && strings.TrimSpace(strings.ReplaceAll(with, somebody, "")) == text {
		return neutral, err
	}
	return text, err
}

func (f Fields) fill(t *template.Template) (string, error) {
	var b strings.Builder
	err := t.Execute(&b, f)
	return strings.TrimSpace(b.String()), err
}

// request is the sentence that asks: how long, and one reason that concerns the guest.
func (l Letter) request(where string) string {
	what := "coffee"
	if where == "walk" {
		what = "walk"
	}
	known := acquainted(l.LastMet, l.Now)
	return strings.TrimSpace(fmt.Sprintf("Would you have %d minutes for a %s? %s", l.Minutes, what, reason(l.Theme, l.Goal.Topic, known)))
}

// Place returns the LOCATION of an invitation. A text is used as it is, such as the URL
// of the user's own room.
func (t Texts) Place() string {
	places := map[string]string{"video": "Video call", "in person": "In person", "walk": "A walk"}
	return cmp.Or(places[t.Where], t.Where)
}
