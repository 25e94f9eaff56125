package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/config"
	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/prose"
	"fika/internal/span"
)

// How far around now the days off of a file are read. No plan looks back, and working
// days are searched for three years.
const (
	daysOffBefore = 31
	daysOffAfter  = 4 * 366
)

// maxHolidayName is how much of a title becomes part of a sentence, in characters.
const maxHolidayName = 60

// readHolidays reads the user's files of days off with the current configuration.
func (w *Wiring) readHolidays(ctx context.Context, now time.Time) ([]holiday.List, []string, error) {
	return ReadHolidays(ctx, w.config.Load(), now)
}

// ReadHolidays reads the files of days off that c names, around now. Every whole day in
// them is a day off, whether it is marked as busy or free, unless it is cancelled. What
// cannot be understood is a problem, and a day off if it says when. The error names every
// file that cannot be read.
func ReadHolidays(ctx context.Context, c *config.Config, now time.Time) (lists []holiday.List, problems []string, err error) {
	var errs []error
	for _, h := range c.Holidays {
		days, more, err := readDaysOff(ctx, h.Path, around(now))
		if err != nil {
			errs = append(errs, err)
		}
		lists = append(lists, holiday.List{Region: h.Region, Only: h.Only && err == nil, Days: days})
		problems = append(problems, more...)
	}
	return lists, problems, errors.Join(errs...)
}

// readDaysOff reads the days off in one file. A folder is refused: one that was emptied,
// or is not mounted, would look like a year without holidays.
func readDaysOff(ctx context.Context, path string, window span.Span) (days []holiday.Holiday, problems []string, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, nil, fmt.Errorf("%s: it is a folder, not an .ics file", path)
	}
	opened, err := vdir.Open(path, time.UTC) // whole days have no zone: any one will do
	if err != nil {
		return nil, nil, naming(path, err)
	}
	listing, err := opened.List(ctx, window)
	if err != nil {
		return nil, nil, naming(path, err)
	}
	for _, e := range listing.Events {
		if e.AllDay && e.Status != calendar.Cancelled {
			days = append(days, daysOf(e, window)...)
		}
	}
	for _, e := range listing.Doubts {
		days = append(days, daysOf(e, window)...)
	}
	for _, p := range listing.Problems {
		problems = append(problems, path+": "+p.String())
	}
	return days, problems, nil
}

// naming returns err with the path of its file, once.
func naming(path string, err error) error {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err
	}
	if strings.Contains(err.Error(), path) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// daysOf returns the days that e touches, of those in window.
func daysOf(e calendar.Event, window span.Span) (days []holiday.Holiday) {
	name := prose.Truncate(strings.Join(strings.Fields(e.Title), " "), maxHolidayName)
	if name == "" {
		name = "a day off"
	}
	start, end := e.Span.Start, e.Span.End
	if start.Before(window.Start) {
		start = window.Start
	}
	if end.After(window.End) {
		end = window.End
	}
	first := date.Of(start, time.UTC)
	for d := first; d == first || d.At(0, time.UTC).Before(end); d = d.AddDays(1) {
		days = append(days, holiday.Holiday{Date: d, Name: name})
	}
	return days
}

// tryHolidays reads each file of days off that c names.
func tryHolidays(c *config.Config, now time.Time) (faults config.Faults) {
	for i, h := range c.Holidays {
		days, problems, err := readDaysOff(context.Background(), h.Path, around(now))
		if err != nil {
			faults = append(faults, c.Fault("the days off cannot be read: "+err.Error(), "holidays", i, "path"))
			continue
		}
		if len(days) == 0 {
			problems = append(problems, "the file has no day off in the coming years: only whole days count")
		}
		for _, text := range problems {
			f := c.Fault(text, "holidays", i, "path")
			f.Warning = true
			faults = append(faults, f)
		}
	}
	return faults
}

// around returns the time around now for which days off are read.
func around(now time.Time) span.Span {
	return span.Span{Start: now.AddDate(0, 0, -daysOffBefore), End: now.AddDate(0, 0, daysOffAfter)}
}
