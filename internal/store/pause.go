package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fika/internal/atomicfile"
)

// Pause is the user's stop: while it lasts nothing is sent to anybody.
//
// It is a separate file next to the store, because a stop must always work at once:
// while a daemon holds the lock, with a broken configuration, with a damaged store,
// on a full disk. The existence of the file means "paused"; its content only says
// when the pause ends. So whatever goes wrong with the content makes the pause
// longer, never shorter.
type Pause struct {
	Since time.Time `json:"since,omitzero"`
	Until time.Time `json:"until,omitzero"` // zero: until resumed
	Why   string    `json:"why,omitempty"`

	// Cancelled says that coffees were cancelled with the pause: their events are
	// still removed, which tells the guests. Nothing else is sent.
	Cancelled bool `json:"cancelled,omitempty"`
}

// SetPause pauses the daemon whose state is in dir: when it returns, nothing more is
// sent. It takes no lock and replaces an earlier pause. After an error, which wraps ErrFull
// or ErrReadOnly, the pause may still be in effect, without its end and its reason:
// see [ReadPause].
func SetPause(dir string, p Pause) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fileKind(err)
	}
	// Truncated, not replaced by a rename: the empty file already pauses, and on a
	// full disk nothing more is possible. A rename would leave the old content, which
	// may be from last week.
	f, err := os.OpenFile(filepath.Join(dir, pauseFile), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fileKind(err)
	}
	defer f.Close()
	if err := writePause(f, p); err != nil {
		f.Truncate(0) // a partial text pauses too, but looks like damage
		return fmt.Errorf("paused until resumed, the rest was not written: %w", fileKind(err))
	}
	if err := atomicfile.SyncDir(dir); err != nil {
		return fmt.Errorf("paused, but a power cut may undo it: %w", fileKind(err))
	}
	return nil
}

func writePause(f *os.File, p Pause) error {
	p.Since, p.Until = p.Since.UTC(), p.Until.UTC()
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if _, err := f.Write(append(text, '\n')); err != nil {
		return err
	}
	return f.Sync()
}

// ReadPause returns the pause of the daemon whose state is in dir, and whether it is
// in effect at now. A file that cannot be read or parsed is a pause until resumed;
// the error says what is wrong with it.
func ReadPause(dir string, now time.Time) (Pause, bool, error) {
	path := filepath.Join(dir, pauseFile)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Pause{}, false, nil
	case err != nil:
		return Pause{}, true, err
	case len(text) == 0:
		return Pause{}, true, nil
	}
	var p Pause
	if err := json.Unmarshal(text, &p); err != nil {
		return Pause{}, true, fmt.Errorf("%s is damaged: %v", path, err)
	}
	return p, p.Until.IsZero() || now.Before(p.Until), nil
}

// ClearPause ends the pause of the daemon whose state is in dir, if there is one.
func ClearPause(dir string) error {
	err := os.Remove(filepath.Join(dir, pauseFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileKind(err)
	}
	return nil
}
