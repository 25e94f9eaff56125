package ics

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/span"
)

// TestKhalReads lets khal, which uses its own zone data, read events at times and in zones
// that programs read differently.
func TestKhalReads(t *testing.T) {
	if _, err := exec.LookPath("khal"); err != nil {
		t.Skip("SKIPPED: khal is not installed; scripts/install-test-programs does it")
	}
	home := t.TempDir()
	var want []string
	for i, event := range []struct {
		zone, start string
	}{
		{"Europe/Stockholm", "2026-10-25T00:30:00Z"}, // 02:30 comes twice
		{"Europe/Stockholm", "2026-10-25T01:30:00Z"},
		{"Europe/Stockholm", "2026-10-25T08:00:00Z"},
		{"Etc/GMT-3", "2026-10-25T09:00:00Z"},
		{"EST", "2026-10-25T10:00:00Z"},
		{"America/New_York", "2026-10-25T14:00:00Z"},
		{"Africa/Casablanca", "2026-10-25T15:00:00Z"},
		{"Australia/Lord_Howe", "2026-10-25T16:00:00Z"},
	} {
		d := coffee(t)
		start, err := time.Parse(time.RFC3339, event.start)
		if err != nil {
			t.Fatal(err)
		}
		d.ID, d.Zone, d.Span = calendar.EventID(fmt.Sprint("e", i)), zoneOf(t, event.zone), span.New(start, 25*time.Minute)
		d.Title = fmt.Sprintf("%d %s", i, event.zone)
		if err := os.WriteFile(filepath.Join(home, string(d.ID)+".ics"), Encode(d), 0o600); err != nil {
			t.Fatal(err)
		}
		want = append(want, start.Format("15:04 ")+d.Title)
	}
	config := "[calendars]\n[[a]]\npath = " + home + "\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n" +
		"timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
	path := filepath.Join(home, "config")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	khal := exec.CommandContext(t.Context(), "khal", "-c", path, "list", "--day-format", "", "--format", "{start-time} {title}", "2026-10-25", "1d")
	khal.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home, "XDG_CONFIG_HOME="+home, "LC_ALL=C.UTF-8")
	out, err := khal.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(string(out)), "\n")); diff != "" {
		t.Errorf("khal (-want +got):\n%s", diff)
	}
}
