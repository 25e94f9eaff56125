package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/note"
	"fika/internal/notify"
	"fika/internal/prose"
	"fika/internal/store"
)

const (
	messageDays    = 2           // how long messages are in a view, for what is wrong with a channel
	messageTries   = 3           // of a message that surely has not arrived
	messageTime    = time.Minute // for all messages of one time
	failuresToShow = 3           // on one day
)

// Tell sends the messages to the user that are due at now. Each is recorded before it is
// sent. If fika ends in between, or the answer of the channel is lost, the message may have
// arrived, so it is never sent again. Only one that surely has not arrived is, a few times.
// Only the store makes Tell fail. Calls must not overlap.
func (d *Daemon) Tell(ctx context.Context, now time.Time) error {
	v := d.View()
	if v == nil || len(v.settings.Messages.Channels) == 0 || v.clockWrong || d.options.OpenChannel == nil {
		return nil
	}
	ctx, done := context.WithTimeout(ctx, messageTime)
	defer done()
	if err := d.store.DoubtMessages(ctx); err != nil {
		return err
	}
	v = v.at(now)
	promises, err := d.weekPromises(ctx, v)
	if err != nil {
		return err
	}
	for _, c := range v.settings.Messages.Channels {
		if err := d.tellBy(ctx, v, c, promises); err != nil {
			return err
		}
	}
	return nil
}

// weekPromises returns how many promises of the user are open, for the message of a week; it
// reads none on other days.
func (d *Daemon) weekPromises(ctx context.Context, v *View) (int, error) {
	if !v.weekIsDue(v.now) {
		return 0, nil
	}
	open, err := d.store.Notes(ctx, store.NoteQuery{Open: true, Kinds: []note.Kind{note.Promise}})
	return len(open), err
}

// tellBy sends what is due on one channel. promises is how many of the user are open.
func (d *Daemon) tellBy(ctx context.Context, v *View, c Channel, promises int) error {
	today := date.Of(v.now, v.zone()).At(0, v.zone())
	sent, err := d.store.Messages(ctx, v.now.AddDate(0, 0, -keptMessageDays))
	if err != nil {
		return err
	}
	for _, m := range v.wanted(c, sent, promises) {
		if m.kind != MessageHold && countSince(sent, c, today) >= v.settings.Messages.Most {
			continue
		}
		begun, err := d.store.BeginMessage(ctx, v.now, store.Message{Channel: c.Name, Kind: string(m.kind)}, m.keys, messageTries)
		if err != nil {
			return err
		}
		if !begun {
			continue
		}
		d.step("message recorded")
		state, problem := d.deliver(ctx, c, notify.Message{Title: "fika", Text: m.text(c.Names)})
		d.step("message sent")
		if err := d.store.EndMessage(context.WithoutCancel(ctx), c.Name, m.keys, state, problem); err != nil {
			return err
		}
		sent = append(sent, store.Message{Key: m.keys[0], Channel: c.Name, Kind: string(m.kind), State: state, At: v.now})
	}
	return nil
}

// keptMessageDays is longer than any message is due.
const keptMessageDays = 14

// deliver sends one message, and says what became of it.
func (d *Daemon) deliver(ctx context.Context, c Channel, m notify.Message) (store.MessageState, string) {
	channel, err := d.options.OpenChannel(c)
	if err != nil {
		return store.MessageFailed, err.Error()
	}
	switch err = channel.Send(ctx, m); {
	case err == nil:
		return store.MessageSent, ""
	case errors.Is(err, notify.ErrNotSent):
		return store.MessageFailed, err.Error()
	}
	return store.MessageUnknown, err.Error()
}

// wanted returns the messages that are due and go to c, without those that went there.
// promises is how many of the user are open.
func (v *View) wanted(c Channel, sent []store.Message, promises int) []message {
	quiet := v.onlyHolds(v.now)
	return combined(slices.DeleteFunc(v.dueMessages(v.now, promises), func(m message) bool {
		gone := func(s store.Message) bool {
			return s.Channel == c.Name && slices.Contains(m.keys, s.Key) && (s.State != store.MessageFailed || s.Tries >= messageTries)
		}
		return !slices.Contains(c.When, m.kind) || quiet && m.kind != MessageHold || slices.ContainsFunc(sent, gone)
	}))
}

// countSince returns how many messages went to c since a moment, without holds. What was
// told together has one time and is one message.
func countSince(sent []store.Message, c Channel, since time.Time) int {
	type told struct {
		kind string
		at   time.Time
	}
	all := map[told]bool{}
	for _, s := range sent {
		if s.Channel == c.Name && s.Kind != string(MessageHold) && s.State != store.MessageFailed && !s.At.Before(since) {
			all[told{s.Kind, s.At.UTC()}] = true
		}
	}
	return len(all)
}

// messageProblems says which channels failed again and again today.
func (v *View) messageProblems() (problems []string) {
	today := date.Of(v.now, v.zone()).At(0, v.zone())
	for _, c := range v.settings.Messages.Channels {
		failed, last := 0, ""
		for _, m := range v.messages {
			if m.Channel == c.Name && m.State != store.MessageSent && !m.At.Before(today) && m.Problem != "" {
				failed, last = failed+m.Tries, m.Problem
			}
		}
		if failed >= failuresToShow {
			problems = append(problems, fmt.Sprintf("messages by %s failed %s today: %s", c.Name, prose.Count(failed, "time"), last))
		}
	}
	return problems
}
