package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// children are what this test binary does when one of its own tests runs it: the behaviour
// of a second process is part of the contract.
var children = map[string]func(dir string) error{
	"hold":  holdForever,
	"limit": writeLimited,
	"open":  openOnce,
	"write": writeForever,
}

func TestMain(m *testing.M) {
	if act, ok := children[os.Getenv("FIKA_STORE_CHILD")]; ok {
		if err := act(os.Getenv("FIKA_STORE_DIR")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child is a second process at work on a store.
type child struct {
	*exec.Cmd
	lines *bufio.Scanner // its standard output
	in    io.WriteCloser // ends when the test does, and with it the child
}

func start(t *testing.T, act, dir string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "FIKA_STORE_CHILD="+act, "FIKA_STORE_DIR="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	return &child{cmd, bufio.NewScanner(out), in}
}

// line is the next line that the child prints.
func (c *child) line(t *testing.T) string {
	t.Helper()
	if !c.lines.Scan() {
		t.Fatalf("the child said nothing: %v", c.lines.Err())
	}
	return c.lines.Text()
}

// kill kills the child with SIGKILL and returns its remaining output.
func (c *child) kill(t *testing.T) (rest []string) {
	t.Helper()
	if err := c.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	for c.lines.Scan() {
		rest = append(rest, c.lines.Text())
	}
	c.Wait()
	return rest
}

// folder is a path for a state that does not exist yet.
func folder(t *testing.T) string { return filepath.Join(t.TempDir(), "fika") }

func reopen(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func fresh(t *testing.T) *Store {
	t.Helper()
	return reopen(t, folder(t))
}

// monday is the first instant of the tests' week.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// at is the instant hours into the tests' week.
func at(hours float64) time.Time { return monday.Add(time.Duration(hours * float64(time.Hour))) }

// with is a proposal of half an hour with who, the given hours into the week.
func with(who mailbox.Address, hours float64) Proposal {
	return Proposal{
		Name: string(who), Team: "sales",
		Meeting: planner.Meeting{Person: who, Goal: "trends", Mode: planner.ModePropose, Span: span.New(at(hours), 30*time.Minute)},
	}
}

// failer is a test of package testing or of rapid.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// ok stops the test if err is not nil.
func ok(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v", err)
	}
}

// is checks that err wraps want, or that there is none if want is nil.
func is(t failer, err, want error) {
	t.Helper()
	if !errors.Is(err, want) || want == nil && err != nil {
		t.Fatalf("error is %v, want %v", err, want)
	}
}

// all is every booking, ended or not.
func (s *Store) all(t failer) []Booking {
	t.Helper()
	all, err := s.Bookings(context.Background(), time.Time{})
	ok(t, err)
	return all
}

// booking is the one with exactly this id.
func (s *Store) booking(t failer, id string) Booking {
	t.Helper()
	b, err := s.Booking(context.Background(), id)
	ok(t, err)
	return b
}

// kinds are the kinds of the log's entries, oldest first.
func (s *Store) kinds(t failer) []api.EntryKind {
	t.Helper()
	log, err := s.Log(context.Background(), 0, "", 0)
	ok(t, err)
	kinds := []api.EntryKind{}
	for _, e := range log {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// propose, approve and invite bring a booking to Proposed, Approved, Sending.
func (s *Store) propose(t failer, p Proposal) Booking {
	t.Helper()
	b, err := s.Propose(context.Background(), monday, p)
	ok(t, err)
	return b
}

func (s *Store) approve(t failer, p Proposal) Booking {
	t.Helper()
	p.Due = monday
	return s.propose(t, p)
}

func (s *Store) invite(t failer, p Proposal, limits ...Limit) (Booking, Intent) {
	t.Helper()
	b := s.approve(t, p)
	in, err := s.Intend(context.Background(), monday, b.ID, Invite, "ev-"+b.ID, limits)
	ok(t, err)
	return s.booking(t, b.ID), in
}

// book brings a booking to Booked.
func (s *Store) book(t failer, p Proposal, limits ...Limit) Booking {
	t.Helper()
	b, in := s.invite(t, p, limits...)
	ok(t, s.Done(context.Background(), monday, in, Receipt{Place: Place{Calendar: "work"}, ETag: "1", Digest: "d"}))
	return s.booking(t, b.ID)
}

// states of a life, live ones first.
var states = []State{Proposed, Approved, Sending, Unknown, Booked, Met, Missed, Declined, Cancelled, Skipped, Expired, Released, Refused}

func TestLiveStatesComeFirst(t *testing.T) {
	for i, s := range states {
		if got, want := s.Live(), i < slices.Index(states, Met); got != want {
			t.Errorf("%s: live is %v, want %v", s, got, want)
		}
	}
}

// TestEveryStateIsInTheLog checks that a booking that reached a state is a kind of entry,
// which package api declares.
func TestEveryStateIsInTheLog(t *testing.T) {
	kinds := []api.EntryKind{api.EntryProposed, api.EntryApproved, api.EntrySending, api.EntryUnknown, api.EntryBooked, api.EntryMet, api.EntryMissed,
		api.EntryDeclined, api.EntryCancelled, api.EntrySkipped, api.EntryExpired, api.EntryReleased, api.EntryRefused}
	var got []api.EntryKind
	for _, s := range states {
		got = append(got, entered(s, Cause{}).Kind)
	}
	if diff := cmp.Diff(kinds, got); diff != "" {
		t.Error(diff)
	}
}
