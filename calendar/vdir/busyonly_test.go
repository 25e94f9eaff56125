package vdir

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/span"
)

var bo = calendar.Owner{Addresses: []mailbox.Address{"bo@example.com"}, Zone: time.UTC}

// weekly returns a weekly event from Thursday 5 March 2026 on, with a guest who is
// not the owner.
func weekly(uid, more string) string {
	return fmt.Sprintf("%sBEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260305T090000Z\r\nDTEND:20260305T100000Z\r\n"+
		"RRULE:FREQ=WEEKLY\r\nSUMMARY:a secret\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@example.com\r\n%sEND:VEVENT\r\n%s", head, uid, more, tail)
}

// TestOpenBusyOnly walks through a year. At each stop the owner is as busy as in the full
// calendar, and nothing else is revealed.
func TestOpenBusyOnly(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "plain.ics"), weekly("plain", ""))
	write(t, filepath.Join(dir, "declined.ics"), weekly("declined", "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.com\r\n"))
	write(t, filepath.Join(dir, "maybe.ics"), weekly("maybe", "STATUS:TENTATIVE\r\n"))
	write(t, filepath.Join(dir, "free.ics"), weekly("free", "X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"))
	glance, err := OpenBusyOnly(dir, bo)
	if err != nil {
		t.Fatal(err)
	}
	whole := open(t, dir)
	for _, month := range []time.Month{3, 4, 9, 12, 3} {
		window := span.Span{Start: time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, month, 30, 0, 0, 0, 0, time.UTC)}
		got, err := glance.List(t.Context(), window)
		if err != nil {
			t.Fatal(err)
		}
		want, err := whole.List(t.Context(), window)
		if err != nil {
			t.Fatal(err)
		}
		if len(want.Events) < 16 {
			t.Fatalf("%v: only %d events", month, len(want.Events))
		}
		if diff := cmp.Diff(bo.Busy(want.Events, window), bo.Busy(got.Events, window)); diff != "" {
			t.Errorf("%v: %s", month, diff)
		}
		for _, e := range got.Events {
			if e.Title != "" || len(e.Attendees) > 1 || len(e.Attendees) == 1 && !bo.HasAddress(e.Attendees[0].Address) {
				t.Errorf("%v: %+v tells too much", month, e)
			}
		}
	}
}

// TestOpenBusyOnlyUnreadable breaks a file under an open handle. Known occurrences still count;
// beyond them, missing data is not free time.
func TestOpenBusyOnlyUnreadable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bo.ics")
	write(t, path, weekly("plain", ""))
	glance, err := OpenBusyOnly(path, bo)
	if err != nil {
		t.Fatal(err)
	}
	window := span.Span{Start: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 3, 30, 0, 0, 0, 0, time.UTC)}
	for _, content := range []string{weekly("plain", ""), head} {
		write(t, path, content)
		l, err := glance.List(t.Context(), window)
		if err != nil || len(l.Events) != 4 {
			t.Errorf("%d events, %v, want the 4 of March", len(l.Events), err)
		}
	}
	var unreadable *UnreadableError
	later := span.Span{Start: window.Start.AddDate(1, 0, 0), End: window.End.AddDate(1, 0, 0)}
	if l, err := glance.List(t.Context(), later); !errors.As(err, &unreadable) {
		t.Errorf("a broken file says %d events, %v, of a time that nobody knows", len(l.Events), err)
	}
	write(t, path, weekly("plain", ""))
	if l, err := glance.List(t.Context(), later); err != nil || len(l.Events) != 4 {
		t.Errorf("mended: %d events, %v", len(l.Events), err)
	}
}

func TestOpenBusyOnlyIsForListing(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "plain.ics"), weekly("plain", ""))
	glance, err := OpenBusyOnly(dir, bo)
	if err != nil {
		t.Fatal(err)
	}
	_, found := glance.Find(t.Context(), calendar.Place{ID: "plain"})
	_, inserted := glance.Insert(t.Context(), calendar.Draft{ID: "new"})
	_, updated := glance.Update(t.Context(), "", calendar.Draft{ID: "plain"})
	removed := glance.Remove(t.Context(), calendar.Place{ID: "plain"}, "")
	for i, err := range []error{found, inserted, updated, removed} {
		if !errors.Is(err, calendar.ErrReadOnly) {
			t.Errorf("%d: %v, want %v", i, err, calendar.ErrReadOnly)
		}
	}
}
