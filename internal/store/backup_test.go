package store

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/note"
	"fika/internal/span"
	"fika/planner"
)

func TestBackup(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	s := fresh(t)
	s.book(t, with("ann", 9))
	path := filepath.Join(t.TempDir(), "copy.db")
	ok(t, os.WriteFile(path+".part", []byte("of a killed fika"), 0o600)) // F26
	ok(t, s.Backup(t.Context(), path))
	if diff := cmp.Diff(map[string]fs.FileMode{"copy.db": 0o600}, modes(t, filepath.Dir(path))); diff != "" {
		t.Errorf("files: %s", diff)
	}
	is(t, s.Backup(t.Context(), path), fs.ErrExist)

	want := s.memory(t)
	s.book(t, with("bob", 10)) // after the copy, and not in it
	dir := folder(t)
	_, err := Restore(t.Context(), dir, path, monday)
	ok(t, err)
	restored := reopen(t, dir)
	if diff := cmp.Diff(want, restored.memory(t)); diff != "" {
		t.Error(diff)
	}
	if restored.InstallID() != s.InstallID() {
		t.Error("it would name its events differently")
	}
}

func TestBackupOnAFullDisk(t *testing.T) {
	root := disk(t, "1m")
	s := fresh(t)
	s.book(t, with("ann", 9))
	free := fill(t, root)
	path := filepath.Join(root, "copy.db")
	is(t, s.Backup(t.Context(), path), ErrFull)
	free()
	ok(t, s.Backup(t.Context(), path))
}

// TestBackupChecksTheCopy checks fault F27: a store that is damaged in a way that
// SQLite copies faithfully is not kept as a backup.
func TestBackupChecksTheCopy(t *testing.T) {
	s := fresh(t)
	s.book(t, with("ann", 9))
	for _, sql := range []string{`PRAGMA foreign_keys = 0`, `UPDATE intents SET booking = 'nobody'`} {
		_, err := s.db.Exec(sql)
		ok(t, err)
	}
	dir := t.TempDir()
	is(t, s.Backup(t.Context(), filepath.Join(dir, "copy.db")), ErrCorrupt)
	if got := modes(t, dir); len(got) > 0 {
		t.Errorf("a copy that is no good stays: %v", got)
	}
}

// TestDaily checks that one copy is made per day and that most old ones are deleted.
func TestDaily(t *testing.T) {
	s := fresh(t)
	for _, step := range []struct {
		hours float64
		want  string
	}{{8, "fika-2026-03-02.db"}, {9, ""}, {23.9, ""}, {24, "fika-2026-03-03.db"}, {30 * 24, "fika-2026-04-01.db"}} {
		got, err := s.Daily(t.Context(), at(step.hours))
		ok(t, err)
		if got != "" {
			got = filepath.Base(got)
		}
		if got != step.want {
			t.Errorf("after %v hours: %q, want %q", step.hours, got, step.want)
		}
	}
	for day := range 60 {
		_, err := s.Daily(t.Context(), at(float64(24*(40+day))))
		ok(t, err)
	}
	left := modes(t, filepath.Join(s.dir, "backups"))
	if len(left) < keepDaily || len(left) > keepDaily+keepWeekly {
		t.Errorf("%d copies stay", len(left))
	}
}

// TestStale checks which daily copies are deleted: the last week and the Sundays before
// it stay.
func TestStale(t *testing.T) {
	var days []time.Time
	for day := range 40 { // from Monday 2 March to Friday 10 April 2026
		days = append(days, monday.AddDate(0, 0, day))
	}
	gone := stale(days)
	var left []string
	for _, day := range days {
		if !slices.Contains(gone, day) {
			left = append(left, day.Format("2 Jan"))
		}
	}
	want := []string{"22 Mar", "29 Mar", "4 Apr", "5 Apr", "6 Apr", "7 Apr", "8 Apr", "9 Apr", "10 Apr"}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Error(diff)
	}
	if gone := stale(days[:7]); len(gone) > 0 {
		t.Errorf("of one week go %v", gone)
	}
}

// old is the closed folder of a store with that layout, as a program of its time left it:
// with one booked coffee whose invitation is being sent again, and one calendar.
func old(t *testing.T, layout int) string {
	t.Helper()
	dir := folder(t)
	ok(t, reopen(t, dir).Close())
	path := filepath.Join(dir, "fika.db")
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", dsn(path))
	ok(t, err)
	for v := range layout {
		ok(t, step(t.Context(), db, v, v+1))
	}
	at := formatTime(monday)
	for _, sql := range []string{
		`INSERT INTO bookings (id, generation, person, name, team, goal, mode, start_at, end_at, state, due_at, ended_at,
			calendar, event, etag, digest, reply, edited, score, reasons, created_at, changed_at) VALUES ('b1', 1, 'ann', 'Ann', 'sales', 'g', 'propose', '` + at + `', '` + formatTime(monday.Add(time.Hour)) + `', 'booked', '', '',
			'work', 'fk1', 'v1', 'd1', '', 0, 0, '[]', '` + at + `', '` + at + `')`,
		`INSERT INTO intents (id, booking, kind, event, state, attempt, problem, created_at) VALUES (1, 'b1', 'withdraw', 'fk1', 'open', 1, '', '` + at + `')`,
	} {
		_, err := db.Exec(sql)
		ok(t, err)
	}
	if layout < 3 {
		_, err = db.Exec(`INSERT INTO calendars VALUES ('work', '` + at + `', 40, 12, 'half')`)
		ok(t, err)
	}
	ok(t, db.Close())
	return dir
}

