package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fika/config"
)

// What may leave the machine with a bug report. Everything here is an allow list:
// what nobody thought of is left out. Numbers, times and booleans stay, a text only
// where fika itself chose its words.

// leftOut stands for a text that is private, or may be.
const leftOut = "left out"

// redaction gives people their numbers, the same ones in every part of a bundle.
type redaction struct{ people map[string]string }

func newRedaction() *redaction { return &redaction{map[string]string{}} }

// person is the name of the person with that address in the bundle.
func (r *redaction) person(address string) string {
	if address == "" {
		return ""
	}
	if r.people[address] == "" {
		r.people[address] = fmt.Sprintf("p%d", len(r.people)+1)
	}
	return r.people[address]
}

// harmless are the keys of a configuration whose texts are words of fika's own,
// or lengths and hours. A time zone is shared by millions, and half of all bugs.
var harmless = []string{
	"me.timezone",
	"calendar.kind",
	"rhythm.hours", "rhythm.windows", "rhythm.notice", "rhythm.horizon", "rhythm.busy_week", "rhythm.buffer.before", "rhythm.buffer.after",
	"trust.mode", "trust.undo",
	"guards.gap", "guards.after_decline", "guards.no_reply",
	"daemon.every", "daemon.listen", "daemon.metrics",
	"goal.kind", "goal.theme", "goal.tie", "goal.mode", "goal.want.per", "goal.want.each", "goal.want.latest", "goal.want.cover",
}

// addresses are the keys whose texts are people.
var addresses = []string{"me.email", "me.aliases", "me.manager", "person.email", "person.aliases", "person.manager", "guards.never", "goal.from.person"}

// config is c with its structure and its numbers.
func (r *redaction) config(c *config.Config) map[string]any {
	return r.value("", c.Values()).(map[string]any)
}

// value is v, which lies at key: without the numbers of list elements.
func (r *redaction) value(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		all := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) { // or the numbers of people would change
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

// known are the phrases that an error may have in a bundle: those of the
// operating system, of the network, of SQLite and of fika.
var known = []string{
	"no such file", "not a directory", "is a directory", "permission denied", "operation not permitted", "no space left", "quota exceeded",
	"read-only file system", "input/output error", "too many open files", "cannot allocate memory", "file name too long",
	"connection refused", "connection reset", "no such host", "network is unreachable", "no route to host", "i/o timeout", "deadline exceeded",
	"certificate", "invalid_grant", "rate limit", "unexpected EOF", "canceled",
	"the store is damaged", "database disk image is malformed", "file is not a database", "database is locked", "disk I/O error",
	"others can access it", "belongs to user", "not understood", "does not answer", "cannot be read", "none yet",
	"by you", "answer: yes", "answer: no", "answer: maybe", "answer: sent",
}

// phrases are the known ones that text contains. Nothing else of it leaves.
func phrases(text string) []string {
	var found []string
	for _, p := range known {
		if strings.Contains(text, p) {
			found = append(found, p)
		}
	}
	return found
}

// leadingNumbers is what text begins with of numbers and dots: of a kernel's
// name what its makers did not choose.
func leadingNumbers(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, "0123456789."))]
}
