package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
	sqlite3 "modernc.org/sqlite/lib"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// disk mounts a separate file system with the given size, or skips the test.
func disk(t *testing.T, size string) string {
	t.Helper()
	at := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "mode=0700,size="+size, "fika-test", at).Run(); err != nil {
		t.Skipf("SKIPPED: a full disk needs a small one, and none can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", at).Run(); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return at
}

// fill leaves no room on the disk at dir; the function it returns gives it back.
func fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	f, err := os.Create(path)
	ok(t, err)
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	is(t, err, unix.ENOSPC)
	return func() { ok(t, os.Remove(path)) }
}

// memory is the complete content of a store, for comparison.
func (s *Store) memory(t failer) []any {
	t.Helper()
	ctx := context.Background()
	intents, err := s.Intents(ctx)
	ok(t, err)
	debits, err := s.Used(ctx, Limit{})
	ok(t, err)
	holds, err := s.Holds(ctx)
	ok(t, err)
	log, err := s.Log(ctx, 0, "", 0)
	ok(t, err)
	return []any{s.all(t), intents, debits, holds, log}
}

// writes are changes of several rows each, none of which may be half done.
func writes(s *Store, proposed, approved, booked Booking, sending Intent) map[string]error {
	ctx := context.Background()
	errs := map[string]error{}
	_, errs["propose"] = s.Propose(ctx, monday, with("zoe", 30))
	_, errs["approve"] = s.Approve(ctx, monday, proposed.ID, monday, api.ByUser)
	_, errs["intend"] = s.Intend(ctx, monday, approved.ID, Invite, "ev", nil)
	_, errs["end"] = s.End(ctx, monday, booked.ID, Released, Cause{api.ByFika, "no reply"}, true)
	errs["attempt"] = s.Attempt(ctx, sending)
	errs["done"] = s.Done(ctx, monday, sending, Receipt{ETag: "1"})
	errs["doubt"] = s.MarkUnknown(ctx, monday, sending, "timeout")
	errs["drop"] = s.Drop(ctx, monday, sending, Approved, "offline")
	errs["observe"] = s.Observe(ctx, monday, booked.ID, Seen{Span: booked.Span, ETag: "2"}, "moved")
	errs["miss"] = s.MarkAbsent(ctx, monday, booked.ID, "on no calendar")
	errs["lose"] = s.EndAbsent(ctx, monday, booked.ID, "deleted")
	errs["lost"] = s.CloseDeleted(ctx, monday, sending, Place{Event: "ev"}, "deleted")
	_, errs["holds"] = s.SetHolds(ctx, monday, []Hold{{Code: "offline"}, {Code: "clock"}})
	errs["guard"] = s.SetGuard(ctx, monday, api.ByUser, Guard{Person: "ann", Never: true}, "never")
	errs["sync"] = s.SetSync(ctx, Sync{Calendar: "work", At: monday})
	errs["pass"] = s.SetLastPass(ctx, monday)
	errs["record"] = s.Record(ctx, Entry{At: monday, Kind: "pass"})
	return errs
}

func TestFullDisk(t *testing.T) {
	root := disk(t, "1m")
	s := reopen(t, filepath.Join(root, "fika"))
	proposed, approved, booked := s.propose(t, with("ann", 9)), s.approve(t, with("bob", 10)), s.book(t, with("eva", 11))
	_, sending := s.invite(t, with("ida", 12))
	before := s.memory(t)

	free := fill(t, root)
	for name, err := range writes(s, proposed, approved, booked, sending) {
		if !errors.Is(err, ErrFull) {
			t.Errorf("%s: %v, want %v", name, err, ErrFull)
		}
	}
	if diff := cmp.Diff(before, s.memory(t)); diff != "" {
		t.Errorf("a full disk changed what is known: %s", diff)
	}

	free()
	_, err := s.Intend(t.Context(), monday, approved.ID, Invite, "ev", nil)
	ok(t, err)
	ok(t, s.Done(t.Context(), monday, sending, Receipt{ETag: "1"}))
	_, err = s.End(t.Context(), monday, booked.ID, Released, Cause{api.ByFika, "no reply"}, true)
	ok(t, err)
	ok(t, s.Close())
}

