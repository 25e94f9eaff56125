package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The kinds of calendar.
const (
	Google = "google"
	CalDAV = "caldav"
	VDir   = "vdir"
)

// keysOf says which keys a kind of calendar has beside the common ones, and the
// one of them that it cannot do without.
func keysOf(kind string) (must string, may []string) {
	switch kind {
	case Google:
		return "client_secret_file", []string{"client_secret_file", "endpoint", "people_endpoint", "keyring", "ids"}
	case CalDAV:
		return "endpoint", []string{"endpoint", "user", "password_file", "ids"}
	case VDir:
		return "path", []string{"path"}
	}
	return "", nil
}

// readable is a kind of calendar that this fika reads.
func readable() kind[string] {
	k := oneOf(Google, VDir)
	return kind[string]{
		read: func(v value, into *string) bool {
			if v.data != CalDAV {
				return k.read(v, into)
			}
			f := v.fault("fika cannot read calendars of kind %q yet; a program such as vdirsyncer keeps a folder in step with one, for kind %q", CalDAV, VDir)
			f.Allowed = quoted([]string{Google, VDir})
			return false
		},
		write: k.write,
	}
}

// calendar is one [[calendar]].
func (c *Config) calendar(f form, cal *Calendar) {
	folder := filepath.Dir(c.Path)
	need(f, "name", "it is how you speak of the calendar")
	field(f, "name", &cal.Name, line())
	need(f, "kind", "it says how the calendar is read")
	field(f, "kind", &cal.Kind, readable())
	field(f, "book", &cal.Book, boolean())
	spare(f, "path", &cal.Path, file(folder))
	spare(f, "client_secret_file", &cal.ClientSecretFile, file(folder))
	spare(f, "endpoint", &cal.Endpoint, endpoint())
	spare(f, "people_endpoint", &cal.PeopleEndpoint, endpoint())
	spare(f, "keyring", &cal.Keyring, boolean())
	spare(f, "user", &cal.User, line())
	spare(f, "password_file", &cal.PasswordFile, file(folder))
	spareList(f, "ids", &cal.IDs, line())
	field(f, "ignore_all_day", &cal.IgnoreAllDay, boolean())
	f.check(func(t *table) {
		c.checkKind(t, cal.Kind)
		checkFile(t, *cal)
		for _, had := range c.Calendars {
			if cal.Name != "" && strings.EqualFold(had.Name, cal.Name) {
				t.fault("name", "a second [[calendar]] has the name %q", had.Name)
			}
		}
	})
}

// checkKind looks for keys of other kinds, and for the one that kind needs.
func (c *Config) checkKind(t *table, kind string) {
	must, may := keysOf(kind)
	if must == "" {
		return // unknown: a fault already
	}
	need(t, must, fmt.Sprintf("a %s calendar cannot be read without it", kind))
	for _, other := range []string{Google, CalDAV, VDir} {
		_, theirs := keysOf(other)
		for _, key := range theirs {
			if t.has(key) && !slices.Contains(may, key) {
				may = append(may, key) // told once
				t.fault(key, "a %s calendar has no %q: it belongs to kind %q", kind, key, other)
			}
		}
	}
}

// checkFile looks at what fika would write to. Programs that keep a calendar in a
// single file hold all of it in memory and write it as a whole, so that what others
// put there is lost; Evolution's own file is one of those for sure.
func checkFile(t *table, cal Calendar) {
	v, ok := t.get("path")
	if !ok || !cal.Book || cal.Kind != VDir {
		return
	}
	if strings.Contains(filepath.ToSlash(cal.Path), "/evolution/calendar/") {
		v.fault("Evolution writes this file anew and loses the invitations that fika puts there; name a folder, or a calendar on a server")
		return
	}
	if info, err := os.Stat(cal.Path); !strings.EqualFold(filepath.Ext(cal.Path), ".ics") || err == nil && info.IsDir() {
		return
	}
	v.fault("a program that has this one file open may lose the invitations that fika puts there; a folder with a file for each event is safe").Warning = true
}

// checkCalendars looks for the one calendar that fika writes to.
func (c *Config) checkCalendars(t *table) {
	var books []string
	for _, cal := range c.Calendars {
		if cal.Book {
			books = append(books, quote(cal.Name))
		}
	}
	switch {
	case len(c.Calendars) == 0: // missing, or no list: a fault already
		if v, ok := t.get("calendar"); ok {
			if list, isList := v.data.([]any); isList && len(list) == 0 {
				v.fault("the list is empty: nobody knows when you are free")
			}
		}
	case len(books) == 0:
		t.fault("calendar", "no calendar is written to; say book = true in the [[calendar]] that invitations go out from")
	case len(books) > 1:
		all := "all"
		if len(books) == 2 {
			all = "both"
		}
		t.fault("calendar", "%s %s have book = true; exactly one calendar is written to", strings.Join(books, " and "), all)
	}
}
