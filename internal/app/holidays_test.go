package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/config"
	"fika/internal/date"
	"fika/internal/holiday"
)

// TestReadHolidays reads a file of days off as calendar programs write them: marked as
// free, repeating every year, cancelled, or of a part of a day.
func TestReadHolidays(t *testing.T) {
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	event := func(uid, lines string) string {
		return "BEGIN:VEVENT\nUID:" + uid + "\nDTSTAMP:20260101T000000Z\n" + lines + "\nEND:VEVENT\n"
	}
	whole := "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//\n" +
		event("1", "DTSTART;VALUE=DATE:20270114\nSUMMARY:Makara Sankranti\nTRANSP:TRANSPARENT") +
		event("2", "DTSTART;VALUE=DATE:20251101\nRRULE:FREQ=YEARLY\nSUMMARY:Kannada Rajyotsava") +
		event("3", "DTSTART;VALUE=DATE:20270201\nSTATUS:CANCELLED\nSUMMARY:Not any more") +
		event("4", "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261226\nSUMMARY:Year\\nend") +
		event("5", "DTSTART:20270301T090000Z\nDTEND:20270301T120000Z\nSUMMARY:Half a day") +
		event("6", "DTSTART;VALUE=DATE:20270405\nTRANSP:OPAQUE") +
		"END:VCALENDAR\n"
	path := filepath.Join(t.TempDir(), "off.ics")
	c := &config.Config{Holidays: []config.Holidays{{Region: "IN-KA", Path: path, Only: true}}}
	write := func(text string) {
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(text, "\n", "\r\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := ReadHolidays(t.Context(), c, now); err == nil || strings.Count(err.Error(), path) != 1 {
		t.Errorf("a missing file gives %v", err)
	}
	folder := &config.Config{Holidays: []config.Holidays{{Region: "IN-KA", Path: filepath.Dir(path)}}}
	if _, _, err := ReadHolidays(t.Context(), folder, now); err == nil {
		t.Error("an empty folder is read")
	}
	write(whole[:len(whole)/2])
	if _, _, err := ReadHolidays(t.Context(), c, now); err == nil || strings.Count(err.Error(), path) != 1 {
		t.Errorf("half a file gives %v", err)
	}
	write(whole)
	lists, problems, err := ReadHolidays(t.Context(), c, now)
	if err != nil || len(problems) > 0 || len(lists) != 1 || lists[0].Region != "IN-KA" || !lists[0].Only {
		t.Fatalf("%+v, %v, %v", lists, problems, err)
	}
	found := holiday.Calendar{Lists: lists}
	var got []string
	for _, h := range found.Between("IN-KA", date.New(2026, 12, 1), date.New(2028, 12, 31)) {
		got = append(got, h.Date.String()+" "+h.Name)
	}
	want := "2026-12-24 Year end, 2026-12-25 Year end, 2027-01-14 Makara Sankranti, 2027-04-05 a day off, 2027-11-01 Kannada Rajyotsava, 2028-11-01 Kannada Rajyotsava"
	if strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}