// TestFullFile checks the same without a separate disk, so that every machine can:
// SQLite returns the same error if the file may not grow. Random text lengths vary the
// row at which the last invitation runs out of space.
func TestFullFile(t *testing.T) {
	for width := range 12 {
		s := fresh(t)
		grow(t, s, 20)
		var err error
		for i := 0; err == nil; i++ {
			p := with(mailbox.Address(fmt.Sprint("person", i)), 9)
			p.Name, p.Due = strings.Repeat("x", 300*width), monday
			var b Booking
			if b, err = s.Propose(t.Context(), monday, p); err == nil {
				_, err = s.Intend(t.Context(), monday, b.ID, Invite, strings.Repeat("e", 100*width), nil)
			}
		}
		is(t, err, ErrFull)
		checkWhole(t, s)
		grow(t, s, 1000)
		s.invite(t, with("one more", 10))
		checkWhole(t, s)
	}
}

// grow lets the database have so many pages.
func grow(t *testing.T, s *Store, pages int) {
	t.Helper()
	var got int
	ok(t, s.db.QueryRow(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)).Scan(&got))
}

// checkWhole checks that no change of several rows is partially done.
func checkWhole(t *testing.T, s *Store) {
	t.Helper()
	sending := 0
	for _, b := range s.all(t) {
		if b.State == Sending {
			sending++
		}
	}
	intents, err := s.Intents(t.Context())
	ok(t, err)
	debits, err := s.Used(t.Context(), Limit{})
	ok(t, err)
	logged := map[api.EntryKind]int{}
	for _, k := range s.kinds(t) {
		logged[k]++
	}
	got := []int{sending, len(intents), debits, logged["approved"]}
	want := []int{logged["sending"], logged["sending"], logged["sending"], len(s.all(t))}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bookings sending, intents, debits, approvals: %s", diff)
	}
}

func TestOpenOnAFullDisk(t *testing.T) {
	root := disk(t, "1m")
	dir := filepath.Join(root, "fika")
	ok(t, reopen(t, dir).Close())

	free := fill(t, root)
	_, err := Open(t.Context(), dir)
	is(t, err, ErrFull)
	_, err = Open(t.Context(), filepath.Join(root, "other"))
	is(t, err, ErrFull)

	free()
	ok(t, reopen(t, dir).Close())
	ok(t, reopen(t, filepath.Join(root, "other")).Close())
}

func TestReadOnlyDisk(t *testing.T) {
	root := disk(t, "1m")
	dir := filepath.Join(root, "fika")
	ok(t, reopen(t, dir).Close())
	ok(t, exec.Command("mount", "-o", "remount,ro", root).Run())
	_, err := Open(t.Context(), dir)
	is(t, err, ErrReadOnly)
	_, err = Open(t.Context(), filepath.Join(root, "other"))
	is(t, err, ErrReadOnly)
}

// writeLimited opens a store in a process whose files may not grow: every further write
// fails, but not for lack of space.
func writeLimited(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	ctx := context.Background()
	s, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 1 << 16, Max: 1 << 16}); err != nil {
		return err
	}
	for i := range 1000 {
		if err := s.SetLastPass(ctx, at(float64(i))); err != nil {
			fmt.Println(errors.Is(err, ErrFull), errors.Is(err, ErrReadOnly), err)
			return nil
		}
	}
	return errors.New("no write failed")
}

func TestFailedWriteIsNoFullDisk(t *testing.T) {
	dir := folder(t)
	limited := start(t, "limit", dir)
	if got := limited.line(t); !strings.HasPrefix(got, "false true ") {
		t.Errorf("full and read-only are %s", got)
	}
	limited.kill(t)
	reopen(t, dir)
}

// TestInputOutputErrors checks which sentinel each input or output error becomes.
func TestInputOutputErrors(t *testing.T) {
	for code, want := range map[int]error{
		sqlite3.SQLITE_IOERR_SHMSIZE:    ErrFull,
		sqlite3.SQLITE_IOERR_WRITE:      ErrReadOnly,
		sqlite3.SQLITE_IOERR_FSYNC:      ErrReadOnly,
		sqlite3.SQLITE_IOERR_LOCK:       ErrReadOnly,
		sqlite3.SQLITE_IOERR:            ErrReadOnly,
		sqlite3.SQLITE_IOERR_READ:       ErrCorrupt,
		sqlite3.SQLITE_IOERR_SHORT_READ: ErrCorrupt,
		sqlite3.SQLITE_IOERR_CORRUPTFS:  ErrCorrupt,
	} {
		if got := ioKind(code); !errors.Is(got, want) {
			t.Errorf("%d is %v, want %v", code, got, want)
		}
	}
	for err, want := range map[error]error{
		unix.ENOSPC: ErrFull, unix.EDQUOT: ErrFull, unix.EROFS: ErrReadOnly, unix.EACCES: ErrReadOnly, unix.EIO: ErrReadOnly,
	} {
		is(t, fileKind(&os.PathError{Op: "open", Path: "x", Err: err}), want)
	}
}
