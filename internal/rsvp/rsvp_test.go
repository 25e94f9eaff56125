package rsvp

import "testing"

// TestReply includes a word that RFC 5545 does not define. In words it is no answer yet,
// but the guest did act: fika may not cancel because of their silence.
func TestReply(t *testing.T) {
	for reply, want := range map[Reply]struct {
		words string
		open  bool
	}{
		"": {"no answer yet", true}, NoReply: {"no answer yet", true}, "X-LATER": {"no answer yet", false},
		Accepted: {"yes", false}, Declined: {"no", false}, Maybe: {"maybe", false}, Delegated: {"sent somebody else", false},
	} {
		if reply.Words() != want.words || reply.Open() != want.open {
			t.Errorf("%q: %q, open %v", reply, reply.Words(), reply.Open())
		}
	}
}
