package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// together runs do in n goroutines, and returns once all are done.
func together(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

func TestManyAtOnceDoNotPassALimit(t *testing.T) {
	s := fresh(t)
	const many, most = 16, 5
	sent, refused := make(chan string, many), make(chan string, many)
	together(many, func(i int) {
		p := with(mailbox.Address(fmt.Sprint(i)), 9)
		p.Due = monday
		b, err := s.Propose(t.Context(), monday, p)
		if err != nil {
			t.Error(err)
			return
		}
		in, err := s.Intend(t.Context(), monday, b.ID, Invite, "ev-"+b.ID, []Limit{{Code: "all", Max: most}})
		if errors.Is(err, errCap) {
			refused <- b.ID
			return
		}
		if err == nil {
			err = s.Done(t.Context(), monday, in, Receipt{ETag: "1"})
		}
		if err != nil {
			t.Error(err)
		}
		sent <- b.ID
	})
	if len(sent) != most || len(refused) != many-most {
		t.Errorf("%d sent, %d refused, want %d of %d sent", len(sent), len(refused), most, many)
	}
	if got := used(t, s, Limit{}); got != most {
		t.Errorf("%d debits, want %d", got, most)
	}
}

func TestManyAtOnceMakeOneFirstContactUp(t *testing.T) {
	s := fresh(t)
	sent := make(chan string, 8)
	together(cap(sent), func(i int) {
		p := with(mailbox.Address(fmt.Sprint(i)), 9)
		p.Due = monday
		b, err := s.Propose(t.Context(), monday, p)
		if err == nil {
			_, err = s.Intend(t.Context(), monday, b.ID, Invite, "ev-"+b.ID, []Limit{{Code: CeilingUpward, Max: 1, Upward: at(-24)}}, true)
		}
		if err == nil {
			sent <- b.ID
		} else if !errors.Is(err, errCap) {
			t.Error(err)
		}
	})
	if len(sent) != 1 {
		t.Errorf("%d were sent", len(sent))
	}
}

func TestOneOfManyGetsThePerson(t *testing.T) {
	s := fresh(t)
	won := make(chan string, 16)
	together(cap(won), func(int) {
		b, err := s.Propose(t.Context(), monday, with("ann", 9))
		switch {
		case err == nil:
			won <- b.ID
		case !errors.Is(err, ErrHasLiveBooking):
			t.Error(err)
		}
	})
	if len(won) != 1 {
		t.Errorf("%d have the person, want one", len(won))
	}
}

// TestManySetTheSameHold checks that a hold that is set concurrently exists once and is
// logged once.
func TestManySetTheSameHold(t *testing.T) {
	s := fresh(t)
	together(8, func(i int) {
		got, err := s.SetHolds(t.Context(), at(float64(i)), []Hold{{Code: "offline"}})
		if err != nil || len(got) != 1 {
			t.Errorf("%v, %v", got, err)
		}
	})
	if diff := cmp.Diff([]api.EntryKind{"hold"}, s.kinds(t)); diff != "" {
		t.Error(diff)
	}
}

func TestReadersAndWriters(t *testing.T) {
	s := fresh(t)
	together(8, func(i int) {
		for j := range 10 {
			p := with(mailbox.Address(fmt.Sprint(i, "-", j)), float64(j))
			b, err := s.Propose(t.Context(), monday, p)
			if err == nil {
				_, err = s.Approve(t.Context(), monday, b.ID, monday, api.ByUser)
			}
			if err == nil {
				_, err = s.Bookings(t.Context(), monday)
			}
			if err == nil {
				b, err = s.Booking(t.Context(), b.ID)
			}
			if err != nil || b.State != Approved {
				t.Errorf("%v, %v", b.State, err)
			}
		}
	})
	if got := len(s.all(t)); got != 80 {
		t.Errorf("%d bookings, want 80", got)
	}
}

// TestCancelledChange checks that a change whose context ends, at any point, has no
// effect and releases the store's only connection.
func TestCancelledChange(t *testing.T) {
	insert := func(ctx context.Context, tx *sql.Tx) error {
		return record(ctx, tx, Entry{At: monday, Kind: "pass"})
	}
	for name, do := range map[string]func(ctx context.Context, cancel func(), tx *sql.Tx) error{
		"before its first write": func(ctx context.Context, cancel func(), tx *sql.Tx) error {
			cancel()
			return insert(ctx, tx)
		},
		"between two writes": func(ctx context.Context, cancel func(), tx *sql.Tx) error {
			ok(t, insert(ctx, tx))
			cancel()
			return insert(ctx, tx)
		},
		"before its commit": func(ctx context.Context, cancel func(), tx *sql.Tx) error {
			ok(t, insert(ctx, tx))
			cancel()
			return nil
		},
		"before its commit, and rolled back already": func(ctx context.Context, cancel func(), tx *sql.Tx) error {
			ok(t, insert(ctx, tx))
			cancel()
			var err error
			for err == nil { // database/sql does it in a goroutine of its own
				_, err = tx.Exec(`SELECT 1`)
			}
			is(t, err, sql.ErrTxDone)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := fresh(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			err := s.update(ctx, func(tx *sql.Tx) error { return do(ctx, cancel, tx) })
			is(t, err, context.Canceled)
			if got := s.kinds(t); len(got) != 0 {
				t.Errorf("the log has %v", got)
			}
			ok(t, s.SetLastPass(t.Context(), monday))
		})
	}
}

func TestCancelledCalls(t *testing.T) {
	s := fresh(t)
	b := s.propose(t, with("ann", 9))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Approve(ctx, monday, b.ID, monday, api.ByUser)
	is(t, err, context.Canceled)
	_, err = s.Bookings(ctx, monday)
	is(t, err, context.Canceled)
	_, err = s.LastPass(ctx)
	is(t, err, context.Canceled)
	_, err = s.Used(ctx, Limit{})
	is(t, err, context.Canceled)
	if got := s.booking(t, b.ID).State; got != Proposed {
		t.Errorf("it is %s", got)
	}
}

// TestCancelledWait checks that waiting for the connection can be cancelled.
func TestCancelledWait(t *testing.T) {
	s := fresh(t)
	ctx, cancel := context.WithCancel(t.Context())
	ok(t, s.update(t.Context(), func(tx *sql.Tx) error {
		waiting := make(chan error)
		go func() {
			_, err := s.LastPass(ctx)
			waiting <- err
		}()
		cancel()
		is(t, <-waiting, context.Canceled)
		return nil
	}))
}

// TestRollbackDoesNotHideTheReason checks that a rollback by SQLite does not hide the
// cause.
func TestRollbackDoesNotHideTheReason(t *testing.T) {
	s := fresh(t)
	err := s.update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`ROLLBACK`)
		ok(t, err)
		return &CapError{Limit: Limit{Code: "day", Max: 5}}
	})
	if got, want := fmt.Sprint(err), "a cap is reached: day (5)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	ok(t, s.SetLastPass(t.Context(), monday))
}

// TestFilesStaySmall checks that the write-ahead log is checkpointed regularly: a
// daemon that never stops must not fill the disk with it.
func TestFilesStaySmall(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	wal := filepath.Join(dir, "fika.db-wal")
	text := strings.Repeat("x", 1<<16)
	for range 300 {
		ok(t, s.Record(t.Context(), Entry{At: monday, Kind: "pass", Note: text}))
	}
	info, err := os.Stat(wal)
	ok(t, err)
	if info.Size() > 6<<20 {
		t.Errorf("%d bytes of write-ahead log after 20 MB of writing", info.Size())
	}
	ok(t, s.Close())
	if _, err := os.Stat(wal); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the write-ahead log is still there: %v", err)
	}
}
