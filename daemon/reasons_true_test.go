package daemon_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/planner"
)

// titleUse is what a letter may do with the title of a meeting.
type titleUse int

const (
	quoted    titleUse = iota // quote it, if others may read it
	unquoted                  // mention the meeting without it
	unspoken                  // not even mention the meeting
	titleUses                 // how many there are
)

// titlesOfMeetings are by what a letter may do with them. Zoe is in no list of people.
var titlesOfMeetings = [titleUses][]string{
	{"Pricing round", "Routing engine", "Q3 planning", "Preisrunde", "Atelier des ventes", "Kundresan"},
	{"Sync", "Weekly team meeting", "Ana / Bo", "Zoe onboarding", "Ruiz handover", "What slows us down?", "PRICING ROUND", "価格", ""},
	{"Salary talk", "Gehaltsrunde", "Entretien annuel", "Lönesamtal", "Job interview", "Confidential"},
}

// rolesOfPeople are titles and departments with what a letter says of them.
var rolesOfPeople = map[string]string{
	"Head of Pricing": "Head of Pricing", "VP Sales": "VP Sales", "Software Engineer II": "Software Engineer", "Key accounts": "Key accounts",
	"": "", "Engineer L5": "", "HEAD OF SALES": "", "Developer (m/w/d)": "", "Assistant to Ana": "", "Network Engineer": "", "開発部長": "",
}

// inventWorld fills the calendar and the people of h.
func (h *harness) inventWorld(t *testing.T, chance *rand.Rand, now time.Time) {
	pick := func(list []string) string { return list[chance.IntN(len(list))] }
	roles := slices.Sorted(func(yield func(string) bool) {
		for role := range rolesOfPeople {
			if !yield(role) {
				return
			}
		}
	})
	h.people = nil
	for _, name := range []string{"Ana Ruiz", "Bo Lind", "Cy Young", "Dora Maar", "Eli Wallach"} {
		local, _, _ := strings.Cut(strings.ToLower(name), " ")
		p := planner.Person{ID: mailbox.Address(local + "@example.com"), Name: name, Title: pick(roles), Department: pick(append(roles, "Communications")),
			Zone: h.settings.Rules.Zone, Level: 2, Language: planner.Languages()[chance.IntN(len(planner.Languages()))]}
		if chance.IntN(8) == 0 {
			p.Because = "you rebuilt the " + local + " page"
		}
		h.people = append(h.people, p)
	}
	for i := range 3 + chance.IntN(6) {
		e := meetingFile{
			uid:   fmt.Sprintf("m%d", i),
			title: pick(titlesOfMeetings[chance.IntN(int(titleUses))]),
			start: now.AddDate(0, 0, 20-chance.IntN(650)).Add(time.Duration(chance.IntN(24*4)) * 15 * time.Minute).UTC().Format("20060102T150405Z"),
			class: pick([]string{"", "", "PRIVATE", "CONFIDENTIAL", "PUBLIC"}),
			mine:  pick([]string{"", "", "ACCEPTED", "NEEDS-ACTION", "TENTATIVE", "DECLINED", notInvited}),
		}
		for _, who := range []string{"ana", "bo", "cy", "dora", "eli", "zoe", "yan"} {
			switch chance.IntN(4) {
			case 0, 1:
				e.accepted = append(e.accepted, who)
			case 2:
				e.silent = append(e.silent, who)
			}
		}
		if chance.IntN(3) == 0 {
			e.accepted, e.silent, e.mine = e.accepted[:min(1, len(e.accepted))], nil, ""
		}
		if chance.IntN(4) == 0 {
			e.weeks = 3
		}
		h.write(t, e)
	}
}

// occurrence is a meeting as the second reader sees it: the text of a calendar file, read
// line by line, without fika's reader of calendars.
type occurrence struct {
	title   string
	start   time.Time
	private bool
	series  bool
	sure    bool // that Maya was there
	size    int
	with    []string // who was there, by address
}

// readOccurrences returns the meetings in the files of a folder that Maya did not decline.
func readOccurrences(t *testing.T, folder string) []occurrence {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "m*.ics"))
	if err != nil {
		t.Fatal(err)
	}
	var all []occurrence
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, readOccurrence(t, string(text))...)
	}
	return all
}

