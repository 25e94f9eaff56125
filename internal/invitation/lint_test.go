package invitation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/planner"
)

// forbidden are words that no guest reads: what the machinery is about, and what makes a
// colleague a means.
var forbidden = append([]string{"score", "new to you", "not met since", "{", "}", "  "}, unsaidWords...)

// reasonsToState are reasons of every kind, and of every form that one can have.
var reasonsToState = []Reason{
	{},
	{Kind: Theme},
	{Kind: Because, Words: "you rebuilt the pricing page, and everybody I asked says it works now"},
	{Kind: Told, Fact: "N3 late-deliveries", Words: "late deliveries", Month: "2025-11"},
	{Kind: Shared, Fact: "a", Words: "Pricing round", Month: "2025-11"},
	{Kind: Shared, Fact: "a", Words: "Pricing round", Month: "2025-01"},
	{Kind: Shared, Fact: "a", Words: "Pricing round", Month: "2026-03"},
	{Kind: Shared, Fact: "a", Month: "2025-11"},
	{Kind: Shared, Fact: "a", Month: "2025-11", Pair: true},
	{Kind: Role, Fact: "title", Words: "VP Sales"},
	{Kind: Role, Fact: "title", Words: "Head of Pricing"},
	{Kind: Role, Fact: "title", Words: "Software Engineer"},
	{Kind: Role, Fact: "department", Words: "Key accounts"},
}

// TestLettersAreFitToSend checks every theme, reason, language, variant, form of address,
// level and state of acquaintance, with and without all optional sentences.
func TestLettersAreFitToSend(t *testing.T) {
	for _, language := range planner.Languages() {
		for _, form := range []planner.Form{planner.FormFirst, planner.FormLast} {
			for _, theme := range append(themes, trusted, "") {
				for _, reason := range reasonsToState {
					for _, days := range []int{0, 10, 300} {
						if days == 10 && theme != trusted {
							continue // only that one looks at it
						}
						guest := planner.Person{ID: "ana@example.com", Name: "Ana Ruiz", Language: language, Form: form, Salutation: "Frau"}
						l := letter(guest)
						l.Theme, l.Reason, l.Department = theme, reason, "Communications"
						if days > 0 {
							l.LastMet = l.Now.AddDate(0, 0, -days)
						}
						readLevels(t, l)
						l.Goal.Topic = cmp.Or(map[string]string{trusted: "catching up"}[theme], "What slows you down?")
						readLevels(t, l)
					}
				}
			}
		}
	}
}

// readLevels reads l as its guest on every level.
func readLevels(t *testing.T, l Letter) {
	t.Helper()
	read(t, l)
	l.Assessed = true
	read(t, l)
	l.Assessed = false
	l.Goal.Offer, l.OwesLink, l.Guest.Zone = "our next stories", true, time.FixedZone("Europe/Lisbon", 0)
	read(t, l)
	l.Upward, l.Minutes = true, 15
	read(t, l)
}

// read reads each variant of l as its guest: the length, the words, and that the only
// question is the one that asks.
func read(t *testing.T, l Letter) {
	t.Helper()
	texts := map[string]bool{}
	for draw := range uint64(9) {
		w := l.writer(Texts{})
		w.draw = draw
		text, err := l.text(Texts{About: "https://wiki.example.com/fika"}, w)
		if err != nil {
			t.Fatal(err)
		}
		texts[text] = true
		if fault := lint(l, w, text); fault != "" {
			t.Errorf("%s, %s, %q, %+v, variant %d: %s:\n%s", w.Guest.Language, w.form, l.Theme, l.Reason, draw, fault, text)
		}
	}
	variants := 3
	if states := l.Reason.Kind; states == Told || states == Shared || states == Role {
		variants = 9
	}
	topic := l.Goal.Topic != "" && (l.Theme != trusted || !l.Upward)
	if len(texts) != variants && topic && fitting(l.Goal.Topic) {
		t.Errorf("%s, %q, %+v: %d different texts, want %d", l.Guest.Language, l.Theme, l.Reason, len(texts), variants)
	}
}

