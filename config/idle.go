package config

// UnusedKeys warns about keys that have no effect yet. They are accepted so that the
// file of a newer fika can be read.
func (c *Config) UnusedKeys() []Fault {
	var faults []Fault
	warn := func(stated bool, text string, path ...any) {
		if stated {
			f := c.Fault(path[len(path)-1].(string)+" has no effect yet: "+text, path...)
			f.Warning = true
			faults = append(faults, f)
		}
	}
	const nobodyAsks = "this fika does not look at who manages whom"
	warn(c.Daemon.Listen != "", "there is no page to look at, and fika opens no port for one", "daemon", "listen")
	warn(len(c.Daemon.Notify) > 0, "fika sends you no messages; fika status says what it would", "daemon", "notify")
	warn(c.Me.Manager != "", nobodyAsks, "me", "manager")
	for i, p := range c.Persons {
		warn(p.Manager != nil && *p.Manager != "", nobodyAsks, "person", i, "manager")
	}
	return faults
}
