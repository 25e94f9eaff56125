package app

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestUserCalendar checks that khal's folder is preferred to vdirsyncer's, and that
// files are ignored.
func TestUserCalendar(t *testing.T) {
	home := t.TempDir()
	if got := UserCalendar(home); got != "" {
		t.Errorf("an empty home has %q", got)
	}
	for _, made := range []struct{ folder, want string }{
		{".local/share/vdirsyncer/calendars/work", ".local/share/vdirsyncer/calendars/work"},
		{".calendars/private", ".calendars/private"},
	} {
		if err := os.MkdirAll(filepath.Join(home, made.folder), 0o755); err != nil {
			t.Fatal(err)
		}
		if got := UserCalendar(home); got != filepath.Join(home, made.want) {
			t.Errorf("with %s: %q", made.folder, got)
		}
	}
	if err := os.WriteFile(filepath.Join(home, ".calendars", "a-file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := UserCalendar(home); filepath.Base(got) != "private" {
		t.Errorf("a file is used as a folder: %q", got)
	}
}

// TestMachineZone checks that TZ is used if it is a valid zone, and that the result can
// always be loaded.
func TestMachineZone(t *testing.T) {
	for tz, want := range map[string]string{"Europe/Oslo": "Europe/Oslo", ":Asia/Tokyo": "Asia/Tokyo", "Mars/Base": "", "Local": "", "": ""} {
		got := MachineZone(func(string) string { return tz })
		if want != "" && got != want {
			t.Errorf("TZ=%s: %s", tz, got)
		}
		if _, err := time.LoadLocation(got); err != nil || got == "Local" || got == "" {
			t.Errorf("TZ=%s: %q is not a zone: %v", tz, got, err)
		}
	}
}
