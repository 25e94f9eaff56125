package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"fika/internal/atomicfile"
)

// ErrOvertaken says that somebody else wrote a configuration while a draft of it
// was edited.
var ErrOvertaken = errors.New("was changed by another program meanwhile")

// Draft is a copy of a configuration for an editor to change. The configuration
// stays as it is until [Draft.Replace].
type Draft struct {
	Path string // of the copy

	file   string // the configuration, at the end of all links
	before []byte // what it said
}

// NewDraft copies the configuration at path, which says text, with its owner and
// its mode. The copy lies beside it, so that one step replaces it.
func NewDraft(path string, text []byte) (*Draft, error) {
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	// Named as TOML, so that editors know what it is.
	f, err := os.CreateTemp(filepath.Dir(file), "fika-edit-*.toml")
	if err != nil {
		return nil, err
	}
	_, err = f.Write(text)
	if owner, ok := info.Sys().(*syscall.Stat_t); ok { // a service may read it by its group
		err = errors.Join(err, f.Chown(int(owner.Uid), int(owner.Gid)))
	}
	if err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(f.Name()))
	}
	return &Draft{Path: f.Name(), file: file, before: text}, nil
}

// Check reports whether the draft differs from what the configuration said. If it
// does and is no configuration, the error is its [Faults], at lines of the file
// that it is to replace.
func (d *Draft) Check() (changed bool, err error) {
	text, err := os.ReadFile(d.Path)
	if err != nil || bytes.Equal(text, d.before) {
		return false, err
	}
	_, err = Parse(d.file, text)
	return true, err
}

// Replace puts the draft in the place of the configuration, unless that is not what
// it was: the error then is [ErrOvertaken].
func (d *Draft) Replace() error {
	if now, err := os.ReadFile(d.file); err != nil {
		return err
	} else if !bytes.Equal(now, d.before) {
		return fmt.Errorf("%s %w", d.file, ErrOvertaken)
	}
	return atomicfile.Move(d.Path, d.file)
}

// Discard removes a draft with which nothing would be lost. It reports whether
// there is one that stays.
func (d *Draft) Discard() (stays bool) {
	text, err := os.ReadFile(d.Path)
	switch {
	case err != nil: // the editor took it away
		return false
	case bytes.Equal(text, d.before):
		os.Remove(d.Path) //nolint:errcheck // a copy that stays does no harm
		return false
	}
	return true
}
