package config

import "strings"

// UnusedKey is a key that this version accepts and does not use, because a later version
// will. So a file for either version can be read by the other.
type UnusedKey struct {
	Key string // with its table, such as "daemon.listen"
	Why string // what is missing in this version, to follow "has no effect yet: "

	places func(*Config) [][]any // where c states it, as paths for [Config.Fault]
}

// UnusedKeys lists every key that has no effect yet. [Config.Unused] and fika.toml(5) are
// made from it.
func UnusedKeys() []UnusedKey {
	once := func(stated bool, path ...any) [][]any {
		if !stated {
			return nil
		}
		return [][]any{path}
	}
	return []UnusedKey{
		{"daemon.listen", "there is no page to look at, and fika opens no port for one", func(c *Config) [][]any {
			return once(c.Daemon.Listen != "", "daemon", "listen")
		}},
	}
}

// Unused returns a warning for each of [UnusedKeys] that c states.
func (c *Config) Unused() []Fault {
	var faults []Fault
	for _, u := range UnusedKeys() {
		_, key, _ := strings.Cut(u.Key, ".")
		for _, path := range u.places(c) {
			f := c.Fault(key+" has no effect yet: "+u.Why, path...)
			f.Warning = true
			faults = append(faults, f)
		}
	}
	return faults
}
