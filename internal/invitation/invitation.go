// Package invitation writes what a guest reads, in the guest's language, and says what the
// user's own texts in it may contain. It knows neither calendars nor bookings.
package invitation

import (
	"cmp"
	"hash/fnv"
	"strconv"
	"strings"
	"text/template"
	"time"
	"unicode"

	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/internal/span"
	"fika/planner"
)

// Texts are the user's own parts of an invitation, each nil for the built-in one in the
// guest's language. The templates come from [Parse], and are executed with [Fields].
type Texts struct {
	Title, Greeting, Footer *template.Template
	Text                    *template.Template // the whole text, greeting and footer included
	About                   string             // the address of a page that says what fika is, for the built-in footer; "" for none
	Video                   string             // the user's standing video link; "" for none
	Language                planner.Language   // for guests without one; "" is English
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
	From      mailbox.Address
	Guest     planner.Person
	TitleName string    // what the title calls the guest; "" if unknown, as FirstName
	Other     Companion // the second guest of a coffee of three; zero if there is none
	Theme     string    // of the goal: it chooses the sentence, and is not written
	Reason    Reason    // the one fact about the guest
	LastMet   time.Time // when the user last met the guest; zero for never
	Now       time.Time
	Span      span.Span
	Zone      *time.Location // the user's
	Place     planner.Place
	OwesLink  bool // the user has to send the guest a link
	Upward    bool // the guest is far above the user, who asks for less
	Assessed  bool // the guest may think that the user assesses their work

	Signature  string // the last line as the user chose it; "" for the name
	Department string // the user's, for guests who do not know the user; "" if it is not told
}

// Companion is another guest, who reads the same letter.
type Companion struct {
	planner.Person
	TitleName string // as [Letter.TitleName]
}

// Write returns the title and the text of l. The same letter always has the same text.
func (l Letter) Write(t Texts) (title, text string, err error) {
	w := l.writer(t)
	if l.toTwo() {
		return w.writeBoth(t)
	}
	titled := l.Fields
	titled.Person.FirstName = l.TitleName
	if title, err = titled.execute(t.Title, w.title()); err != nil {
		return "", "", err
	}
	text, err = l.text(t, w)
	return strings.Join(strings.Fields(title), " "), text, err
}

// text returns the text of l, in the user's words where t has them.
func (l Letter) text(t Texts, w writer) (string, error) {
	greeting, err := l.execute(t.Greeting, w.greeting())
	if err != nil {
		return "", err
	}
	footer := w.footer(t.About)
	if t.Footer != nil {
		if footer, err = l.execute(t.Footer, ""); err != nil {
			return "", err
		}
	}
	if footer != "" {
		footer = "--\n" + footer
	}
	// Why and what for, then when, how and an easy no: two paragraphs, as people write.
	promise, link := w.links(t.Video)
	body := func(refusal string) []string {
		return []string{greeting, paragraph(w.request(), w.offer(l.Goal.Offer), w.assessment()), paragraph(w.clocks(), promise, refusal), link, w.signature()}
	}
	parts := body(w.voice.Refusal)
	if words(strings.Join(parts, " ")) < shortLetter {
		parts = body(w.voice.Refusal + " " + w.voice.Ease)
	}
	parts = prose.NonEmpty(append(parts, footer)...)
	return l.execute(t.Text, strings.Join(parts, "\n\n"))
}

// links returns the sentence that promises a link, or the line with the user's standing one,
// which stands alone so that nothing sticks to it. Both are empty if they do not meet by
// video, or if the calendar adds a link, which says so itself.
func (w writer) links(standing string) (promise, line string) {
	switch {
	case w.Letter.Place == planner.PlaceVideo && standing != "":
		return "", filled(w.voice.Room, "url", standing)
	case w.OwesLink:
		return w.voice.Link, ""
	}
	return "", ""
}

// paragraph joins the sentences that there are.
func paragraph(sentences ...string) string { return strings.Join(prose.NonEmpty(sentences...), " ") }

// shortLetter is the number of words before the footer below which a letter also says how
// little it asks: three lines without a why read like a form.
const shortLetter = 35

