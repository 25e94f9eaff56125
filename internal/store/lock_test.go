package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"testing"
)

// holdForever holds the store until its standard input ends.
func holdForever(dir string) error {
	s, err := Open(context.Background(), dir)
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Println("held")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// openOnce prints which process holds the lock, or "free".
func openOnce(dir string) error {
	s, err := Open(context.Background(), dir)
	var locked *LockedError
	if errors.As(err, &locked) {
		fmt.Println(locked.PID)
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Println("free")
	return s.Close()
}

func TestOneProcessHasTheStore(t *testing.T) {
	dir := folder(t)
	holder := start(t, "hold", dir)
	holder.line(t)

	_, err := Open(t.Context(), dir)
	var locked *LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("a second Open: %v, want a LockedError", err)
	}
	if locked.PID != holder.Process.Pid {
		t.Errorf("it names process %d, want %d", locked.PID, holder.Process.Pid)
	}

	holder.kill(t)
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatalf("after the holder was killed: %v", err)
	}
	if got, want := start(t, "open", dir).line(t), strconv.Itoa(os.Getpid()); got != want {
		t.Errorf("another process is kept out by %q, want %q", got, want)
	}
	ok(t, s.Close())
	if got := start(t, "open", dir).line(t); got != "free" {
		t.Errorf("after Close another process is kept out by %q", got)
	}
}

func TestOneStoreInOneProcess(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	_, err := Open(t.Context(), dir)
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Fatalf("a second Open: %v, want a LockedError with this process", err)
	}
	// The refused Open must not have affected the first one.
	ok(t, s.SetLastPass(t.Context(), monday))
	if got := start(t, "open", dir).line(t); got != strconv.Itoa(os.Getpid()) {
		t.Errorf("another process is kept out by %q", got)
	}
}

func TestOneOfManyGetsTheLock(t *testing.T) {
	dir := folder(t)
	path := dir + "-lock"
	won := make(chan *os.File, 50)
	for range cap(won) {
		go func() {
			f, err := acquire(path)
			var locked *LockedError
			if err != nil && !errors.As(err, &locked) {
				t.Error(err)
			}
			won <- f
		}()
	}
	winners := 0
	for range cap(won) {
		if f := <-won; f != nil {
			winners++
			defer f.Close()
		}
	}
	if winners != 1 {
		t.Errorf("%d have the lock, want 1", winners)
	}
}

func TestLockedErrorNamesTheOwner(t *testing.T) {
	for pid, want := range map[int]string{0: "another fika runs on x/lock", 7: "another fika runs on x/lock (process 7)"} {
		if got := (&LockedError{Path: "x/lock", PID: pid}).Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestLockSaysWhatItCan checks lock files from a newer fika, with a longer process id,
// and empty ones.
func TestLockSaysWhatItCan(t *testing.T) {
	for text, want := range map[string]int{"": 0, "123\n": 123, "12\n456\n": 12, "not a number\n": 0, "77": 77} {
		path := folder(t)
		f, err := acquire(path)
		ok(t, err)
		ok(t, os.WriteFile(path, []byte(text), 0o600))
		_, err = acquire(path)
		var locked *LockedError
		if !errors.As(err, &locked) || locked.PID != want {
			t.Errorf("%q: %v, want process %d", text, err, want)
		}
		f.Close()
	}
}