func readOccurrence(t *testing.T, text string) (all []occurrence) {
	t.Helper()
	o, mine, organizer, weeks := occurrence{size: 1, sure: true}, "", "", 1
	for line := range strings.SplitSeq(text, "\r\n") {
		property, value, _ := strings.Cut(line, ":")
		name, parameters, _ := strings.Cut(property, ";")
		address := strings.TrimPrefix(value, "mailto:")
		switch name {
		case "SUMMARY":
			o.title = value
		case "CLASS":
			o.private = value != "PUBLIC"
		case "ORGANIZER":
			organizer = address
		case "RRULE":
			_, err := fmt.Sscanf(value, "FREQ=WEEKLY;COUNT=%d", &weeks)
			if err != nil {
				t.Fatal(err)
			}
			o.series = true
		case "DTSTART":
			start, err := time.Parse("20060102T150405Z", value)
			if err != nil {
				t.Fatal(err)
			}
			o.start = start
		case "ATTENDEE":
			reply := strings.TrimPrefix(parameters, "PARTSTAT=")
			if address == me {
				mine = reply
				continue
			}
			o.size++
			if reply == "ACCEPTED" {
				o.with = append(o.with, address)
			}
		}
	}
	if organizer != me {
		if mine == "DECLINED" {
			return nil
		}
		o.sure = mine == "ACCEPTED" // not if silent, or at a meeting of others
		if strings.Count(text, ":mailto:"+organizer+"\r\n") == 1 {
			o.size++ // not among the attendees, and there
		}
	}
	for i := range weeks {
		one := o
		one.start = o.start.AddDate(0, 0, 7*i)
		all = append(all, one)
	}
	return all
}

// use returns what a letter may do with o.
func (o occurrence) use() titleUse {
	for use, titles := range titlesOfMeetings {
		if slices.Contains(titles, o.title) {
			if o.private || o.size == 2 {
				return max(titleUse(use), unquoted)
			}
			return titleUse(use)
		}
	}
	return unspoken
}

// shared returns the meetings that a letter to p at now may mention.
func shared(all []occurrence, p planner.Person, now time.Time) []occurrence {
	return slices.DeleteFunc(slices.Clone(all), func(o occurrence) bool {
		return !o.sure || !slices.Contains(o.with, string(p.ID)) || o.size < 2 || o.size > 6 || o.series && o.size == 2 ||
			o.start.Add(30*time.Minute).After(now) || o.start.Before(now.AddDate(0, -18, 0)) || o.use() == unspoken
	})
}

// inTouch reports whether Maya met p in the 60 days before now, at whatever meeting.
func inTouch(all []occurrence, p planner.Person, now time.Time) bool {
	return slices.ContainsFunc(all, func(o occurrence) bool {
		end := o.start.Add(30 * time.Minute)
		return slices.Contains(o.with, string(p.ID)) && !end.After(now) && now.Sub(end) < 60*24*time.Hour
	})
}

// months are their names in the languages of letters.
var months = map[planner.Language][]string{
	"en": strings.Fields("January February March April May June July August September October November December"),
	"de": strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
	"fr": strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
	"sv": strings.Fields("januari februari mars april maj juni juli augusti september oktober november december"),
}

var thisMonth = map[planner.Language]string{"en": "this month", "de": "diesen Monat", "fr": "ce mois-ci", "sv": "den här månaden"}

// says reports whether text names the month of o, as a letter written at now does.
func (o occurrence) says(text string, language planner.Language, now time.Time) bool {
	start := o.start.In(now.Location())
	ago := 12*(now.Year()-start.Year()) + int(now.Month()) - int(start.Month())
	name := months[language][start.Month()-1]
	switch {
	case ago == 0:
		return strings.Contains(text, thisMonth[language])
	case ago < 11:
		return regexp.MustCompile(`\b` + name + `($|[ .:])`).MatchString(strings.ReplaceAll(text, name+" 2", ""))
	}
	return strings.Contains(text, fmt.Sprintf("%s %d", name, start.Year()))
}

