package diagnosis

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fika/config"
)

// Redaction of what leaves the machine in a bug report. Everything here is an allow
// list, so anything unexpected is left out. Numbers, times and booleans stay; text stays
// only if fika itself chose the words.

// leftOut replaces text that is or may be private.
const leftOut = "left out"

// redaction numbers people, the same way in every part of a bundle.
type redaction struct{ people map[string]string }

func newRedaction() *redaction { return &redaction{map[string]string{}} }

// person returns the alias in the bundle for the person with that address.
func (r *redaction) person(address string) string {
	if address == "" {
		return ""
	}
	if r.people[address] == "" {
		r.people[address] = fmt.Sprintf("p%d", len(r.people)+1)
	}
	return r.people[address]
}

// harmless are configuration keys whose text is one of fika's own words, a duration or
// an hour. A time zone and a region are shared by millions and matter in many bugs.
var harmless = []string{
	"me.timezone", "me.region", "holidays.region",
	"calendar.kind",
	"rhythm.hours", "rhythm.windows", "rhythm.notice", "rhythm.horizon", "rhythm.busy_week", "rhythm.buffer.before", "rhythm.buffer.after",
	"trust.mode", "trust.undo",
	"guards.gap", "guards.after_decline", "guards.lunch", "guards.no_reply",
	"habit.at", "habit.quiet", "notes.keep", "notify.kind", "notify.when", "mcp.share",
	"daemon.every", "daemon.listen", "daemon.metrics",
	"goal.kind", "goal.theme", "goal.tie", "goal.mode", "goal.want.per", "goal.want.each", "goal.want.latest", "goal.want.cover",
}

// addresses are the keys whose text is a person's address.
var addresses = []string{"me.email", "me.aliases", "me.manager", "person.email", "person.aliases", "person.manager", "guards.never", "goal.from.person"}

// config returns c with its structure and its numbers.
func (r *redaction) config(c *config.Config) map[string]any {
	return r.value("", c.Values()).(map[string]any)
}

// value returns the redacted v. Its key has no list indexes.
func (r *redaction) value(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		if key == "sites" { // its keys are the user's own words
			return len(v)
		}
		all := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) { // so that the numbers of people stay the same
			all[name] = r.value(strings.TrimPrefix(key+"."+name, "."), v[name])
		}
		return all
	case []any:
		all := []any{}
		for _, inner := range v {
			all = append(all, r.value(key, inner))
		}
		return all
	case bool, int:
		return v
	case string:
		switch {
		case slices.Contains(harmless, key):
			return v
		case slices.Contains(addresses, key):
			return r.person(v)
		}
	}
	return leftOut
}

// known are the phrases of an error that may appear in a bundle: those of the operating
// system, the network, SQLite and fika.
var known = []string{
	"no such file", "not a directory", "is a directory", "permission denied", "operation not permitted", "no space left", "quota exceeded",
	"read-only file system", "input/output error", "too many open files", "cannot allocate memory", "file name too long",
	"connection refused", "connection reset", "no such host", "network is unreachable", "no route to host", "i/o timeout", "deadline exceeded",
	"certificate", "invalid_grant", "rate limit", "unexpected EOF", "canceled",
	"the store is damaged", "database disk image is malformed", "file is not a database", "database is locked", "disk I/O error",
	"others can access it", "belongs to user", "not understood", "does not answer", "cannot be read", "none yet",
}

// phrases returns the known phrases in text. Nothing else of it leaves the machine.
func phrases(text string) []string {
	var found []string
	for _, p := range known {
		if strings.Contains(text, p) {
			found = append(found, p)
		}
	}
	return found
}

// leadingNumbers returns the leading digits and dots of text: the part of a kernel's
// name that is safe to share.
func leadingNumbers(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, "0123456789."))]
}
