package vdir

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"fika/calendar"
	"fika/internal/span"
)

func draft(id calendar.EventID, title string) calendar.Draft {
	return calendar.Draft{
		ID: id, Title: title, Zone: time.UTC, Private: true,
		Span:      span.New(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC), time.Hour),
		Organizer: calendar.Person{Address: "me@example.com"},
		Mark:      calendar.Mark{Booking: "b1", Generation: 1},
		Stamp:     time.Date(2026, 2, 20, 9, 0, 0, 0, time.UTC),
	}
}

// names lists all files in dir, including dotfiles, on one line.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestFileNames(t *testing.T) {
	for name, want := range map[string]string{
		"fk0123abc":               "fk0123abc.ics",
		"A-b_c.d+e@example.com":   "A-b_c.d+e@example.com.ics",
		"../../../tmp/evil":       "",
		"-rf":                     "",
		".hidden":                 "",
		"a/b":                     "",
		"a b":                     "",
		"con:aux":                 "",
		"é":                       "",
		"{guid}":                  "",
		"$(reboot)":               "",
		"%2e%2e%2f":               "",
		"\u202egpj.ics":           "",
		strings.Repeat("a", 120):  strings.Repeat("a", 120) + ".ics",
		strings.Repeat("a", 5000): "",
	} {
		t.Run(name[:min(len(name), 20)], func(t *testing.T) {
			uid := calendar.EventID(name)
			parent := t.TempDir()
			dir := filepath.Join(parent, "calendar")
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			c := open(t, dir)
			if _, err := c.Insert(t.Context(), draft(uid, "A")); err != nil {
				t.Fatal(err)
			}
			if want == "" {
				want = "fika-" + hash([]byte(uid)) + ".ics"
			}
			if got := names(t, dir); got != want {
				t.Errorf("the file is %q, want %q", got, want)
			}
			if got := names(t, parent); got != "calendar" {
				t.Errorf("beside the calendar lie %q", got)
			}
			e, err := open(t, dir).Find(t.Context(), calendar.Place{ID: uid})
			if err != nil || e.Title != "A" {
				t.Fatalf("Find: %v, %v", e, err)
			}
			if _, err := c.Insert(t.Context(), draft(uid, "B")); !errors.Is(err, calendar.ErrExists) {
				t.Errorf("second insert: got %v, want ErrExists", err)
			}
			if err := c.Remove(t.Context(), calendar.Place{ID: uid}, e.ETag); err != nil || names(t, dir) != "" {
				t.Errorf("Remove: %v, left %q", err, names(t, dir))
			}
		})
	}
}

// TestImpossibleIDs checks that ids that could not be found again are refused.
func TestImpossibleIDs(t *testing.T) {
	dir := t.TempDir()
	c := open(t, dir)
	for _, uid := range []calendar.EventID{"", " ", "\r\nSUMMARY:x", "a\x00b", " a", "a\n"} {
		_, err := c.Insert(t.Context(), draft(uid, "A"))
		if err == nil {
			_, err = open(t, dir).Find(t.Context(), calendar.Place{ID: uid})
			if err == nil {
				continue
			}
			t.Errorf("%q was inserted and cannot be found: %v", uid, err)
		}
	}
	if got := titles(listed(t, open(t, dir))); strings.Contains(got, "x") {
		t.Errorf("an id became a title: %q", got)
	}
}

func TestUIDInFileOfAnotherName(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "somewhere-else.ics"), item("fk1", "A"))
	write(t, filepath.Join(dir, "fk2.ics"), item("other", "B"))
	c := open(t, dir)
	if _, err := c.Insert(t.Context(), draft("fk1", "Mine")); !errors.Is(err, calendar.ErrExists) {
		t.Errorf("UID in another file: got %v, want ErrExists", err)
	}
	e, err := c.Insert(t.Context(), draft("fk2", "Mine"))
	if err != nil {
		t.Fatalf("file name taken by another UID: %v", err)
	}
	if got, want := names(t, dir), "fika-"+hash([]byte("fk2"))+".ics fk2.ics somewhere-else.ics"; got != want {
		t.Errorf("files are %q, want %q", got, want)
	}
	if _, err := c.Update(t.Context(), e.ETag, draft("fk2", "Moved")); err != nil {
		t.Fatal(err)
	}
	if got, want := titles(listed(t, open(t, dir))), "A B Moved"; got != want {
		t.Errorf("listed %q, want %q", got, want)
	}
}

// TestRemoveKeepsOtherEvents removes one of several events in a file.
func TestRemoveKeepsOtherEvents(t *testing.T) {
	todo := "BEGIN:VTODO\r\nUID:task\r\nSUMMARY:Task\r\nEND:VTODO\r\n"
	for name, c := range map[string]struct{ text, left string }{
		"another event":   {head + event("a", "A") + event("b", "B") + tail, head + event("b", "B") + tail},
		"a task":          {head + event("a", "A") + todo + tail, head + todo + tail},
		"another wrapper": {head + event("a", "A") + tail + head + event("b", "B") + tail, ""},
		"nothing":         {item("a", "A"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "x.ics")
			write(t, path, c.text)
			cal := open(t, dir)
			e, err := cal.Find(t.Context(), calendar.Place{ID: "a"})
			if err != nil {
				t.Fatal(err)
			}
			if err := cal.Remove(t.Context(), calendar.Place{ID: "a"}, e.ETag); err != nil {
				t.Fatal(err)
			}
			switch {
			case name == "nothing":
				if got := names(t, dir); got != "" {
					t.Errorf("left %q", got)
				}
			case c.left != "":
				if diff := cmp.Diff(c.left, load(t, path)); diff != "" {
					t.Errorf("the file (-want +got):\n%s", diff)
				}
			case titles(listed(t, open(t, dir))) != "B":
				t.Errorf("the file:\n%s", load(t, path))
			}
		})
	}
}

