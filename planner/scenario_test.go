package planner

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/mailbox"
	"fika/internal/span"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata/scenarios")

// privateWhy is the Why of every scenario's goal; no answer may contain it.
const privateWhy = "PRIVATE"

// TestScenarios runs testdata/scenarios/*.txt. The lines before the first "=="
// describe a world, each line "== question" asks about it, and the lines after that
// are the answer. See testdata/README.md.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/scenarios/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d scenarios (%v), want at least 20", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { runScenario(t, file) })
	}
}

func runScenario(t *testing.T, file string) {
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(want), "\n== ")
	s, err := readScenario(head)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var got bytes.Buffer
	fmt.Fprintf(&got, "%s\n", head)
	for _, part := range strings.Split("\n== "+rest, "\n== ")[1:] {
		question, _, _ := strings.Cut(part, "\n")
		fmt.Fprintf(&got, "== %s\n", question)
		if err := s.answer(&got, strings.Fields(question)); err != nil {
			t.Fatalf("%s: %q: %v", file, question, err)
		}
		got.WriteByte('\n')
	}
	text := strings.TrimRight(got.String(), "\n") + "\n"
	if strings.Contains(text, privateWhy) {
		t.Errorf("a goal's Why shows:\n%s", text)
	}
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("answers differ (-want +got); if they are better, run go test -update:\n%s", diff)
	}
}

// answer writes the answer to one question.
func (s *scenario) answer(w *bytes.Buffer, question []string) error {
	switch question[0] {
	case "plan":
		s.plan(w, Decide(s.now, s.rules, s.world), slices.Contains(question, "reasons"))
	case "why-not":
		for _, v := range WhyNot(s.now, s.rules, s.world, mailbox.Spell(question[1])) {
			s.verdict(w, v)
		}
	case "check":
		i := slices.IndexFunc(s.world.Bookings, func(b Booking) bool { return b.ID == question[1] })
		if i < 0 {
			return fmt.Errorf("no booking %s", question[1])
		}
		s.verdict(w, Check(s.now, s.rules, s.world, s.world.Bookings[i]))
	case "slots":
		return s.slots(w, question[1:])
	case "instead": // of the plan's meeting with a person
		for _, m := range Decide(s.now, s.rules, s.world).Meetings {
			if m.Person != mailbox.Spell(question[1]) {
				continue
			}
			for _, a := range Alternatives(s.now, s.rules, s.world, Booking{Person: m.Person, Goal: m.Goal, Span: m.Span}) {
				fmt.Fprintf(w, "%d less: %s\n", a.Loss, a.Text)
			}
		}
	case "with":
		var at time.Time
		if len(question) > 2 {
			at = s.at(question[2], question[3])
		}
		plan, ok := PlanWith(s.now, s.rules, s.world, mailbox.Spell(question[1]), at)
		for _, m := range plan.Meetings {
			fmt.Fprintf(w, "%s %s for %s\n", m.Span.Start.In(s.rules.Zone).Format("Mon 2006-01-02 15:04"), m.Person, m.Goal)
		}
		fmt.Fprintf(w, "possible %t, score %d\n", ok, plan.Score)
	case "ask":
		for _, id := range CalendarsToRead(s.now, s.rules, s.world) {
			fmt.Fprintln(w, id)
		}
	case "advice":
		for _, a := range Advise(s.now, s.rules, s.world, Decide(s.now, s.rules, s.world)) {
			fmt.Fprintf(w, "%s: %s\n", a.Goal, a.Text)
		}
	case "progress":
		for _, p := range Progress(s.now, s.rules, s.world) {
			fmt.Fprintf(w, "%s: wanted %d, met %d, live %d, missing %d, late %t: %s\n", p.Goal, p.Wanted, p.Met, p.Live, p.Missing, p.Late, p.Text)
		}
	case "wait":
		if wait, ok := WaitToSend(s.now, s.rules, s.world, mailbox.Spell(question[1])); ok {
			fmt.Fprintf(w, "%s until %s: %s\n", wait.Code, wait.Until.In(s.rules.Zone).Format("Mon 2006-01-02 15:04"), wait.Text)
		} else {
			fmt.Fprintln(w, "nothing to wait for")
		}
	case "demand":
		asks, capacity := Demand(s.rules, s.world.Goals, s.world.People)
		fmt.Fprintf(w, "asks %d, capacity %d\n", asks, capacity)
	default:
		return fmt.Errorf("no such question")
	}
	return nil
}

func (s *scenario) plan(w *bytes.Buffer, p Plan, reasons bool) {
	for _, m := range p.Meetings {
		start, end := m.Span.Start.In(s.rules.Zone), m.Span.End.In(s.rules.Zone)
		fmt.Fprintf(w, "%s-%s %s for %s, %s", start.Format("Mon 2006-01-02 15:04"), end.Format("15:04"), m.Person, m.Goal, m.Mode)
		if reasons {
			fmt.Fprintf(w, ", %d points", m.Score)
		}
		fmt.Fprintln(w)
		for _, r := range m.Reasons {
			if reasons || r.Points == 0 {
				fmt.Fprintf(w, "%8d %s: %s\n", r.Points, r.Code, r.Text)
			}
		}
	}
	for _, u := range p.Unmet {
		fmt.Fprintf(w, "unmet %s %s: %s (%s)\n", u.Goal, u.Code, u.Text(), u.Hint)
	}
	for _, v := range p.Rejected.People {
		fmt.Fprint(w, "rejected ")
		s.verdict(w, v)
	}
	var counts []string
	for code, n := range p.Rejected.Count {
		counts = append(counts, fmt.Sprintf("%s %d", code, n))
	}
	slices.Sort(counts)
	fmt.Fprintf(w, "starts forbidden: %s\n", strings.Join(counts, ", "))
	if reasons {
		fmt.Fprintf(w, "score %d, at most %d, proven %t\n", p.Score, p.Bound, p.Proven)
	}
	if p.UnreadCandidates > 0 {
		fmt.Fprintf(w, "not proven (%t): %d not asked yet, score %d, at most %d\n", p.Proven, p.UnreadCandidates, p.Score, p.Bound)
	}
}

func (s *scenario) verdict(w *bytes.Buffer, v Verdict) {
	answer := "NO"
	if v.OK {
		answer = "ok"
	}
	about := string(v.Person)
	if v.Goal != "" {
		about += " for " + string(v.Goal)
	}
	fmt.Fprintf(w, "%s %s %s: %s\n", answer, about, v.Code, v.Text)
}

// slots answers "slots WHO LENGTH FROM TO"; WHO is "me" or an address.
func (s *scenario) slots(w *bytes.Buffer, words []string) error {
	length, err := time.ParseDuration(words[1])
	if err != nil {
		return err
	}
	from, err1 := s.date(words[2])
	to, err2 := s.date(words[3])
	if err1 != nil || err2 != nil {
		return fmt.Errorf("bad days %q", words[2:])
	}
	window := span.Span{Start: from.At(0, s.rules.Zone), End: to.AddDays(1).At(0, s.rules.Zone)}
	who := mailbox.Spell(words[0])
	if who == "me" {
		who = ""
	}
	for _, slot := range Slots(s.now, s.rules, s.world, window, length, who) {
		line := slot.Start.In(s.rules.Zone).Format("Mon 2006-01-02 15:04 -0700")
		if p := slices.IndexFunc(s.world.People, func(p Person) bool { return p.ID == who }); p >= 0 && s.world.People[p].Zone != nil {
			line += slot.Start.In(s.world.People[p].Zone).Format(" = 15:04 -0700")
		}
		fmt.Fprintln(w, line)
	}
	return nil
}
