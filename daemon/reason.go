package daemon

import (
	"context"
	"strings"

	"fika/internal/api"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/note"
	"fika/internal/store"
	"fika/planner"
)

// facts returns what the user's own calendars, people list and file say about the guest of b.
func (o *observation) facts(b store.Booking, guest planner.Person) invitation.Facts {
	return invitation.Facts{
		Theme: o.theme(b), Upward: o.farAbove(guest), LastMet: o.lastMet(guest),
		Because: guest.Because, Told: o.told[guest.ID], Meetings: o.shared[guest.ID], Title: guest.Title, Department: guest.Department,
		RolesKnown: o.knowRoles(guest), Names: o.names, Now: o.now, Zone: o.zone(),
	}
}

// knowRoles reports whether guest and the user know each other's role, so that telling
// either would read as if they did not: they are close in the hierarchy, or in the same
// department.
func (o *observation) knowRoles(guest planner.Person) bool {
	theirs, own := strings.TrimSpace(guest.Department), strings.TrimSpace(o.settings.Department)
	return o.hierarchy.IsClose(guest) || own != "" && strings.EqualFold(theirs, own)
}

// theme returns the theme of b's goal, "" if there is no such goal any more.
func (o *observation) theme(b store.Booking) string {
	g, _ := o.goal(b.Goal)
	return g.Theme
}

// toldLately is how far back notes are read for what guests told, in months: further than
// an invitation mentions.
const toldLately = 19

// readTold returns the topics that people told the user about, as problems or as solved, by
// their id now. Of a note, invitations get nothing but its topics.
func (t *tools) readTold(ctx context.Context, o *observation) (map[mailbox.Address][]invitation.Mention, error) {
	notes, err := t.store.Notes(ctx, store.NoteQuery{Kinds: []note.Kind{note.Problem, note.Solved}, Since: o.now.AddDate(0, -toldLately, 0)})
	told := map[mailbox.Address][]invitation.Mention{}
	for _, n := range notes {
		id := o.roster.PersonOf(n.Person)
		for _, topic := range n.Topics {
			told[id] = append(told[id], invitation.Mention{ID: n.ID.String() + " " + topic, Topic: topic, At: n.At})
		}
	}
	return told, err
}

// sharedMeetings returns the meetings by the people of o who were there.
func (o *observation) sharedMeetings(meetings []sharedMeeting) map[mailbox.Address][]invitation.Meeting {
	shared := map[mailbox.Address][]invitation.Meeting{}
	for _, m := range meetings {
		for _, address := range m.with {
			id := o.roster.PersonOf(address)
			if known := shared[id]; len(known) > 0 && known[len(known)-1].ID == m.ID {
				continue // somebody with two addresses
			}
			shared[id] = append(shared[id], m.Meeting)
		}
	}
	return shared
}

// reasonFor returns the fact about guest that the invitation of b states: the one it stated
// before, if guest may know that and it is still true.
func (o *observation) reasonFor(b store.Booking, guest planner.Person) invitation.Reason {
	var stated invitation.Reason
	if b.Sent {
		stated = statedReason(b.Stated)
	}
	return invitation.Choose(o.facts(b, guest), stated)
}

// state records what the invitation of b states, by what was seen just before it is sent.
func (p *pass) state(ctx context.Context, fresh *observation, b store.Booking) (store.Booking, error) {
	guest, ok := fresh.accepted(b.Person)
	if !ok || b.Second.Person != "" {
		return b, nil // the draft says so, or states nothing about one of two guests
	}
	reason := fresh.reasonFor(b, guest)
	if reason == statedReason(b.Stated) {
		return b, nil
	}
	b, err := p.store.State(ctx, p.now, b.ID, storedReason(reason))
	p.step("stated")
	return b, err
}

func statedReason(s store.Stated) invitation.Reason {
	return invitation.Reason{Kind: invitation.Kind(s.Kind), Fact: s.Fact, Words: s.Words, Month: s.Month, Pair: s.Pair}
}

func storedReason(r invitation.Reason) store.Stated {
	return store.Stated{Kind: api.Stated(r.Kind), Fact: r.Fact, Words: r.Words, Month: r.Month, Pair: r.Pair}
}