// lint says what is wrong with text, "" if nothing is.
func lint(l Letter, w writer, text string) string {
	body, footer, _ := strings.Cut(text, "\n--\n")
	paragraphs := strings.Split(body, "\n\n")
	asks := strings.Count(text, "?") - strings.Count(l.Goal.Topic, "?")
	low := strings.ToLower(text)
	bad := slices.IndexFunc(append(forbidden, cmp.Or(l.Theme, general)), func(word string) bool { return strings.Contains(low, word) })
	switch n := words(body); {
	case n < 35 || n > 75:
		return fmt.Sprintf("%d words before the footer", n)
	case words(footer) > 35:
		return fmt.Sprintf("%d words in the footer", words(footer))
	case l.Upward && asks != 0, !l.Upward && asks != 1:
		return fmt.Sprintf("%d question marks", asks)
	case bad >= 0:
		return "a word that no guest reads"
	case strings.Contains(low, ".."), strings.Contains(low, " ."), strings.Contains(low, ",,"):
		return "punctuation"
	case l.LastMet.IsZero() && strings.Contains(text, "catch up"):
		return "who was never met reads of catching up"
	case l.LastMet.IsZero() && !strings.HasPrefix(paragraphs[len(paragraphs)-1], l.Me.Name):
		return "who was never met does not read who writes"
	case l.Upward && strings.Contains(strings.ToLower(paragraphs[1]), strings.ToLower(w.voice.Coffee)):
		return "far above, it asks for a coffee"
	case strings.Contains(body, w.voice.Assessment) != l.Assessed:
		return "the sentence about assessment"
	}
	return ""
}

// odd are the parts of odd titles, departments and names.
var odd = []string{"Head", "of", "VP", "Sales", "II", "L5", "(ext.)", "HEAD OF", "PRICING", "Ana", "Bo Lind", "O'Neil", "R&D", "开发", "Vertrieb", "/", "-", "|", "?", "!", ".",
	"\"x\"", "Network", "optimal", "salary", "1:1", "sync", "Dr.", "Intern", "<b>", "{{.Me}}", "{topic}", "a\tb", "\n", "D-4711", "Müller", "Responsable des ventes", "Strategisches Produktmanagement"}

// TestOddWordsMakeNoOddLetter checks that whatever the people list and the calendar say, a
// letter is as fit to send as any other and names nobody but its guest and the user.
func TestOddWordsMakeNoOddLetter(t *testing.T) {
	everybody := []planner.Person{{ID: "ana@example.com", Name: "Ana Ruiz"}, {ID: "bo.lind@example.com", Name: "Bo Lind"}}
	names := NamesOf(everybody, "Maya Lind")
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(odd), 0, 4).Draw(t, "parts"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		guest := planner.Person{ID: "guest@example.com", Name: rapid.SampledFrom([]string{"", "Ana Ruiz", "DR. MÜLLER,", "van der Berg, Luc", "x", "王小明", "Test Contractor [EXT]"}).Draw(t, "name"),
			Language: rapid.SampledFrom(planner.Languages()).Draw(t, "language"), Form: rapid.SampledFrom([]planner.Form{"", planner.FormFirst, planner.FormLast}).Draw(t, "form")}
		l := letter(guest)
		l.Upward = rapid.Bool().Draw(t, "upward")
		if rapid.Bool().Draw(t, "met") {
			l.LastMet = l.Now.AddDate(0, 0, -100)
		}
		size := rapid.IntRange(1, 8).Draw(t, "size")
		all := Reasons(Facts{Title: text.Draw(t, "title"), Department: text.Draw(t, "department"), Names: names, Now: l.Now, Zone: l.Zone,
			Meetings: []Meeting{{ID: "m", Title: text.Draw(t, "meeting"), Start: l.Now.AddDate(0, -2, 0), End: l.Now.AddDate(0, -2, 0).Add(time.Hour), Size: size, Private: rapid.Bool().Draw(t, "private")}}})
		for _, l.Reason = range all {
			w := l.writer(Texts{})
			got, err := l.text(Texts{}, w)
			if err != nil {
				t.Fatal(err)
			}
			if fault := lint(l, w, got); fault != "" {
				t.Fatalf("%+v: %s:\n%s", l.Reason, fault, got)
			}
			said := wordsOf(w.fact())
			for _, word := range []string{"ana", "bo", "lind", "ruiz", "maya", "l5", "ext", "salary", "intern", "开发", "topic"} {
				if slices.Contains(said, word) && (word != "salary" || l.Reason.Kind == Shared) && (word != "intern" || l.Reason.Kind == Role) {
					t.Fatalf("%+v says %q:\n%s", l.Reason, word, got)
				}
			}
		}
	})
}
