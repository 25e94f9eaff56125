package rsvp

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// weekdays are the names of the days as guests write them: English, German, French and
// Swedish, without abbreviations that are also other words.
var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "mon": time.Monday, "montag": time.Monday, "lundi": time.Monday, "måndag": time.Monday, "måndagen": time.Monday,
	"tuesday": time.Tuesday, "tue": time.Tuesday, "tues": time.Tuesday, "dienstag": time.Tuesday, "mardi": time.Tuesday, "tisdag": time.Tuesday, "tisdagen": time.Tuesday,
	"wednesday": time.Wednesday, "wed": time.Wednesday, "mittwoch": time.Wednesday, "mercredi": time.Wednesday, "onsdag": time.Wednesday, "onsdagen": time.Wednesday,
	"thursday": time.Thursday, "thu": time.Thursday, "thur": time.Thursday, "thurs": time.Thursday, "donnerstag": time.Thursday, "jeudi": time.Thursday, "torsdag": time.Thursday, "torsdagen": time.Thursday,
	"friday": time.Friday, "fri": time.Friday, "freitag": time.Friday, "vendredi": time.Friday, "fredag": time.Friday, "fredagen": time.Friday,
	"saturday": time.Saturday, "samstag": time.Saturday, "sonnabend": time.Saturday, "samedi": time.Saturday, "lördag": time.Saturday,
	"sunday": time.Sunday, "sonntag": time.Sunday, "dimanche": time.Sunday, "söndag": time.Sunday,
}

// unclear are words next to which a day and a clock are not simply the start: they deny it,
// give a range or a choice, or mean another week.
var unclear = strings.Fields(`
	not no cannot can't can’t won't doesn't don't except unless
	after before from until till between or earliest latest half quarter past next this following
	nicht kein keine nur nach vor ab bis zwischen oder frühestens spätestens halb viertel dreiviertel nächsten nächste nächster kommenden diesen diese
	pas ne sauf après avant dès entre ou jusqu jusqu'à demie quart prochain prochaine ce cette
	inte ej utom efter före från till mellan eller tidigast senast halv kvart nästa kommande denna`)

// anotherTime are words with which guests ask for another time without naming one.
var anotherTime = []string{
	"another time", "another day", "other time", "other day", "different time", "different day", "reschedule", "later", "earlier", "next week", "tomorrow", "instead",
	"andere zeit", "anderen tag", "anderer tag", "verschieben", "später", "früher", "nächste woche", "lieber", "stattdessen",
	"autre jour", "autre moment", "autre heure", "reporter", "plus tard", "plus tôt", "semaine prochaine", "plutôt",
	"annan tid", "annan dag", "senare", "tidigare", "nästa vecka", "i stället", "istället", "hellre", "flytta",
}

// clock is a time of the day: 14:00, 14.30, 14h, 14h30, 14 Uhr, kl 14, um 14, at 2 pm.
var clock = pattern(`(?:\b(at|um|kl|klockan|à)\s*)?\b(\d{1,2})(?:\s?([:.h])\s?(\d{2}))?(?:\s?(uhr|heures|h|am|pm|o'clock))?\b`)

var digits = pattern(`\d+`)

// clauseEnd separates what is said of one thing from what is said of the next.
var clauseEnd = pattern(`[;!?\n…–—]|[.,:](?:\s|$)`)

// dayComma is a word before a comma, which separates nothing after a day: "Freitag, 10 Uhr".
var dayComma = pattern(`\pL+,`)

// spelled removes the stops of abbreviations, which end no clause.
var spelled = strings.NewReplacer("kl.", "kl ", "p.m.", "pm", "a.m.", "am", "h.", "h ", " ", " ", "’", "'")

