package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"fika/planner"
)

// ErrWritableByOthers means that others can write the file, which decides whom fika
// invites in the user's name. [Read] returns it; the file is not used until its mode
// is changed.
var ErrWritableByOthers = errors.New("others may write the configuration")

// Read returns the content of the file at path. The error wraps [ErrWritableByOthers] if
// others can write it, or comes from the operating system.
func Read(path string) ([]byte, error) {
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	// Whoever can write to the folder of a link can redirect it.
	for _, at := range []string{file, filepath.Dir(file), filepath.Dir(path)} {
		info, err := os.Stat(at)
		if err != nil {
			return nil, fmt.Errorf("read configuration: %w", err)
		}
		if why := unsafe(info); why != "" {
			return nil, fmt.Errorf("%w: %s %s", ErrWritableByOthers, at, why)
		}
	}
	f, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK, 0) // or a pipe would wait for a writer
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read configuration: %s is not a regular file", file)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	return data, nil
}

// unsafe says how somebody other than the user and root can write a file, or
// replace files in a folder; "" if nobody can. The user's own group is fine:
// distributions give everybody a private group with write access. In a sticky
// folder nobody can replace other people's files.
func unsafe(info fs.FileInfo) string {
	mode := info.Mode()
	owner, known := info.Sys().(*syscall.Stat_t)
	switch {
	case mode.IsDir() && mode&fs.ModeSticky != 0:
		return ""
	case mode.Perm()&0o002 != 0, known && mode.Perm()&0o020 != 0 && int(owner.Gid) != os.Getegid():
		return fmt.Sprintf("has mode %04o", mode.Perm())
	case known && owner.Uid != 0 && int(owner.Uid) != os.Geteuid():
		return fmt.Sprintf("belongs to the user with number %d", owner.Uid)
	}
	return ""
}

// Parse parses data as the content of the file at path, which is not read. The
// error is [Faults]: all of them, including warnings, sorted by place. A TOML
// syntax error hides all others. If there are only warnings, the error is nil and
// they are in the Config.
func Parse(path string, data []byte) (*Config, error) {
	src := newSource(path, data)
	values, root, ok := src.decode()
	if !ok {
		return nil, src.faults
	}
	c := defaults()
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	c.Path, c.src, c.root = path, src, root
	t := &table{value: value{src: src, at: root}, data: values}
	c.fields(t)
	t.close()
	src.faults.sort()
	if len(src.faults.Errors()) > 0 {
		return nil, src.faults
	}
	c.Warnings = src.faults
	return c, nil
}

// Encode returns the effective configuration as TOML, with defaults filled in and
// paths made absolute. Parsing it gives an equal Config. It contains no secrets,
// because Parse rejects a file that does.
func (c *Config) Encode() []byte {
	root := &sheet{}
	c.fields(root)
	return root.file()
}

// Values returns what [Config.Encode] writes, for other formats: tables as maps, days
// as values of type date.Date, everything else as strings, numbers, bools and lists
// of these.
func (c *Config) Values() map[string]any {
	root := &sheet{}
	c.fields(root)
	return plain(root).(map[string]any)
}

// fields declares the sections in the order in which they are read. Later ones
// depend on earlier ones.
func (c *Config) fields(f form) {
	require(f, "me", "it says who you are")
	section(f, "me", c.me)
	optionalList(f, "holidays", &c.Holidays, tableOf(c.daysOff))
	section(f, "sites", c.sites)
	f.check(c.checkRegion)
	require(f, "calendar", "without a [[calendar]] fika cannot know when you are free")
	field(f, "calendar", &c.Calendars, list(tableOf(c.calendar)))
	f.check(c.checkCalendars)
	require(f, "people", "its domains say who fika may invite")
	section(f, "people", c.people)
	optionalList(f, "person", &c.Persons, tableOf(c.person))
	section(f, "rhythm", c.rhythm)
	section(f, "trust", c.trust)
	section(f, "guards", c.guards)
	f.check(c.checkNotice)
	section(f, "invite", c.invite)
	section(f, "daemon", c.daemon)
	section(f, "habit", c.habit)
	section(f, "notes", c.notes)
	section(f, "mcp", c.mcp)
	field(f, "notify", &c.Notify, listOf(tableOf(c.notify), Notify{Names: true}))
	field(f, "goal", &c.Goals, listOf(tableOf(c.goal), planner.Goal{Weight: defaultWeight}))
	f.check(c.checkSite)
	f.check(func(t *table) {
		if len(c.Goals) == 0 && !t.has("goal") {
			t.fault("goal", "there is no [[goal]]: fika has nothing to do").Warning = true
		}
	})
}