// TestReasonsAreTrue recomputes every fact that letters state, in generated worlds: the
// month and the size of a meeting, its title, who was there, and titles and departments. A
// second reader reads the calendar files. It also checks that no better fact was passed over.
func TestReasonsAreTrue(t *testing.T) {
	worlds := 200
	if testing.Short() {
		worlds = 20
	}
	seen := map[string]int{}
	for seed := range worlds {
		h, err := openHarness(t.TempDir(), nil)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 3, 2, 8, 0, 0, 0, h.settings.Rules.Zone)
		h.settings.Goals = []planner.Goal{{ID: "field", Kind: "value", Theme: "sales_wins", Topic: "what customers ask for", Mode: planner.ModePropose, Weight: 1,
			Want: planner.Want{Meetings: 1, Per: planner.PerQuarter}}}
		h.settings.Department, h.settings.Invite = "Communications", invitation.Texts{}
		h.inventWorld(t, rand.New(rand.NewPCG(uint64(seed), 1)), now)
		h.daemon.Configure(h.settings)
		letters, err := h.daemon.Letters(t.Context(), now, 100)
		if err != nil || len(letters.Letters) != len(h.people) {
			t.Fatalf("world %d: %d letters, %v", seed, len(letters.Letters), err)
		}
		all := readOccurrences(t, filepath.Join(h.dir, "work"))
		for _, l := range letters.Letters {
			i := slices.IndexFunc(h.people, func(p planner.Person) bool { return string(p.ID) == l.Person })
			text := stated(t, l.Letter.Text)
			kind, problem := judge(text, h.people[i], shared(all, h.people[i], now), inTouch(all, h.people[i], now), now)
			if problem == "" {
				problem = namesOthers(text, h.people[i], h.people)
			}
			if problem != "" {
				t.Errorf("world %d, %s: %s:\n%s", seed, l.Person, problem, l.Letter.Text)
			}
			seen[kind]++
		}
		h.store.Close()
	}
	for _, kind := range []string{"because", "quoted", "small", "pair", "title", "department", "none"} {
		if seen[kind] == 0 {
			t.Errorf("no letter of the kind %s: %v", kind, seen)
		}
	}
}

// judge says which kind of fact a letter to p has to state, and what is wrong with what it
// states.
func judge(text string, p planner.Person, met []occurrence, inTouch bool, now time.Time) (kind, problem string) {
	language := cmp.Or(p.Language, "en")
	title, department := rolesOfPeople[p.Title], rolesOfPeople[p.Department]
	best := func(fits func(o occurrence) bool) []occurrence {
		return slices.DeleteFunc(slices.Clone(met), func(o occurrence) bool { return !fits(o) })
	}
	titled := best(func(o occurrence) bool { return o.use() == quoted })
	small := best(func(o occurrence) bool { return o.size > 2 })
	switch {
	case p.Because != "":
		return "because", problemUnlessIn(text, "Y"+p.Because[1:]+".")
	case len(titled) > 0:
		if !slices.ContainsFunc(titled, func(o occurrence) bool {
			return regexp.MustCompile(`["„”] ?`+o.title+` ?["“”]|« `+o.title+` »`).MatchString(text) && o.says(text, language, now)
		}) {
			return "quoted", fmt.Sprintf("none of the meetings %+v is quoted", titled)
		}
		return "quoted", ""
	case len(small) > 0:
		return "small", saysOneOf(text, small, language, now)
	case len(met) > 0:
		return "pair", saysOneOf(text, met, language, now)
	case inTouch, p.Department == "Communications": // Maya's
	case title != "":
		return "title", problemUnlessIn(text, title)
	case department != "":
		return "department", problemUnlessIn(text, department)
	}
	if sentences := strings.Count(text, ". ") + strings.Count(text, "? "); sentences > 1 {
		return "none", "a fact that is nowhere"
	}
	return "none", ""
}

func saysOneOf(text string, met []occurrence, language planner.Language, now time.Time) string {
	if strings.ContainsAny(text, `"„“”«`) || !slices.ContainsFunc(met, func(o occurrence) bool { return o.says(text, language, now) }) {
		return fmt.Sprintf("it does not tell the month of one of %+v, and nothing else", met)
	}
	return ""
}

func problemUnlessIn(text, want string) string {
	if !strings.Contains(text, want) {
		return fmt.Sprintf("it does not say %q", want)
	}
	return ""
}

// namesOthers says whom text names beside p.
func namesOthers(text string, p planner.Person, people []planner.Person) string {
	for _, name := range append([]string{"Zoe", "Yan"}, namesOf(people)...) {
		if p.Because == "" && regexp.MustCompile(`\b`+name+`\b`).MatchString(text) {
			return "it names " + name
		}
	}
	return ""
}

func namesOf(people []planner.Person) (names []string) {
	for _, p := range people {
		names = append(names, strings.Fields(p.Name)...)
	}
	return names
}
