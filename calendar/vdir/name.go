package vdir

import "fika/calendar"

// fileNames returns the possible file names for an event, best first: its UID, as in
// vdirsyncer, if that is a harmless file name everywhere; otherwise, or if that name is
// taken, a name made from its hash.
func fileNames(id calendar.EventID) []string {
	hashed := "fika-" + hash([]byte(id)) + ".ics"
	if isSafeFileName(string(id)) {
		return []string{string(id) + ".ics", hashed}
	}
	return []string{hashed}
}

// isSafeFileName allows only what RFC 5545 recommends for UIDs: no paths, no dotfiles, no
// shell options, and nothing that some file system folds, forbids or cannot store.
func isSafeFileName(name string) bool {
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
