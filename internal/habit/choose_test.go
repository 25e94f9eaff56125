package habit

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/internal/date"
)

var stockholm = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic(err)
	}
	return zone
}()

// monToFri is a week without holidays.
func monToFri(d date.Date) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }

// at returns a time of March 2026, whose 2nd is a Monday.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, 3, day, hour, minute, 0, 0, stockholm)
}

// full is a day on which every kind of act is open, at Wednesday 11 March 8:45.
func full() Day {
	ana := Coffee{ID: "k7q2fa", Person: "ana@example.com", Name: "Ana Ruiz", Start: at(12, 8, 20), Questions: []string{"What changed?", "What would you stop doing?"}}
	bo := Coffee{ID: "p3", Person: "bo@example.com", Name: "Bo", Start: at(20, 10, 0)}
	return Day{
		Zone: stockholm, Working: monToFri,
		Hold:      &Stop{"the sign-in has ended", "fika login", ""},
		Requests:  []Request{{"Eva asks for another time", "fika why e5", "e5", "eva@example.com"}},
		Promises:  []Debt{{Text: "you promised Ana the link", Command: "fika done N3", Due: date.New(2026, 3, 11), Coffee: at(12, 8, 20)}, {Text: "you promised Bo: a page", Command: "fika done N4", Due: date.New(2026, 3, 12)}},
		Proposals: []Proposal{{Coffee: bo, LastSend: at(16, 9, 0)}, {Coffee: Coffee{ID: "q9", Name: "Cy", Start: at(24, 10, 0)}, LastSend: at(13, 9, 0)}},
		Coming:    []Coffee{ana, bo},
		Met:       []Meeting{{ID: "a1", About: "a1", Person: "dan@example.com", Name: "Dan", End: at(6, 11, 0)}, {ID: "a2", Person: "eva@example.com", Name: "Eva", End: at(5, 11, 0), Noted: true}},
		Ending:    []Rhythm{{Person: "tomas@example.com", Name: "Tomas", Weeks: 9, Of: 10}},
		Topics:    []Topic{{"travel", 2}, {"pricing", 3}},
	}
}

// TestActs reads every act of a full day in its order.
func TestActs(t *testing.T) {
	var got []string
	for _, a := range Acts(at(11, 8, 45), full()) {
		got = append(got, string(a.Code)+": "+a.Text+" | "+a.Command)
	}
	want := `hold: the sign-in has ended | fika login
promise: you promised Ana the link; the coffee is tomorrow 08:20 | fika done N3
decide: Eva asks for another time | fika why e5
decide: yes or no to a coffee with Cy, Tue 24 March 10:00 | fika approve q9
decide: yes or no to a coffee with Bo, Fri 20 March 10:00 | fika approve p3
prepare: read who Ana Ruiz is, and choose one of 2 questions; tomorrow 08:20 | fika brief k7q2fa
learned: one line: what did you learn from Dan? | fika note a1 "..."
losing: Tomas: 9 of 10 weeks; ask for a walk yourself | fika why-not tomas@example.com
tell: one person who would want to know: #pricing was named by 3 people | fika topics
nothing: nothing waits; that counts | `
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("got:\n%s\nwant:\n%s", text, want)
	}
}

// TestActsEnd checks from which moment on an act is no longer offered.
func TestActsEnd(t *testing.T) {
	for name, test := range map[string]struct {
		code    Code
		yes, no time.Time
	}{
		"a coffee is prepared for a day":              {Prepare, at(11, 8, 20), at(11, 8, 19)},
		"but not once it began":                       {Prepare, at(12, 8, 19), at(12, 8, 20)},
		"a lesson of Friday is fresh until Wednesday": {Learned, at(11, 23, 59), at(12, 0, 0)},
		"a promise is due from its day on":            {Promise, at(11, 0, 0), at(10, 23, 59)},
	} {
		if yes, no := has(Acts(test.yes, full()), test.code), has(Acts(test.no, full()), test.code); !yes || no {
			t.Errorf("%s: %s at %s: %v, at %s: %v", name, test.code, test.yes.Format(time.DateTime), yes, test.no.Format(time.DateTime), no)
		}
	}
}

// TestMonthly checks what comes once a month: the mirror on its first working day, a topic
// four weeks after the last.
func TestMonthly(t *testing.T) {
	d := full()
	mirror := func(now time.Time) bool { return has(Acts(now, d), Mirror) }
	if mirror(at(1, 9, 0)) || !mirror(at(2, 9, 0)) || mirror(at(3, 9, 0)) {
		t.Errorf("the mirror on Sunday 1, Monday 2, Tuesday 3 March: %v, %v, %v", mirror(at(1, 9, 0)), mirror(at(2, 9, 0)), mirror(at(3, 9, 0)))
	}
	d.Past = map[Code]date.Date{Mirror: date.New(2026, 3, 2), Tell: date.New(2026, 3, 2)}
	if mirror(at(2, 10, 0)) {
		t.Error("the mirror comes twice a day")
	}
	if has(Acts(at(29, 9, 0), d), Tell) || !has(Acts(at(30, 9, 0), d), Tell) {
		t.Error("a topic does not come after four weeks")
	}
}

func has(acts []Act, code Code) bool {
	for _, a := range acts {
		if a.Code == code {
			return true
		}
	}
	return false
}

// TestOneAct checks that there is exactly one act of the day at any time: a stop comes
// before all else, and nothing is offered once everything is done.
func TestOneAct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := at(1, 0, 0).Add(time.Duration(rapid.IntRange(0, 60*24*60).Draw(t, "minutes")) * time.Minute)
		d := full()
		if rapid.Bool().Draw(t, "no hold") {
			d.Hold = nil
		}
		acts := Acts(now, d)
		if d.Hold != nil && Choose(now, d).Code != Hold {
			t.Errorf("a stop, and the act is %v", Choose(now, d))
		}
		if last := acts[len(acts)-1]; last.Code != Nothing || has(acts[:len(acts)-1], Nothing) {
			t.Errorf("nothing is not the last of %v", acts)
		}
		for _, a := range acts[:len(acts)-1] {
			if a.Text == "" || a.Command == "" || a.Effort <= 0 || a.Effort > 2*time.Minute || strings.HasSuffix(a.Text, ".") {
				t.Errorf("act %+v", a)
			}
		}
		d.Done = true
		if a := Choose(now, d); a.Code != Done && !a.Waits {
			t.Errorf("after an act was done: %+v", a)
		}
		empty := Day{Zone: stockholm, Working: monToFri, Past: map[Code]date.Date{Mirror: date.Of(now, stockholm)}}
		if a := Choose(now, empty); a.Code != Nothing || a.Command != "" {
			t.Errorf("on an empty day: %+v", a)
		}
	})
}
