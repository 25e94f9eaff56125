package vdir

import "fika/calendar"

// fileNames are the names that the file of an event may get, best first: its
// UID, as vdirsyncer does it, if that is harmless as a file name everywhere;
// else, or if that name is taken by something else, a name made of its hash.
func fileNames(id calendar.EventID) []string {
	hashed := "fika-" + hash([]byte(id)) + ".ics"
	if harmless(string(id)) {
		return []string{string(id) + ".ics", hashed}
	}
	return []string{hashed}
}

// harmless allows what RFC 5545 recommends for UIDs, and no more: no path, no
// dotfile, no option of a shell command, nothing that some file system folds,
// forbids or cannot hold.
func harmless(name string) bool {
	if name == "" || len(name) > 120 || name[0] == '.' || name[0] == '-' {
		return false
	}
	for _, r := range name {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		case r == '-', r == '_', r == '.', r == '@', r == '+':
		default:
			return false
		}
	}
	return true
}
