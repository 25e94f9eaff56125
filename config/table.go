package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// table is a table that is being read. It learns the known keys from the declared
// fields, so the code that reads is the only list of keys.
type table struct {
	value
	data    map[string]any
	known   []string
	missing []missing
}

// missing is a required key that is not there.
type missing struct{ key, why string }

// value is one value of the file and its place.
type value struct {
	src  *source
	key  string // the full key
	at   *node
	data any
}

// field implements form.
func (t *table) field(key string, read func(value), _ func() any) {
	t.known = append(t.known, key)
	if v, ok := t.get(key); ok {
		read(v)
	}
}

// check implements form.
func (t *table) check(rule func(*table)) { rule(t) }

// get returns the value of a key, if the file has it.
func (t *table) get(key string) (value, bool) {
	data, ok := t.data[key]
	full := key
	if t.key != "" {
		full = t.key + "." + key
	}
	return value{t.src, full, t.at.find(key), data}, ok
}

// has reports whether the file has a key.
func (t *table) has(key string) bool {
	_, ok := t.data[key]
	return ok
}

// require records that key is required.
func (t *table) require(key, why string) {
	if !t.has(key) {
		t.missing = append(t.missing, missing{key, why})
	}
}

// fault records a fault at the value of a key, or at the table's header if the
// file does not have the key.
func (t *table) fault(key, format string, args ...any) *Fault {
	v, ok := t.get(key)
	if ok {
		return v.fault(format, args...)
	}
	return t.src.add(t.at.place(), v.key, format, args...)
}

// close reports unknown and missing keys. A missing key that was only misspelled
// is one fault, not two.
func (t *table) close() {
	misspelt := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(t.data)) {
		if slices.Contains(t.known, key) {
			continue
		}
		meant := t.closestKey(key)
		misspelt[meant] = true
		v, _ := t.get(key)
		f := t.src.add(v.at.keyPlace(), v.key, "unknown %s %q in %s", t.wordFor(v), key, t.name())
		if strings.EqualFold(key, meant) {
			f.Text = mask(fmt.Sprintf("%s %q is written %q", t.wordFor(v), truncate(key), meant))
		}
		f.Suggestion, f.Allowed = meant, t.known
	}
	for _, w := range t.missing {
		if !misspelt[w.key] {
			t.fault(w.key, "%s lacks %q: %s", t.name(), w.key, w.why)
		}
	}
}

// closestKey returns the known key that was probably meant by an unknown one: the
// same except for case, or one that the file does not have yet and that is similar, or
// the only one that contains the unknown one ("zone" in "timezone").
func (t *table) closestKey(key string) string {
	fold := func(known string) bool { return strings.EqualFold(known, key) }
	if i := slices.IndexFunc(t.known, fold); i >= 0 {
		return t.known[i]
	}
	absent := slices.DeleteFunc(slices.Clone(t.known), t.has)
	if near := closest(key, absent); near != "" {
		return near
	}
	longer := slices.DeleteFunc(absent, func(known string) bool { return len(key) < 4 || !strings.Contains(known, strings.ToLower(key)) })
	if len(longer) != 1 {
		return ""
	}
	return longer[0]
}

// wordFor returns what messages call an entry of t: top-level tables are sections.
func (t *table) wordFor(v value) string {
	switch v.data.(type) {
	case map[string]any, []map[string]any:
		if t.key == "" {
			return "section"
		}
	}
	return "key"
}

// name returns what messages call the table.
func (t *table) name() string {
	at := t.at.place()
	head := t.src.text[at.start:at.end]
	switch {
	case t.key == "":
		return "the file"
	case strings.HasPrefix(head, "["):
		return head
	}
	return t.key
}

// fault records a fault of v.
func (v value) fault(format string, args ...any) *Fault {
	return v.src.add(v.at.place(), v.key, format, args...)
}

// mistyped records that v does not have the wanted type.
func (v value) mistyped(wanted string) *Fault {
	return v.fault("want %s here, not %s", wanted, typeName(v.data))
}

// text returns v as a text. It rejects what looks like a secret, because that would
// be printed sooner or later.
func (v value) text(wanted string) (string, bool) {
	s, ok := v.data.(string)
	if !ok {
		v.mistyped(wanted)
		return "", false
	}
	if looksSecret(s) {
		v.fault("this looks like a secret; put it in a separate file and name that file here")
		return "", false
	}
	return s, true
}

// table returns v as a table.
func (v value) table() (*table, bool) {
	data, ok := v.data.(map[string]any)
	if !ok {
		v.mistyped("a table")
		return nil, false
	}
	return &table{value: v, data: data}, true
}

// list returns the elements of v. [[key]] tables and an inline array of tables give
// the same result.
func (v value) list() ([]value, bool) {
	var all []any
	switch data := v.data.(type) {
	case []any:
		all = data
	case []map[string]any:
		for _, table := range data {
			all = append(all, table)
		}
	case string:
		f := v.mistyped("a list")
		f.Suggestion = mask(truncate("[" + quote(data) + "]"))
		return nil, false
	default:
		v.mistyped("a list")
		return nil, false
	}
	values := make([]value, len(all))
	for i, data := range all {
		values[i] = value{v.src, fmt.Sprintf("%s[%d]", v.key, i+1), v.at.element(i), data}
	}
	return values, true
}

// typeName returns what TOML calls the type of a decoded value.
func typeName(data any) string {
	switch data := data.(type) {
	case string:
		return "a text"
	case int64:
		return "a whole number"
	case float64:
		return "a fraction"
	case bool:
		return "true or false"
	case time.Time:
		if data.Location().String() == localDate {
			return "a date"
		}
		return "a time"
	case []any, []map[string]any:
		return "a list"
	}
	return "a table"
}
