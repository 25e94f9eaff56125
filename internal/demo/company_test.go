package demo

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

// now is a Tuesday morning in Stockholm. The term around it has the zone changes
// of a spring and two autumns.
var now = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

// companies are enough different ones to trust what is true for all of them. A company is
// immutable, so the tests share them.
var companies = sync.OnceValue(func() []*Company {
	return []*Company{Invent(1, now), Invent(2, now), Invent(3, now)}
})

func TestSameSeedSameCompany(t *testing.T) {
	one, two := companies()[0], Invent(1, now)
	if len(one.files) != len(two.files) {
		t.Fatalf("%d files, then %d", len(one.files), len(two.files))
	}
	for i, f := range one.files {
		if g := two.files[i]; f.path != g.path || !bytes.Equal(f.data, g.data) {
			t.Errorf("%s differs from %s", f.path, g.path)
		}
	}
}

func TestOtherSeedOtherDays(t *testing.T) {
	one, two := contents(companies()[0]), contents(companies()[1])
	if one["people.csv"] != two["people.csv"] {
		t.Error("another seed has other people")
	}
	same := 0
	for path, data := range one {
		if two[path] == data {
			same++
		}
	}
	if same > len(one)/10 {
		t.Errorf("%d of %d files are the same under another seed", same, len(one))
	}
}

func contents(c *Company) map[string]string {
	all := make(map[string]string, len(c.files))
	for _, f := range c.files {
		all[f.path] = string(f.data)
	}
	return all
}

func TestPeople(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(readData("people.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(rows[0], ","), "name,email,department,title,level,site,timezone,manager,tags,calendar"; got != want {
		t.Errorf("header %s, want %s", got, want)
	}
	distinct := func(column int) int {
		seen := map[string]bool{}
		for _, row := range rows[1:] {
			seen[row[column]] = true
		}
		return len(seen)
	}
	if n := len(rows) - 1; n < 55 || n > 65 || distinct(1) != n {
		t.Errorf("%d people with %d addresses, want 55 to 65", n, distinct(1))
	}
	if n := distinct(2); n != 8 {
		t.Errorf("%d departments, want 8", n)
	}
	if n := distinct(6); n != 4 || distinct(5) != n {
		t.Errorf("%d zones at %d sites, want 4", n, distinct(5))
	}
}

// TestManagers follows everybody's line of managers to the top.
func TestManagers(t *testing.T) {
	everybody := loadRoster()
	for _, p := range everybody {
		boss := p
		for steps := 0; boss.manager != ""; steps++ {
			if steps > 5 {
				t.Fatalf("%s: managers in a circle", p.key())
			}
			boss = everybody.find(string(boss.manager))
		}
		if boss.level != "executive" {
			t.Errorf("%s: the line of managers ends at %s", p.key(), boss.key())
		}
	}
}

// TestCalendarFormat checks that every calendar file has the form that RFC 5545 requires.
func TestCalendarFormat(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range companies()[0].files {
		if seen[f.path] {
			t.Errorf("%s is there twice", f.path)
		}
		seen[f.path] = true
		if !strings.HasSuffix(f.path, ".ics") {
			continue
		}
		if !utf8.Valid(f.data) || !bytes.HasSuffix(f.data, []byte("END:VCALENDAR\r\n")) {
			t.Errorf("%s: not whole UTF-8 text", f.path)
		}
		for line := range strings.SplitAfterSeq(string(f.data), "\r\n") {
			if len(line) > 77 || strings.Count(line, "\n") > 1 {
				t.Errorf("%s: line of %d octets: %q", f.path, len(line), line)
			}
		}
	}
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	c := &Company{files: companies()[0].files[:40]}
	for range 2 { // the second time over the first
		if err := c.Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	written := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			written++
		}
		return err
	})
	if err != nil || written != len(c.files) {
		t.Errorf("%d files on disk, want %d (%v)", written, len(c.files), err)
	}
	if err := c.Write(filepath.Join(dir, "people.csv")); err == nil {
		t.Error("wrote a company into a file")
	}
}
