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
	KindGoogle = "google"
	KindCalDAV = "caldav"
	KindVDir   = "vdir"
)

// keysOf returns the keys that a kind of calendar has in addition to the common
// ones, and the one of them that is required.
func keysOf(kind string) (must string, may []string) {
	switch kind {
	case KindGoogle:
		return "client_secret_file", []string{"client_secret_file", "endpoint", "people_endpoint", "keyring", "ids"}
	case KindCalDAV:
		return "endpoint", []string{"endpoint", "user", "password_file", "ids"}
	case KindVDir:
		return "path", []string{"path"}
	}
	return "", nil
}

// readableKind returns the codec of the kinds of calendar that this version can read.
func readableKind() codec[string] {
	k := oneOf(KindGoogle, KindVDir)
	return codec[string]{
		read: func(v value, into *string) bool {
			if v.data != KindCalDAV {
				return k.read(v, into)
			}
			f := v.fault("fika cannot read calendars of kind %q yet; a program such as vdirsyncer can sync one to a folder, for kind %q", KindCalDAV, KindVDir)
			f.Allowed = quoted([]string{KindGoogle, KindVDir})
			return false
		},
		write: k.write,
	}
}

// calendar declares one [[calendar]].
func (c *Config) calendar(f form, cal *Calendar) {
	folder := filepath.Dir(c.Path)
	require(f, "name", "commands and messages use it")
	field(f, "name", &cal.Name, singleLine())
	require(f, "kind", "it says how the calendar is read")
	field(f, "kind", &cal.Kind, readableKind())
	field(f, "book", &cal.WritesBookings, boolean())
	optionalField(f, "path", &cal.Path, file(folder))
	optionalField(f, "client_secret_file", &cal.ClientSecretFile, file(folder))
	optionalField(f, "endpoint", &cal.Endpoint, endpoint())
	optionalField(f, "people_endpoint", &cal.PeopleEndpoint, endpoint())
	optionalField(f, "keyring", &cal.Keyring, boolean())
	optionalField(f, "user", &cal.User, singleLine())
	optionalField(f, "password_file", &cal.PasswordFile, file(folder))
	optionalList(f, "ids", &cal.IDs, singleLine())
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

// checkKind reports keys of other kinds, and the missing key that kind requires.
func (c *Config) checkKind(t *table, kind string) {
	must, may := keysOf(kind)
	if must == "" {
		return // unknown, and already reported
	}
	require(t, must, fmt.Sprintf("a %s calendar cannot be read without it", kind))
	for _, other := range []string{KindGoogle, KindCalDAV, KindVDir} {
		_, theirs := keysOf(other)
		for _, key := range theirs {
			if t.has(key) && !slices.Contains(may, key) {
				may = append(may, key) // reported once
				t.fault(key, "a %s calendar has no %q: it belongs to kind %q", kind, key, other)
			}
		}
	}
}

// checkFile warns if fika would write to a single file. Programs that keep a calendar
// in one file hold it in memory and rewrite it, so changes by others are lost.
// Evolution does this with its own file.
func checkFile(t *table, cal Calendar) {
	v, ok := t.get("path")
	if !ok || !cal.WritesBookings || cal.Kind != KindVDir {
		return
	}
	if strings.Contains(filepath.ToSlash(cal.Path), "/evolution/calendar/") {
		v.fault("Evolution rewrites this file and loses the invitations that fika adds; use a folder, or a calendar on a server")
		return
	}
	if info, err := os.Stat(cal.Path); !strings.EqualFold(filepath.Ext(cal.Path), ".ics") || err == nil && info.IsDir() {
		return
	}
	v.fault("a program that has this file open may lose the invitations that fika adds; a folder with one file per event is safe").Warning = true
}

// checkCalendars checks that fika writes to exactly one calendar.
func (c *Config) checkCalendars(t *table) {
	var books []string
	for _, cal := range c.Calendars {
		if cal.WritesBookings {
			books = append(books, quote(cal.Name))
		}
	}
	switch {
	case len(c.Calendars) == 0: // missing or not a list, and already reported
		if v, ok := t.get("calendar"); ok {
			if list, isList := v.data.([]any); isList && len(list) == 0 {
				v.fault("the list is empty: fika cannot know when you are free")
			}
		}
	case len(books) == 0:
		t.fault("calendar", "no calendar has book = true; set it in the [[calendar]] that sends the invitations")
	case len(books) > 1:
		all := "all"
		if len(books) == 2 {
			all = "both"
		}
		t.fault("calendar", "%s %s have book = true; exactly one calendar is written to", strings.Join(books, " and "), all)
	}
}
