package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOpenMakesAPrivateState(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0)) // the most generous one
	dir := filepath.Join(t.TempDir(), "state", "fika")
	s := reopen(t, dir)
	s.propose(t, with("ann", 9)) // so that the write-ahead log is there, too

	info, err := os.Stat(dir)
	ok(t, err)
	if got := info.Mode().Perm(); got != 0o700 {
		t.Errorf("the folder has mode %04o", got)
	}
	got := modes(t, dir)
	want := map[string]fs.FileMode{"fika.db": 0o600, "fika.db-wal": 0o600, "fika.db-shm": 0o600, "installed": 0o600, "lock": 0o600}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func modes(t *testing.T, dir string) map[string]fs.FileMode {
	t.Helper()
	entries, err := os.ReadDir(dir)
	ok(t, err)
	modes := map[string]fs.FileMode{}
	for _, e := range entries {
		info, err := e.Info()
		ok(t, err)
		modes[e.Name()] = info.Mode()
	}
	return modes
}

func TestOpenAgainFindsWhatWasThere(t *testing.T) {
	for _, name := range []string{
		"fika", "with space", "what?", "a#b", "100%", "%41", "a&b=c;d", "plus+", "colon:colon",
		"åäö", "quote'quote", `double"double`, "*", "file:x", "?mode=memory", "x?vfs=none&immutable=1",
	} {
		dir := filepath.Join(t.TempDir(), name)
		s := reopen(t, dir)
		b := s.propose(t, with("ann", 9))
		install := s.InstallID()
		ok(t, s.Close())

		if _, err := os.Stat(filepath.Join(dir, "fika.db")); err != nil {
			t.Errorf("%s: the store is elsewhere: %v", name, err)
		}
		s = reopen(t, dir)
		if diff := cmp.Diff(b, s.booking(t, b.ID)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if install == "" || s.InstallID() != install {
			t.Errorf("%s: install was %q, is %q", name, install, s.InstallID())
		}
		ok(t, s.Close())
	}
}

func TestOpenInARelativeFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, dir := range []string{".", "a:b", "c/../d", "./e"} {
		ok(t, os.MkdirAll(dir, 0o700))
		ok(t, os.Chmod(dir, 0o700))
		reopen(t, dir)
		if _, err := os.Stat(filepath.Join(dir, "fika.db")); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

func TestTwoInstallationsDiffer(t *testing.T) {
	if a, b := fresh(t).InstallID(), fresh(t).InstallID(); a == b {
		t.Errorf("both are %q", a)
	}
}

func TestOpenRefusesAFolderThatOthersSee(t *testing.T) {
	for _, mode := range []fs.FileMode{0o755, 0o750, 0o710, 0o701, 0o777} {
		dir := folder(t)
		ok(t, os.Mkdir(dir, 0o700))
		ok(t, os.Chmod(dir, mode))
		_, err := Open(t.Context(), dir)
		is(t, err, ErrUnsafe)
		if got := modes(t, dir); len(got) != 0 {
			t.Errorf("%04o: it was refused, and yet holds %v", mode, got)
		}
	}
}

func TestOpenWhereNothingCanBeWritten(t *testing.T) {
	dir := folder(t)
	ok(t, os.Mkdir(dir, 0o700))
	ok(t, os.Mkdir(filepath.Join(dir, "fika.db"), 0o700))
	_, err := Open(t.Context(), dir)
	is(t, err, ErrReadOnly)

	file := folder(t)
	ok(t, os.WriteFile(file, nil, 0o600))
	_, err = Open(t.Context(), file)
	is(t, err, ErrReadOnly)
	_, err = Open(t.Context(), filepath.Join(file, "below"))
	is(t, err, ErrReadOnly)
}

func TestOpenInAReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("SKIPPED: permissions do not bind root; TestReadOnlyDisk covers this where it can mount")
	}
	dir := folder(t)
	ok(t, reopen(t, dir).Close())
	ok(t, os.Chmod(dir, 0o500))
	defer os.Chmod(dir, 0o700)
	_, err := Open(t.Context(), dir)
	is(t, err, ErrReadOnly)

	empty := folder(t)
	ok(t, os.Mkdir(empty, 0o500))
	_, err = Open(t.Context(), empty)
	is(t, err, ErrReadOnly)
}

// TestRefusedOpenLeavesTheLock checks that a refused Open releases everything:
// otherwise a daemon that retries would lock itself out.
func TestRefusedOpenLeavesTheLock(t *testing.T) {
	dir := folder(t)
	ok(t, os.Mkdir(dir, 0o700))
	path := filepath.Join(dir, "fika.db")
	ok(t, os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600))
	_, err := Open(t.Context(), dir)
	is(t, err, ErrCorrupt)
	ok(t, os.Remove(path))
	reopen(t, dir)
}

func TestOpenStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := folder(t)
	_, err := Open(ctx, dir)
	is(t, err, context.Canceled)
	reopen(t, dir)
}

func TestEveryConnectionHasThePragmas(t *testing.T) {
	s := fresh(t)
	for name, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "trusted_schema": "0",
		"recursive_triggers": "1", "secure_delete": "1", "busy_timeout": "5000", "mmap_size": "0",
	} {
		for range 2 {
			var got string
			ok(t, s.db.QueryRow(`PRAGMA `+name).Scan(&got))
			if got != want {
				t.Errorf("%s is %s, want %s", name, got, want)
			}
			s.db.SetMaxIdleConns(0) // the next round is on a new connection
		}
		s.db.SetMaxIdleConns(2)
	}
}

// TestPragmaWithoutEffectIsRefused checks that a store is not used with a connection on
// which one of the pragmas did not take effect.
func TestPragmaWithoutEffectIsRefused(t *testing.T) {
	other := map[string]string{
		"busy_timeout": "0", "journal_mode": "delete", "synchronous": "1", "foreign_keys": "0",
		"recursive_triggers": "0", "trusted_schema": "1", "secure_delete": "0",
	}
	for _, p := range pragmas {
		s := fresh(t)
		_, err := s.db.Exec(`PRAGMA ` + p.name + ` = ` + other[p.name])
		ok(t, err)
		if err := s.check(t.Context()); !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), p.name) {
			t.Errorf("%s has no effect: %v", p.name, err)
		}
	}
}

// TestUseAfterClose checks that a closed store returns errors, but does not look
// damaged.
func TestUseAfterClose(t *testing.T) {
	s := fresh(t)
	ok(t, s.Close())
	if err := s.SetLastPass(t.Context(), monday); err == nil {
		t.Error("a closed store took something")
	}
	if _, err := s.LastPass(t.Context()); err == nil || errors.Is(err, ErrCorrupt) {
		t.Errorf("a closed store answered: %v", err)
	}
}
