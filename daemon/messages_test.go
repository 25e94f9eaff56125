package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/notify"
	"fika/internal/store"
	"fika/planner"
)

// pigeon is a channel that keeps what it gets. It fails with err after it kept a message,
// unless that says that nothing was sent.
type pigeon struct {
	got []string
	err error
}

func (p *pigeon) String() string { return "pigeon" }

func (p *pigeon) Send(_ context.Context, m notify.Message) error {
	if !errors.Is(p.err, notify.ErrNotSent) {
		p.got = append(p.got, m.Text)
	}
	return p.err
}

// all are all kinds of message.
var all = []daemon.MessageKind{daemon.MessageDay, daemon.MessageBrief, daemon.MessageAnswer, daemon.MessageHold, daemon.MessageWeek}

// morning is a quarter of an hour after the message of the day is due.
var morning = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// newTold returns a daemon with a pigeon for all kinds of message.
func newTold(t *testing.T) (*harness, *pigeon) {
	t.Helper()
	h, p := newHarness(t), &pigeon{}
	h.settings.Messages = daemon.Messages{At: 8*60 + 45, Most: 9, Channels: []daemon.Channel{{Name: "pigeon", When: all, Names: true}}}
	h.restartWith(func(o *daemon.Options) {
		o.OpenChannel = func(daemon.Channel) (notify.Channel, error) { return p, nil }
	})
	return h, p
}

