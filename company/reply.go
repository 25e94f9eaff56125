package company

import (
	"bytes"
	"regexp"
	"strings"

	"fika/calendar"
)

var partstat = regexp.MustCompile(`(?i);PARTSTAT=[^;:]*`)

// withReply is an iCalendar file with the answer of one attendee. All other
// lines stay as they are, byte for byte.
func withReply(data []byte, who calendar.Address, reply calendar.Reply) []byte {
	var out page
	rest := data
	for len(rest) > 0 {
		size := lineLen(rest)
		line := rest[:size]
		rest = rest[size:]
		head, value, found := cutValue(unfold(line))
		if !found || !isAttendee(head) || calendar.ParseAddress(value) != who {
			out.Write(line)
			continue
		}
		if !partstat.MatchString(head) {
			head += ";PARTSTAT="
		}
		out.line(partstat.ReplaceAllLiteralString(head, ";PARTSTAT="+string(reply)), ":", value)
	}
	return []byte(out.String())
}

func isAttendee(head string) bool {
	name, _, _ := strings.Cut(head, ";")
	return strings.EqualFold(name, "ATTENDEE")
}

// lineLen is the length of the first line of data with the lines that continue
// it.
func lineLen(data []byte) int {
	n := 0
	for {
		end := bytes.IndexByte(data[n:], '\n')
		if end < 0 {
			return len(data)
		}
		n += end + 1
		if n == len(data) || data[n] != ' ' && data[n] != '\t' {
			return n
		}
	}
}

// unfold is a line as it is meant (RFC 5545, 3.1).
func unfold(line []byte) string {
	text := strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(string(line))
	return strings.TrimRight(text, "\r\n")
}

// cutValue cuts a line at the colon before its value; colons in quoted
// parameters do not count.
func cutValue(line string) (head, value string, found bool) {
	quoted := false
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ':' && !quoted:
			return line[:i], line[i+1:], true
		}
	}
	return line, "", false
}