// words counts words; French sets punctuation between blanks.
func words(text string) int {
	n := 0
	for word := range strings.FieldsSeq(text) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// execute executes t. If there is none, or if the guest's first name is unknown and t
// would leave a gap in its place, it returns the words of fika.
func (f Fields) execute(t *template.Template, own string) (string, error) {
	if t == nil {
		return own, nil
	}
	text, err := f.fill(t)
	if err != nil || f.Person.FirstName != "" {
		return text, err
	}
	const somebody = "\x00"
	named := f
	named.Person = Person{somebody, somebody}
	with, err := named.fill(t)
	if strings.Contains(with, somebody) && strings.TrimSpace(strings.ReplaceAll(with, somebody, "")) == text {
		return own, err
	}
	return text, err
}

func (f Fields) fill(t *template.Template) (string, error) {
	var b strings.Builder
	err := t.Execute(&b, f)
	return strings.TrimSpace(b.String()), err
}

// Location returns the LOCATION of an invitation to guest at that place: the user's
// standing link, the place in the guest's language, or the user's own words for it.
func (t Texts) Location(guest planner.Person, at planner.Place) string {
	p := languageOf(cmp.Or(guest.Language, t.Language)).Place
	switch at {
	case planner.PlaceVideo:
		return cmp.Or(t.Video, p.Video)
	case planner.PlaceInPerson:
		return p.InPerson
	case planner.PlaceWalk:
		return p.Walk
	}
	return string(at)
}

// Promise returns the sentence in which an invitation to guest promises a link.
func (t Texts) Promise(guest planner.Person) string {
	return Letter{Guest: guest}.writer(t).voice.Link
}

// writer writes the built-in parts of one letter.
type writer struct {
	Letter
	*language
	form  planner.Form
	voice voice
	draw  uint64 // chooses among variants
}

// writer returns the writer of l. The user and the guest draw the variants, so a letter
// that was shown is the one that is sent.
func (l Letter) writer(t Texts) writer {
	w := writer{Letter: l, language: languageOf(cmp.Or(l.Guest.Language, t.Language))}
	if l.toTwo() {
		w.language = languageOf(SharedLanguage(l.Guest, l.Other.Person, t.Language))
	}
	w.form = cmp.Or(l.Guest.Form, w.Doubt)
	if l.toTwo() && cmp.Or(l.Other.Form, w.Doubt) == planner.FormLast {
		w.form = planner.FormLast // what is too formal for one of two is better than the opposite
	}
	w.voice = w.language.voice(w.form)
	h := fnv.New64a()
	h.Write([]byte(l.From + " " + l.Guest.ID)) // never fails
	w.draw = h.Sum64()
	return w
}

func (w writer) title() string {
	me, guest, pair, alone := w.Me.FirstName, w.TitleName, w.Title.Pair, w.Title.Alone
	if w.form == planner.FormLast {
		me, guest = w.Me.Name, w.Guest.FullName()
	}
	if w.Upward {
		pair, alone = w.Title.Brief, w.Title.BriefAlone
	}
	if guest == "" {
		return filled(alone, "me", me, "minutes", w.minutes())
	}
	return filled(pair, "me", me, "guest", guest, "minutes", w.minutes())
}

func (w writer) minutes() string { return strconv.Itoa(w.Minutes) }

// greeting addresses the guest. A formal one needs a salutation that somebody stated and
// the last name; otherwise it has the full name. Nobody is called by a bare family name.
func (w writer) greeting() string {
	name, last := w.Person.FirstName, w.Guest.LastName()
	switch degree := w.Guest.Degree(); {
	case w.form == planner.FormLast && w.Guest.Salutation != "" && last != "":
		if strings.Contains(w.Guest.Salutation, degree) {
			degree = ""
		}
		return filled(w.Greeting.Last, "salutation", w.Guest.Salutation, "degree", degree, "name", last)
	case mayBeFamilyName(w.Guest.Greeting()):
		return w.Greeting.Nobody
	case w.form == planner.FormLast && w.Guest.FullName() != "":
		return filled(w.Greeting.Full, "name", w.Guest.FullName())
	case name != "":
		return filled(w.Greeting.First, "name", name)
	}
	return w.Greeting.Nobody
}

// mayBeFamilyName reports whether g is one word that may be a family name, such as MÜLLER in
// a list. Scripts without blanks write whole names as one word.
func mayBeFamilyName(g planner.Greeting) bool {
	latin := strings.ContainsFunc(g.Name, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	return !g.IsGivenName && latin && !strings.Contains(g.Name, " ")
}

// signature says who writes. Unless the user chose the line, it tells somebody who never met
// them also where they work.
func (w writer) signature() string {
	switch {
	case w.Signature != "":
		return w.Signature
	case w.LastMet.IsZero() && w.Department != "":
		return w.Me.Name + ", " + w.Department
	case w.LastMet.IsZero(), w.form == planner.FormLast:
		return w.Me.Name
	}
	return w.Me.FirstName
}

// request asks for how long, states the one fact about the guest, and says what it is about.
// Somebody far above the user is asked one question instead, for which a mail would do.
func (w writer) request() string {
	ask, about := w.voice.Coffee, w.voice.about(w.Theme, w.Goal.Topic, acquainted(w.LastMet, w.Now), w.draw)
	switch {
	case w.Upward:
		ask, about = w.question()
	case w.Letter.Place == planner.PlaceWalk:
		ask = w.voice.Walk
	}
	return paragraph(filled(ask, "minutes", w.minutes()), w.fact(), about)
}

// assessment tells somebody whose work the user may assess that it is not about that. It is
// the last word on what the coffee is about: an offer after it would read like a bargain.
func (w writer) assessment() string {
	if w.Assessed {
		return w.voice.Assessment
	}
	return ""
}

// footer says what fika is and how to be left alone. about is the address of a page that
// says more, or "".
func (w writer) footer(about string) string {
	if about == "" {
		return w.voice.Footer
	}
	return w.voice.Footer + " " + filled(w.voice.More, "url", about)
}

// offer is what the guest gets in return. A letter to somebody far above the user has none: it
// asks for less, and is shorter.
func (w writer) offer(offer string) string {
	if w.Upward {
		return ""
	}
	return w.voice.offer(offer)
}
