package vdir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"fika/calendar"
	"fika/internal/span"
)

// march returns the window of these tests; item is a file with one event in it.
func march() span.Span {
	return span.Span{Start: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}
}

func event(uid, title string) string {
	return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTART:20260302T100000Z\r\nDTEND:20260302T110000Z\r\nSUMMARY:" + title + "\r\nEND:VEVENT\r\n"
}

func item(uid, title string) string { return head + event(uid, title) + tail }

func titles(l calendar.Listing) string {
	var all []string
	for _, e := range l.Events {
		all = append(all, e.Title)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func listed(t *testing.T, c *Calendar) calendar.Listing {
	t.Helper()
	l, err := c.List(t.Context(), march())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	for _, sub := range []string{"root/work", "root/private", "root/.hidden", "root/notes", "empty"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dir, "root/work/a.ics"), item("a", "A"))
	write(t, filepath.Join(dir, "root/private/b.ics"), item("b", "B"))
	write(t, filepath.Join(dir, "root/.hidden/c.ics"), item("c", "C"))
	write(t, filepath.Join(dir, "root/notes/d.txt"), "D")
	write(t, filepath.Join(dir, "fika.toml"), "")
	os.Symlink("nowhere.ics", filepath.Join(dir, "dangling.ics"))
	os.Symlink("root/work", filepath.Join(dir, "link"))

	for _, path := range []string{"root/work", "root/work/a.ics", "empty", "root/notes", "link"} {
		if _, err := Open(filepath.Join(dir, path), time.UTC); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, path := range []string{"missing", "missing.ics", "dangling.ics"} {
		if _, err := Open(filepath.Join(dir, path), time.UTC); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %v, want fs.ErrNotExist", path, err)
		}
	}
	var no *NotCalendarError
	if _, err := Open(filepath.Join(dir, "fika.toml"), time.UTC); !errors.As(err, &no) || no.Calendars != nil {
		t.Errorf("fika.toml: got %v, want NotCalendarError", err)
	}
	if _, err := Open(filepath.Join(dir, "root"), time.UTC); !errors.As(err, &no) || !slices.Equal(no.Calendars, []string{"private", "work"}) {
		t.Errorf("root: got %v, want NotCalendarError with private and work", err)
	}
}

func TestWhichFilesCount(t *testing.T) {
	dir := t.TempDir()
	for name, counts := range map[string]bool{
		"a.ics": true, "Export.ICS": true, "with space.ics": true, "fika-x.ics": true, "é.ics": true,
		".hidden.ics": false, "b.ics.tmp": false, "c.tmp": false, "d": false, "e.vcf": false, "f.ics~": false, "#g.ics#": false,
	} {
		title := "no"
		if counts {
			title = "yes"
		}
		write(t, filepath.Join(dir, name), item(name, title))
	}
	write(t, filepath.Join(dir, "color"), "#ff0000")
	write(t, filepath.Join(dir, "displayname"), "Work")
	if err := os.Mkdir(filepath.Join(dir, "folder.ics"), 0o755); err != nil {
		t.Fatal(err)
	}
	if got, want := titles(listed(t, open(t, dir))), "yes yes yes yes yes"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTruncatedFileIsIncomplete truncates files at every byte: a partially written calendar
// must never count as complete, except if only letters of its last line are missing,
// which does not affect events.
func TestTruncatedFileIsIncomplete(t *testing.T) {
	for _, text := range []string{
		item("a", "A"),
		head + event("a", "A") + tail + head + event("b", "B") + tail,
		strings.ReplaceAll(item("a", "A"), "\r\n", "\n"),
		"\ufeff" + strings.ToLower(item("a", "A")),
		event("bare", "Bare"),
	} {
		if err := checkComplete([]byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		first := strings.Index(strings.ToUpper(text), strings.ToUpper(tail[:len(tail)-2]))
		for n := range len(strings.TrimSpace(text)) {
			whole := first > 0 && strings.TrimSpace(text[:n]) == text[:first+len(tail)-2] ||
				lacksLetters(text[:n], text) || first > 0 && n < first+len(tail) && lacksLetters(text[:n], text[:first+len(tail)-2])
			if err := checkComplete([]byte(text[:n])); !errors.Is(err, errHalfWritten) && !whole {
				t.Fatalf("the beginning %q is taken for complete (%v)", text[:n], err)
			}
		}
	}
	for _, text := range []string{"", "\x00\x00\x00", "\r\n", "<html></html>", "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n"} {
		if err := checkComplete([]byte(text)); !errors.Is(err, errHalfWritten) {
			t.Errorf("%q is taken for complete", text)
		}
	}
}

// lacksLetters reports whether a prefix of text only lacks letters of its last line.
func lacksLetters(beginning, text string) bool {
	text = strings.TrimRight(text, "\r\n\t \x00\x1a")
	return len(beginning) > strings.LastIndex(text, "\n")+len("\nEND:")
}

// TestFaultyFile makes one file of a folder unreadable, in every way that affects root
// too, before and after its content was known.
func TestFaultyFile(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"empty":     func(path string) error { return os.WriteFile(path, nil, 0o644) },
		"cut":       func(path string) error { return os.WriteFile(path, []byte(item("a", "A")[:90]), 0o644) },
		"zeros":     func(path string) error { return os.WriteFile(path, make([]byte, 400), 0o644) },
		"huge":      func(path string) error { return os.Truncate(path, maxSize+1) },
		"pipe":      func(path string) error { return errors.Join(os.Remove(path), unix.Mkfifo(path, 0o644)) },
		"link loop": func(path string) error { return errors.Join(os.Remove(path), os.Symlink(path, path)) },
		"link to a disk that is gone": func(path string) error {
			return errors.Join(os.Remove(path), os.Symlink("/nonexistent/a.ics", path))
		},
	} {
		inBubble(t, name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "a.ics")
			write(t, path, item("a", "A"))
			write(t, filepath.Join(dir, "b.ics"), item("b", "B"))
			seen := open(t, dir)
			good := listed(t, seen)
			if err := spoil(path); err != nil {
				t.Fatal(err)
			}

			stale := listed(t, seen)
			if got := titles(stale); got != "A B" {
				t.Errorf("a handle that knew the file lists %q, want the last good content", got)
			}
			if len(stale.Problems) != 1 || !stale.Problems[0].Stale || stale.Problems[0].File != path {
				t.Errorf("problems are %+v, want one that calls %s stale", stale.Problems, path)
			}
			if stale.Version == good.Version {
				t.Error("the version does not show that a file became stale")
			}
			wantUnreadable(t, seen, path, false)
			wantUnreadable(t, open(t, dir), path, true)

			os.Remove(path)
			rewrite(t, path, item("a", "A2"))
			mended := listed(t, seen)
			if got := titles(mended); got != "A2 B" || len(mended.Problems) != 0 {
				t.Errorf("once mended it lists %q with problems %v", got, mended.Problems)
			}
		})
	}
}

