// Package rsvp defines the answers to an invitation.
package rsvp

// Reply is one person's answer, as calendars spell it (RFC 5545, 3.2.12, PARTSTAT). It
// is "" until an answer is known.
type Reply string

// The replies. As in RFC 5545, an absent PARTSTAT means NoReply.
const (
	NoReply   Reply = "NEEDS-ACTION"
	Accepted  Reply = "ACCEPTED"
	Declined  Reply = "DECLINED"
	Maybe     Reply = "TENTATIVE"
	Delegated Reply = "DELEGATED"
)

// Open reports whether an answer is still expected.
func (r Reply) Open() bool { return r == "" || r == NoReply }

// Words returns r for people, in lower case; an unknown reply is "no answer yet".
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