// shortDays are abbreviations of days that are also other words: they count before a date,
// and those that are nobody's word there before a clock too.
var shortDays = map[string]string{
	"mo": "montag", "di": "dienstag", "mi": "mittwoch", "do": "donnerstag", "fr": "freitag", "sa": "samstag", "so": "sonntag",
	"lun": "lundi", "mar": "mardi", "mer": "mercredi", "jeu": "jeudi", "ven": "vendredi", "sam": "samedi", "dim": "dimanche",
	"mån": "måndag", "tis": "tisdag", "ons": "onsdag", "tor": "torsdag", "tors": "torsdag", "fre": "fredag", "lör": "lördag", "sön": "söndag",
	"sat": "saturday", "sun": "sunday",
}

// shortDay is such a word before a date or a clock; a stop or a comma may follow it.
var shortDay = pattern(`(^|[^\pL])(\pL{2,5})[.,]{0,2}\s+(?:(?:um|kl|à|at|den|le|the|am)\s+)?(` + statedDay + `|\d)`)

// alsoWords are the short days that stand before clocks as other words.
var alsoWords = []string{"do", "so", "mar", "sat", "sun", "dim", "tor"}

// spokenClock is a clock that is only named: half past two, after three, 14.30.
var spokenClock = pattern(`\b(?:halb|half|halv|past|after|before|ab|nach|vor|après|avant|dès|efter|före)\s+(?:past\s+)?(?:[01]?\d|2[0-4])\b|\b(?:0?[7-9]|1\d|2[0-3])\.[0-5]\d\b`)

// comment is what a guest wrote, prepared to be read.
type comment struct {
	text string // the guest's own words in lower case, with [statedDay] for each date
	days []day
}

func newComment(text string) comment {
	var c comment
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, strings.ToLower(ownWords(text)))
	c.text, c.days = takeDays(spelled.Replace(withoutRooms(plain)))
	c.text = shortDay().ReplaceAllStringFunc(c.text, func(whole string) string {
		part := shortDay().FindStringSubmatch(whole)
		name, short := shortDays[part[2]]
		if !short || part[3] != statedDay && slices.Contains(alsoWords, part[2]) {
			if !isWeekday(part[2]) {
				return whole
			}
			name = part[2] // an abbreviation with a stop
		}
		return part[1] + name + " " + strings.TrimLeft(whole[len(part[1])+len(part[2]):], ".,")
	})
	c.text = dayComma().ReplaceAllStringFunc(c.text, func(word string) string {
		if day := strings.TrimSuffix(word, ","); isDay(day) {
			return day
		}
		return word
	})
	c.text = statedComma().ReplaceAllString(c.text, statedDay+" ")
	return c
}

// statedComma is a comma after a date, which separates nothing.
var statedComma = pattern(statedDay + `\s*,`)

// SuggestsTime reports whether a guest's comment speaks of another time than own, understood
// or not: it has a day, a clock, or words such as "another time". Other numbers say nothing.
// own are the starts of the meeting that the guest may mean, each in a zone in which they may
// think.
func SuggestsTime(text string, own ...time.Time) bool {
	said := newComment(text).withoutOwn(own)
	return slices.ContainsFunc(words(said), isDay) || monthless().MatchString(said) || spokenClock().MatchString(said) ||
		slices.ContainsFunc(clock().FindAllStringSubmatch(said, -1), isClock) ||
		slices.ContainsFunc(anotherTime, func(phrase string) bool { return strings.Contains(said, phrase) })
}

// SuggestedStart returns the start that a guest's comment names: a clock, on a date, on a
// day of the week of the meeting that starts at instead, or else on its day. Its zone is the
// one in which the guest thinks. It is understood only if the comment has one clock and no
// other number, nothing beside it makes it unclear, a date and a weekday agree, and it is
// after now. Otherwise a person has to read the comment.
func SuggestedStart(text string, instead, now time.Time) (time.Time, bool) {
	c := newComment(text)
	said, elsewhere, ok := c.clause()
	if !ok {
		return time.Time{}, false
	}
	wall, ok := clockIn(said)
	if !ok || slices.ContainsFunc(strings.FieldsFunc(said, isSpaceOrMark), func(w string) bool { return slices.Contains(unclear, w) }) {
		return time.Time{}, false
	}
	on, ok := c.dayIn(said, elsewhere, instead)
	if !ok {
		return time.Time{}, false
	}
	start := time.Date(on.Year(), on.Month(), on.Day(), wall/60, wall%60, 0, 0, instead.Location())
	exists := start.Hour()*60+start.Minute() == wall // and is not put forward
	return start, exists && start.After(now) && !start.Equal(instead)
}