// inBubble runs a subtest in which the pauses before a retry take no real time.
func inBubble(t *testing.T, name string, test func(*testing.T)) {
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

// wantUnreadable checks that c never says that an event does not exist while path cannot
// be read, and that it lists nothing if path was never readable.
func wantUnreadable(t *testing.T, c *Calendar, path string, never bool) {
	t.Helper()
	d := draft("new", "New")
	calls := map[string]error{}
	_, calls["Find"] = c.Find(t.Context(), calendar.Place{ID: "new"})
	_, calls["Insert"] = c.Insert(t.Context(), d)
	_, calls["Update"] = c.Update(t.Context(), "x", d)
	calls["Remove"] = c.Remove(t.Context(), calendar.Place{ID: "new"}, "x")
	if never {
		_, calls["List"] = c.List(t.Context(), march())
	}
	for name, err := range calls {
		var unreadable *UnreadableError
		if !errors.As(err, &unreadable) || unreadable.Path != path || errors.Is(err, calendar.ErrNotFound) {
			t.Errorf("%s: got %v, want UnreadableError for %s", name, err, path)
		}
	}
	if e, err := c.Find(t.Context(), calendar.Place{ID: "b"}); err != nil || e.Title != "B" {
		t.Errorf("Find of an event in a good file: %v, %v", e, err)
	}
}

func TestUnreadableNamesAll(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"c.ics", "a.ics", "b.ics"} {
		write(t, filepath.Join(dir, name), "")
	}
	_, err := open(t, dir).List(t.Context(), march())
	want := filepath.Join(dir, "a.ics") + " cannot be read: half written: it is empty (and 2 more)"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestCalendarGone removes the whole calendar under an open handle.
func TestCalendarGone(t *testing.T) {
	for _, folder := range []bool{true, false} {
		dir := filepath.Join(t.TempDir(), "calendar")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "a.ics")
		write(t, path, item("a", "A"))
		if folder {
			path = dir
		}
		c := open(t, path)
		listed(t, c)
		if err := os.Rename(path, path+"-elsewhere"); err != nil {
			t.Fatal(err)
		}
		if l, err := c.List(t.Context(), march()); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("folder %v: got %v, %v; want an error, never free time", folder, l, err)
		}
		if _, err := c.Find(t.Context(), calendar.Place{ID: "a"}); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, calendar.ErrNotFound) {
			t.Errorf("folder %v: Find got %v", folder, err)
		}
		if err := os.Rename(path+"-elsewhere", path); err != nil {
			t.Fatal(err)
		}
		if got := titles(listed(t, c)); got != "A" {
			t.Errorf("folder %v: back again it lists %q", folder, got)
		}
	}
}

// TestQuickRewrite changes a file in place without changing its size and modification
// time, like two writes within one tick of the file system clock.
func TestQuickRewrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.ics")
	write(t, path, item("a", "old"))
	c := open(t, dir)
	before := listed(t, c)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, item("a", "new"))
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	d := draft("a", "mine")
	if _, err := c.Update(t.Context(), before.Events[0].ETag, d); !errors.Is(err, calendar.ErrChanged) {
		t.Errorf("Update: got %v, want ErrChanged", err)
	}
	if after := listed(t, c); titles(after) != "new" || after.Version == before.Version {
		t.Errorf("listed %q, version changed: %v", titles(after), after.Version != before.Version)
	}
}

