package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fika/config"
	"fika/daemon"
	"fika/internal/notify"
)

// openChannel returns the channel that c describes. It reads the address of a service each
// time, so that a repaired file works at once.
func openChannel(c daemon.Channel) (notify.Channel, error) {
	switch c.Kind {
	case config.NotifyDesktop:
		return notify.Desktop(), nil
	case config.NotifyCommand:
		return notify.Program(c.Argv), nil
	}
	address, err := readAddress(c.URLFile)
	if err != nil {
		return nil, err
	}
	return notify.Service(address)
}

// readAddress returns the address of a service in the file at path. Whoever has it can write
// to the user, and may read what is sent there, so that only the user may read it.
func readAddress(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return "", fmt.Errorf("%s has mode %04o, and its address is a secret: chmod 600 %s", path, mode, filepath.Base(path))
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(text)), nil
}

// messages returns where messages to the user go.
func messages(c *config.Config) daemon.Messages {
	m := daemon.Messages{At: c.Habit.At, Quiet: c.Habit.Quiet, Most: c.Habit.Most}
	for _, n := range c.Notify {
		m.Channels = append(m.Channels, channelOf(n))
	}
	return m
}

func channelOf(n config.Notify) daemon.Channel {
	c := daemon.Channel{Name: n.Name(), Kind: n.Kind, URLFile: n.URLFile, Argv: n.Argv, Names: n.Names}
	for _, kind := range n.When {
		c.When = append(c.When, daemon.MessageKind(kind))
	}
	return c
}
