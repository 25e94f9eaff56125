package app

import (
	"context"
	"os"
	"path/filepath"

	"fika/internal/store"
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

// Restore replaces the state by the copy in file, and says where what was there lies
// now; "" if nothing was.
func Restore(ctx context.Context, o Options, file string) (aside string, err error) {
	return store.Restore(ctx, o.Paths.State, file, o.Now())
}
