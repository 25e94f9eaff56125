package store

import (
	"crypto/sha256"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata")

func TestVersionCountsTheMigrations(t *testing.T) {
	if Version != len(migrations) {
		t.Errorf("Version is %d, and there are %d migrations", Version, len(migrations))
	}
	var have int
	ok(t, fresh(t).db.QueryRow(`PRAGMA user_version`).Scan(&have))
	if have != Version {
		t.Errorf("a new store has layout %d, want %d", have, Version)
	}
}

// TestSchema checks the layout as stored by SQLite. If this fails, a migration was
// edited. Once released, that is wrong: add a new one instead.
func TestSchema(t *testing.T) {
	golden(t, "schema.sql", fresh(t).schema(t))
}

// schema is the schema as stored by SQLite.
func (s *Store) schema(t *testing.T) string {
	t.Helper()
	rows, err := s.db.Query(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name`)
	ok(t, err)
	defer rows.Close()
	var dump strings.Builder
	for rows.Next() {
		var sql string
		ok(t, rows.Scan(&sql))
		dump.WriteString(sql + ";\n")
	}
	ok(t, rows.Err())
	return dump.String()
}

// golden compares got with a file in testdata; with -update it writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		ok(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	ok(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestNewerStoreIsLeftAlone(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	s.book(t, with("ann", 9))
	_, err := s.db.Exec(fmt.Sprintf(`PRAGMA user_version = %d`, Version+1))
	ok(t, err)
	ok(t, s.Close())

	path := filepath.Join(dir, "fika.db")
	before := sum(t, path)
	_, err = Open(t.Context(), dir)
	is(t, err, ErrNewer)
	if sum(t, path) != before {
		t.Error("the file was changed")
	}
}

func sum(t *testing.T, path string) [sha256.Size]byte {
	t.Helper()
	text, err := os.ReadFile(path)
	ok(t, err)
	return sha256.Sum256(text)
}

// TestFailedMigration checks that a migration that fails halfway leaves nothing behind.
func TestFailedMigration(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	for _, sql := range []string{`DROP TABLE bookings`, `DROP TABLE meta`, `PRAGMA user_version = 0`} {
		_, err := s.db.Exec(sql)
		ok(t, err)
	}
	before := s.tables(t)
	ok(t, s.Close())

	_, err := Open(t.Context(), dir)
	if err == nil || !strings.Contains(err.Error(), "migration 1: ") {
		t.Fatalf("tables made twice: %v", err)
	}
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, "fika.db")))
	ok(t, err)
	defer db.Close()
	after := (&Store{db: db}).tables(t)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

func (s *Store) tables(t *testing.T) (names string) {
	t.Helper()
	ok(t, s.db.QueryRow(`SELECT group_concat(name, ' ' ORDER BY name) FROM sqlite_schema WHERE type = 'table'`).Scan(&names))
	return names
}

// TestDatabaseOfSomebodyElse checks that the database of another program is refused and
// left unchanged.
func TestDatabaseOfSomebodyElse(t *testing.T) {
	for _, script := range []string{
		`CREATE TABLE songs (name)`,
		`CREATE TABLE songs (name); PRAGMA user_version = 1`,
		`CREATE TABLE songs (name); PRAGMA user_version = 99`,
		`PRAGMA user_version = 1`,
		`PRAGMA user_version = -1`,
	} {
		dir := folder(t)
		ok(t, os.Mkdir(dir, 0o700))
		path := filepath.Join(dir, "fika.db")
		db, err := sql.Open("sqlite", dsn(path))
		ok(t, err)
		_, err = db.Exec(script)
		ok(t, err)
		ok(t, db.Close())

		before := sum(t, path)
		_, err = Open(t.Context(), dir)
		is(t, err, ErrCorrupt)
		if sum(t, path) != before {
			t.Errorf("%s: the file was changed", script)
		}
	}
}

func TestStoreWithoutItsInstallIsDamaged(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	_, err := s.db.Exec(`DELETE FROM meta`)
	ok(t, err)
	ok(t, s.Close())
	_, err = Open(t.Context(), dir)
	is(t, err, ErrCorrupt)
}
