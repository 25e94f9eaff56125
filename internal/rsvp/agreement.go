package rsvp

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// room is a number of a room, which has the form of a clock or a date: room 12.07, Raum
// 2.14. A colon makes it a clock.
var room = pattern(`(^|[^\pL])(room|raum|zimmer|büro|salle|bureau|rum|rummet|konferensrum|office|building|gebäude|bâtiment|floor|etage|étage|våning)(\s+(?:no\.?|nr\.?|n°|number|nummer|numéro)?\s*#?\s*)([\pL\d./-]*\d)([\d.:/-]*)`)

// withoutRooms returns text in lower case without the numbers of rooms.
func withoutRooms(text string) string {
	return room().ReplaceAllStringFunc(text, func(whole string) string {
		part := room().FindStringSubmatch(whole)
		if strings.Contains(part[5], ":") {
			return whole
		}
		return part[1] + part[2] + part[5]
	})
}

// politeness has a word of [unclear] and denies nothing.
var politeness = strings.NewReplacer("no problem", "", "no worries", "", "kein problem", "", "pas de problème", "", "inga problem", "", "why not", "", "warum nicht", "", "pourquoi pas", "", "varför inte", "")

// withoutOwn returns the text of c without the days and the clocks of the meeting itself,
// which starts at own on each of the clocks that the guest may read. Beside a word such as
// "not" or "after" they stay: there they ask for something else.
func (c comment) withoutOwn(own []time.Time) string {
	dates := 0
	var left strings.Builder
	for rest := politeness.Replace(c.text); rest != ""; {
		said := rest
		if end := clauseEnd().FindStringIndex(rest); end != nil {
			said = rest[:end[1]]
		}
		rest = rest[len(said):]
		days := c.days[min(dates, len(c.days)):min(dates+strings.Count(said, statedDay), len(c.days))]
		dates += strings.Count(said, statedDay)
		if len(own) > 0 && !denies(said) {
			said = withoutOwn(said, days, own)
		}
		left.WriteString(said)
	}
	return left.String()
}

// denies reports whether a clause denies the times in it, or complains about them.
func denies(clause string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(clause, isSpaceOrMark), func(w string) bool {
		return slices.Contains(complaints, w) || slices.Contains(unclear, w) && !slices.Contains(ofOneTime, w)
	})
}

// ofOneTime are the words of [unclear] with which one also agrees to the time of the meeting:
// this Tuesday, bis Dienstag.
var ofOneTime = strings.Fields("this diesen diese bis ce cette denna")

// complaints are words that say of a time that it does not suit.
var complaints = strings.Fields(`
	too full busy booked bad hard tight early late difficult clash clashes conflict conflicts tricky
	zu voll belegt schlecht schwierig früh spät eng ungünstig ausgebucht
	trop tôt tard occupé occupée pris prise complet difficile mal
	för tidigt sent upptagen fullt svårt dåligt krockar krock`)

// withoutOwn returns a clause in which days are stated, without those and the clocks that
// are of own.
func withoutOwn(said string, days []day, own []time.Time) string {
	is := func(check func(own time.Time) bool) bool { return slices.ContainsFunc(own, check) }
	said = clock().ReplaceAllStringFunc(said, func(whole string) string {
		part := clock().FindStringSubmatch(whole)
		hour, _ := strconv.Atoi(part[2])
		minute, _ := strconv.Atoi(part[4])
		if is(func(own time.Time) bool {
			return own.Minute() == minute && (own.Hour() == hour && part[5] != "pm" || own.Hour()%12 == hour%12 && hour <= 12 && (part[5] != "am" || own.Hour() < 12))
		}) {
			return " "
		}
		return whole
	})
	for name, weekday := range weekdays {
		if is(func(own time.Time) bool { return own.Weekday() == weekday }) {
			said = withoutWord(said, name)
		}
	}
	parts := strings.Split(said, statedDay)
	left := parts[0]
	for i, after := range parts[1:] {
		if i >= len(days) || !is(func(own time.Time) bool { on, ok := days[i].near(own, nil); return ok && on.YearDay() == own.YearDay() }) {
			left += statedDay
		}
		left += after
	}
	return left
}

// withoutWord returns text without a word.
func withoutWord(text, word string) string {
	var left []string
	for _, w := range strings.SplitAfter(text, " ") {
		if strings.Trim(w, " \t,.;:!?\"()") != word {
			left = append(left, w)
		}
	}
	return strings.Join(left, "")
}