// tell makes a pass and sends what is due.
func (h *harness) tell(t *testing.T, now time.Time, hold ...string) {
	t.Helper()
	h.pass(t, now, hold...)
	if err := h.daemon.Tell(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

// wantTold checks what arrived since the last time.
func (p *pigeon) wantTold(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(p.got, want) {
		t.Errorf("told %q, want %q", p.got, want)
	}
	p.got = nil
}

// TestMessagesOfAWeek follows one proposal to its coffee: each message comes once, when it
// is due, however many passes there are.
func TestMessagesOfAWeek(t *testing.T) {
	h, p := newTold(t)
	h.settings.Goals = h.settings.Goals[:1]
	h.settings.Goals[0].Questions = []string{"What would you stop doing?"}
	h.daemon.Configure(h.settings)
	h.tell(t, morning.Add(-time.Hour))
	p.wantTold(t)
	h.tell(t, morning)
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	zone := h.settings.Rules.Zone
	at := b.Span.Start.In(zone).Format("Mon 2 Jan 15:04")
	p.wantTold(t, "yes or no to Ana Test, "+at)
	h.tell(t, morning.Add(time.Hour))
	p.wantTold(t)

	if err := h.approve(t.Context(), "ana", morning.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	h.tell(t, morning.Add(5*time.Hour))
	if err := h.reply(t.Context(), "ana", "ACCEPTED"); err != nil {
		t.Fatal(err)
	}
	h.tell(t, morning.Add(6*time.Hour))
	p.wantTold(t, "Ana said yes to "+at)
	h.tell(t, morning.Add(7*time.Hour))
	h.tell(t, b.Span.Start.Add(-11*time.Minute))
	p.wantTold(t)
	h.tell(t, b.Span.Start.Add(-9*time.Minute))
	p.wantTold(t, b.Span.Start.In(zone).Format("15:04")+": Ana Test. Ask: What would you stop doing?")
	h.tell(t, b.Span.Start.Add(-4*time.Minute))
	h.tell(t, b.Span.Start.Add(10*time.Minute))
	p.wantTold(t)
	friday := time.Date(2026, 3, 6, 14, 1, 0, 0, time.UTC)
	promise := api.NoteArgs{About: "ana", Notes: []api.NewNote{{Kind: api.NotePromise, Text: "send the page"}, {Kind: api.NoteOwes, Text: "a name"}}}
	if _, err := h.daemon.AddNotes(t.Context(), friday, promise); err != nil {
		t.Fatal(err)
	}
	h.tell(t, friday)
	p.wantTold(t, "Week: 0 to decide, 1 promise, 0 coffees in two weeks: fika week")
	h.tell(t, friday.AddDate(0, 0, 1))
	p.wantTold(t)
}

// TestMessagesWithoutNames checks that a channel that may not name people does not.
func TestMessagesWithoutNames(t *testing.T) {
	h, p := newTold(t)
	h.settings.Messages.Channels[0].Names = false
	h.daemon.Configure(h.settings)
	h.tell(t, morning)
	p.wantTold(t, "2 things to decide")
	if err := h.approve(t.Context(), "ana", morning); err != nil {
		t.Fatal(err)
	}
	h.tell(t, morning.Add(5*time.Hour))
	for _, who := range []string{"ana", "bo"} {
		if err := h.reply(t.Context(), who, "DECLINED"); err != nil {
			t.Fatal(err)
		}
	}
	h.tell(t, morning.Add(6*time.Hour))
	p.wantTold(t, "2 answers of guests")
}

// TestQuiet checks when nothing disturbs the user: in their quiet hours, over midnight too,
// in a meeting, when fika is paused, and after the most messages of a day. A hold always
// does.
func TestQuiet(t *testing.T) {
	for name, c := range map[string]struct {
		change func(h *harness)
		told   bool
		later  time.Duration // then it is told; 0: never that day
	}{
		"at any time":      {func(*harness) {}, true, 0},
		"quiet":            {func(h *harness) { h.settings.Messages.Quiet = []planner.Hours{{From: 8 * 60, To: 10 * 60}} }, false, time.Hour},
		"quiet before":     {func(h *harness) { h.settings.Messages.Quiet = []planner.Hours{{From: 8 * 60, To: 9 * 60}} }, true, 0},
		"quiet over night": {func(h *harness) { h.settings.Messages.Quiet = []planner.Hours{{From: 17 * 60, To: 9*60 + 30}} }, false, time.Hour},
		"enough for a day": {func(h *harness) { h.settings.Messages.Most = 0 }, false, 0},
		"not on a day off": {func(h *harness) {
			h.settings.Rules.Blackouts = []planner.Blackout{{From: date.New(2026, 3, 2), To: date.New(2026, 3, 2)}}
		}, false, 0},
		"not for this kind":  {func(h *harness) { h.settings.Messages.Channels[0].When = all[1:] }, false, 0},
		"nothing is decided": {func(h *harness) { h.settings.Goals = h.settings.Goals[1:2] }, false, 0},
		"in a meeting":       {func(h *harness) { h.meet(t, "standup", "20260302T074500Z", "") }, false, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			h, p := newTold(t)
			c.change(h)
			h.daemon.Configure(h.settings)
			h.tell(t, morning)
			if got := len(p.got) == 1; got != c.told {
				t.Errorf("told %q", p.got)
			}
			if c.later > 0 {
				h.tell(t, morning.Add(c.later))
				if len(p.got) != 1 {
					t.Errorf("later told %q", p.got)
				}
			}
		})
	}
}

// TestHoldMessage checks that a hold is told at once, by what it means and without what it
// says, and once for each time that it begins.
func TestHoldMessage(t *testing.T) {
	h, p := newTold(t)
	h.settings.Messages.Quiet = []planner.Hours{{From: 0, To: 24 * 60}}
	h.settings.Messages.Most = 0
	h.daemon.Configure(h.settings)
	h.blind = "CANARY of ana@example.com"
	h.tell(t, morning, "people_unreadable")
	h.tell(t, morning.Add(time.Minute), "people_unreadable")
	p.wantTold(t, "fika waits: a source of people cannot be read. fika status")
	h.blind = ""
	h.tell(t, morning.Add(2*time.Minute))
	h.blind = "CANARY again"
	h.tell(t, morning.Add(3*time.Minute), "people_unreadable")
	p.wantTold(t, "fika waits: a source of people cannot be read. fika status")
}

// TestMessageAfterCrash ends fika after a message was recorded, and after it was sent. Each
// arrives at most once, and what is in doubt is never sent again.
func TestMessageAfterCrash(t *testing.T) {
	for _, step := range []string{"message recorded", "message sent"} {
		t.Run(step, func(t *testing.T) {
			h, p := newTold(t)
			type killed struct{}
			h.restartWith(func(o *daemon.Options) {
				o.Step = func(name string) {
					if name == step {
						panic(killed{})
					}
				}
			})
			h.pass(t, morning)
			func() {
				defer func() {
					if r := recover(); r != (killed{}) {
						t.Errorf("not ended at %s: %v", step, r)
					}
				}()
				_ = h.daemon.Tell(t.Context(), morning) // does not return
			}()
			h.restartWith(func(o *daemon.Options) { o.Step = nil })
			for i := range 3 {
				h.tell(t, morning.Add(time.Duration(i)*time.Hour))
			}
			if len(p.got) > 1 || step == "message sent" && len(p.got) != 1 {
				t.Errorf("told %q", p.got)
			}
			h.wantMessage(t, store.MessageUnknown, 1)
		})
	}
}

// wantMessage checks the only message in the store.
func (h *harness) wantMessage(t *testing.T, state store.MessageState, tries int) {
	t.Helper()
	got, err := h.store.Messages(t.Context(), time.Time{})
	if err != nil || len(got) != 1 || got[0].State != state || got[0].Tries != tries {
		t.Errorf("%+v, %v; want one that is %s after %d", got, err, state, tries)
	}
}

// TestFailingChannel checks that only what surely has not arrived is sent again, that this
// ends, and that the status then says it.
func TestFailingChannel(t *testing.T) {
	for _, c := range []struct {
		err   error
		state store.MessageState
		tries int
		shown bool
	}{
		{fmt.Errorf("no screen: %w", notify.ErrNotSent), store.MessageFailed, 3, true},
		{errors.New("the answer is lost"), store.MessageUnknown, 1, false},
	} {
		h, p := newTold(t)
		p.err = c.err
		for i := range 6 {
			h.tell(t, morning.Add(time.Duration(i)*time.Minute))
		}
		h.wantMessage(t, c.state, c.tries)
		if len(p.got) > 1 {
			t.Errorf("%v: told %q", c.err, p.got)
		}
		h.pass(t, morning.Add(time.Hour))
		problems := strings.Join(h.status(t, morning.Add(time.Hour)).Problems, "\n")
		if got := strings.Contains(problems, "messages by pigeon failed 3 times today: no screen"); got != c.shown {
			t.Errorf("%v: the status says %q", c.err, problems)
		}
	}
}

// TestAssistantAsks checks that an assistant's wish for a decision is told once, comes first
// in the status, and decides nothing; and that only a proposal can be asked about.
func TestAssistantAsks(t *testing.T) {
	h, p := newTold(t)
	early := morning.Add(-30 * time.Minute)
	h.tell(t, early)
	p.wantTold(t)
	for range 2 {
		if _, err := h.daemon.AskApproval(t.Context(), early, "cy"); err != nil {
			t.Fatal(err)
		}
		h.tell(t, early.Add(time.Minute))
	}
	b, err := h.booking(t.Context(), "cy")
	if err != nil || b.State != store.Proposed {
		t.Fatalf("%v, %v", b.State, err)
	}
	p.wantTold(t, "your assistant asks: yes or no to Cy Test, "+b.Span.Start.In(h.settings.Rules.Zone).Format("Mon 2 Jan 15:04"))
	if act := h.status(t, early.Add(time.Minute)).Act; act.Command != "fika approve "+b.ID {
		t.Errorf("the act is %+v", act)
	}
	var f *api.Fault
	if _, err := h.daemon.AskApproval(t.Context(), early, "bo"); !errors.As(err, &f) || f.Code != api.CodeTooLate {
		t.Errorf("what fika approved itself: %v", err)
	}
}

// TestMostMessages checks that most counts messages, not answers, and not those about holds.
func TestMostMessages(t *testing.T) {
	h, p := newTold(t)
	h.settings.Messages.Most = 2
	h.daemon.Configure(h.settings)
	early := morning.Add(-30 * time.Minute)
	h.tell(t, early)
	if err := h.approve(t.Context(), "ana", early); err != nil {
		t.Fatal(err)
	}
	h.tell(t, early.Add(5*time.Hour))
	p.got = nil // the message of the day
	for _, who := range []string{"ana", "bo"} {
		if err := h.reply(t.Context(), who, "ACCEPTED"); err != nil {
			t.Fatal(err)
		}
	}
	h.tell(t, early.Add(6*time.Hour))
	if len(p.got) != 1 || strings.Count(p.got[0], " said yes to ") != 2 {
		t.Errorf("told %q", p.got)
	}
	p.got = nil
	if _, err := h.daemon.AskApproval(t.Context(), early, "cy"); err != nil {
		t.Fatal(err)
	}
	h.tell(t, early.Add(7*time.Hour))
	p.wantTold(t) // the day has had two
	h.tell(t, early.Add(24*time.Hour))
	if len(p.got) != 1 || !strings.HasPrefix(p.got[0], "your assistant asks: ") {
		t.Errorf("the next day told %q", p.got)
	}
}

// TestBacklog checks that after a day without fika there is one message about answers
// and one about the day.
func TestBacklog(t *testing.T) {
	h, p := newTold(t)
	h.tell(t, morning)
	if err := h.approve(t.Context(), "ana", morning); err != nil {
		t.Fatal(err)
	}
	h.tell(t, morning.Add(5*time.Hour))
	p.got = nil
	for who, reply := range map[string]string{"ana": "ACCEPTED", "bo": "DECLINED"} {
		if err := h.reply(t.Context(), who, reply); err != nil {
			t.Fatal(err)
		}
	}
	h.tell(t, morning.Add(24*time.Hour))
	if len(p.got) != 2 || strings.Count(p.got[0], "; ") != 1 || !strings.Contains(p.got[0], "Ana said yes to ") || !strings.Contains(p.got[0], "Bo said no to ") || !strings.HasPrefix(p.got[1], "yes or no to Cy Test, ") {
		t.Errorf("told %q", p.got)
	}
}

// TestMessagesKeepSecrets checks that no message of a life with fika contains a goal's why
// or the title of an event.
func TestMessagesKeepSecrets(t *testing.T) {
	h, p := newTold(t)
	h.write(t, meetingFile{uid: "secret", title: "SECRET-TITLE", start: "20260303T074500Z", accepted: []string{"ana"}})
	var told []string
	for hour := range 24 * 10 {
		now := morning.Add(time.Duration(hour) * time.Hour)
		if _, err := h.daemon.Pass(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if hour == 1 {
			if err := h.approve(t.Context(), "ana", now); err != nil {
				t.Fatal(err)
			}
		}
		if hour == 8 {
			if err := h.reply(t.Context(), "ana", "ACCEPTED"); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.daemon.Tell(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		told = append(told, p.got...)
		p.got = nil
	}
	if text := strings.Join(told, "\n"); len(told) < 3 || strings.Contains(text, "SECRET") || strings.Contains(text, "@") {
		t.Errorf("told:\n%s", text)
	}
}

// TestMessageComesInTime checks that the message of the day does not wait for the next
// pass, which is hours away.
func TestMessageComesInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, p := newTold(t)
		h.settings.Every = 6 * time.Hour
		h.daemon.Configure(h.settings)
		begun := time.Now()
		wall := func() time.Time { return morning.Add(-2 * time.Hour).Add(time.Since(begun)) }
		var passes []time.Time
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			h.daemon.Run(ctx, func() daemon.Clock { return daemon.Clock{Wall: wall(), Mono: time.Since(begun)} },
				func(r daemon.Report, _ error) { passes = append(passes, r.Now) })
		}()
		<-time.After(3 * time.Hour)
		synctest.Wait()
		stop()
		<-ended
		if len(p.got) != 1 || !strings.HasPrefix(p.got[0], "yes or no to ") {
			t.Errorf("told %q", p.got)
		}
		due := time.Date(2026, 3, 2, 7, 45, 0, 0, time.UTC)
		if last := passes[len(passes)-1]; last.Before(due) || last.After(due.Add(time.Minute)) || len(passes) > 4 {
			t.Errorf("passes at %v, the message was due at %v", passes, due)
		}
	})
}
