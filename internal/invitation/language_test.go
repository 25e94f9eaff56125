package invitation

import (
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/planner"
)

// themes are those of a goal's configuration, except trusted_connections, whose sentences
// are in [known].
var themes = []string{"business_trends", "sales_wins", "employee_programs", "technologies", "challenges", "information_habits",
	"connect_dots", "future_role", "new_responsibility", "perspective", "honest_feedback"}

// TestLanguagesAreComplete checks that every language has every key and theme, each
// sentence in three variants, each form of address once, and the same places for words as
// English.
func TestLanguagesAreComplete(t *testing.T) {
	names, err := fs.Glob(files, "texts/*.toml")
	if err != nil || len(names) != len(planner.Languages()) {
		t.Errorf("%v (%v) for the languages %v", names, err, planner.Languages())
	}
	english := languages()["en"]
	for code, l := range languages() {
		if l.Doubt != planner.FormFirst && l.Doubt != planner.FormLast {
			t.Errorf("%s: in doubt the form is %q", code, l.Doubt)
		}
		if len(l.Dates.Days) != 7 || len(l.Dates.Months) != 12 {
			t.Errorf("%s: %d days and %d months", code, len(l.Dates.Days), len(l.Dates.Months))
		}
		var forms []planner.Form
		for _, v := range l.Voices {
			forms = append(forms, v.Forms...)
			v.Forms = nil
			for _, theme := range append(themes, general) {
				if len(v.Themes[theme]) != 3 {
					t.Errorf("%s: %d variants of %s, want 3", code, len(v.Themes[theme]), theme)
				}
				for _, sentence := range v.Themes[theme] {
					if strings.Count(sentence, "{topic}") != 1 {
						t.Errorf("%s, %s: %q does not have the topic once", code, theme, sentence)
					}
				}
			}
			if len(v.Themes) != len(themes)+1 {
				t.Errorf("%s: %d themes, want %d", code, len(v.Themes), len(themes)+1)
			}
			is := v.Reason
			for _, same := range []variants{v.Known.Strangers, v.Known.Apart, v.Known.InTouch, v.Question.About, is.Told, is.Titled, is.Small, is.Pair, is.Title, is.Department} {
				if len(same) != 3 {
					t.Errorf("%s: %q are not three variants", code, same)
				}
			}
			same(t, string(code), reflect.ValueOf(english.Voices[0]), reflect.ValueOf(v))
		}
		slices.Sort(forms)
		if !slices.Equal(forms, []planner.Form{planner.FormFirst, planner.FormLast}) {
			t.Errorf("%s: voices for the forms %v", code, forms)
		}
		same(t, string(code), reflect.ValueOf(*english), reflect.ValueOf(*l))
	}
}

var places = regexp.MustCompile(`\{\w+\}`)

// optional are places for words that a language may do without.
var optional = []string{"{degree}", "{city}"}

// same checks that each text of got is there and has the places for words that want has.
func same(t *testing.T, at string, want, got reflect.Value) {
	t.Helper()
	switch got.Kind() {
	case reflect.Struct:
		for i := range got.NumField() {
			if name := got.Type().Field(i).Name; name != "Voices" && name != "Forms" && name != "Themes" {
				same(t, at+" "+name, want.Field(i), got.Field(i))
			}
		}
	case reflect.Slice:
		for i := range got.Len() {
			same(t, fmt.Sprint(at, " ", i), want.Index(min(i, want.Len()-1)), got.Index(i))
		}
	case reflect.String:
		find := func(v reflect.Value) []string {
			found := places.FindAllString(v.String(), -1)
			slices.Sort(found)
			return slices.DeleteFunc(found, func(p string) bool { return slices.Contains(optional, p) })
		}
		if strings.TrimSpace(got.String()) == "" || !slices.Equal(find(want), find(got)) {
			t.Errorf("%s: %q has not the places of %q", at, got, want)
		}
	}
}

// letter returns a letter from Maya in Stockholm to guest.
func letter(guest planner.Person) Letter {
	stockholm := time.FixedZone("Europe/Stockholm", 3600)
	l := Letter{
		From: "maya@example.com", Guest: guest, TitleName: guest.Greeting().Name, Theme: "sales_wins",
		Now: time.Date(2026, 3, 2, 8, 0, 0, 0, stockholm), Zone: stockholm,
		Span: span.New(time.Date(2026, 3, 12, 10, 20, 0, 0, stockholm), 25*time.Minute),
	}
	l.Me = Person{"Maya Lind", "Maya"}
	l.Person = Person{guest.Name, guest.Greeting().Name}
	l.Goal, l.Minutes = Goal{Topic: "what customers ask for this quarter"}, 25
	return l
}

