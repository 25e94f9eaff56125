package invitation

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"

	"fika/planner"
)

// language has the texts in one language. {name} and the like are places for words; see
// [filled].
type language struct {
	Doubt    planner.Form // of address, where nobody stated one
	Title    title
	Place    place
	Greeting greeting
	Farewell farewell
	Dates    dates
	When     struct{ Month, Year, Now string } // when a meeting was, as adverbs
	Voices   []voice                           `toml:"voice"`
}

// title has the title of an invitation.
type title struct {
	Pair  string
	Three string // to two guests
	Alone string // for a guest without a name
	Brief string // to somebody far above the user

	BriefAlone string `toml:"brief_alone"`
}

// place has the location of an invitation by what the user chose.
type place struct {
	Video    string
	InPerson string `toml:"in_person"`
	Walk     string
}

// greeting has the first line of an invitation.
type greeting struct {
	First  string // to somebody who is addressed by the first name
	Last   string // formally, with the salutation that is stated
	Full   string // formally, without one
	Nobody string // to somebody without a name

	Both     string // to two guests
	BothFull string `toml:"both_full"` // formally
	Names    string // two names
}

// farewell has the line in an invitation that is withdrawn.
type farewell struct {
	Silence   string // nobody answered in time
	Hindrance string // the user cannot come
	Absence   string // one of two guests cannot come
}

// dates says how days and clocks are written.
type dates struct {
	Days   []string // from Sunday
	Months []string
	First  string // the first day of a month
	Date   string
	Clock  string // a layout of [time.Time.Format]
}

// voice has the sentences for one form of address, or for both where they do not differ.
type voice struct {
	Forms                 []planner.Form
	Coffee, Walk, Refusal string
	Link, Room            string
	Clocks, City, Nowhere string
	About, Offer, Return  string
	Footer, More          string
	Ease                  string // for short letters: how little is asked
	Assessment            string // to interns and reports
	Table                 table
	Question              question
	Reason                reasons
	Known                 known
	Themes                map[string]variants
}

// question has what replaces the request and the sentence of the theme in a letter to
// somebody far above the user.
type question struct {
	About variants
	Colon string // where the topic does not fit into a sentence
	None  string // without a topic
}

// reasons has the sentences that state a [Reason].
type reasons struct {
	Told                variants // what the guest told the user about
	Titled, Small, Pair variants // of a meeting
	Title, Department   variants
}

// known has what is said about the past in a goal of trusted connections.
type known struct {
	Strangers, Apart variants
	InTouch          variants `toml:"in_touch"`
}

// variants are ways to say one thing. They never differ in what they say, only in how, so
// that two colleagues who compare do not hold one text.
type variants []string

// general is the entry of [voice.Themes] for goals without a sentence of their own.
const general = "general"

//go:embed texts/*.toml
var files embed.FS

// languages returns the texts in every language. They are part of the program, so a fault
// in them panics; a test reads them all.
var languages = sync.OnceValue(func() map[planner.Language]*language {
	all := map[planner.Language]*language{}
	for _, code := range planner.Languages() {
		text, err := files.ReadFile(fmt.Sprintf("texts/%s.toml", code))
		if err != nil {
			panic(err)
		}
		l := &language{}
		meta, err := toml.Decode(string(text), l)
		if err != nil || len(meta.Undecoded()) > 0 {
			panic(fmt.Sprintf("the texts in %s: %v, unknown keys %v", code, err, meta.Undecoded()))
		}
		all[code] = l
	}
	return all
})

// languageOf returns the texts in the language code, or in English if there are none.
func languageOf(code planner.Language) *language {
	if l := languages()[code]; l != nil {
		return l
	}
	return languages()[planner.Languages()[0]]
}

// voice returns the sentences for a form of address.
func (l *language) voice(form planner.Form) voice {
	i := slices.IndexFunc(l.Voices, func(v voice) bool { return slices.Contains(v.Forms, form) })
	return l.Voices[i]
}

// day returns the day of t, such as Thursday 12 March.
func (d dates) day(t time.Time) string {
	number := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		number = d.First
	}
	return filled(d.Date, "weekday", d.Days[t.Weekday()], "day", number, "month", d.Months[t.Month()-1])
}

// filled returns text with words in its places: pairs of a name and the words for it.
// Places without words leave no gap.
func filled(text string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			text = strings.ReplaceAll(text, "{"+pairs[i]+"} ", "")
		}
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