func TestCopyBeforeMigration(t *testing.T) {
	dir := old(t, 1)
	s := reopen(t, dir)
	layout, err := inspect(t.Context(), filepath.Join(dir, "backups", "layout-1.db"))
	ok(t, err)
	if layout != 1 {
		t.Errorf("the copy has layout %d", layout)
	}
	if got := len(s.all(t)); got != 1 {
		t.Errorf("%d bookings after the migration", got)
	}
	syncs, err := s.Syncs(t.Context())
	ok(t, err)
	if diff := cmp.Diff([]Sync{{Calendar: "work", At: monday, Events: 40, Problem: "half"}}, syncs); diff != "" {
		t.Errorf("after the migration: %s", diff)
	}
}

// TestOldBookings checks that bookings can be read from before they stored the place of
// their event.
func TestOldBookings(t *testing.T) {
	for layout := 1; layout < Version; layout++ {
		s := reopen(t, old(t, layout))
		b := s.booking(t, "b1")
		want := Booking{ID: "b1", Generation: 1, Person: "ann", Name: "Ann", Team: "sales", Goal: "g", Mode: planner.ModePropose,
			Span: span.New(monday, time.Hour), State: Booked, Place: Place{Calendar: "work", Event: "fk1"}, ETag: "v1", Digest: "d1",
			Created: monday, Changed: monday, Reasons: []planner.Reason{}}
		if diff := cmp.Diff(want, b); diff != "" {
			t.Errorf("layout %d: %s", layout, diff)
		}
		in := s.open(t)
		if in.Event != "fk1" || in.Attempt != 1 || in.Calendar != "" {
			t.Errorf("layout %d: the intent is %+v", layout, in)
		}
		seen := Seen{Place: Place{"work", "me@example.com", "fk1", "fk1@far"}, Span: b.Span, ETag: "v1", Digest: "2:d"}
		ok(t, s.Observe(t.Context(), at(1), "b1", seen, ""))
		if b = s.booking(t, "b1"); b.Place != seen.Place || b.Digest != "2:d" {
			t.Errorf("layout %d: after the next sight it is %+v", layout, b)
		}
	}
}

// TestF23FailedMigration checks fault F23, with a table in the way of the second
// migration.
func TestF23FailedMigration(t *testing.T) {
	dir := old(t, 1)
	path := filepath.Join(dir, "fika.db")
	change(t, path, `CREATE TABLE mirror_items (x)`)
	for range 2 { // an attempt again is an attempt like the first
		if _, err := Open(t.Context(), dir); err == nil {
			t.Fatal("it was opened")
		}
		layout, err := inspect(t.Context(), path)
		ok(t, err)
		if layout != 1 {
			t.Errorf("it has layout %d", layout)
		}
	}
	change(t, path, `DROP TABLE mirror_items`)
	reopen(t, dir)
}

func TestExport(t *testing.T) {
	s := fresh(t)
	s.book(t, with("ann", 9))
	tables, err := s.Export(t.Context())
	ok(t, err)
	all, err := collect(t.Context(), s.db, func(r row) (name string, err error) { return name, r.Scan(&name) },
		`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'mirror%'
			AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'note\_%' ESCAPE '\'`)
	ok(t, err)
	for _, name := range all {
		if tables[name] == nil {
			t.Errorf("table %s is not exported", name)
		}
	}
	if diff := cmp.Diff([]any{"ann", 3}, []any{tables["bookings"][0]["person"], len(tables["log"])}); diff != "" {
		t.Errorf("person and length of the log: %s", diff)
	}
}

// TestExportPerson checks that the export of one person has every row about them and none
// about others.
func TestExportPerson(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	ann := s.book(t, with("ann@example.com", 9))
	s.book(t, with("bob@example.com", 11))
	ok(t, s.SetGuard(ctx, monday, api.ByUser, Guard{Person: "ann@example.com", Never: true}, "never"))
	s.write(t, note.Learned, "she pays late")
	tables, err := s.ExportPerson(ctx, "ann@example.com", "ann@old.example")
	ok(t, err)
	count := map[string]int{}
	for name, rows := range tables {
		count[name] = len(rows)
		for _, row := range rows {
			if row["person"] != "ann@example.com" && row["booking"] != ann.ID {
				t.Errorf("%s: %v", name, row)
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"bookings": 1, "intents": 1, "debits": 1, "guests": 1, "log": 4, "guards": 1, "notes": 1}, count); diff != "" {
		t.Error(diff)
	}
	if none, err := s.ExportPerson(ctx, "cy@example.com"); err != nil || len(none) > 0 {
		t.Errorf("of nobody: %v, %v", none, err)
	}
}