// TestVariantsAreDrawnByPerson checks that one guest always reads the same text, and that
// many guests of one user read all variants.
func TestVariantsAreDrawnByPerson(t *testing.T) {
	texts := map[string]int{}
	for i := range 90 {
		guest := planner.Person{ID: mailbox.Address(fmt.Sprintf("a%d@example.com", i)), Name: "Ana Ruiz"}
		l := letter(guest)
		l.Reason = Reason{Kind: Role, Fact: "title", Words: "Head of Pricing"}
		_, once, _ := l.Write(Texts{})
		l.Now = l.Now.Add(48 * time.Hour)
		_, twice, err := l.Write(Texts{})
		if err != nil || once != twice {
			t.Fatalf("%v: two texts for one guest:\n%s\n%s", err, once, twice)
		}
		texts[once]++
	}
	for text, n := range texts {
		if n < 2 {
			t.Errorf("%d of 90 read:\n%s", n, text)
		}
	}
	if len(texts) != 9 {
		t.Errorf("90 guests read %d texts, want 9", len(texts))
	}
}

// TestAddress checks how guests are addressed. Without a stated salutation nobody is
// called Frau or Ms, and without a certain last name it is the full name.
func TestAddress(t *testing.T) {
	for _, test := range []struct {
		guest                      planner.Person
		title, greeting, signature string
	}{
		{planner.Person{Name: "Ana Ruiz"}, "Coffee: Maya and Ana", "Hi Ana,", "Maya"},
		{planner.Person{}, "Coffee with Maya", "Hello,", "Maya"},
		{planner.Person{Name: "Ana Ruiz", Form: "last", Salutation: "Ms"}, "Coffee: Maya Lind and Ana Ruiz", "Dear Ms Ruiz,", "Maya Lind"},
		{planner.Person{Name: "Dr. Sabine Krüger", Language: "de", Salutation: "Frau"}, "Kaffee: Maya Lind und Sabine Krüger", "Guten Tag Frau Dr. Krüger,", "Maya Lind"},
		{planner.Person{Name: "Prof. Dr. Sabine Krüger", Language: "de", Salutation: "Frau"}, "Kaffee: Maya Lind und Sabine Krüger", "Guten Tag Frau Prof. Krüger,", "Maya Lind"},
		{planner.Person{Name: "Dr. Sabine Krüger", Language: "de", Salutation: "Frau Dr."}, "Kaffee: Maya Lind und Sabine Krüger", "Guten Tag Frau Dr. Krüger,", "Maya Lind"},
		{planner.Person{Name: "Sabine Krüger", Language: "de"}, "Kaffee: Maya Lind und Sabine Krüger", "Guten Tag Sabine Krüger,", "Maya Lind"},
		{planner.Person{Name: "Krüger, Sabine", Language: "de"}, "Kaffee: Maya Lind und Sabine Krüger", "Guten Tag Sabine Krüger,", "Maya Lind"},
		{planner.Person{Name: "Maria García López", Language: "de", Salutation: "Frau"}, "Kaffee: Maya Lind und Maria García López", "Guten Tag Maria García López,", "Maya Lind"},
		{planner.Person{Name: "Sabine Krüger", Language: "de", Form: "first", Salutation: "Frau"}, "Kaffee: Maya und Sabine", "Hallo Sabine,", "Maya"},
		{planner.Person{Language: "de", Salutation: "Frau"}, "Kaffee mit Maya Lind", "Guten Tag,", "Maya Lind"},
		{planner.Person{Name: "Luc van der Berg", Language: "fr", Salutation: "Monsieur"}, "Café : Maya Lind et Luc van der Berg", "Bonjour Monsieur van der Berg,", "Maya Lind"},
		{planner.Person{Name: "Ebba Ek", Language: "sv"}, "Fika: Maya och Ebba", "Hej Ebba!", "Maya"},
	} {
		test.guest.ID = "guest@example.com"
		l := letter(test.guest)
		l.LastMet = l.Now.AddDate(-1, 0, 0)
		title, text, err := l.Write(Texts{})
		lines := strings.Split(text, "\n")
		if err != nil || title != test.title || lines[0] != test.greeting || !slices.Contains(lines, test.signature) {
			t.Errorf("%v: title %q, text:\n%s\nwant %q, %q and %q", err, title, text, test.title, test.greeting, test.signature)
		}
	}
}

