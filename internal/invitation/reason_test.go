package invitation

import (
	"slices"
	"testing"
	"time"

	"fika/planner"
)

var today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// meeting returns a meeting of size people, some months before today.
func meeting(id, title string, months, size int) Meeting {
	start := today.AddDate(0, -months, -1)
	return Meeting{ID: id, Title: title, Start: start, End: start.Add(time.Hour), Size: size}
}

// changed returns m with a change.
func changed(m Meeting, change func(*Meeting)) Meeting {
	change(&m)
	return m
}

// TestReasons checks which facts count as reasons, and in which order.
func TestReasons(t *testing.T) {
	everybody := NamesOf([]planner.Person{{ID: "ana.ruiz@example.com", Name: "Ana Ruiz"}, {ID: "bo@example.com", Name: "Bo Lind"}}, "Maya Ek")
	shared := func(id, words, month string) Reason {
		return Reason{Kind: Shared, Fact: id, Words: words, Month: month}
	}
	pair := func(id, month string) Reason { return Reason{Kind: Shared, Fact: id, Month: month, Pair: true} }
	pricing := meeting("a", "Pricing round", 4, 5)
	told := func(id, topic string, months int) Mention {
		return Mention{ID: id, Topic: topic, At: today.AddDate(0, -months, -1)}
	}
	for name, test := range map[string]struct {
		facts Facts
		want  []Reason
	}{
		"told before shared, the latest first": {Facts{Told: []Mention{told("N1 late-deliveries", "late-deliveries", 4), told("N2 routing", "routing", 2)}, Meetings: []Meeting{pricing}},
			[]Reason{{Kind: Told, Fact: "N2 routing", Words: "routing", Month: "2026-01"}, {Kind: Told, Fact: "N1 late-deliveries", Words: "late deliveries", Month: "2025-11"}, shared("a", "Pricing round", "2025-11")}},
		"told too long ago":           {Facts{Told: []Mention{told("N1 routing", "routing", 18)}}, nil},
		"told about somebody":         {Facts{Told: []Mention{told("N1 bo-lind", "bo-lind", 1)}}, nil},
		"told what is not to be said": {Facts{Told: []Mention{told("N1 salary", "salary", 1), told("N2 layoffs", "layoffs", 1)}}, nil},
		"nothing":                     {Facts{}, nil},
		"all kinds": {Facts{Because: " you know routing ", Meetings: []Meeting{pricing}, Title: "Head of Pricing", Department: "Product"},
			[]Reason{{Kind: Because, Words: "you know routing"}, shared("a", "Pricing round", "2025-11"), {Kind: Role, Fact: "title", Words: "Head of Pricing"}, {Kind: Role, Fact: "department", Words: "Product"}}},
		"a title, then several people, then the latest": {Facts{Meetings: []Meeting{meeting("b", "Sync", 1, 2), meeting("c", "Sync", 2, 4), meeting("d", "Sync", 3, 4), pricing}},
			[]Reason{shared("a", "Pricing round", "2025-11"), shared("c", "", "2026-01"), shared("d", "", "2025-12"), pair("b", "2026-02")}},
		"one of a series comes last": {Facts{Meetings: []Meeting{changed(meeting("s", "Routing", 1, 4), func(m *Meeting) { m.Series = true }), pricing}},
			[]Reason{shared("a", "Pricing round", "2025-11"), shared("s", "Routing", "2026-02")}},
		"six people":                      {Facts{Meetings: []Meeting{meeting("a", "Pricing round", 4, 6)}}, []Reason{shared("a", "Pricing round", "2025-11")}},
		"seven people":                    {Facts{Meetings: []Meeting{meeting("a", "Pricing round", 4, 7)}}, nil},
		"too long ago":                    {Facts{Meetings: []Meeting{meeting("a", "Pricing round", 18, 5)}}, nil},
		"not over":                        {Facts{Meetings: []Meeting{changed(pricing, func(m *Meeting) { m.End = today.Add(time.Hour) })}}, nil},
		"private":                         {Facts{Meetings: []Meeting{changed(pricing, func(m *Meeting) { m.Private = true })}}, []Reason{shared("a", "", "2025-11")}},
		"two alone":                       {Facts{Meetings: []Meeting{meeting("a", "Routing", 4, 2)}}, []Reason{pair("a", "2025-11")}},
		"two alone, every week":           {Facts{Meetings: []Meeting{changed(meeting("a", "Routing", 4, 2), func(m *Meeting) { m.Series = true })}}, nil},
		"a sensitive meeting":             {Facts{Meetings: []Meeting{meeting("a", "Salary talk Ana", 4, 2), meeting("b", "Gehaltsrunde", 4, 4)}}, nil},
		"names":                           {Facts{Meetings: []Meeting{meeting("a", "Ana / Bo sync", 4, 4), meeting("b", "Anas onboarding", 5, 4)}}, []Reason{shared("a", "", "2025-11"), shared("b", "", "2025-10")}},
		"roles that both know":            {Facts{Title: "Head of Pricing", Department: "Product", RolesKnown: true}, nil},
		"a role of somebody in touch":     {Facts{Title: "Head of Pricing", LastMet: today.AddDate(0, 0, -59)}, nil},
		"a role of somebody met long ago": {Facts{Title: "Head of Pricing", LastMet: today.AddDate(0, 0, -60)}, []Reason{{Kind: Role, Fact: "title", Words: "Head of Pricing"}}},
		"a role far above":                {Facts{Title: "VP Sales", Upward: true}, nil},
		"a role in a goal about the tie":  {Facts{Title: "Head of Pricing", Theme: trusted}, nil},
		"a title of a ladder":             {Facts{Title: "Software Engineer II", Department: "D-4711"}, []Reason{{Kind: Role, Fact: "title", Words: "Software Engineer"}}},
	} {
		t.Run(name, func(t *testing.T) {
			test.facts.Names, test.facts.Now, test.facts.Zone = everybody, today, time.UTC
			got := Reasons(test.facts)
			if want := append(test.want, Reason{Kind: Theme}); !slices.Equal(got, want) {
				t.Errorf("\n got %+v\nwant %+v", got, want)
			}
			for _, r := range got {
				if Choose(test.facts, r) != r {
					t.Errorf("%+v is true and is not stated again", r)
				}
			}
			if Choose(test.facts, Reason{Kind: Shared, Fact: "deleted", Month: "2025-11"}) != got[0] {
				t.Error("a fact that is no longer true is stated again")
			}
		})
	}
}

