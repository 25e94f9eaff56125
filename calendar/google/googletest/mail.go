package googletest

import (
	"slices"
	"time"

	"google.golang.org/api/calendar/v3"
)

// Mail is a mail that Google would have sent.
type Mail struct {
	At      time.Time
	Kind    MailKind
	From    string // the organizer, or the guest who replied
	To      string
	EventID string
	Summary string
	Text    string // the description of the event at that time
}

// MailKind is the kind of a mail.
type MailKind string

// The kinds of mails.
const (
	Invitation   MailKind = "invitation"
	Update       MailKind = "update"
	Cancellation MailKind = "cancellation"
	Reply        MailKind = "reply"
)

// Mails returns the mails since the start or the last [Server.ClearLogs], in order.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// sendMail records a mail to one address, if sendUpdates allows it: "all",
// "externalOnly" (only addresses without an account here), or "none", the default of
// the API.
func (s *Server) sendMail(send string, kind MailKind, from, to string, e *calendar.Event) {
	ours := s.findAccount(to) != nil
	if send == "all" || send == "externalOnly" && !ours {
		s.mails = append(s.mails, Mail{s.now(), kind, from, to, e.Id, e.Summary, e.Description})
	}
}
