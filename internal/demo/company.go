// Package demo invents an organisation to try fika with: Tallbark, some sixty people
// in eight departments and four time zones, who plan deliveries for grocery shops. It
// writes the files that a real organisation would have: a list of people, a calendar
// for each of them, and the configuration of one of them, Maya Lind of
// Communications. It also simulates the colleagues, who answer Maya's invitations,
// and Maya, who approves what fika proposes.
//
// The people and their regular meetings are in data, where they can be read and
// extended; a seeded random generator fills in the days. No part of fika is faked: it
// reads these files like any others.
package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Company is an invented organisation at one moment. It is immutable.
type Company struct {
	random   random
	people   roster
	files    []file
	invented map[string]bool // the paths of files
}

// file is one file of the company, at a path with slashes.
type file struct {
	path string
	data []byte
}

// The paths of the user's calendars.
const (
	workFolder = "calendars/work"
	homeFile   = "calendars/home.ics"
)

// Seed is the seed of the company that fika demo shows.
const Seed = 7

// Invent creates a company whose calendars reach from 40 weeks before now to 8 weeks
// after. The same seed and now give exactly the same company; another seed gives the
// same people different days.
func Invent(seed uint64, now time.Time) *Company {
	in := newInventor(seed, now)
	in.run()
	c := &Company{random: in.random, people: in.everybody, invented: map[string]bool{}}
	c.files = append(c.files,
		file{"people.csv", readData("people.csv")},
		file{"fika.toml", in.config()},
		file{homeFile, render(in.term, in.home...)})
	for _, p := range in.everybody {
		if p.folder == "" {
			continue
		}
		for _, e := range in.diaries[p].events {
			c.files = append(c.files, file{p.folder + "/" + e.file(), render(in.term, e)})
		}
	}
	for _, f := range c.files {
		c.invented[f.path] = true
	}
	return c
}

// Write writes the company's files into dir, which is created if need be:
// fika.toml and people.csv, Maya's calendars under calendars, everybody else's
// under colleagues. Files of these names are replaced, others are left alone.
func (c *Company) Write(dir string) error {
	for _, f := range c.files {
		path := filepath.Join(dir, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write the company: %w", err)
		}
		if err := os.WriteFile(path, f.data, 0o644); err != nil {
			return fmt.Errorf("write the company: %w", err)
		}
	}
	return nil
}
