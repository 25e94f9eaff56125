package config

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"fika/internal/prose"
)

// There are three kinds of duration, which must not be mixed up: hours and minutes
// on a clock, calendar days, and working days. Each key takes only one kind,
// because a day is not always 24 hours, and a week has five working days for some
// people and four for others.

// digits and unit of a duration.
var counted = regexp.MustCompile(`^(\d{1,5})(m|h|d|w)$`)

// clock is hours and minutes, from low to high.
func clock(low, high time.Duration) kind[time.Duration] {
	return word(`hours or minutes such as "2h" or "30m"`, func(text string) (time.Duration, *wrong) {
		if part := counted.FindStringSubmatch(text); part != nil && part[2] == "d" {
			n, _ := strconv.Atoi(part[1])
			return 0, &wrong{meant: fmt.Sprintf(`"%dh"`, 24*n)}
		}
		d, err := time.ParseDuration(text)
		switch {
		case err != nil || d%time.Minute != 0:
			return 0, &wrong{}
		case d < low:
			return 0, &wrong{text: prose.Sprintf("%q is too short: the least is %q", text, prose.FormatDuration(low))}
		case d > high:
			return 0, &wrong{text: prose.Sprintf("%q is too long: the most is %q", text, prose.FormatDuration(high))}
		}
		return d, nil
	}, prose.FormatDuration)
}

// days is calendar days, also written as weeks of seven days, from 1 to high.
func days(high int) kind[int] {
	return word(`days or weeks such as "10d" or "6w"`, func(text string) (int, *wrong) {
		part := counted.FindStringSubmatch(text)
		if part == nil {
			return 0, &wrong{}
		}
		n, _ := strconv.Atoi(part[1])
		switch part[2] {
		case "w":
			n *= 7
		case "h", "m":
			return 0, &wrong{text: prose.Sprintf("%q counts hours or minutes; want days or weeks such as %q or %q", text, "10d", "6w")}
		}
		return within(text, n, 1, high, printDays)
	}, printDays)
}

func printDays(n int) string {
	if n > 0 && n%7 == 0 {
		return fmt.Sprintf("%dw", n/7)
	}
	return fmt.Sprintf("%dd", n)
}

// workingDays is days that the user works, from 0 to high.
func workingDays(high int) kind[int] {
	print := func(n int) string { return fmt.Sprintf("%dd", n) }
	return word(`working days such as "2d"`, func(text string) (int, *wrong) {
		part := counted.FindStringSubmatch(text)
		if part == nil || part[2] != "d" {
			return 0, &wrong{}
		}
		n, _ := strconv.Atoi(part[1])
		return within(text, n, 0, high, print)
	}, print)
}

func within(text string, n, low, high int, print func(int) string) (int, *wrong) {
	switch {
	case n < low:
		return 0, &wrong{text: prose.Sprintf("%q is too short: the least is %q", text, print(low))}
	case n > high:
		return 0, &wrong{text: prose.Sprintf("%q is too long: the most is %q", text, print(high))}
	}
	return n, nil
}
