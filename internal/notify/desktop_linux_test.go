package notify

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// daemon stands in for a desktop's notification service.
type daemon struct{ got chan [2]string }

func (d daemon) Notify(app string, _ uint32, _ string, title, text string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.got <- [2]string{app + ": " + title, text}
	return 1, nil
}

// TestDesktop shows a message on a real message bus.
func TestDesktop(t *testing.T) {
	path, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	bus := exec.CommandContext(t.Context(), path, "--session", "--nofork", "--print-address")
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = bus.Process.Kill()
		_ = bus.Wait() // it was killed
	}()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)

	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	d := daemon{make(chan [2]string, 1)}
	if err := conn.Export(d, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName("org.freedesktop.Notifications", 0); err != nil {
		t.Fatal(err)
	}
	if err := Desktop().Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	if got := <-d.got; got != [2]string{"fika: fika", message.Text} {
		t.Errorf("the desktop shows %q", got)
	}
}
