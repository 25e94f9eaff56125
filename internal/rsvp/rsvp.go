// Package rsvp is what people answer to an invitation.
package rsvp

// Reply is the answer of one person, as calendars spell it (RFC 5545, 3.2.12,
// PARTSTAT). It is "" before one is known.
type Reply string

// The replies. An absent PARTSTAT is NoReply, as RFC 5545 has it.
const (
	NoReply   Reply = "NEEDS-ACTION"
	Accepted  Reply = "ACCEPTED"
	Declined  Reply = "DECLINED"
	Maybe     Reply = "TENTATIVE"
	Delegated Reply = "DELEGATED"
)

// Open reports whether an answer is still to come.
func (r Reply) Open() bool { return r == "" || r == NoReply }

// Words say r to people, in lower case; of an unknown one, that there is no answer.
func (r Reply) Words() string {
	switch r {
	case Accepted:
		return "yes"
	case Declined:
		return "no"
	case Maybe:
		return "maybe"
	case Delegated:
		return "sent somebody else"
	}
	return "no answer yet"
}
