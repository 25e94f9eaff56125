package app

import (
	"os"
	"path/filepath"
)

// CopyName is where a copy of the state goes: to the file that the user names, else
// beside the daily ones.
func CopyName(o Options, named string) (string, error) {
	if named != "" {
		return filepath.Abs(named)
	}
	dir := filepath.Join(o.Paths.State, "backups")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	return filepath.Join(dir, o.Now().UTC().Format("by-hand-20060102T150405Z.db")), nil
}