// clause returns the one clause with numbers, and whether another one names a day.
func (c comment) clause() (said string, elsewhere, ok bool) {
	for _, clause := range clauseEnd().Split(c.text, -1) {
		switch hasClock := digits().MatchString(clause); {
		case hasClock && said != "":
			return "", false, false
		case hasClock:
			said = clause
		default:
			elsewhere = elsewhere || slices.ContainsFunc(words(clause), isDay)
		}
	}
	return said, elsewhere, said != ""
}

// dayIn returns the day that the clause said names, and whether it is certain. elsewhere
// means that another clause names one.
func (c comment) dayIn(said string, elsewhere bool, instead time.Time) (time.Time, bool) {
	named := slices.DeleteFunc(words(said), func(w string) bool { return !isWeekday(w) })
	dates := strings.Count(said, statedDay)
	switch {
	case len(named) > 1, dates > 1, dates != len(c.days), len(named)+dates == 0 && elsewhere:
		return time.Time{}, false
	case dates == 1 && len(named) == 1:
		weekday := weekdays[named[0]]
		return c.days[0].near(instead, &weekday)
	case dates == 1:
		return c.days[0].near(instead, nil)
	}
	shift := 0
	if len(named) == 1 {
		shift = fromMonday(weekdays[named[0]]) - fromMonday(instead.Weekday())
	}
	y, m, d := instead.Date()
	return time.Date(y, m, d+shift, 0, 0, 0, 0, instead.Location()), true
}

// isClock reports whether a match of clock is one: a mark says so, and it is a time of the
// day.
func isClock(part []string) bool {
	hour, _ := strconv.Atoi(part[2])
	minute, _ := strconv.Atoi(part[4])
	marked := part[1] != "" || part[5] != "" || part[3] == ":" || part[3] == "h"
	return marked && hour <= 24 && minute <= 59
}

// clockIn returns the one clock in clause, in minutes of the day. Hours before seven are
// taken for neither morning nor afternoon.
func clockIn(clause string) (wall int, ok bool) {
	found := clock().FindAllStringSubmatch(clause, -1)
	if len(found) != 1 || len(digits().FindAllString(clause, -1)) != len(digits().FindAllString(found[0][0], -1)) {
		return 0, false
	}
	before, sign, after := found[0][1], found[0][3], found[0][5]
	hour, _ := strconv.Atoi(found[0][2])
	minute, _ := strconv.Atoi(found[0][4])
	half := after == "am" || after == "pm"
	switch marked := before != "" || after != "" || sign == ":" || sign == "h"; {
	case !marked, minute > 59, half && (hour < 1 || hour > 12), !half && (hour < 7 || hour > 23):
		return 0, false
	case half:
		hour %= 12
		if after == "pm" {
			hour += 12
		}
	}
	return hour*60 + minute, true
}

func isWeekday(word string) bool { _, is := weekdays[word]; return is }

// isDay reports whether word is a weekday or a date.
func isDay(word string) bool { return word == statedDay || isWeekday(word) }

// fromMonday returns how many days d is after a Monday.
func fromMonday(d time.Weekday) int { return (int(d) + 6) % 7 }

// isSpaceOrMark separates words, and leaves apostrophes in them.
func isSpaceOrMark(r rune) bool { return strings.ContainsRune(" \t,.;:!?\"()", r) }

// ownWords returns a comment without lines that quote a message with ">" and without
// everything below a signature mark ("--").
func ownWords(comment string) string {
	var own []string
	for line := range strings.Lines(comment) {
		line = strings.TrimSpace(line)
		if line == "--" {
			break
		}
		if !strings.HasPrefix(line, ">") {
			own = append(own, line)
		}
	}
	return strings.Join(own, "\n")
}
