package calendar

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// at returns the instant n minutes into the tests' day.
func at(n int) time.Time {
	return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
}

func spanOfMinutes(from, to int) span.Span { return span.Span{Start: at(from), End: at(to)} }

// ana has two addresses.
var ana = Owner{Addresses: []mailbox.Address{"ana@example.com", "a@alias.example"}, Zone: time.UTC}

// attendeesWithReply returns an invitation that ana answered in that way.
func attendeesWithReply(reply rsvp.Reply) []Attendee {
	return []Attendee{{Address: "bo@example.com", Reply: rsvp.Declined}, {Address: "a@alias.example", Reply: reply}}
}

func TestAvailability(t *testing.T) {
	hour := spanOfMinutes(600, 660)
	quiet := ana
	quiet.IgnoreAllDay = true
	for _, test := range []struct {
		name  string
		owner Owner
		event Event
		want  string
	}{
		{"an event", ana, Event{Span: hour}, "busy: event"},
		{"a whole day", ana, Event{Span: hour, AllDay: true}, "busy: all-day event"},
		{"a whole day, ignored", quiet, Event{Span: hour, AllDay: true}, "free: all-day events are ignored"},
		{"no length", ana, Event{Span: spanOfMinutes(600, 600)}, "free: it has no length"},
		{"ends before it starts", ana, Event{Span: spanOfMinutes(600, 540)}, "free: it has no length"},
		{"a whole day that ends on the same day", ana, Event{Span: spanOfMinutes(600, 600), AllDay: true}, "busy: all-day event"},
		{"cancelled", ana, Event{Span: hour, Status: Cancelled}, "free: it is cancelled"},
		{"in a cancelled file", ana, Event{Span: hour, Method: "CANCEL"}, "free: it is cancelled"},
		{"in an answer", ana, Event{Span: hour, Method: "REPLY"}, "free: it is a REPLY message, not an event"},
		{"in a proposal", ana, Event{Span: hour, Method: "COUNTER"}, "free: it is a COUNTER message, not an event"},
		{"in a request", ana, Event{Span: hour, Method: "REQUEST"}, "busy: event"},
		{"published", ana, Event{Span: hour, Method: "PUBLISH"}, "busy: event"},

		{"accepted", ana, Event{Span: hour, Attendees: attendeesWithReply(rsvp.Accepted)}, "busy: event"},
		{"declined", ana, Event{Span: hour, Attendees: attendeesWithReply(rsvp.Declined)}, "free: you declined"},
		{"delegated", ana, Event{Span: hour, Attendees: attendeesWithReply(rsvp.Delegated)}, "free: you delegated it"},
		{"maybe", ana, Event{Span: hour, Attendees: attendeesWithReply(rsvp.Maybe)}, "tentative: you answered maybe"},
		{"no answer", ana, Event{Span: hour, Attendees: attendeesWithReply(rsvp.NoReply)}, "tentative: you have not answered"},
		{"declined by others", ana, Event{Span: hour, Attendees: attendeesWithReply(rsvp.Accepted)[:1]}, "busy: event"},
		{"declined by its organizer", ana, Event{Span: hour, Organizer: "ana@example.com", Attendees: attendeesWithReply(rsvp.Declined)}, "free: you declined"},
		{"an attendee without address", Owner{Addresses: []mailbox.Address{""}}, Event{Span: hour, Attendees: []Attendee{{Reply: rsvp.Declined}}}, "busy: event"},

		{"transparent", ana, Event{Span: hour, Transparent: true}, "free: it is marked as free"},
		{"shown as free", ana, Event{Span: hour, ShowAs: ShowFree}, "free: it is shown as free"},
		{"shown as busy before transparent", ana, Event{Span: hour, ShowAs: ShowBusy, Transparent: true}, "busy: event"},
		{"away", ana, Event{Span: hour, ShowAs: ShowAway, Transparent: true}, "busy: out of office"},
		{"works elsewhere", ana, Event{Span: hour, ShowAs: ShowElsewhere}, "free: it only says where you work"},
		{"shown as tentative", ana, Event{Span: hour, ShowAs: ShowTentative}, "tentative: it is shown as tentative"},
		{"shown as something new", ana, Event{Span: hour, ShowAs: "DREAMING", Transparent: true}, "free: it is marked as free"},
		{"invited twice, one yes is enough", ana, Event{Span: hour, Attendees: append(attendeesWithReply(rsvp.Declined), attendeesWithReply(rsvp.Accepted)...)}, "busy: event"},
		{"in whatever order", ana, Event{Span: hour, Attendees: append(attendeesWithReply(rsvp.Accepted), attendeesWithReply(rsvp.Declined)...)}, "busy: event"},
		{"an alias said no, the calendar knows of a yes", ana, Event{Span: hour,
			Attendees: append(attendeesWithReply(rsvp.Declined), Attendee{Address: "old@example.com", Self: true, Reply: rsvp.Accepted})}, "busy: event"},
		{"invited twice, no and no answer", ana, Event{Span: hour, Attendees: append(attendeesWithReply(rsvp.Declined), attendeesWithReply(rsvp.NoReply)...)}, "tentative: you have not answered"},
		{"invited twice, no answer and maybe", ana, Event{Span: hour, Attendees: append(attendeesWithReply(rsvp.NoReply), attendeesWithReply(rsvp.Maybe)...)}, "tentative: you answered maybe"},
		{"invited twice, no and no", ana, Event{Span: hour, Attendees: append(attendeesWithReply(rsvp.Declined), attendeesWithReply(rsvp.Declined)...)}, "free: you declined"},
		{"the answer before what is shown", ana, Event{Span: hour, ShowAs: ShowBusy, Attendees: attendeesWithReply(rsvp.Declined)}, "free: you declined"},

		{"tentative", ana, Event{Span: hour, Status: Tentative}, "tentative: it is tentative"},
		{"tentative and unanswered", ana, Event{Span: hour, Status: Tentative, Attendees: attendeesWithReply(rsvp.NoReply)}, "tentative: you have not answered"},
		{"tentative and free", ana, Event{Span: hour, Status: Tentative, Transparent: true}, "free: it is marked as free"},
		{"focus time", ana, Event{Span: hour, Kind: FocusTime}, "busy: focus time"},
		{"out of office", ana, Event{Span: hour, Kind: OutOfOffice}, "busy: out of office"},

		{"published times", ana, Event{Span: hour, FreeBusy: true, Method: "REPLY"}, "busy: published as busy"},
		{"published maybe", ana, Event{Span: hour, FreeBusy: true, Status: Tentative}, "tentative: published as busy"},
		{"published as free", ana, Event{Span: hour, FreeBusy: true, Transparent: true}, "free: published as free"},
	} {
		t.Run(test.name, func(t *testing.T) {
			as, why := test.owner.Availability(test.event)
			if got := fmt.Sprintf("%v: %s", as, why); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	busy := func(from, to int) Event { return Event{Span: spanOfMinutes(from, to)} }
	maybe := func(from, to int) Event { return Event{Span: spanOfMinutes(from, to), Status: Tentative} }
	for _, test := range []struct {
		name   string
		events []Event
		want   string
	}{
		{"nothing", nil, ""},
		{"touching events are one", []Event{busy(60, 120), busy(120, 180)}, "60-180 busy"},
		{"busy wins in the middle", []Event{maybe(60, 180), busy(90, 120)}, "60-90 tentative, 90-120 busy, 120-180 tentative"},
		{"busy beside a maybe stays apart", []Event{busy(60, 120), maybe(120, 180)}, "60-120 busy, 120-180 tentative"},
		{"clipped to the window", []Event{busy(-60, 30), maybe(1430, 1500)}, "0-30 busy, 1430-1440 tentative"},
		{"outside of the window", []Event{busy(-60, 0), busy(1440, 1500)}, ""},
		{"free events leave no trace", []Event{{Span: spanOfMinutes(60, 120), Transparent: true}, busy(90, 100)}, "90-100 busy"},
		{"a newer copy that is cancelled frees no other",
			[]Event{{UID: "a", Span: spanOfMinutes(60, 120)}, {UID: "a", Span: spanOfMinutes(60, 120), Sequence: 1, Status: Cancelled}}, "60-120 busy"},
		{"nor does one that is marked as free",
			[]Event{{UID: "a", Span: spanOfMinutes(60, 120)}, {UID: "a", Span: spanOfMinutes(60, 120), Stamp: at(9), Transparent: true}}, "60-120 busy"},
		{"nor one that lies elsewhere",
			[]Event{{UID: "a", Span: spanOfMinutes(60, 120)}, {UID: "a", Span: spanOfMinutes(180, 240), Stamp: at(9)}}, "60-120 busy, 180-240 busy"},
		{"a copy that is sure wins over one that is not", []Event{busy(60, 120), maybe(60, 120)}, "60-120 busy"},
		{"the way to an event", []Event{{Span: spanOfMinutes(60, 120), Travel: 45 * time.Minute}}, "15-120 busy"},
		{"the way to a reminder", []Event{{Span: spanOfMinutes(60, 60), Travel: 45 * time.Minute}}, "15-60 busy"},
		{"no way to what is declined", []Event{{Span: spanOfMinutes(60, 120), Travel: 45 * time.Minute, Attendees: attendeesWithReply(rsvp.Declined)}}, ""},
		{"the way alone lies in the window", []Event{{Span: spanOfMinutes(1450, 1500), Travel: 20 * time.Minute}}, "1430-1440 busy"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, b := range ana.Blocks(test.events, spanOfMinutes(0, 1440)) {
				got = append(got, fmt.Sprintf("%v-%v %v", b.Span.Start.Sub(at(0)).Minutes(), b.Span.End.Sub(at(0)).Minutes(), b.Availability))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnique(t *testing.T) {
	for _, test := range []struct {
		name   string
		events []Event
		want   string // the titles that are kept
	}{
		{"the highest sequence", []Event{
			{UID: "a", Title: "old", Sequence: 1, Stamp: at(9)}, {UID: "a", Title: "new", Sequence: 2}}, "new"},
		{"then the newest stamp", []Event{
			{UID: "a", Title: "new", Stamp: at(2)}, {UID: "a", Title: "old", Stamp: at(1)}}, "new"},
		{"then the first", []Event{{UID: "a", Title: "one"}, {UID: "a", Title: "two"}}, "one"},
		{"at another time it is another", []Event{
			{UID: "a", Title: "ten", Span: spanOfMinutes(600, 660)}, {UID: "a", Title: "two", Span: spanOfMinutes(840, 900), Sequence: 1}}, "ten two"},
		{"and so it is if it does something else", []Event{
			{UID: "a", Title: "busy", Span: spanOfMinutes(600, 660)}, {UID: "a", Title: "free", Span: spanOfMinutes(600, 660), Transparent: true, Stamp: at(9)}}, "busy free"},
		{"another way to it", []Event{
			{UID: "a", Title: "by foot", Span: spanOfMinutes(600, 660), Travel: time.Hour}, {UID: "a", Title: "by car", Span: spanOfMinutes(600, 660)}}, "by foot by car"},
		{"each occurrence by itself", []Event{
			{UID: "a", Title: "one", Instance: "20260302"}, {UID: "a", Title: "two", Instance: "20260303"}}, "one two"},
		{"without a name all count", []Event{{Title: "one"}, {Title: "two"}}, "one two"},
		{"in their order", []Event{
			{UID: "a", Title: "old"}, {UID: "b", Title: "b"}, {UID: "a", Title: "new", Sequence: 1}}, "b new"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, e := range ana.Unique(test.events) {
				got = append(got, e.Title)
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBlocksMinutes compares Blocks and Busy with the availability of each minute, and
// checks that neither duplicates nor the order of events matter.
func TestBlocksMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(rapid.Custom(drawEvent), 0, 12).Draw(t, "events")
		from := rapid.IntRange(0, 60).Draw(t, "from")
		window := spanOfMinutes(from, from+rapid.IntRange(0, 60).Draw(t, "length"))
		blocks, busy := ana.Blocks(events, window), ana.Busy(events, window)

		for m := range 121 {
			want := Free
			for _, e := range events {
				if as, _ := ana.Availability(e); e.Span.Contains(at(m)) && window.Contains(at(m)) {
					want = max(want, as)
				}
			}
			got := Free
			for _, b := range blocks {
				if b.Span.Contains(at(m)) {
					got = b.Availability
				}
			}
			if got != want {
				t.Fatalf("minute %d is %v, want %v", m, got, want)
			}
			if _, hit := span.Hit(busy, spanOfMinutes(m, m+1)); hit != (want != Free) {
				t.Fatalf("minute %d is busy: %v, want %v", m, hit, want)
			}
		}
		for i, b := range blocks {
			if b.Span.Empty() || !window.Covers(b.Span) || b.Availability == Free {
				t.Errorf("block %v is not within %v", b, window)
			}
			if i > 0 && (b.Span.Start.Before(blocks[i-1].Span.End) || b.Span.Start.Equal(blocks[i-1].Span.End) && b.Availability == blocks[i-1].Availability) {
				t.Errorf("block %v is not merged with %v", b, blocks[i-1])
			}
		}

		mixed := slices.Concat(events, events)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if diff := cmp.Diff(blocks, ana.Blocks(mixed, window)); diff != "" {
			t.Errorf("in another order, twice (-want +got):\n%s", diff)
		}
	})
}

func drawEvent(t *rapid.T) Event {
	from := rapid.IntRange(0, 110).Draw(t, "from")
	e := Event{
		Span:        spanOfMinutes(from, from+rapid.IntRange(0, 30).Draw(t, "length")),
		Status:      rapid.SampledFrom([]Status{Unstated, Confirmed, Tentative, Cancelled}).Draw(t, "status"),
		Transparent: rapid.Bool().Draw(t, "transparent"),
		UID:         rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "uid"),
	}
	if rapid.Bool().Draw(t, "invited") {
		e.Attendees = attendeesWithReply(rapid.SampledFrom([]rsvp.Reply{rsvp.NoReply, rsvp.Accepted, rsvp.Declined, rsvp.Maybe, rsvp.Delegated}).Draw(t, "reply"))
	}
	return e
}
