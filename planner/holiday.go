package planner

import (
	"fmt"

	"fika/internal/date"
	"fika/internal/holiday"
)

// regionYear identifies the holidays of one region in one year.
type regionYear struct {
	region holiday.Region
	year   int
}

// holidayOn returns the public holiday of r on d.
func (in *input) holidayOn(r holiday.Region, d date.Date) (holiday.Holiday, bool) {
	if r == "" {
		return holiday.Holiday{}, false
	}
	key := regionYear{r, d.Year}
	days, ok := in.holidays[key]
	if !ok {
		days = in.config.Holidays.Between(r, date.Date{Year: d.Year, Month: 1, Day: 1}, date.Date{Year: d.Year, Month: 12, Day: 31})
		in.holidays[key] = days
	}
	for _, h := range days {
		if h.Date == d {
			return h, true
		}
	}
	return holiday.Holiday{}, false
}

// guestHoliday returns the holiday that the guest has on the day of the slot, which is
// the day on the guest's clock.
func (in *input) guestHoliday(q *query) (holiday.Holiday, bool) {
	return in.holidayOn(q.person.Region, date.Of(q.slot.Start, in.zone(q.person)))
}

// holidayRule forbids the user's own public holidays.
func holidayRule() rule {
	return rule{
		code: CodeHoliday, dayOnly: true, setting: "region in [me]",
		ok: func(in *input, q *query) bool { _, off := in.holidayOn(in.config.Region, q.slot.day); return !off },
		text: func(in *input, q *query, ok bool) string {
			switch {
			case in.config.Region == "":
				return "you have not stated your region, so no public holiday counts"
			case ok:
				return in.startsSubject(q) + " on no public holiday of yours"
			}
			if q.slot == nil {
				return in.startsSubject(q) + " on a public holiday of yours"
			}
			h, _ := in.holidayOn(in.config.Region, q.slot.day)
			return fmt.Sprintf("%s on a public holiday in %s: %s", in.startsSubject(q), holiday.Name(in.config.Region), h.Name)
		},
	}
}

// guestHolidayRule forbids the public holidays of the guest.
func guestHolidayRule() rule {
	return rule{
		code: CodeGuestHoliday, setting: "windows or horizon in [rhythm]",
		ok: func(in *input, q *query) bool { _, off := in.guestHoliday(q); return !off },
		text: func(in *input, q *query, ok bool) string {
			switch {
			case q.person.Region == "":
				return fmt.Sprintf("%s's region is not known, so no public holiday counts", q.personName())
			case ok:
				return fmt.Sprintf("%s on no public holiday of %s's", in.startsSubject(q), q.personName())
			}
			if q.slot == nil {
				return fmt.Sprintf("%s on a public holiday of %s's", in.startsSubject(q), q.personName())
			}
			h, _ := in.guestHoliday(q)
			return fmt.Sprintf("%s on a public holiday of %s's, in %s: %s", in.startsSubject(q), q.personName(), holiday.Name(q.person.Region), h.Name)
		},
	}
}