// TestStampsSettle moves a bubble's clock past the time in which a write may not change
// a stamp.
func TestStampsSettle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ics")
	write(t, path, item("a", "A"))
	s, err := stat(path)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		c := open(t, filepath.Dir(path))
		for _, step := range []struct {
			after  time.Duration
			reread bool
		}{{0, true}, {2 * time.Second, true}, {3 * time.Second, false}} {
			time.Sleep(time.Until(time.Unix(s.ctime.Unix()).Add(step.after)))
			listed(t, c)
			if reread := c.needsReading(path) != nil; reread != step.reread {
				t.Errorf("%v after the last write: to be read again %v, want %v", step.after, reread, step.reread)
			}
		}
	})
}

// TestReplacedWhileRead lists a folder whose files other programs constantly replace. In
// every listing each file counts once, as before or after.
func TestReplacedWhileRead(t *testing.T) {
	const files = 20
	for name, save := range map[string]func(testing.TB, string, string){"by rename": rewrite, "in place": write} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			paths := make([]string, files)
			for i := range paths {
				paths[i] = filepath.Join(dir, fmt.Sprintf("%d.ics", i))
				write(t, paths[i], item(fmt.Sprint(i), "even"))
			}
			c := open(t, dir)
			listed(t, c)
			ctx, stop := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			wg.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					text := item(fmt.Sprint(n%files), []string{"odd", "even"}[n/files%2])
					save(t, paths[n%files], text+strings.Repeat("\r\n", n%50))
				}
			})
			for range 100 {
				l := listed(t, c)
				seen := map[string]bool{}
				for _, e := range l.Events {
					if seen[e.UID] || e.Title != "odd" && e.Title != "even" {
						t.Errorf("a half or doubled event: %+v", e)
					}
					seen[e.UID] = true
				}
				if len(seen) != files {
					t.Errorf("%d events, want %d", len(seen), files)
				}
				if name == "by rename" && len(l.Problems) > 0 {
					t.Errorf("problems: %v", l.Problems)
				}
			}
			stop()
			wg.Wait()
		})
	}
}

// TestFirstLookAtBusyFolder is the same for a handle that knows no file yet.
func TestFirstLookAtBusyFolder(t *testing.T) {
	const files = 200
	dir := t.TempDir()
	for i := range files {
		write(t, filepath.Join(dir, fmt.Sprintf("%d.ics", i)), item(fmt.Sprint(i), "A"))
	}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			rewrite(t, filepath.Join(dir, fmt.Sprintf("%d.ics", n%files)), item(fmt.Sprint(n%files), "B"))
		}
	})
	for range 10 {
		if n := len(listed(t, open(t, dir)).Events); n != files {
			t.Errorf("%d events, want %d", n, files)
		}
	}
	stop()
	wg.Wait()
}

func TestSeveralEventsInOneFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "two.ics"), head+event("a", "A")+event("b", "B")+tail)
	l := listed(t, open(t, dir))
	if titles(l) != "A B" || len(l.Problems) != 1 || l.Problems[0].Stale {
		t.Errorf("listed %q with problems %v; want both, and one problem", titles(l), l.Problems)
	}
	if l := listed(t, open(t, filepath.Join(dir, "two.ics"))); len(l.Problems) != 0 {
		t.Errorf("as a calendar of its own it has the problems %v", l.Problems)
	}
}

// BenchmarkListUnchanged lists a folder of 10,000 unchanged files.
func BenchmarkListUnchanged(b *testing.B) {
	const files = 10_000
	dir := b.TempDir()
	for i := range files {
		write(b, filepath.Join(dir, fmt.Sprintf("%d.ics", i)), item(fmt.Sprint(i), "A"))
	}
	c := open(b, dir)
	// The stamps of files just written are not trusted for two seconds.
	for settled := false; !settled; {
		if _, err := c.List(b.Context(), march()); err != nil {
			b.Fatal(err)
		}
		settled = c.needsReading(filepath.Join(dir, fmt.Sprintf("%d.ics", files-1))) == nil
	}
	for b.Loop() {
		if l, err := c.List(b.Context(), march()); err != nil || len(l.Events) != files {
			b.Fatalf("%d events, %v", len(l.Events), err)
		}
	}
}

// BenchmarkListFirst lists the same folder with a new handle.
func BenchmarkListFirst(b *testing.B) {
	const files = 10_000
	dir := b.TempDir()
	for i := range files {
		write(b, filepath.Join(dir, fmt.Sprintf("%d.ics", i)), item(fmt.Sprint(i), "A"))
	}
	for b.Loop() {
		if l, err := open(b, dir).List(b.Context(), march()); err != nil || len(l.Events) != files {
			b.Fatalf("%d events, %v", len(l.Events), err)
		}
	}
}
