package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// paused reads the pause in dir and reports whether it is in effect.
func paused(t *testing.T, dir string, now time.Time) bool {
	t.Helper()
	_, stands, err := ReadPause(dir, now)
	ok(t, err)
	return stands
}

func TestPause(t *testing.T) {
	dir := folder(t)
	if paused(t, dir, monday) {
		t.Error("paused before anybody said so")
	}
	want := Pause{Since: monday, Until: at(48), Why: "ett \"möte\"\nför mycket"}
	ok(t, SetPause(dir, want))
	for hours, stands := range map[float64]bool{-1: true, 0: true, 47.999: true, 48: false, 49: false} {
		got, standing, err := ReadPause(dir, at(hours))
		ok(t, err)
		if standing != stands {
			t.Errorf("at hour %v it stands: %v, want %v", hours, standing, stands)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	ok(t, ClearPause(dir))
	if paused(t, dir, monday) {
		t.Error("paused after it was cleared")
	}
	ok(t, ClearPause(dir))
}

func TestPauseWithoutEnd(t *testing.T) {
	dir := folder(t)
	ok(t, SetPause(dir, Pause{}))
	if !paused(t, dir, at(1e6)) {
		t.Error("it ended by itself")
	}
}

func TestNewPauseReplacesTheOld(t *testing.T) {
	dir := folder(t)
	ok(t, SetPause(dir, Pause{Since: monday, Until: at(1), Why: strings.Repeat("a long reason ", 100)}))
	ok(t, SetPause(dir, Pause{Since: at(2), Until: at(3)}))
	got, stands, err := ReadPause(dir, at(2))
	ok(t, err)
	if diff := cmp.Diff(Pause{Since: at(2), Until: at(3)}, got); diff != "" || !stands {
		t.Errorf("stands: %v %s", stands, diff)
	}
}

func TestPauseOfAnyZone(t *testing.T) {
	dir := folder(t)
	ok(t, SetPause(dir, Pause{Until: at(5).In(time.FixedZone("", 9*3600))}))
	if !paused(t, dir, at(4.9).In(time.FixedZone("", -5*3600))) || paused(t, dir, at(5)) {
		t.Error("the end is not an instant")
	}
}

func TestPauseIsPrivate(t *testing.T) {
	dir := folder(t)
	ok(t, SetPause(dir, Pause{Why: "secret"}))
	if got := modes(t, dir)["paused"]; got != 0o600 {
		t.Errorf("the file has mode %v", got)
	}
	s := reopen(t, dir) // which would refuse a folder that others see
	ok(t, s.Close())
}

func TestPauseWhileTheStoreIsOpenOrDamaged(t *testing.T) {
	dir := folder(t)
	reopen(t, dir)
	ok(t, SetPause(dir, Pause{Until: at(1)}))
	if !paused(t, dir, monday) {
		t.Error("not paused while the store is open")
	}
	ok(t, ClearPause(dir))

	ok(t, os.WriteFile(filepath.Join(dir, "fika.db"), []byte("rubbish"), 0o600))
	ok(t, SetPause(dir, Pause{Until: at(1)}))
	if !paused(t, dir, monday) {
		t.Error("not paused while the store is damaged")
	}
}

// TestHalfAPauseStops checks that every prefix of the file pauses fika, because a
// reader or a power cut may see any.
func TestHalfAPauseStops(t *testing.T) {
	dir := folder(t)
	ok(t, SetPause(dir, Pause{Since: monday, Until: at(1), Why: "why"}))
	path := filepath.Join(dir, "paused")
	text, err := os.ReadFile(path)
	ok(t, err)
	for n := range len(text) - 1 {
		ok(t, os.WriteFile(path, text[:n], 0o600))
		p, stands, err := ReadPause(dir, at(2))
		if !stands || p != (Pause{}) {
			t.Errorf("%q: stands %v, %v", text[:n], stands, p)
		}
		if (err == nil) != (n == 0) {
			t.Errorf("%q: error %v", text[:n], err)
		}
	}
}

func TestPauseThatCannotBeReadStops(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"folder":       func(path string) error { return os.Mkdir(path, 0o700) },
		"rubbish":      func(path string) error { return os.WriteFile(path, []byte("\x00\x00\x00\x00"), 0o600) },
		"another type": func(path string) error { return os.WriteFile(path, []byte(`{"until":5}`), 0o600) },
		"trailing":     func(path string) error { return os.WriteFile(path, []byte(`{"until":"2026-03-01T00:00:00Z"}x`), 0o600) },
		"loop":         func(path string) error { return os.Symlink("paused", path) },
	} {
		dir := t.TempDir()
		ok(t, spoil(filepath.Join(dir, "paused")))
		_, stands, err := ReadPause(dir, at(1))
		if !stands || err == nil {
			t.Errorf("%s: stands %v, error %v", name, stands, err)
		}
	}
	file := folder(t)
	ok(t, os.WriteFile(file, nil, 0o600))
	if _, stands, err := ReadPause(file, monday); !stands || err == nil {
		t.Errorf("a state that is no folder: stands %v, error %v", stands, err)
	}
}

// TestReaderNeverSeesAGap checks that a reader always sees a pause while it is
// replaced.
func TestReaderNeverSeesAGap(t *testing.T) {
	dir := folder(t)
	ok(t, SetPause(dir, Pause{Until: at(1)}))
	done := make(chan error)
	go func() {
		var err error
		for i := 0; i < 300 && err == nil; i++ {
			err = SetPause(dir, Pause{Since: at(float64(i)), Until: at(1000), Why: strings.Repeat("x", i)})
		}
		done <- err
	}()
	for {
		// An error means a partial text, which pauses just as well.
		if _, stands, _ := ReadPause(dir, monday); !stands {
			t.Fatal("not paused in between")
		}
		select {
		case err := <-done:
			ok(t, err)
			return
		default:
		}
	}
}

func TestPauseOnAFullDisk(t *testing.T) {
	root := disk(t, "1m")
	dir := filepath.Join(root, "fika")
	ok(t, os.Mkdir(dir, 0o700))
	for name, before := range map[string]func(){
		"never paused":          func() { ok(t, ClearPause(dir)) },
		"a pause that was over": func() { ok(t, SetPause(dir, Pause{Since: at(-2), Until: at(-1)})) },
	} {
		before()
		free := fill(t, root)
		if paused(t, dir, monday) {
			t.Fatalf("%s: paused too early", name)
		}
		// Truncating the old pause may free space for the new one.
		if err := SetPause(dir, Pause{Since: monday, Until: at(1), Why: strings.Repeat("x", 8192)}); err == nil {
			t.Errorf("%s: a text was written to a full disk", name)
		} else {
			is(t, err, ErrFull)
		}
		p, stands, err := ReadPause(dir, at(1e6))
		ok(t, err)
		if !stands || p != (Pause{}) {
			t.Errorf("%s: stands %v, %v", name, stands, p)
		}
		ok(t, ClearPause(dir))
		free()
	}
}
