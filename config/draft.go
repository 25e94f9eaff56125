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

// ErrChangedMeanwhile means that the configuration changed while its draft was
// edited. The file stays as it is, and the draft is kept for the user to compare.
var ErrChangedMeanwhile = errors.New("was changed by another program in the meantime")

// Draft is a copy of a configuration for an editor to change. The configuration
// stays as it is until [Draft.Replace].
type Draft struct {
	Path string // of the copy

	file   string // the configuration, links resolved
	before []byte // its content
}

// NewDraft copies the configuration at path, whose content is text, with its owner
// and mode. The copy is in the same folder, so that a rename can replace it.
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
	if owner, ok := info.Sys().(*syscall.Stat_t); ok { // a service may read it through its group
		err = errors.Join(err, f.Chown(int(owner.Uid), int(owner.Gid)))
	}
	if err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(f.Name()))
	}
	return &Draft{Path: f.Name(), file: file, before: text}, nil
}

// Check reports whether the draft differs from the original content. If it does
// and is not valid, the error is its [Faults], under the name of the original.
func (d *Draft) Check() (changed bool, err error) {
	text, err := os.ReadFile(d.Path)
	if err != nil || bytes.Equal(text, d.before) {
		return false, err
	}
	_, err = Parse(d.file, text)
	return true, err
}

// Replace replaces the configuration with the draft. If the configuration changed
// since [NewDraft], the error is [ErrChangedMeanwhile].
func (d *Draft) Replace() error {
	if now, err := os.ReadFile(d.file); err != nil {
		return err
	} else if !bytes.Equal(now, d.before) {
		return fmt.Errorf("%s %w", d.file, ErrChangedMeanwhile)
	}
	return atomicfile.Move(d.Path, d.file)
}

// Discard removes the draft unless it contains changes. It reports whether the
// draft stays.
func (d *Draft) Discard() (stays bool) {
	text, err := os.ReadFile(d.Path)
	switch {
	case err != nil: // the editor took it away
		return false
	case bytes.Equal(text, d.before):
		os.Remove(d.Path) //nolint:errcheck // a leftover copy does no harm
		return false
	}
	return true
}