// TestQuotedTitles checks which titles of meetings a letter quotes.
func TestQuotedTitles(t *testing.T) {
	names := NamesOf([]planner.Person{{ID: "jose.munoz@example.com", Name: "José Muñoz", Greet: "Pepe"}, {ID: "li@example.com", Name: "Li Wei"}}, "Maya Ek")
	for title, want := range map[string]bool{
		"Pricing round": true, "Routing engine: next steps": false, "Q3 planning": true, "R&D forum": true, "Preisrunde": true, "Atelier des ventes": true, "Kundresan": true,
		"": false, "Sync": false, "Weekly team meeting": false, "Jour fixe": false, "Coffee": false, "1:1": false,
		"Jose and Maya": false, "Jose's onboarding": false, "Pepe plans": false, "Li planning": false,
		"Salary": false, "Lönesamtal": false, "Kündigungsgespräch": false, "Entretien annuel": false, "Performance": false, "Budget cuts": false,
		"What slows us down?": false, "Launch!": false, `The "best" plan`: false, "Re: pricing": false, "http://x": false, "{{.Me}}": false, "<b>x</b>": false,
		"PRICING ROUND": false, "OKR": true, "Network planning": false, "価格": false, "Plan\nfor launch": true,
		"A very long title about many things at once": false, "+49 170 1234567 dial in": false,
	} {
		if _, got := names.quotable(title); got != want {
			t.Errorf("%q is quoted: %v", title, got)
		}
	}
}

// TestLabels checks which job titles and departments a letter states, and how.
func TestLabels(t *testing.T) {
	names := NamesOf([]planner.Person{{ID: "bo@example.com", Name: "Bo Lind"}}, "")
	for text, want := range map[string]string{
		"VP Sales": "VP Sales", "Head of Pricing": "Head of Pricing", "Software Engineer II": "Software Engineer", "Senior Manager, Sales": "Senior Manager, Sales",
		"R&D": "R&D", "CEO": "CEO", "IT": "IT", "Responsable des ventes": "Responsable des ventes", "Leiterin Vertrieb.": "Leiterin Vertrieb", "säljchef": "säljchef",
		"": "", "Engineer L5": "", "IC4": "", "Softwareentwicklerin (m/w/d)": "", "HEAD OF PRICING": "", "SALES": "", "開発部長": "", "Designer/Developer": "", "Sales > EMEA": "",
		"Dr.": "", "Intern": "", "Praktikantin": "", "External consultant": "", "Staff": "", "n/a": "", "Network Engineer": "", "Assistant to Bo Lind": "", "D-4711": "", "Head . II": "Head", "Sales -. II": "Sales",
		"Who knows?": "", "Head of everything that has to do with prices": "", "-": "", "II": "",
	} {
		got, ok := names.label(text)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q is stated as %q, want %q", text, got, want)
		}
	}
}

