package service_test

import (
	"net"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/service"
)

// listen returns the socket of a manager, and the messages that it receives.
func listen(t *testing.T) (path string, next func() string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return path, func() string {
		text := make([]byte, 4096)
		n, err := conn.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		return string(text[:n])
	}
}

func TestProtocol(t *testing.T) {
	path, next := listen(t)
	env := map[string]string{"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "42"}
	m := service.Find(func(name string) string { return env[name] }, 42)
	for _, c := range []struct {
		name string
		say  func() error
		want string
	}{
		{"ready", func() error { return m.Ready("well") }, "READY=1\nSTATUS=well"},
		{"alive", func() error { return m.Alive("well", 5*time.Minute) }, "STATUS=well\nWATCHDOG=1\nWATCHDOG_USEC=360000000"},
		{"stopping", m.Stopping, "STOPPING=1\nSTATUS=finishing the current pass"},
		{"a status of two lines is one", func() error { return m.Ready("a\nSTOPPING=1") }, "READY=1\nSTATUS=a STOPPING=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.say(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, next()); diff != "" {
				t.Error(diff)
			}
		})
	}
	if err := m.Reloading(); err != nil {
		t.Fatal(err)
	}
	if got := next(); !regexp.MustCompile(`^RELOADING=1\nMONOTONIC_USEC=\d{6,}$`).MatchString(got) {
		t.Errorf("reloading: %q", got)
	}
}

// TestWatchdogOfAnother ignores a watchdog that was meant for the parent process.
func TestWatchdogOfAnother(t *testing.T) {
	path, next := listen(t)
	env := map[string]string{"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "41"}
	if err := service.Find(func(name string) string { return env[name] }, 42).Alive("well", time.Minute); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("STATUS=well", next()); diff != "" {
		t.Error(diff)
	}
}

func TestNobodyListens(t *testing.T) {
	if err := service.Find(func(string) string { return "" }, 42).Ready("well"); err != nil {
		t.Errorf("without a manager: %v", err)
	}
	gone := service.Find(func(string) string { return filepath.Join(t.TempDir(), "gone") }, 42)
	if err := gone.Ready("well"); err == nil {
		t.Error("a socket that is not there went unnoticed")
	}
}