func TestModesAreKept(t *testing.T) {
	for _, mode := range []os.FileMode{0o600, 0o640, 0o664, 0o755} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.ics")
		write(t, path, item("a", "A"))
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		c := open(t, dir)
		e := listed(t, c).Events[0]
		if _, err := c.Update(t.Context(), e.ETag, draft("a", "B")); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != mode {
			t.Errorf("mode %v became %v", mode, got)
		}
	}
}

// TestModeWithoutGroup checks that if the group cannot be kept, its rights are
// dropped.
func TestModeWithoutGroup(t *testing.T) {
	for mode, want := range map[os.FileMode]os.FileMode{0o640: 0o600, 0o664: 0o644, 0o666: 0o666, 0o600: 0o600, 0o070: 0} {
		if got := withoutExtraGroupRights(mode); got != want {
			t.Errorf("%o became %o, want %o", mode, got, want)
		}
	}
}

// TestLinksStayLinks updates and removes events behind symbolic links.
func TestLinksStayLinks(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	target, link := filepath.Join(elsewhere, "target.ics"), filepath.Join(dir, "a.ics")
	write(t, target, item("a", "A"))
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, link} {
		c := open(t, path)
		e, err := c.Find(t.Context(), calendar.Place{ID: "a"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Update(t.Context(), e.ETag, draft("a", "B "+path)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.Readlink(link); err != nil || got != target {
			t.Errorf("the link leads to %q (%v), want %q", got, err, target)
		}
		if !strings.Contains(load(t, target), "SUMMARY:B ") || names(t, elsewhere) != "target.ics" {
			t.Errorf("beside the target lies %q, in it\n%s", names(t, elsewhere), load(t, target))
		}
	}
	c := open(t, dir)
	if err := c.Remove(t.Context(), calendar.Place{ID: "a"}, listed(t, c).Events[0].ETag); err != nil {
		t.Fatal(err)
	}
	if names(t, dir) != "" || names(t, elsewhere) != "target.ics" {
		t.Errorf("after a removal: %q and %q, want the link gone and its target there", names(t, dir), names(t, elsewhere))
	}
}

// TestAbandonedTempsAreRemoved has temporary files of a writer that was killed, of a
// running one, and of other programs.
func TestAbandonedTempsAreRemoved(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	dead, living := filepath.Join(dir, ".fika-vdir-DEAD.tmp"), filepath.Join(dir, ".fika-vdir-LIVING.tmp")
	for _, path := range []string{dead, living, filepath.Join(dir, ".vdirsyncer.tmp"), filepath.Join(dir, ".fika-vdir-notes.txt"),
		filepath.Join(elsewhere, ".fika-vdir-LINKED.tmp")} {
		write(t, path, "x")
	}
	write(t, filepath.Join(elsewhere, "a.ics"), item("a", "A"))
	if err := os.Symlink(filepath.Join(elsewhere, "a.ics"), filepath.Join(dir, "a.ics")); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(living)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
		t.Skipf("SKIPPED: no locks on %s: %v", dir, err)
	}
	open(t, dir)
	if got, want := names(t, dir), ".fika-vdir-LIVING.tmp .fika-vdir-notes.txt .vdirsyncer.tmp a.ics"; got != want {
		t.Errorf("left are %q, want %q", got, want)
	}
	if got := names(t, elsewhere); got != "a.ics" {
		t.Errorf("beside the target of a link lie %q", got)
	}
	f.Close()
	open(t, filepath.Join(dir, "a.ics"))
	open(t, dir)
	if got, want := names(t, dir), ".fika-vdir-notes.txt .vdirsyncer.tmp a.ics"; got != want {
		t.Errorf("once its writer is gone, left are %q, want %q", got, want)
	}
}

// TestLockWaitCanBeCancelled checks that waiting for another fika's write can be
// cancelled.
func TestLockWaitCanBeCancelled(t *testing.T) {
	dir := t.TempDir()
	release, err := lockFolder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	c := open(t, dir)
	ctx, cancel := context.WithCancelCause(t.Context())
	done := make(chan error)
	go func() {
		_, err := c.Insert(ctx, draft("a", "A"))
		done <- err
	}()
	cancel(nil)
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Insert in a locked folder: got %v, want context.Canceled", err)
	}
	if got := names(t, dir); got != "" {
		t.Errorf("left %q", got)
	}
	release()
	if _, err := c.Insert(t.Context(), draft("a", "A")); err != nil {
		t.Errorf("Insert after the release: %v", err)
	}
}

// TestEvolutionsOwnFile checks that Evolution's own file can be read but not changed,
// because changes would be lost with its next save.
func TestEvolutionsOwnFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "calendar.ics")
	write(t, path, strings.Replace(head, "VERSION:2.0\r\n", "VERSION:2.0\r\nX-EVOLUTION-DATA-REVISION:2026-11-01T10:00:00.000000Z(1)\r\n", 1)+event("by", "By")+tail)
	c := open(t, path)
	e := listed(t, c).Events[0]
	_, err := c.Insert(t.Context(), draft("fk1", "Mine"))
	_, moved := c.Update(t.Context(), e.ETag, draft("by", "Moved"))
	for what, err := range map[string]error{"insert": err, "update": moved, "removal": c.Remove(t.Context(), e.Place(), e.ETag)} {
		if !errors.Is(err, calendar.ErrReadOnly) {
			t.Errorf("%s: got %v, want ErrReadOnly", what, err)
		}
	}
	if got := titles(listed(t, open(t, path))); got != "By" || ProgramOwning(path) != "Evolution" {
		t.Errorf("it holds %q, and is held by %q", got, ProgramOwning(path))
	}
}
