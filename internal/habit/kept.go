package habit

import "fika/internal/date"

// keptOf is how many days are counted: four working weeks. In a shorter time one holiday
// of the user changes everything, over a longer one nothing that they do today does.
const keptOf = 20

// Record is what was asked of the user on one day.
type Record struct {
	Day  date.Date
	Code Code
	Done bool
}

// Kept says on how many days the user did the act of the day. It is no streak: one missed
// day costs one day, not everything. Two days in ten are a reserve, because people who
// have one keep on longer (Sharif and Shu, Organizational Behavior and Human Decision
// Processes 2019).
type Kept struct {
	Days    int // done, or without anything to do
	Of      int // the last days that count, keptOf at most
	Reserve int // how many more of them may be missed without falling short
}

// Count counts the days up to today. Days that do not count by working, and days on which
// something stopped fika, are left out; so is today until its act is done, and every day
// without a record, on which nothing was asked of the user.
func Count(today date.Date, working func(date.Date) bool, records []Record) Kept {
	byDay := map[date.Date]Record{}
	first := today
	for _, r := range records {
		byDay[r.Day] = r
		if r.Day.Before(first) {
			first = r.Day
		}
	}
	var k Kept
	for d := today; !d.Before(first) && k.Of < keptOf; d = d.AddDays(-1) {
		r, asked := byDay[d]
		kept := r.Done || r.Code == Nothing
		if !asked || r.Code == Hold && !r.Done || d == today && !kept || !working(d) {
			continue
		}
		k.Of++
		if kept {
			k.Days++
		}
	}
	k.Reserve = max(0, k.Of/5-(k.Of-k.Days))
	return k
}
