package store

import (
	"fmt"
	"testing"
	"time"
)

// TestMessageOnce checks that a message about a key goes to a channel once: again only
// after it surely failed, and not too often.
func TestMessageOnce(t *testing.T) {
	s := fresh(t)
	begin := func(want bool, channel string, keys ...string) {
		t.Helper()
		got, err := s.BeginMessage(t.Context(), monday, Message{Channel: channel, Kind: "answer"}, keys, 3)
		ok(t, err)
		if got != want {
			t.Errorf("%s %v: begun %v", channel, keys, got)
		}
	}
	end := func(state MessageState, keys ...string) {
		t.Helper()
		ok(t, s.EndMessage(t.Context(), "desktop", keys, state, "no screen"))
	}
	begin(false, "desktop")
	begin(true, "desktop", "a", "b")
	begin(false, "desktop", "a")
	begin(false, "desktop", "c", "b")
	begin(true, "url", "a")
	end(MessageSent, "a", "b")
	begin(false, "desktop", "b")
	begin(true, "desktop", "c") // "c" was not recorded beside "b"

	ok(t, s.DoubtMessages(t.Context()))
	begin(false, "desktop", "c")
	begin(false, "url", "a")

	for range 3 {
		begin(true, "desktop", "d")
		end(MessageFailed, "d")
	}
	begin(false, "desktop", "d")
	end(MessageUnknown, "d")
	begin(false, "desktop", "d")

	all, err := s.Messages(t.Context(), monday)
	ok(t, err)
	var got string
	for _, m := range all {
		got += fmt.Sprintf("%s %s %s %d %q; ", m.Key, m.Channel, m.State, m.Tries, m.Problem)
	}
	const lost = "fika ended while it was on its way"
	if want := fmt.Sprintf(`a desktop sent 1 "no screen"; a url unknown 1 %q; b desktop sent 1 "no screen"; c desktop unknown 1 %q; d desktop unknown 3 "no screen"; `, lost, lost); got != want {
		t.Errorf("%s\nnot\n%s", got, want)
	}
}

// TestMessagesAreForgotten checks that old messages leave the store.
func TestMessagesAreForgotten(t *testing.T) {
	s := fresh(t)
	for _, at := range []time.Time{monday, monday.Add(keepMessages), monday.Add(keepMessages + time.Minute)} {
		_, err := s.BeginMessage(t.Context(), at, Message{Channel: "desktop"}, []string{at.String()}, 1)
		ok(t, err)
	}
	all, err := s.Messages(t.Context(), monday)
	ok(t, err)
	if len(all) != 2 || !all[0].At.Equal(monday.Add(keepMessages)) {
		t.Errorf("%v", all)
	}
}
