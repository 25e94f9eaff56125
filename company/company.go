// Package company invents an organisation to play with: Tallbark, some sixty
// people in eight departments and four time zones, who plan the deliveries of
// grocery shops. It writes the files that a real organisation would: a list of
// people, a calendar for each of them, and the configuration of one of them,
// Maya Lind of Communications. And it plays her colleagues, who answer the
// invitations that she sends.
//
// The people and their regular meetings stand in data, to be read and extended;
// chance, seeded, fills in the days. Nothing here is a fake of fika's own parts:
// fika reads these files as it would read anybody's.
package company

import "time"

// Company is an invented organisation at one moment of its life. It is not
// changed by any method.
type Company struct {
	seed uint64
}

// Invent makes up a company whose calendars reach from 40 weeks before now to 8
// weeks after. The same seed and the same now give the same company, to the
// byte; another seed gives the same people other days.
func Invent(seed uint64, now time.Time) *Company {
	return &Company{seed: seed}
}

// Write writes the company's files into dir, which is created if need be:
// fika.toml and people.csv, Maya's calendars under calendars, everybody else's
// under colleagues. Files of these names are replaced, others are left alone.
func (c *Company) Write(dir string) error { return nil }

// Answer plays Maya's colleagues for one moment of a company that lies in dir.
// It returns how many of her coffee invitations were answered.
func (c *Company) Answer(dir string, now time.Time) (n int, err error) { return 0, nil }
