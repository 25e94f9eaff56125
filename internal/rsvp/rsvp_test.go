package rsvp

import "testing"

// A word that RFC 5545 does not know, or not yet, is no answer in words, but it
// is the guest's hand: nothing may be taken back because they were silent.
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
