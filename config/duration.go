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

// durationPattern matches the digits and the unit of a duration.
var durationPattern = regexp.MustCompile(`^(\d{1,5})(m|h|d|w)$`)

// clockDuration returns the codec of hours and minutes from low to high.
func clockDuration(low, high time.Duration) codec[time.Duration] {
	return textCodec(`hours or minutes such as "2h" or "30m"`, func(text string) (time.Duration, *valueError) {
		if part := durationPattern.FindStringSubmatch(text); part != nil && part[2] == "d" {
			n, _ := strconv.Atoi(part[1])
			return 0, &valueError{suggestion: fmt.Sprintf(`"%dh"`, 24*n)}
		}
		d, err := time.ParseDuration(text)
		switch {
		case err != nil || d%time.Minute != 0:
			return 0, &valueError{}
		case d < low:
			return 0, &valueError{text: prose.Sprintf("%q is too short: the minimum is %q", text, prose.FormatDuration(low))}
		case d > high:
			return 0, &valueError{text: prose.Sprintf("%q is too long: the maximum is %q", text, prose.FormatDuration(high))}
		}
		return d, nil
	}, prose.FormatDuration)
}

// calendarDays returns the codec of calendar days from 1 to high. They may be written
// as weeks of seven days.
func calendarDays(high int) codec[int] {
	return textCodec(`days or weeks such as "10d" or "6w"`, func(text string) (int, *valueError) {
		part := durationPattern.FindStringSubmatch(text)
		if part == nil {
			return 0, &valueError{}
		}
		n, _ := strconv.Atoi(part[1])
		switch part[2] {
		case "w":
			n *= 7
		case "h", "m":
			return 0, &valueError{text: prose.Sprintf("%q counts hours or minutes; want days or weeks such as %q or %q", text, "10d", "6w")}
		}
		return checkRange(text, n, 1, high, printDays)
	}, printDays)
}

func printDays(n int) string {
	if n > 0 && n%7 == 0 {
		return fmt.Sprintf("%dw", n/7)
	}
	return fmt.Sprintf("%dd", n)
}

// workingDays returns the codec of the user's working days from 0 to high.
func workingDays(high int) codec[int] {
	print := func(n int) string { return fmt.Sprintf("%dd", n) }
	return textCodec(`working days such as "2d"`, func(text string) (int, *valueError) {
		part := durationPattern.FindStringSubmatch(text)
		if part == nil || part[2] != "d" {
			return 0, &valueError{}
		}
		n, _ := strconv.Atoi(part[1])
		return checkRange(text, n, 0, high, print)
	}, print)
}

func checkRange(text string, n, low, high int, print func(int) string) (int, *valueError) {
	switch {
	case n < low:
		return 0, &valueError{text: prose.Sprintf("%q is too short: the minimum is %q", text, print(low))}
	case n > high:
		return 0, &valueError{text: prose.Sprintf("%q is too long: the maximum is %q", text, print(high))}
	}
	return n, nil
}