// TestClocks checks that a guest whose clock differs reads both, in the guest's language,
// and nobody else reads a time, which a move would make wrong.
func TestClocks(t *testing.T) {
	for _, test := range []struct {
		language planner.Language
		form     planner.Form
		zone     *time.Location
		want     string
	}{
		{"en", "first", time.FixedZone("Europe/Lisbon", 0), "Thursday 12 March, 10:20 (09:20 in Lisbon)."},
		{"en", "first", time.FixedZone("America/New_York", -5*3600), "Thursday 12 March, 10:20 (04:20 in New York)."},
		{"en", "first", time.FixedZone("Pacific/Auckland", 15*3600), "Thursday 12 March, 10:20 (Friday 13 March, 00:20 in Auckland)."},
		{"en", "first", time.FixedZone("Etc/GMT", 0), "Thursday 12 March, 10:20 (09:20 your time)."},
		{"de", "last", time.FixedZone("Europe/Lisbon", 0), "Donnerstag, 12. März, 10:20 Uhr (bei Ihnen 09:20 Uhr)."},
		{"fr", "last", time.FixedZone("Europe/Lisbon", 0), "Le jeudi 12 mars, 10h20 (09h20 chez vous)."},
		{"sv", "first", time.FixedZone("Europe/Lisbon", 0), "Det blir torsdag 12 mars, kl. 10.20 (kl. 09.20 hos dig)."},
		{"en", "first", time.FixedZone("Europe/Paris", 3600), ""},
		{"en", "first", nil, ""},
	} {
		guest := planner.Person{ID: "ana@example.com", Name: "Ana Ruiz", Language: test.language, Form: test.form, Zone: test.zone}
		if got := letter(guest).writer(Texts{}).clocks(); got != test.want {
			t.Errorf("%s, %v:\n got %s\nwant %s", test.language, test.zone, got, test.want)
		}
	}
	if got := languageOf("fr").Dates.day(time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)); got != "vendredi 1er mai" {
		t.Errorf("the first of a month is %q", got)
	}
}

// TestOwnTextWins checks that the user's text is the whole text in every language, unless it
// would greet somebody whose name is unknown with a gap.
func TestOwnTextWins(t *testing.T) {
	own, err := Parse("text", "Hi {{.Person.FirstName}}, coffee? {{.Me.FirstName}}")
	if err != nil {
		t.Fatal(err)
	}
	texts := Texts{Text: own, Language: "de"}
	for _, language := range planner.Languages() {
		_, text, err := letter(planner.Person{ID: "ana@example.com", Name: "Ana Ruiz", Language: language}).Write(texts)
		if err != nil || text != "Hi Ana, coffee? Maya" {
			t.Errorf("%s: %v, %q", language, err, text)
		}
	}
	guest := planner.Person{ID: "ana@example.com"}
	title, text, err := letter(guest).Write(texts)
	if err != nil || title != "Kaffee mit Maya Lind" || !strings.HasPrefix(text, "Guten Tag,\n") || texts.Location(guest, planner.PlaceWalk) != "Ein Spaziergang" {
		t.Errorf("%v: title %q, place %q, text:\n%s", err, title, texts.Location(guest, planner.PlaceWalk), text)
	}
	guest.Language = "sv"
	if place := texts.Location(guest, planner.PlaceWalk); place != "En promenad" {
		t.Errorf("the guest's language does not win: %q", place)
	}
}

// TestStandingLink checks that the user's own link is the place and in the text of a video
// call in every language and form, that no link is promised beside it, and that it is
// nowhere else.
func TestStandingLink(t *testing.T) {
	const link = "https://meet.example.com/maya?pwd=1"
	for _, language := range planner.Languages() {
		for _, form := range []planner.Form{planner.FormFirst, planner.FormLast} {
			for _, at := range []planner.Place{planner.PlaceVideo, planner.PlaceInPerson, planner.PlaceWalk, "Kitchen"} {
				guest := planner.Person{ID: "ana@example.com", Name: "Ana Ruiz", Language: language, Form: form}
				l := letter(guest)
				l.Place = at
				texts := Texts{Video: link}
				_, text, err := l.Write(texts)
				if err != nil {
					t.Fatal(err)
				}
				l.OwesLink = true
				_, promise, err := l.Write(Texts{})
				if err != nil {
					t.Fatal(err)
				}
				promised := languageOf(language).voice(form).Link
				if !strings.Contains(promise, promised) || strings.Contains(text, promised) {
					t.Errorf("%s, %s, %s: the link is promised in\n%s\nor not in\n%s", language, form, at, text, promise)
				}
				video := at == planner.PlaceVideo
				if strings.Contains(text, link) != video || (texts.Location(guest, at) == link) != video {
					t.Errorf("%s, %s, %s: location %q, text:\n%s", language, form, at, texts.Location(guest, at), text)
				}
			}
		}
	}
}

// TestFootersTellTheEasyNo checks that the words which a footer tells the guest to write
// are understood in an answer.
func TestFootersTellTheEasyNo(t *testing.T) {
	quoted := regexp.MustCompile(`["„«”]\s*([^"“”»]+?)\s*["“»”]`)
	for code, l := range languages() {
		for _, v := range l.Voices {
			words := quoted.FindStringSubmatch(v.Footer)
			if words == nil {
				t.Errorf("%s: no quoted words in %q", code, v.Footer)
				continue
			}
			for _, comment := range []string{words[0], words[1], strings.ToUpper(words[1])} {
				if !rsvp.AsksForNoMore(comment) {
					t.Errorf("%s: the comment %q is not understood", code, comment)
				}
			}
		}
	}
}