// TestIntern checks whom the four languages call an intern.
func TestIntern(t *testing.T) {
	for text, want := range map[string]bool{
		"intern": true, "Marketing Intern": true, "Praktikantin": true, "praktikant": true, "Stagiaire": true, "Auszubildender": true, "Apprentie": true, "Lärling": true, "Trainee": true,
		"": false, "staff": false, "Internal audit": false, "Head of International Sales": false, "Stage Manager": false,
	} {
		if got := IsIntern(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestStatedReason checks the sentence of each kind of reason, and how a month is said.
func TestStatedReason(t *testing.T) {
	for _, test := range []struct {
		language planner.Language
		reason   Reason
		want     string
	}{
		{"en", Reason{}, ""},
		{"en", Reason{Kind: Theme}, ""},
		{"en", Reason{Kind: Because, Words: "you know routing"}, "You know routing."},
		{"sv", Reason{Kind: Because, Words: "är det du som byggde det!"}, "Är det du som byggde det!"},
		{"en", Reason{Kind: Told, Words: "late deliveries", Month: "2025-11"}, "You told me about late deliveries in November."},
		{"de", Reason{Kind: Told, Words: "late deliveries", Month: "2025-11"}, "Sie haben mir im November von „late deliveries“ erzählt."},
		{"fr", Reason{Kind: Told, Words: "late deliveries", Month: "2025-11"}, "Vous m'avez parlé de « late deliveries » en novembre."},
		{"sv", Reason{Kind: Told, Words: "late deliveries", Month: "2025-11"}, "Du berättade om ”late deliveries” för mig i november."},
		{"en", Reason{Kind: Shared, Words: "Pricing round", Month: "2026-03"}, `We were both in "Pricing round" this month.`},
		{"en", Reason{Kind: Shared, Words: "Pricing round", Month: "2025-05"}, `We were both in "Pricing round" in May.`},
		{"en", Reason{Kind: Shared, Words: "Pricing round", Month: "2025-04"}, `We were both in "Pricing round" in April 2025.`},
		{"de", Reason{Kind: Shared, Words: "Pricing round", Month: "2025-11"}, "Wir waren im November beide bei „Pricing round“ dabei."},
		{"fr", Reason{Kind: Shared, Month: "2025-08"}, "Nous étions ensemble dans une petite réunion en août."},
		{"sv", Reason{Kind: Shared, Month: "2025-10", Pair: true}, "Vi hade ett möte i oktober."},
		{"en", Reason{Kind: Role, Fact: "title", Words: "VP Sales"}, "I see that your role is VP Sales."},
		{"de", Reason{Kind: Role, Fact: "department", Words: "Vertrieb"}, "Soweit ich weiß, arbeiten Sie im Bereich Vertrieb."},
	} {
		l := letter(planner.Person{ID: "ana@example.com", Name: "Ana Ruiz", Language: test.language})
		l.Reason = test.reason
		w := l.writer(Texts{})
		w.draw = 0
		if got := w.fact(); got != test.want {
			t.Errorf("%s, %+v:\n got %s\nwant %s", test.language, test.reason, got, test.want)
		}
	}
}

// TestSignature checks who the last line says has written.
func TestSignature(t *testing.T) {
	for _, test := range []struct {
		name                        string
		signature, department, want string
		met                         bool
	}{
		{"never met", "", "Communications", "Maya Lind, Communications", false},
		{"never met, no department", "", "", "Maya Lind", false},
		{"met", "", "Communications", "Maya", true},
		{"chosen", "Maya, editor of the news", "Communications", "Maya, editor of the news", false},
		{"chosen, met", "Maya, editor of the news", "Communications", "Maya, editor of the news", true},
	} {
		l := letter(planner.Person{ID: "ana@example.com", Name: "Ana Ruiz"})
		l.Signature, l.Department = test.signature, test.department
		if test.met {
			l.LastMet = l.Now.AddDate(-1, 0, 0)
		}
		if got := l.writer(Texts{}).signature(); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
