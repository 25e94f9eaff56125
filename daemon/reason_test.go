package daemon_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/note"
	"fika/internal/store"
	"fika/planner"
)

// meetingFile is a meeting in Maya's calendar as a file.
type meetingFile struct {
	uid, title, start string
	class             string   // CLASS
	mine              string   // Maya's PARTSTAT; "": she is the organizer
	accepted          []string // by the part of the address before the @
	silent            []string // who did not answer
	weeks             int      // how often it takes place; 0: once
}

// notInvited is Maya at a meeting of others, which a shared calendar shows.
const notInvited = "not invited"

// write writes e into Maya's calendar.
func (h *harness) write(t *testing.T, e meetingFile) {
	t.Helper()
	organizer := me
	if e.mine != "" {
		organizer = "zoe@example.com"
	}
	lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", "BEGIN:VEVENT", "UID:" + e.uid, "DTSTAMP:20250101T000000Z",
		"DTSTART:" + e.start, "DURATION:PT30M", "SUMMARY:" + e.title, "ORGANIZER:mailto:" + organizer}
	if e.class != "" {
		lines = append(lines, "CLASS:"+e.class)
	}
	if e.mine != "" && e.mine != notInvited {
		lines = append(lines, "ATTENDEE;PARTSTAT="+e.mine+":mailto:"+me)
	}
	for _, who := range e.accepted {
		lines = append(lines, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:"+who+"@example.com")
	}
	for _, who := range e.silent {
		lines = append(lines, "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:"+who+"@example.com")
	}
	if e.weeks > 0 {
		lines = append(lines, fmt.Sprintf("RRULE:FREQ=WEEKLY;COUNT=%d", e.weeks))
	}
	lines = append(lines, "END:VEVENT", "END:VCALENDAR", "")
	if err := os.WriteFile(filepath.Join(h.dir, "work", e.uid+".ics"), []byte(strings.Join(lines, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// stated is what Ana's invitation in the calendar says in the paragraph that asks.
func stated(t *testing.T, description string) string {
	t.Helper()
	parts := strings.Split(description, "\n\n")
	if len(parts) < 2 {
		t.Fatalf("no letter: %q", description)
	}
	return parts[1]
}

// note writes a note about a problem of Ana's.
func (h *harness) note(t *testing.T, text string) note.ID {
	t.Helper()
	ids, err := h.store.AddNotes(t.Context(), note.Note{At: monday, Person: "ana@example.com", Kind: note.Problem, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return ids[0]
}

// TestStatedReason checks which fact an invitation states by what the calendar and the list
// say, that the letter shown before says the same, and what the log and the store keep.
func TestStatedReason(t *testing.T) {
	pricing := meetingFile{uid: "p", title: "Pricing round", start: "20251110T090000Z", accepted: []string{"ana", "bo", "zoe"}}
	change := func(change func(*meetingFile)) meetingFile {
		e := pricing
		change(&e)
		return e
	}
	for name, test := range map[string]struct {
		events []meetingFile
		ana    func(*planner.Person)
		kind   api.Stated
		want   string
		note   string
	}{
		"nothing":                              {nil, nil, api.StatedTheme, "", ""},
		"her own words first":                  {[]meetingFile{pricing}, func(p *planner.Person) { p.Because = "you rebuilt the pricing page" }, api.StatedBecause, "You rebuilt the pricing page.", ""},
		"a meeting":                            {[]meetingFile{pricing}, nil, api.StatedShared, `in "Pricing round" in November.`, ""},
		"a private one":                        {[]meetingFile{change(func(e *meetingFile) { e.class = "PRIVATE" })}, nil, api.StatedShared, "meeting", ""},
		"with a name in it":                    {[]meetingFile{change(func(e *meetingFile) { e.title = "Ana / Bo sync" })}, nil, api.StatedShared, "meeting", ""},
		"with the name of somebody in no list": {[]meetingFile{change(func(e *meetingFile) { e.title = "Zoe onboarding" })}, nil, api.StatedShared, "meeting", ""},
		"of two alone":                         {[]meetingFile{change(func(e *meetingFile) { e.title, e.accepted = "Salaries", []string{"ana"} }), change(func(e *meetingFile) { e.uid, e.title, e.accepted = "r", "Routing", []string{"ana"} })}, nil, api.StatedShared, "in November.", ""},
		"of seven":                             {[]meetingFile{change(func(e *meetingFile) { e.accepted = append(e.accepted, "a", "b", "c") })}, nil, api.StatedTheme, "", ""},
		"that Maya did not say yes to":         {[]meetingFile{change(func(e *meetingFile) { e.mine = "NEEDS-ACTION" })}, nil, api.StatedTheme, "", ""},
		"of others, in a shared calendar":      {[]meetingFile{change(func(e *meetingFile) { e.mine = notInvited })}, nil, api.StatedTheme, "", ""},
		"the title":                            {nil, func(p *planner.Person) { p.Title = "Head of Pricing II" }, api.StatedRole, "Head of Pricing", ""},
		"the department":                       {nil, func(p *planner.Person) { p.Title, p.Department = "L5 [ext]", "Key accounts" }, api.StatedRole, "Key accounts.", ""},
		"what she told, before a meeting":      {[]meetingFile{pricing}, nil, api.StatedTold, "You told me about late deliveries this month.", "they skip the order #late-deliveries"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Rules.Guards.Gap = 0
			h.daemon.Configure(h.settings)
			for _, e := range test.events {
				h.write(t, e)
			}
			if test.ana != nil {
				test.ana(&h.people[0])
			}
			if test.note != "" {
				h.note(t, test.note)
			}
			plan, err := daemon.Ask(t.Context(), h.daemon, day(2).At(8*60, h.settings.Rules.Zone), (*daemon.View).Plan)
			if err != nil {
				t.Fatal(err)
			}
			sent := h.invite(t).Description
			for _, m := range plan.Meetings {
				if m.Person == "ana@example.com" && m.Letter.Text != sent {
					t.Errorf("shown:\n%s\nsent:\n%s", m.Letter.Text, sent)
				}
			}
			if !strings.Contains(stated(t, sent), test.want) {
				t.Errorf("want %q in:\n%s", test.want, sent)
			}
			b, err := h.booking(t.Context(), "ana")
			if err != nil || b.Stated.Kind != test.kind {
				t.Errorf("recorded %+v (%v), want %s", b.Stated, err, test.kind)
			}
			log, err := h.daemon.History(t.Context(), 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			told := 0
			for _, e := range log.Entries {
				if b.Stated.Words != "" && strings.Contains(fmt.Sprint(e), b.Stated.Words) {
					t.Errorf("the log quotes it: %+v", e)
				}
				if e.Booking == b.ID && e.Stated == test.kind {
					told++
				}
			}
			if told != 1 {
				t.Errorf("the log tells the kind %d times", told)
			}
		})
	}
}

// TestReasonIsCheckedAgain begins after a crash, as TestResendIsCheckedAgain does: Ana's
// invitation may have left with a word about a meeting. It says the same when it is sent
// again, unless that is not true any more.
func TestReasonIsCheckedAgain(t *testing.T) {
	pricing := meetingFile{uid: "p", title: "Pricing round", start: "20251110T090000Z", accepted: []string{"ana", "bo", "zoe"}}
	for name, test := range map[string]struct {
		change func(t *testing.T, h *harness)
		kind   api.Stated
		want   string
		log    int // entries of sending
	}{
		"nothing has changed":             {func(*testing.T, *harness) {}, api.StatedShared, `"Pricing round" in November.`, 1},
		"a better reason is known by now": {func(t *testing.T, h *harness) { h.people[0].Because = "you rebuilt the pricing page" }, api.StatedShared, `"Pricing round" in November.`, 1},
		"the meeting was deleted": {func(t *testing.T, h *harness) {
			if err := os.Remove(filepath.Join(h.dir, "work", "p.ics")); err != nil {
				t.Fatal(err)
			}
		}, api.StatedRole, "Head of Routing.", 2},
		"it became private": {func(t *testing.T, h *harness) {
			e := pricing
			e.class = "PRIVATE"
			h.write(t, e)
		}, api.StatedShared, "meeting", 2},
		"it got another title": {func(t *testing.T, h *harness) {
			e := pricing
			e.title = "Prices of spring"
			h.write(t, e)
		}, api.StatedShared, `"Prices of spring" in November.`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			h, ctx := newHarness(t), t.Context()
			h.settings.Goals = h.settings.Goals[:1] // Ana's
			h.settings.Rules.Guards.Gap = 0
			h.people[0].Title = "Head of Routing"
			h.daemon.Configure(h.settings)
			h.write(t, pricing)
			m := makeFaulty(h)
			h.pass(t, monday)
			if err := h.approve(ctx, "ana", monday); err != nil {
				t.Fatal(err)
			}
			m.inserts, m.unfound = fmt.Errorf("the answer was lost"), fmt.Errorf("no answer either")
			h.pass(t, monday.Add(time.Minute), "unknown_outcome")
			b, err := h.booking(ctx, "ana")
			if err != nil || b.State != store.Unknown || b.Stated.Words != "Pricing round" {
				t.Fatalf("%v: %s states %+v", err, b.State, b.Stated)
			}
			m.inserts, m.unfound = nil, nil
			test.change(t, h)
			for i := range 30 {
				if _, err := h.daemon.Pass(ctx, monday.Add(time.Duration(2+2*i)*time.Minute)); err != nil {
					t.Fatal(err)
				}
			}
			coffees, err := h.others.coffees()
			if err != nil || len(coffees[b.ID]) != 1 {
				t.Fatalf("%v, %v", coffees, err)
			}
			if got := coffees[b.ID][0].Description; !strings.Contains(stated(t, got), test.want) {
				t.Errorf("want %q in:\n%s", test.want, got)
			}
			if b, err = h.store.Booking(ctx, b.ID); err != nil || b.Stated.Kind != test.kind || b.State != store.Booked {
				t.Errorf("%v: %s states %+v", err, b.State, b.Stated)
			}
			entries, err := h.store.Log(ctx, 0, b.ID, 0)
			if err != nil {
				t.Fatal(err)
			}
			sending := 0
			for _, e := range entries {
				if e.Kind == api.EntrySending {
					sending++
				}
			}
			if sending != test.log {
				t.Errorf("the log has %d entries of sending, want %d", sending, test.log)
			}
		})
	}
}

// TestLetterUpAndDown checks what somebody far above the user reads, who gets a quarter of
// an hour whatever the goal says, and what reports and interns read.
func TestLetterUpAndDown(t *testing.T) {
	const assessment = "This is not about work assessment."
	for name, test := range map[string]struct {
		ana           func(*planner.Person)
		me            planner.Level
		minutes       float64
		says, saysNot string
		brief         bool
	}{
		"a level above":    {func(p *planner.Person) { p.Level = 3 }, 2, 25, "for a coffee?", assessment, false},
		"two levels above": {func(p *planner.Person) { p.Level = 3 }, 1, 15, "question about what customers ask for", "coffee", true},
		"a report":         {func(p *planner.Person) { p.Manager = me }, 2, 25, assessment, "question", false},
		"an intern":        {func(p *planner.Person) { p.Title = "Praktikantin" }, 2, 25, assessment, "question", false},
		"by level":         {func(p *planner.Person) { p.Level = 1 }, 2, 25, assessment, "question", false},
		"intern to intern": {func(p *planner.Person) { p.Level = 1 }, 1, 25, "for a coffee?", assessment, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Rules.Level = test.me
			h.settings.Rules.Guards.AskFirst = planner.AskFirst{}
			h.settings.Invite.Title = nil
			test.ana(&h.people[0])
			h.daemon.Configure(h.settings)
			e := h.invite(t)
			if got := e.Span.Len().Minutes(); got != test.minutes {
				t.Errorf("%v minutes, want %v", got, test.minutes)
			}
			if letter := stated(t, e.Description); !strings.Contains(letter, test.says) || strings.Contains(letter, test.saysNot) {
				t.Errorf("want %q and not %q:\n%s", test.says, test.saysNot, e.Description)
			}
			wantTitle := "Coffee: Maya and Ana"
			if test.brief {
				wantTitle = "15 minutes: Maya and Ana"
			}
			if e.Title != wantTitle {
				t.Errorf("title %q, want %q", e.Title, wantTitle)
			}
			b, err := h.booking(t.Context(), "ana")
			if err != nil {
				t.Fatal(err)
			}
			if told := slices.ContainsFunc(b.Reasons, func(r planner.Reason) bool { return r.Code == planner.CodeBrief }); told != test.brief {
				t.Errorf("why tells of the length: %v", told)
			}
		})
	}
}

// TestRoles checks that a letter tells its guest's role, and where the user works, to
// somebody new, and to nobody who knows both: their manager, their report, and those with
// the same manager or department.
func TestRoles(t *testing.T) {
	const boss = mailbox.Address("boss@example.com")
	for name, test := range map[string]struct {
		ana  func(*planner.Person)
		told bool
	}{
		"somebody new":         {func(*planner.Person) {}, true},
		"another's report":     {func(p *planner.Person) { p.Manager = "bo@example.com" }, true},
		"the own manager":      {func(p *planner.Person) { p.Aliases = []mailbox.Address{boss} }, false},
		"a report":             {func(p *planner.Person) { p.Manager = me }, false},
		"the same manager":     {func(p *planner.Person) { p.Manager = boss }, false},
		"the own department":   {func(p *planner.Person) { p.Department = " communications" }, false},
		"no department at all": {func(p *planner.Person) { p.Department = "" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Department, h.settings.Rules.Manager = "Communications", boss
			h.settings.Invite = invitation.Texts{}
			h.settings.Goals[0].Mode = planner.ModePropose
			h.people = h.people[:1]
			h.people[0].Title = "Head of Pricing"
			test.ana(&h.people[0])
			h.daemon.Configure(h.settings)
			letters, err := h.daemon.Letters(t.Context(), monday, 1)
			if err != nil || len(letters.Letters) != 1 {
				t.Fatalf("%d letters, %v", len(letters.Letters), err)
			}
			text := letters.Letters[0].Letter.Text
			for _, role := range []string{"Head of Pricing", "Communications"} {
				if told := strings.Contains(stated(t, text)+text, role); told != test.told {
					t.Errorf("%s is told: %v\n%s", role, told, text)
				}
			}
		})
	}
}
