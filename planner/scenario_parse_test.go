package planner

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fika/internal/date"
	"fika/internal/span"
)

// split splits a line into words; a quoted part is one word.
func split(line string) (words []string) {
	quoted := false
	for _, field := range strings.FieldsFunc(line, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	}) {
		words = append(words, strings.ReplaceAll(field, `"`, ""))
	}
	return words
}

func (s *scenario) at(date, clock string) time.Time {
	return day(date).At(readClock(clock), s.rules.Zone)
}

func (s *scenario) span(date, hours string) span.Span {
	from, to, _ := strings.Cut(hours, "-")
	return span.Span{Start: s.at(date, from), End: s.at(date, to)}
}

func (s *scenario) date(text string) (d date.Date, err error) {
	err = d.UnmarshalText([]byte(text))
	return d, err
}

func day(text string) (d date.Date) {
	if err := d.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return d
}

func readClock(text string) date.Clock {
	h, m, _ := strings.Cut(text, ":")
	return date.Clock(number(h)*60 + number(m))
}

// week parses "mon-fri 09:00-12:00; tue,thu 14:00-16:00".
func week(text string) (w Week) {
	names := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	index := func(name string) int {
		i := slices.Index(names, name)
		if i < 0 {
			panic("no weekday " + name)
		}
		return i
	}
	for _, part := range strings.Split(text, ";") {
		words := strings.Fields(part)
		from, to, _ := strings.Cut(words[1], "-")
		for _, days := range strings.Split(words[0], ",") {
			first, last, ranged := strings.Cut(days, "-")
			if !ranged {
				last = first
			}
			for i := index(first); i <= index(last); i++ {
				w[i] = append(w[i], Hours{readClock(from), readClock(to)})
			}
		}
	}
	return w
}

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}

func duration(text string) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil {
		panic(err)
	}
	return d
}
