package simulation

import (
	"testing"
	"time"

	"fika/internal/date"
	"fika/internal/span"
)

// TestInvited checks the figures of a run that is written down.
func TestInvited(t *testing.T) {
	org := &Organisation{Zone: time.UTC, Start: date.New(2026, time.January, 5)}
	for level := range 40 {
		org.Members = append(org.Members, Member{})
		org.Members[level].Person.Level = 1
	}
	org.Members[2].Person.Level = levelVP
	org.Members[3].Leave = []Leave{{From: date.New(2026, time.January, 12), To: date.New(2026, time.January, 16), Shown: true}}
	org.Members[4].Leave = []Leave{{From: date.New(2026, time.January, 12), To: date.New(2026, time.January, 16)}}
	r := &run{org: org, o: Options{Weeks: 4}, acquaintances: make([]memberSet, len(org.Members))}
	r.acquaintances[2] = memberSet{0: true}
	hosts := []*user{{member: 0}, {member: 1}}
	send := func(host, guest, day int, reply reply, coffee string) {
		at, err := time.Parse(time.DateTime, coffee+":00")
		if err != nil {
			t.Fatal(err)
		}
		r.invitations = append(r.invitations, &invitation{
			host: hosts[host], guest: guest, week: day / 7, sent: org.Start.AddDays(day).At(8*60, time.UTC),
			span: span.New(at, 25*time.Minute), reply: reply,
		})
	}
	send(0, 2, 0, declined, "2026-01-13 11:50") // in lunch
	send(1, 2, 0, unanswered, "2026-01-14 10:00")
	send(0, 2, 1, unanswered, "2026-01-15 10:00")
	send(0, 2, 2, accepted, "2026-01-15 16:40") // too late
	send(0, 3, 8, accepted, "2026-01-13 10:00") // sent and planned in leave
	send(0, 4, 0, accepted, "2026-01-13 10:00") // in leave that nobody sees
	send(1, 5, 0, declined, "2026-01-13 10:00")
	send(1, 5, 20, accepted, "2026-01-27 10:00")
	v := r.invited()
	for _, figure := range []struct {
		name      string
		got, want float64
	}{
		{"declined", v.Declined, 25},
		{"unanswered", v.Unanswered, 25},
		{"in shown leave", v.ShownLeave, 1},
		{"in hidden leave", v.HiddenLeave, 12.5},
		{"sent in leave", v.SentInLeave, 12.5},
		{"in lunch", v.Lunch, 1},
		{"outside hours", v.OutsideHours, 1},
		{"on the same day", v.SameDay, 25},
		{"four a week", v.FourAWeek, 10_000.0 / (40 * 4)},
		{"most in a week", v.WeekMost, 4},
		{"most in a month", v.MonthMost, 4},
		{"median in a year", v.YearMedian, 0},
		{"most in a year", v.YearMost, 52},
		{"never asked", v.PeopleNeverAsked, 90},
		{"most asked", v.MostAskedShare, 75},
		{"most connected", v.ConnectedShare, 50},
		{"seniors", v.SeniorMedian, 52},
		{"two levels up", v.TwoLevelsUp, 50},
		{"directors and above", v.DirectorOrAbove, 50},
		{"another user within a week", v.AfterNoWeek, 50},
		{"another user within a month", v.AfterNoMonth, 50},
		{"most of a pair", v.PairMost, 3},
	} {
		if figure.got != figure.want {
			t.Errorf("%s: %v, want %v", figure.name, figure.got, figure.want)
		}
	}
}
