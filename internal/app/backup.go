package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"fika/internal/api"
	"fika/internal/store"
)

// CopyName returns the file for a copy of the state: the one that the user named, else
// one beside the daily copies.
func CopyName(o Options, named string) (string, error) {
	if named != "" {
		return filepath.Abs(named)
	}
	dir := filepath.Join(o.Paths.State, store.BackupFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", api.NewFault(api.CodeDisk, err.Error())
	}
	return filepath.Join(dir, o.Now().UTC().Format("by-hand-20060102T150405Z.db")), nil
}

// Restore replaces the state with the copy in file. aside is where the old state is now;
// "" if there was none.
func Restore(ctx context.Context, o Options, file string) (aside string, err error) {
	aside, err = store.Restore(ctx, o.Paths.State, file, o.Now())
	var locked *store.LockedError
	if errors.As(err, &locked) {
		return "", &api.Fault{Code: api.CodeLocked, Text: err.Error(), Hint: "stop the running fika, restore, and start it again"}
	}
	return aside, err
}
