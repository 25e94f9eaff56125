package invitation

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/mailbox"
	"fika/planner"
)

var update = flag.Bool("update", false, "rewrite testdata/invited.txt; read the difference as the guests would")

// guestNames are names as lists have them.
var guestNames = []planner.Person{
	{Name: "Ana Ruiz"}, {Name: "Ruiz, Ana"}, {Name: "ANA RUIZ"}, {Name: "ana.ruiz"}, {Name: "Prof. Dr. Sabine Krüger", Salutation: "Frau"},
	{Name: "Dr. Jens Müller", Salutation: "Herr"}, {Name: "Jean-Pierre Lefèvre", Salutation: "Monsieur"}, {Name: "van der Berg, Luc"}, {Name: "Åsa Öberg"},
	{Name: "王小明"}, {Name: "Nguyễn Thị Hoa"}, {Name: "Madonna"}, {Name: "J. R. Smith"}, {Name: "Test Contractor [EXT]"}, {Name: ""}, {Name: "noname@example.com"},
	{Name: "Mary O'Neil (she/her)"}, {Name: "Robert Smith", Greet: "Bob"}, {Name: "Smith Robert", Given: "Robert", Family: "Smith"}, {Name: "Mohammed bin Rashid"},
	{Name: "Ms. Anna-Lena von der Heide", Salutation: "Frau"}, {Name: "Björn"}, {Name: "Elif Yılmaz"}, {Name: "Σοφία Παπαδοπούλου"}, {Name: "Анна Иванова"},
	{Name: "MÜLLER,"}, {Name: "Dipl.-Ing. Karl Huber"}, {Name: "Chloé"}, {Name: "Kim Min-jun", Greet: "Min-jun"},
}

// facts are what may be known about a guest, besides nothing.
var facts = []Facts{
	{},
	{Because: "you rebuilt the pricing page"},
	{Meetings: []Meeting{{ID: "m", Title: "Pricing round", Start: meetingDay(2025, 11), End: meetingDay(2025, 11).Add(time.Hour), Size: 4}}},
	{Meetings: []Meeting{{ID: "m", Title: "Salary talk", Start: meetingDay(2026, 1), End: meetingDay(2026, 1).Add(time.Hour), Size: 3}}, Title: "Head of Pricing"},
	{Meetings: []Meeting{{ID: "m", Title: "Ana and Maya", Start: meetingDay(2026, 2), End: meetingDay(2026, 2).Add(time.Hour), Size: 2}}},
	{Title: "VP Sales", Department: "Sales"},
	{Title: "L5 (ext.)", Department: "Key accounts"},
	{Department: "Communications"}, // the user's own
	{Title: "Software Engineer II"},
}

// userWords are what the user wrote, in the language of the guest but for one topic in
// English: then a letter has two languages.
var userWords = map[planner.Language]struct {
	topics         [3]string
	offer, because string
}{
	"en": {[3]string{"what customers ask for this quarter", "What slows your team down?", "how prices are decided"}, "a look at our plans", "you rebuilt the pricing page"},
	"de": {[3]string{"was Kunden in diesem Quartal fragen", "What slows your team down?", "wie unsere Preise entstehen"}, "einen Blick in unsere Pläne", "die neue Preisseite ist gelungen"},
	"fr": {[3]string{"ce que les clients demandent ce trimestre", "What slows your team down?", "la façon dont nos prix sont fixés"}, "un aperçu de nos projets", "la nouvelle page des prix est une réussite"},
	"sv": {[3]string{"vad kunderna frågar efter i kvartalet", "What slows your team down?", "hur våra priser sätts"}, "en titt på våra planer", "du byggde om prissidan"},
}

func meetingDay(year int, month time.Month) time.Time {
	return time.Date(year, month, 12, 10, 0, 0, 0, time.UTC)
}

// invited returns the letter number i: every value of one property meets many of each
// other.
func invited(i int) Letter {
	all := append(append([]string{}, themes...), trusted, "")
	guest := guestNames[i%len(guestNames)]
	guest.ID = mailbox.Address(fmt.Sprintf("guest%d@example.com", i)) // it draws the variants
	guest.Language = planner.Languages()[i/3%4]
	guest.Form = []planner.Form{"", "", planner.FormFirst, planner.FormLast}[i/5%4]
	l := letter(guest)
	l.Theme = all[i%len(all)]
	words := userWords[guest.Language]
	l.Goal.Topic = words.topics[i/7%3]
	l.Goal.Offer = []string{"", "", words.offer}[i/2%3]
	l.Department = "Communications"
	l.LastMet = map[int]time.Time{1: l.Now.AddDate(0, 0, -10), 2: l.Now.AddDate(0, 0, -300)}[i/4%3]
	l.Upward, l.Assessed = i/6%5 == 3, i/6%5 == 4
	if l.Upward {
		l.Minutes, l.Goal.Offer = 15, ""
	}
	if l.OwesLink = i%2 == 0; i%4 > 1 {
		l.Guest.Zone = time.FixedZone("Europe/Lisbon", 0)
	}
	f := facts[i%len(facts)]
	if f.Because != "" {
		f.Because = words.because
	}
	if len(f.Meetings) > 0 && l.LastMet.IsZero() {
		l.LastMet = f.Meetings[0].Start
	}
	if f.RolesKnown = f.Department == l.Department || l.Assessed && i%2 == 0; f.RolesKnown { // a report, and not an intern
		l.Department = ""
	}
	f.Theme, f.Upward, f.LastMet, f.Now, f.Zone = l.Theme, l.Upward, l.LastMet, l.Now, l.Zone
	f.Names = NamesOf([]planner.Person{guest, {ID: "bo@example.com", Name: "Bo Lind"}}, l.Me.Name)
	l.Reason = Choose(f, Reason{})
	return l
}

// TestTheInvited reads 300 invitations as their guests: names, themes, levels, ties,
// languages and forms of address. Each passes the lint, and all are in testdata/invited.txt,
// where a change of the texts shows what it does to real letters.
func TestTheInvited(t *testing.T) {
	var all strings.Builder
	for i := range 300 {
		l := invited(i)
		title, text, err := l.Write(Texts{})
		if err != nil {
			t.Fatal(err)
		}
		w := l.writer(Texts{})
		if fault := lint(l, w, text); fault != "" {
			t.Errorf("%d: %s:\n%s", i, fault, text)
		}
		level := ""
		switch {
		case l.Upward:
			level = ", far above"
		case l.Assessed:
			level = ", assessed"
		}
		fmt.Fprintf(&all, "== %d: %q, %s %s, %s, %s%s\n%s\n\n%s\n\n", i, l.Guest.Name, w.Guest.Language, w.form, l.Theme, l.Reason.Kind, level, title, text)
	}
	const golden = "testdata/invited.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "== "), strings.Split(all.String(), "== ")); diff != "" {
		t.Errorf("letters differ (-want +got); if they are better, run go test -update:\n%s", diff)
	}
}
