// Package service knows the service manager: the files that tell it how to run
// fika, and what a running fika tells it about itself.
package service

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Manager notifies the service manager that started this process, with the protocol of
// sd_notify(3): a datagram of lines to the socket in NOTIFY_SOCKET. Without that
// variable every method does nothing, so callers need not check who started them. The
// protocol is documented as stable, and smaller than a dependency for it:
// https://www.freedesktop.org/software/systemd/man/sd_notify.html
//
// The zero Manager does nothing. Errors are only for the log: a service continues if
// nobody listens.
type Manager struct {
	socket   string        // "" if nobody listens
	watchdog time.Duration // the longest time between two signs of life; 0: no watchdog
}

// Find returns the manager in the environment of the process pid.
func Find(getenv func(string) string, pid int) Manager {
	m := Manager{socket: getenv("NOTIFY_SOCKET")}
	if meant := getenv("WATCHDOG_PID"); meant != "" && meant != strconv.Itoa(pid) {
		return m
	}
	if usec, err := strconv.ParseInt(getenv("WATCHDOG_USEC"), 10, 64); err == nil && usec > 0 {
		m.watchdog = time.Duration(usec) * time.Microsecond
	}
	return m
}

// Ready says that the service is working, for the first time or after Reloading, with
// its status.
func (m Manager) Ready(status string) error {
	return m.notify("READY=1", "STATUS="+line(status))
}

// Reloading says that the configuration is being read again; Ready ends it. The
// stamp lets systemd tell this reload from an earlier one (needed since v253).
func (m Manager) Reloading() error {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		return err
	}
	return m.notify("RELOADING=1", fmt.Sprintf("MONOTONIC_USEC=%d", now.Nano()/1000))
}

// Stopping says that the service is shutting down.
func (m Manager) Stopping() error { return m.notify("STOPPING=1", "STATUS=finishing the current pass") }

// Alive says that the loop completed a round, with its status, and that the next sign of
// life comes after pause and one more round. The unit sets how long a round may take
// (WatchdogSec=); only the service knows the pause between rounds, which the user may
// change.
func (m Manager) Alive(status string, pause time.Duration) error {
	lines := []string{"STATUS=" + line(status)}
	if m.watchdog > 0 {
		lines = append(lines, "WATCHDOG=1", fmt.Sprintf("WATCHDOG_USEC=%d", (m.watchdog+pause).Microseconds()))
	}
	return m.notify(lines...)
}

func (m Manager) notify(lines ...string) error {
	if m.socket == "" {
		return nil
	}
	// A name that begins with @ is in the abstract namespace; net handles that.
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: m.socket, Net: "unixgram"})
	if err != nil {
		return fmt.Errorf("tell the service manager: %w", err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(strings.Join(lines, "\n"))); err != nil {
		return fmt.Errorf("tell the service manager: %w", err)
	}
	return nil
}

// line keeps text on one line: text after a line break would be another command.
func line(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
}
