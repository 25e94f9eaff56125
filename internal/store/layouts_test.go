package store

import (
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
)

// earlierLayout is the folder of a store with an earlier layout, as the program of that
// time left it: see testdata/layouts/README.md.
func earlierLayout(t *testing.T, layout int) string {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", "layouts", fmt.Sprintf("layout-%d.db.gz", layout)))
	ok(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	ok(t, err)
	db, err := io.ReadAll(unpacked)
	ok(t, err)
	dir := folder(t)
	ok(t, os.Mkdir(dir, 0o700))
	ok(t, os.WriteFile(filepath.Join(dir, storeFile), db, 0o600))
	return dir
}

// TestEarlierLayouts opens a store of every earlier layout. All of it is still there, and
// the fields of the log say what its text said.
func TestEarlierLayouts(t *testing.T) {
	for layout := 1; layout < Version; layout++ {
		t.Run(fmt.Sprint(layout), func(t *testing.T) {
			dir := earlierLayout(t, layout)
			before := rows(t, dir, layout)
			s := reopen(t, dir)
			if diff := cmp.Diff(before, s.rows(t)); diff != "" {
				t.Errorf("lost or changed: %s", diff)
			}
			if diff := cmp.Diff(fresh(t).schema(t), s.schema(t)); diff != "" {
				t.Errorf("the schema is not that of a new store: %s", diff)
			}
			golden(t, fmt.Sprintf("layouts/layout-%d.txt", layout), s.summary(t))
		})
	}
}

// unchanged are the columns that no migration may change, of what every layout has.
var unchanged = []string{
	`SELECT id || person || name || team || goal || mode || start_at || end_at || state || ended_at || event || etag || digest || reply || reasons || created_at FROM bookings ORDER BY id`,
	`SELECT id || booking || kind || event || state || attempt || created_at FROM intents ORDER BY id`,
	`SELECT intent || booking || person || team || sent_at || start_at FROM debits ORDER BY intent`,
	`SELECT id || at || kind || booking || person FROM log ORDER BY id`,
	`SELECT person || never || rest_until || lifted_at FROM guards ORDER BY person`,
	`SELECT code || since || text || hint FROM holds ORDER BY code`,
}

// rows returns the columns in unchanged of the store in dir, without opening it as one,
// and checks that it has this layout.
func rows(t *testing.T, dir string, layout int) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite", uri(filepath.Join(dir, storeFile))+"?mode=ro")
	ok(t, err)
	defer db.Close()
	have, _, err := identify(t.Context(), db)
	ok(t, err)
	if have != layout {
		t.Fatalf("the file has layout %d", have)
	}
	return (&Store{db: db}).rows(t)
}

func (s *Store) rows(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, query := range unchanged {
		found, err := collect(t.Context(), s.db, func(r row) (text string, err error) {
			err = r.Scan(&text)
			return text, err
		}, query)
		ok(t, err)
		if len(found) == 0 {
			t.Errorf("nothing found by %s", query)
		}
		all[query] = found
	}
	return all
}

// summary is what a migrated store says about itself, for people who read a diff.
func (s *Store) summary(t *testing.T) string {
	t.Helper()
	var text strings.Builder
	for _, b := range s.all(t) {
		fmt.Fprintf(&text, "booking %s %s %s %s %s reply=%s sent=%t %+v\n", b.ID, b.State, b.Person, b.Goal, formatTime(b.Span.Start), b.Reply, b.Sent, b.Place)
	}
	entries, err := s.Log(t.Context(), 0, "", 0)
	ok(t, err)
	for _, e := range entries {
		if e.By == "" && e.Kind != api.EntrySeen && !strings.HasPrefix(string(e.Person), Forgotten) {
			t.Errorf("nobody did %+v", e)
		}
		fmt.Fprintf(&text, "log %s %s by=%s %s %s reply=%s code=%s found=%t %q\n", formatTime(e.At), e.Kind, e.By, e.Booking, e.Person, e.Reply, e.Code, e.Found, e.Note)
	}
	holds, err := s.Holds(t.Context())
	ok(t, err)
	for _, h := range holds {
		fmt.Fprintf(&text, "hold %+v\n", h)
	}
	guards, err := s.Guards(t.Context())
	ok(t, err)
	for _, g := range guards {
		fmt.Fprintf(&text, "guard %+v\n", g)
	}
	forgotten, err := s.ForgottenGuards(t.Context())
	ok(t, err)
	fmt.Fprintf(&text, "hassan@example.com was forgotten with %+v\n", forgotten.For("hassan@example.com"))
	return text.String()
}

// TestFirstContactsUpOfEarlierLayouts checks that an invitation whose reasons say that it was
// a first contact with somebody far above counts as one after the migration.
func TestFirstContactsUpOfEarlierLayouts(t *testing.T) {
	s := reopen(t, earlierLayout(t, 15))
	if n := used(t, s, Limit{Upward: time.Unix(0, 0)}); n != 1 {
		t.Errorf("%d count", n)
	}
	for _, b := range s.all(t) {
		if b.Upward != (b.Person == "amara@example.com") {
			t.Errorf("the booking of %s is one: %t", b.Person, b.Upward)
		}
	}
}
